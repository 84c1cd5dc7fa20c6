package ui

import (
	"encoding/json"
	"strings"

	"keydesk/client/store"
)

// formMode is the mode of the draft in which the answers of a form wait: each form
// has its own.
func formMode(name string) string { return store.Form + " " + name }

// resume makes the answers of a form a draft of a conversation under a name, and
// begins with those that were typed before and did not go out.
func (f *form) resume(c *chat, name string) {
	f.chat, f.mode = c, formMode(name)
	var kept map[string]string
	if json.NewDecoder(strings.NewReader(c.draft(f.mode).body)).Decode(&kept) != nil {
		return // nothing was typed
	}
	for i := range f.answers {
		if a := &f.answers[i]; a.field.value() == "" {
			a.field.set(kept[a.Name])
		}
	}
}

// draft is what was typed in the form, as JSON by the names of its questions.
func (f *form) draft() draft {
	typed := map[string]string{}
	for i := range f.answers {
		if v := f.answers[i].field.value(); strings.TrimSpace(v) != "" {
			typed[f.answers[i].Name] = v
		}
	}
	if len(typed) == 0 {
		return draft{}
	}
	body, err := json.Marshal(typed)
	if err != nil { // texts by texts always can be written
		return draft{}
	}
	return draft{body: string(body)}
}

// noteDialog keeps what is typed in the dialog on top as a draft of its
// conversation, where it is one.
func (r *Root) noteDialog() {
	switch d := r.dialogs.top().(type) {
	case *attach:
		d.chat.noteAside(d.mode, d.draft())
	case *prompt:
		if d.edits != nil {
			d.edits.chat.noteAside(d.edits.mode, d.draft())
		}
	case *chooser:
		if d.keep != nil {
			d.keep()
		}
	case *form:
		if d.chat != nil {
			d.chat.noteAside(d.mode, d.draft())
		}
	}
}

// leaveWord is what leaving a dialog does with what is typed in it.
func leaveWord(typed draft) string {
	if typed.body == "" {
		return "cancel"
	}
	return "keep"
}

// noteAside is setAside for a draft that may be the same as before.
func (c *chat) noteAside(mode string, d draft) {
	if d != c.draft(mode) {
		c.setAside(mode, d)
	}
}
