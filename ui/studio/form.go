package studio

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/code"
	"keydesk/ui/compose"
	"keydesk/ui/theme"
)

// Form is one action while it is edited. It is not safe for concurrent use.
type Form struct {
	// Base is the action as the platform had it when the form was opened; without an ID it is a new one.
	Base actions.Stored
	// ReadOnly says in a sentence why nothing can be changed; "" when it can.
	ReadOnly string
	// Reveal shows the values of headers and addresses that are masked otherwise.
	Reveal bool

	th       *theme.Theme
	start    actions.Stored // what the fields were filled from: Base, or unsaved work on it
	fields   []*field
	focus    int // index into fields
	findings []actions.Finding
	places   []actions.Placed
	refused  map[string]string // what the platform said, by field
	past     string            // what Changed compares with
	tried    bool              // saving was tried
	top      int               // the first row on screen
	spots    []spot            // where the fields were drawn
	names    func() []code.Candidate
}

// Open makes the form of an action. base is what the platform has, zero for a new action; start is
// what the fields begin with: base itself, a copy of another action, or unsaved work.
func Open(th *theme.Theme, base, start actions.Stored, editor NewEditor) *Form {
	f := &Form{th: th, Base: base, start: start}
	for _, s := range specs() {
		x := &field{spec: s}
		switch s.kind {
		case oneLine:
			x.line = compose.New(th)
		case manyLines:
			x.editor = editor(th, s.id)
		}
		f.fields = append(f.fields, x)
	}
	f.fill(start)
	f.past = f.savedAs(base)
	return f
}

// New is an action that is not there yet, to begin with.
func New() actions.Stored {
	return actions.Stored{Icon: "zap", Type: actions.TypeWebhook, Config: map[string]any{"url": "", "method": "POST"}}
}

// find is a field by its id, nil for none.
func (f *Form) find(id string) *field {
	for _, x := range f.fields {
		if x.id == id {
			return x
		}
	}
	return nil
}

// value is a field's text.
func (f *Form) value(id string) string {
	if x := f.find(id); x != nil {
		return x.text()
	}
	return ""
}

// Type is the chosen type.
func (f *Form) Type() actions.Type { return actions.Type(f.value(FieldType)) }

// Name is the name as it is now.
func (f *Form) Name() string { return f.value(FieldName) }

// IsNew says whether the platform does not have the action yet.
func (f *Form) IsNew() bool { return f.Base.ID == "" }

// Changed says whether saving would write anything.
func (f *Form) Changed() bool { return f.savedAs(f.Stored()) != f.past }

// Untouched says whether it is the form of a new action in which there is nothing but what every one
// begins with.
func (f *Form) Untouched() bool { return f.IsNew() && f.savedAs(f.Stored()) == f.savedAs(New()) }

// savedAs is an action as text, to tell whether two are the same.
func (f *Form) savedAs(s actions.Stored) string {
	s.ID = ""
	return string(s.JSON())
}

// Rebase takes another state of the platform's action as what the form was opened on, and result as
// what it holds: after saving, or when somebody decided between two versions.
func (f *Form) Rebase(base, result actions.Stored) {
	f.Base, f.start = base, result
	f.fill(result)
	f.past, f.refused = f.savedAs(base), nil
}

// Placed takes over what the list itself changed of the action meanwhile: its order and state.
func (f *Form) Placed(now actions.Stored) {
	f.Base.Order, f.Base.Active = now.Order, now.Active
	f.start.Order, f.start.Active = now.Order, now.Active
	f.past = f.savedAs(f.Base)
}

// now is the field under the keyboard.
func (f *Form) now() *field {
	x := f.fields[f.focus]
	if !x.shown(f.value) { // the type changed away from it
		f.move(-1)
		x = f.fields[f.focus]
	}
	return x
}

// Focused is the id of the field under the keyboard.
func (f *Form) Focused() string { return f.now().id }

// Focus gives the keyboard to a field.
func (f *Form) Focus(id string) {
	for i, x := range f.fields {
		if x.id == id && x.shown(f.value) && i != f.focus {
			f.leave()
			f.focus = i
		}
	}
}

// Typing says whether keys that are text are text.
func (f *Form) Typing() bool {
	x := f.now()
	return f.ReadOnly == "" && (x.kind == oneLine || x.kind == manyLines)
}

// Long says whether the field under the keyboard has several lines.
func (f *Form) Long() bool { return f.now().kind == manyLines }

// Lists says whether the field under the keyboard has entries.
func (f *Form) Lists() bool { return f.now().kind == rows }

// Next and Previous go to another field, around the end.
func (f *Form) Next() { f.move(1) }

// Previous goes one field back.
func (f *Form) Previous() { f.move(-1) }

func (f *Form) move(by int) {
	f.leave()
	for range f.fields {
		f.focus = (f.focus + by + len(f.fields)) % len(f.fields)
		if f.fields[f.focus].shown(f.value) {
			break
		}
	}
	if x := f.fields[f.focus]; x.kind == rows {
		x.at = 0
		if by < 0 {
			x.at = len(x.list)
		}
	}
}

// leave ends what goes on in the field under the keyboard.
func (f *Form) leave() {
	x := f.fields[f.focus]
	x.popup.Close()
	x.left = true
}

// Vertical is an arrow up or down: within a text of several lines or a list of entries, else to
// another field.
func (f *Form) Vertical(press tea.KeyPressMsg, by int) {
	x := f.now()
	press.Code, press.Text = tea.KeyDown, "" // whatever key the person has for it
	if press.Mod = 0; by < 0 {
		press.Code = tea.KeyUp
	}
	switch {
	case x.kind == manyLines && x.editor.Update(press):
	case x.kind == rows && x.at+by >= 0 && x.at+by <= len(x.list):
		x.at += by
	case f.focus+by >= 0 && !f.atEnd(by):
		f.move(by)
	}
}

// atEnd says whether there is no field further on: arrows stop there, unlike tab.
func (f *Form) atEnd(by int) bool {
	for i := f.focus + by; i >= 0 && i < len(f.fields); i += by {
		if f.fields[i].shown(f.value) {
			return false
		}
	}
	return true
}

// Choose takes the next answer of a field that is chosen, or the one before.
func (f *Form) Choose(by int) (changed bool) {
	x := f.now()
	if x.kind != choice || f.ReadOnly != "" {
		return false
	}
	x.step(by)
	f.forget(x.id)
	return true
}

// SetChoice takes an answer of a field by name.
func (f *Form) SetChoice(id, answer string) {
	if x := f.find(id); x != nil && f.ReadOnly == "" {
		x.set(answer)
		f.forget(id)
	}
}

// Text is the text of a field, for an editor elsewhere.
func (f *Form) Text(id string) string { return f.value(id) }

// SetText replaces it.
func (f *Form) SetText(id, text string) {
	if x := f.find(id); x != nil && f.ReadOnly == "" && x.kind != rows {
		x.set(text)
		f.forget(id)
	}
}

// Update hands a key or a paste to the field under the keyboard; it reports whether the action changed.
func (f *Form) Update(msg tea.Msg) (changed bool) {
	x := f.now()
	if f.ReadOnly != "" || !x.typed(msg, f.names) {
		return false
	}
	f.forget(x.id)
	return true
}

// Editor is the editor under the keyboard, nil when there is none.
func (f *Form) Editor() Editor { return f.now().editor }

// forget lets go of what the platform said about a field that changes.
func (f *Form) forget(id string) { delete(f.refused, id) }

// Entry is the entry under the keyboard in a field that has several, and which; ok is false on
// the line that adds one.
func (f *Form) Entry() (field string, i int, r Row, ok bool) {
	x := f.now()
	if x.kind == rows && x.at < len(x.list) {
		return x.id, x.at, x.list[x.at], true
	}
	return x.id, len(x.list), Row{}, false
}

// Entries are the entries of a field.
func (f *Form) Entries(id string) []Row {
	if x := f.find(id); x != nil {
		return x.list
	}
	return nil
}

// PutEntry replaces entry i, or adds one behind the last.
func (f *Form) PutEntry(id string, i int, r Row) {
	x := f.find(id)
	if x == nil || f.ReadOnly != "" {
		return
	}
	list := append([]Row(nil), x.list...)
	if i < len(list) {
		list[i] = r
	} else {
		list = append(list, r)
	}
	x.list, x.at = list, min(i, len(list)-1)
	f.forget(id)
}

// DropEntry removes the entry under the keyboard.
func (f *Form) DropEntry() bool {
	x := f.now()
	if x.kind != rows || x.at >= len(x.list) || f.ReadOnly != "" {
		return false
	}
	x.list = append(append([]Row(nil), x.list[:x.at]...), x.list[x.at+1:]...)
	f.forget(x.id)
	return true
}

// SetTheme changes colours and glyphs.
func (f *Form) SetTheme(th *theme.Theme) {
	f.th = th
	for _, x := range f.fields {
		if x.line != nil {
			x.line.SetTheme(th)
		}
	}
}

// Saved takes over the action as the platform has it after saving. What was typed meanwhile stays.
func (f *Form) Saved(now actions.Stored) {
	sent := f.Stored()
	sent.ID, sent.Active, sent.Order = now.ID, now.Active, now.Order
	if f.savedAs(sent) == f.savedAs(now) {
		f.Rebase(now, now)
		return
	}
	f.Base, f.past, f.refused = now, f.savedAs(now), nil
}
