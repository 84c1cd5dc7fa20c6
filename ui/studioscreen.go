package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/keys"
	"keydesk/ui/studio"
)

// Covers says that nothing of the desk is to be seen while it is open.
func (r *studioRoom) Covers() bool { return true }

// scope is the column of the key table that is read.
func (r *studioRoom) scope() string {
	switch {
	case r.merge != nil:
		return command.ScopeStudioMerge
	case r.form != nil:
		return command.ScopeStudioForm
	}
	return command.ScopeStudioList
}

// table is the key table as the scope sees it; a begun sequence is remembered.
func (r *studioRoom) table(scope string) *dialog.Keys {
	if r.keysIn == nil {
		r.keysIn = map[string]*dialog.Keys{}
	}
	if r.keysIn[scope] == nil {
		k := r.Kit.KeysIn(scope)
		r.keysIn[scope] = &k
	}
	return r.keysIn[scope]
}

func (r *studioRoom) Update(msg tea.Msg) dialog.Intent {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if r.filter != nil {
			return r.typeFilter(msg)
		}
		return r.press(msg)
	case tea.PasteMsg:
		if r.filter != nil {
			r.filter.Update(msg)
			r.list.Filter(r.filter.Value())
		} else if r.typing() {
			return r.typed(msg)
		}
	case tea.MouseWheelMsg:
		by := 1
		if msg.Mouse().Button == tea.MouseWheelUp {
			by = -1
		}
		return r.wheel(by)
	case tea.MouseClickMsg:
		if msg.Mouse().Button == tea.MouseLeft {
			return r.click(msg.Mouse())
		}
	}
	return nil
}

// press finds the command of a key. In a field that is typed, keys that are text
// are text, and those that edit it are the field's.
func (r *studioRoom) press(press tea.KeyPressMsg) dialog.Intent {
	if keys.Normal(press) == "esc" && r.stopTrial() {
		return nil
	}
	keys := r.table(r.scope())
	id := ""
	typing := r.typing()
	if typing && r.form.Offering() && studio.OfferKey(press) {
		return r.typed(press)
	}
	if typing {
		id = keys.Typing(press)
	} else {
		id = keys.ID(press)
	}
	if typing && r.fieldsOwn(id) {
		id = ""
	}
	switch id {
	case "":
		if typing {
			return r.typed(press)
		}
		return nil
	case "studio.up":
		return dialog.Also{Do: func() tea.Cmd { return r.studioVertical(press, -1) }}
	case "studio.down":
		return dialog.Also{Do: func() tea.Cmd { return r.studioVertical(press, 1) }}
	}
	return dialog.Also{Do: func() tea.Cmd { return r.desk.do(id) }}
}

// fieldsOwn says whether a key edits the text under the keyboard instead.
func (r *studioRoom) fieldsOwn(id string) bool {
	switch id {
	case "studio.left", "studio.right", "studio.drop":
		return true
	case "studio.pick":
		return r.form.Long()
	case "studio.editor": // the end of the line, in a line of input
		return !r.form.Long()
	}
	return false
}

// typed hands a key or a paste to the field under the keyboard.
func (r *studioRoom) typed(msg tea.Msg) dialog.Intent {
	return dialog.Also{Do: func() tea.Cmd {
		if r.form.Update(msg) {
			return r.formChanged()
		}
		return nil
	}}
}

// typeFilter narrows the list while one types.
func (r *studioRoom) typeFilter(press tea.KeyPressMsg) dialog.Intent {
	switch r.table(command.ScopeField).Typing(press) {
	case "field.cancel":
		r.filter = nil
		r.list.Filter("")
	case "field.accept":
		r.filter = nil
	default:
		r.filter.Update(press)
		r.list.Filter(strings.TrimSpace(r.filter.Value()))
	}
	r.refreshShown()
	return nil
}

func (r *studioRoom) wheel(by int) dialog.Intent {
	switch {
	case r.merge != nil:
		r.merge.Move(by)
	case r.form != nil:
		if by > 0 {
			r.form.Next()
		} else {
			r.form.Previous()
		}
	default:
		r.list.Move(by)
		r.refreshShown()
	}
	return nil
}

// click chooses what is under the pointer: an action of the list, a field of the
// form and what is in it, a field of two versions.
func (r *studioRoom) click(m tea.Mouse) dialog.Intent {
	at := r.studioLayout(r.width, r.height).work
	if !at.contains(m.X, m.Y) {
		return nil
	}
	x, y := m.X-at.x, m.Y-at.y
	switch {
	case r.merge != nil:
		r.merge.Click(y)
	case r.form != nil:
		return dialog.Also{Do: func() tea.Cmd {
			if r.form.Click(x, y) {
				return r.formChanged()
			}
			return nil
		}}
	case r.list.Click(y - r.listHead()):
		r.refreshShown()
	}
	return nil
}

// words say where the keyboard is, for ears.
func (r *studioRoom) Words() string { return r.studioWords() }
