package ui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/dialog"
)

// typedInto is the line of input under the keyboard, nil if there is none or
// something else is typed into.
func (r *strayRoom) typedInto() *dialog.Field {
	if d := r.dialogs.Top(); d != nil {
		if into, ok := d.(dialog.Lined); ok {
			return into.Line()
		}
		return nil
	}
	switch {
	case r.find.typingSearch():
		return &r.find.finding.line
	case r.reading.typingFind():
		return &r.reading.seeking.line
	}
	return nil
}

// sayCut says that the line under the keyboard did not take all that it was given.
func (r *strayRoom) sayCut() tea.Cmd {
	f := r.typedInto()
	if f == nil || !f.Cut {
		return nil
	}
	f.Cut = false
	return r.say(levelWarn, "Too long: only the first "+strconv.Itoa(dialog.MostTyped)+" characters were taken.")
}

// sayNotTaken says that a paste went nowhere.
func (r *strayRoom) sayNotTaken() tea.Cmd {
	return r.say(levelWarn, "Nothing here takes a text: what was pasted was not used.")
}

// takesPaste says whether the dialog on top does something with a paste.
func (r *strayRoom) takesPaste() bool {
	s, is := r.dialogs.Top().(*studioRoom)
	return r.typedInto() != nil || is && s.typing()
}

func (s *signIn) Line() *dialog.Field {
	if s.busy {
		return nil
	}
	return &s.field
}

// line is the filter of the list while it is typed.
func (r *studioRoom) Line() *dialog.Field { return r.filter }

// typing says whether a field of the form takes text.
func (r *studioRoom) typing() bool {
	return r.form != nil && r.merge == nil && r.form.Typing()
}
