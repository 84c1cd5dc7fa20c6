package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/keys"
	"keydesk/ui/studio"
)

// studioScreen is the studio on the stack of dialogs: it covers the desk and
// takes all input. What a key means is in the key table.
type studioScreen struct {
	root *Root
	keys map[string]*dialog.Keys
}

// covers says that nothing of the desk is to be seen while it is open.
func (s *studioScreen) Covers() bool { return true }

// scope is the column of the key table that is read.
func (s *studioScreen) scope() string {
	a := &s.root.studio
	switch {
	case a.merge != nil:
		return command.ScopeStudioMerge
	case a.form != nil:
		return command.ScopeStudioForm
	}
	return command.ScopeStudioList
}

// table is the key table as the scope sees it; a begun sequence is remembered.
func (s *studioScreen) table(scope string) *dialog.Keys {
	if s.keys == nil {
		s.keys = map[string]*dialog.Keys{}
	}
	if s.keys[scope] == nil {
		k := s.root.KeysIn(scope)
		s.keys[scope] = &k
	}
	return s.keys[scope]
}

func (s *studioScreen) Update(msg tea.Msg) dialog.Intent {
	a := &s.root.studio
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if a.filter != nil {
			return s.typeFilter(msg)
		}
		return s.press(msg)
	case tea.PasteMsg:
		if a.filter != nil {
			a.filter.Update(msg)
			a.list.Filter(a.filter.Value())
		} else if s.typing() {
			return s.typed(msg)
		}
	case tea.MouseWheelMsg:
		by := 1
		if msg.Mouse().Button == tea.MouseWheelUp {
			by = -1
		}
		return s.wheel(by)
	case tea.MouseClickMsg:
		if msg.Mouse().Button == tea.MouseLeft {
			return s.click(msg.Mouse())
		}
	}
	return nil
}

// press finds the command of a key. In a field that is typed, keys that are text
// are text, and those that edit it are the field's.
func (s *studioScreen) press(press tea.KeyPressMsg) dialog.Intent {
	a := &s.root.studio
	if keys.Normal(press) == "esc" && s.root.stopTrial() {
		return nil
	}
	keys := s.table(s.scope())
	id := ""
	typing := s.typing()
	if typing && a.form.Offering() && studio.OfferKey(press) {
		return s.typed(press)
	}
	if typing {
		id = keys.Typing(press)
	} else {
		id = keys.Id(press)
	}
	if typing && s.fieldsOwn(id) {
		id = ""
	}
	switch id {
	case "":
		if typing {
			return s.typed(press)
		}
		return nil
	case "studio.up":
		return dialog.Also{Do: func() tea.Cmd { return s.root.studioVertical(press, -1) }}
	case "studio.down":
		return dialog.Also{Do: func() tea.Cmd { return s.root.studioVertical(press, 1) }}
	}
	return dialog.Also{Do: func() tea.Cmd { return s.root.do(id) }}
}

// fieldsOwn says whether a key edits the text under the keyboard instead.
func (s *studioScreen) fieldsOwn(id string) bool {
	switch id {
	case "studio.left", "studio.right", "studio.drop":
		return true
	case "studio.pick":
		return s.root.studio.form.Long()
	case "studio.editor": // the end of the line, in a line of input
		return !s.root.studio.form.Long()
	}
	return false
}

// typed hands a key or a paste to the field under the keyboard.
func (s *studioScreen) typed(msg tea.Msg) dialog.Intent {
	return dialog.Also{Do: func() tea.Cmd {
		if s.root.studio.form.Update(msg) {
			return s.root.formChanged()
		}
		return nil
	}}
}

// typeFilter narrows the list while one types.
func (s *studioScreen) typeFilter(press tea.KeyPressMsg) dialog.Intent {
	a := &s.root.studio
	switch s.table(command.ScopeField).Typing(press) {
	case "field.cancel":
		a.filter = nil
		a.list.Filter("")
	case "field.accept":
		a.filter = nil
	default:
		a.filter.Update(press)
		a.list.Filter(strings.TrimSpace(a.filter.Value()))
	}
	s.root.refreshShown()
	return nil
}

func (s *studioScreen) wheel(by int) dialog.Intent {
	a := &s.root.studio
	switch {
	case a.merge != nil:
		a.merge.Move(by)
	case a.form != nil:
		if by > 0 {
			a.form.Next()
		} else {
			a.form.Previous()
		}
	default:
		a.list.Move(by)
		s.root.refreshShown()
	}
	return nil
}

// click chooses what is under the pointer: an action of the list, a field of the
// form and what is in it, a field of two versions.
func (s *studioScreen) click(m tea.Mouse) dialog.Intent {
	r := s.root
	a, at := &r.studio, r.studioLayout(r.width, r.height).work
	if !at.contains(m.X, m.Y) {
		return nil
	}
	x, y := m.X-at.x, m.Y-at.y
	switch {
	case a.merge != nil:
		a.merge.Click(y)
	case a.form != nil:
		return dialog.Also{Do: func() tea.Cmd {
			if r.studio.form.Click(x, y) {
				return r.formChanged()
			}
			return nil
		}}
	case a.list.Click(y - a.listHead()):
		r.refreshShown()
	}
	return nil
}

// words say where the keyboard is, for ears.
func (s *studioScreen) Words() string { return s.root.studioWords() }
