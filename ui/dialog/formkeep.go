package dialog

import (
	"encoding/json"
	"strings"
)

// Draft is what was typed about one topic, and what that refers to; see store.Draft.
type Draft struct{ Body, Ref string }

// Place keeps the draft of a dialog; the zero value keeps none.
type Place struct {
	Kept Draft       // what it holds when the dialog opens
	Put  func(Draft) // called whenever something was typed
}

// Drafted is a dialog whose text is a draft.
type Drafted interface{ KeepDraft() }

// Resume makes the answers of a form a draft, and begins with those that were typed
// before and did not go out.
func (f *Form) Resume(p Place) {
	f.place = p
	var kept map[string]string
	if json.NewDecoder(strings.NewReader(p.Kept.Body)).Decode(&kept) != nil {
		return // nothing was typed
	}
	for i := range f.Answers {
		if a := &f.Answers[i]; a.Field.Value() == "" {
			a.Field.Set(kept[a.Name])
		}
	}
}

// Draft is what was typed in the form, as JSON by the names of its questions.
func (f *Form) Draft() Draft {
	typed := map[string]string{}
	for i := range f.Answers {
		if v := f.Answers[i].Field.Value(); strings.TrimSpace(v) != "" {
			typed[f.Answers[i].Name] = v
		}
	}
	if len(typed) == 0 {
		return Draft{}
	}
	body, err := json.Marshal(typed)
	if err != nil { // texts by texts always can be written
		return Draft{}
	}
	return Draft{Body: string(body)}
}

// KeepDraft keeps the answers, where they are a draft.
func (f *Form) KeepDraft() {
	if f.place.Put != nil {
		f.place.Put(f.Draft())
	}
}

// LeaveWord is what leaving a dialog does with what is typed in it.
func LeaveWord(typed Draft) string {
	if typed.Body == "" {
		return "cancel"
	}
	return "keep"
}

// TypedTexts are the texts in the form's lines by the names of their questions.
func (f *Form) TypedTexts() map[string]string {
	typed := make(map[string]string, len(f.Answers))
	for i := range f.Answers {
		typed[f.Answers[i].Name] = f.Answers[i].Field.Value()
	}
	return typed
}
