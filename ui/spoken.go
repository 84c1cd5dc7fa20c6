package ui

import (
	"fmt"
	"keydesk/ui/text"
)

// spoken is a dialog that can say where its keyboard is.
type spoken interface{ Words() string }

func dialogWords(d dialog) string {
	if s, ok := d.(spoken); ok {
		return s.Words()
	}
	return "Dialog"
}

func (c *chooser) Words() string {
	if len(c.shown) == 0 {
		return c.title + ", nothing matches"
	}
	if c.under() == nowhere {
		return fmt.Sprintf("%s: %d lines, none chosen", c.title, len(c.shown))
	}
	x := c.choices[c.under()]
	words := fmt.Sprintf("%s: %s, %d of %d", c.title, x.label, c.at+1, len(c.shown))
	if x.off != "" {
		words += ", not now: " + x.off
	}
	return words
}

func (v *viewer) Words() string { return v.title + ", text" }

func (p *prompt) Words() string {
	words := p.title + ", type here"
	if e := p.edits; e != nil && e.note != "" && p.field.value() == e.typed {
		words = p.title + ". " + e.note + " " + text.Line(e.typed)
	}
	return words
}

func (c *confirm) Words() string {
	button := "Cancel"
	if c.yes {
		button = c.verb
	}
	return "Question: " + c.title + ", button " + button
}

func (f *form) Words() string {
	switch f.at {
	case len(f.answers):
		return f.title + ", button " + f.verb
	case len(f.answers) + 1:
		return f.title + ", button Cancel"
	}
	a := &f.answers[f.at]
	value := a.field.value()
	if f.typed() == nil {
		value = a.options()[a.pick]
	}
	words := fmt.Sprintf("%s: %s, %s", f.title, text.Line(a.Label), text.Line(value))
	if f.problem != "" {
		words = f.problem + " " + words
	}
	return words
}
