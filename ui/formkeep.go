package ui

import (
	"encoding/json"
	"strings"
)

// draft is what was typed about one topic, and what that refers to; see store.Draft.
type draft struct{ body, ref string }

// place keeps the draft of a dialog; the zero value keeps none.
type place struct {
	kept draft       // what it holds when the dialog opens
	put  func(draft) // called whenever something was typed
}

// drafted is a dialog whose text is a draft.
type drafted interface{ KeepDraft() }

// resume makes the answers of a form a draft, and begins with those that were typed
// before and did not go out.
func (f *form) resume(p place) {
	f.place = p
	var kept map[string]string
	if json.NewDecoder(strings.NewReader(p.kept.body)).Decode(&kept) != nil {
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

func (f *form) KeepDraft() {
	if f.place.put != nil {
		f.place.put(f.draft())
	}
}

// leaveWord is what leaving a dialog does with what is typed in it.
func leaveWord(typed draft) string {
	if typed.body == "" {
		return "cancel"
	}
	return "keep"
}

// typedTexts are the texts in the form's lines by the names of their questions.
func (f *form) typedTexts() map[string]string {
	typed := make(map[string]string, len(f.answers))
	for i := range f.answers {
		typed[f.answers[i].Name] = f.answers[i].field.value()
	}
	return typed
}
