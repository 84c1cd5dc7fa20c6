package dialog

import (
	"encoding/json"
	"strings"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// edit is a value of the platform's that is changed in a dialog. What is typed is
// a draft until the platform has it, and the draft remembers
// what stood there when it was begun.
type edit struct {
	place   Place
	before  string // what the platform has, as the line shows it
	kept    Draft  // what the dialog began with, none if that was before
	typed   string // and how the line showed it
	Note    string // what a person should know of kept, "" for nothing
	changed bool   // the platform has another value by now than when kept was begun
}

// Editing makes a line for a value of the platform's: every letter stays, and what
// was typed before and not saved stands in it again.
func (p *Prompt) Editing(pl Place, before string) {
	placeholder := p.field.Input.Placeholder
	p.Verb, p.field = "save", NewWording(placeholder)
	p.field.Set(before)
	e := &edit{place: pl, before: p.field.Value()}
	p.Edits = e
	d := pl.Kept
	typed, ok := TypedIn(d)
	if !ok {
		return
	}
	p.field.Set(typed)
	e.kept, e.typed, e.Note = d, p.field.Value(), "You typed this before, and it is not saved."
	if d.Ref != e.before {
		e.changed = true
		e.Note = "Changed meanwhile: it is " + valueWords(e.before) + " now and was " + valueWords(d.Ref) + " when you typed this. Saving puts yours in its place."
	}
}

// valueWords is a value in a sentence.
func valueWords(s string) string {
	if strings.TrimSpace(s) == "" {
		return "empty"
	}
	return Quoted(s)
}

// rows draw the note below the line, w cells wide.
func (e *edit) rows(th *theme.Theme, w int) []string {
	if e.Note == "" {
		return nil
	}
	style := th.Faint
	if e.changed {
		style = th.Warn
	}
	rows := text.Wrap(e.Note, w-2)
	for i, row := range rows {
		rows[i] = " " + style.Render(row)
	}
	return rows
}

// Draft is what was typed and is not what the platform has. The one that the
// dialog began with stays as it was until something is typed.
func (p *Prompt) draft() Draft {
	v := p.field.Value()
	switch {
	case v == p.Edits.before:
		return Draft{}
	case p.Edits.kept.Body != "" && v == p.Edits.typed:
		return p.Edits.kept
	}
	return typedDraft(v, p.Edits.before)
}

// typedValue is how a typed value is kept: it may be empty, which a draft may not.
type typedValue struct {
	Value string `json:"value"`
}

func typedDraft(value, before string) Draft {
	body, err := json.Marshal(typedValue{value})
	if err != nil { // a text always can be written
		return Draft{}
	}
	return Draft{Body: string(body), Ref: before}
}

// TypedIn is the value in a draft; of two that were joined the first.
func TypedIn(d Draft) (value string, ok bool) {
	var v typedValue
	err := json.NewDecoder(strings.NewReader(d.Body)).Decode(&v)
	return v.Value, err == nil
}

func (p *Prompt) KeepDraft() {
	if p.Edits != nil {
		p.Edits.place.Put(p.draft())
	}
}
