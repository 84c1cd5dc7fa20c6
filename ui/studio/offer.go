package studio

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/code"
	"keydesk/ui/compose"
)

// Offering tells whether the field under the keyboard offers names: then up, down, tab, enter and esc
// are about those.
func (f *Form) Offering() bool {
	x := f.now()
	if x.kind == oneLine {
		return x.popup.Open()
	}
	o, ok := x.editor.(interface{ offering() bool })
	return ok && o.offering()
}

// OfferKey says whether a key chooses among what is offered.
func OfferKey(press tea.KeyPressMsg) bool {
	switch compose.KeyName(press) {
	case "up", "down", "tab", "enter", "esc":
		return true
	}
	return false
}

// Source gives the names that may stand in placeholders, with the values of the sample contact.
func (f *Form) Source(names func() []code.Candidate) { f.names = names }

// offerKey handles a key for what a field of one line offers; taken says that it was for that.
func (x *field) offerKey(msg tea.Msg) (taken bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok || !x.popup.Open() {
		return false
	}
	before, after := x.line.Split()
	switch compose.KeyName(press) {
	case "up":
		x.popup.Move(-1)
	case "down":
		x.popup.Move(1)
	case "tab", "enter":
		x.line.Join(x.popup.Accept(before, after))
	case "esc":
		x.popup.Dismiss(before)
	default:
		return false
	}
	return true
}

// offer looks whether a placeholder is open before the cursor of a field of one line.
func (x *field) offer(names func() []code.Candidate) {
	switch x.id {
	case FieldURL, FieldWords:
		before, _ := x.line.Split()
		x.popup.Refresh(before, x.id == FieldURL, names)
	}
}
