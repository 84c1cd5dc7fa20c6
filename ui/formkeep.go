package ui

import (
	"encoding/json"
	"strings"

	"keydesk/client/store"
)

// resume makes the answers of a form a draft of a conversation, and
// begins with those that were typed before and did not go out.
func (f *form) resume(c *chat, t store.Topic) {
	f.chat, f.topic = c, t
	var kept map[string]string
	if json.NewDecoder(strings.NewReader(c.draftOf(t).body)).Decode(&kept) != nil {
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
		d.chat.noteAside(d.topic, d.draft())
	case *prompt:
		if d.edits != nil {
			d.edits.chat.noteAside(d.edits.topic, d.draft())
		}
	case *chooser:
		if d.keep != nil {
			d.keep()
		}
	case *form:
		if d.chat != nil {
			d.chat.noteAside(d.topic, d.draft())
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
func (c *chat) noteAside(t store.Topic, d draft) {
	if d != c.draftOf(t) {
		c.setAside(t, d)
	}
}
