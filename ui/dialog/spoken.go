package dialog

import (
	"fmt"

	"keydesk/ui/text"
)

// spoken is a dialog that can say where its keyboard is.
type spoken interface{ Words() string }

// WordsOf say where the keyboard of a dialog is.
func WordsOf(d Dialog) string {
	if s, ok := d.(spoken); ok {
		return s.Words()
	}
	return "Dialog"
}

// Words name the line under the bar.
func (c *Chooser) Words() string {
	if len(c.Shown) == 0 {
		return c.title + ", nothing matches"
	}
	if c.Under() == Nowhere {
		return fmt.Sprintf("%s: %d lines, none chosen", c.title, len(c.Shown))
	}
	x := c.Choices[c.Under()]
	words := fmt.Sprintf("%s: %s, %d of %d", c.title, x.Label, c.At+1, len(c.Shown))
	if x.Off != "" {
		words += ", not now: " + x.Off
	}
	return words
}

// Words name the text.
func (v *Viewer) Words() string { return v.title + ", text" }

func (p *Prompt) Words() string {
	words := p.title + ", type here"
	if e := p.Edits; e != nil && e.Note != "" && p.field.Value() == e.typed {
		words = p.title + ". " + e.Note + " " + text.Line(e.typed)
	}
	return words
}

// Words name the question and the button under the keyboard.
func (c *Confirm) Words() string {
	button := "Cancel"
	if c.yes {
		button = c.verb
	}
	return "Question: " + c.title + ", button " + button
}

// Words name the question under the keyboard and its answer.
func (f *Form) Words() string {
	switch f.At {
	case len(f.Answers):
		return f.Title + ", button " + f.Verb
	case len(f.Answers) + 1:
		return f.Title + ", button Cancel"
	}
	a := &f.Answers[f.At]
	value := a.Field.Value()
	if f.Typed() == nil {
		value = a.options()[a.Pick]
	}
	words := fmt.Sprintf("%s: %s, %s", f.Title, text.Line(a.Label), text.Line(value))
	if f.Problem != "" {
		words = f.Problem + " " + words
	}
	return words
}
