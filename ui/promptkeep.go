package ui

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
	place   place
	before  string // what the platform has, as the line shows it
	kept    draft  // what the dialog began with, none if that was before
	typed   string // and how the line showed it
	note    string // what a person should know of kept, "" for nothing
	changed bool   // the platform has another value by now than when kept was begun
}

// editing makes a line for a value of the platform's: every letter stays, and what
// was typed before and not saved stands in it again.
func (p *prompt) editing(pl place, before string) {
	placeholder := p.field.input.Placeholder
	p.verb, p.field = "save", newWording(placeholder)
	p.field.set(before)
	e := &edit{place: pl, before: p.field.value()}
	p.edits = e
	d := pl.kept
	typed, ok := typedIn(d)
	if !ok {
		return
	}
	p.field.set(typed)
	e.kept, e.typed, e.note = d, p.field.value(), "You typed this before, and it is not saved."
	if d.ref != e.before {
		e.changed = true
		e.note = "Changed meanwhile: it is " + valueWords(e.before) + " now and was " + valueWords(d.ref) + " when you typed this. Saving puts yours in its place."
	}
}

// valueWords is a value in a sentence.
func valueWords(s string) string {
	if strings.TrimSpace(s) == "" {
		return "empty"
	}
	return quoted(s)
}

// rows draw the note below the line, w cells wide.
func (e *edit) rows(th *theme.Theme, w int) []string {
	if e.note == "" {
		return nil
	}
	style := th.Faint
	if e.changed {
		style = th.Warn
	}
	rows := text.Wrap(e.note, w-2)
	for i, row := range rows {
		rows[i] = " " + style.Render(row)
	}
	return rows
}

// draft is what was typed and is not what the platform has. The one that the
// dialog began with stays as it was until something is typed.
func (p *prompt) draft() draft {
	v := p.field.value()
	switch {
	case v == p.edits.before:
		return draft{}
	case p.edits.kept.body != "" && v == p.edits.typed:
		return p.edits.kept
	}
	return typedDraft(v, p.edits.before)
}

// typedValue is how a typed value is kept: it may be empty, which a draft may not.
type typedValue struct {
	Value string `json:"value"`
}

func typedDraft(value, before string) draft {
	body, err := json.Marshal(typedValue{value})
	if err != nil { // a text always can be written
		return draft{}
	}
	return draft{body: string(body), ref: before}
}

// typedIn is the value in a draft; of two that were joined the first.
func typedIn(d draft) (value string, ok bool) {
	var v typedValue
	err := json.NewDecoder(strings.NewReader(d.body)).Decode(&v)
	return v.Value, err == nil
}

func (p *prompt) KeepDraft() {
	if p.edits != nil {
		p.edits.place.put(p.draft())
	}
}
