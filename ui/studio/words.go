package studio

import (
	"fmt"

	"keydesk/ui/text"
)

// Words say where the keyboard is in the form, for a screen reader: what is wrong there first.
func (f *Form) Words() string {
	x := f.now()
	shown := text.Line(x.text())
	switch x.kind {
	case manyLines:
		shown = lineCount(x.text())
	case rows:
		shown = fmt.Sprintf("%d of %d", min(x.at+1, len(x.list)), len(x.list))
		if x.at < len(x.list) {
			shown = text.Line(x.list[x.at].Name) + ", " + shown
		} else {
			shown = "add one"
		}
	case oneLine:
		if x.id == FieldURL && !f.Reveal {
			shown = text.Line(f.hidden(x.text()))
		}
	}
	words := x.label + ": " + shown
	if said := f.refused[x.id]; said != "" {
		return "The platform refuses it: " + text.Line(said) + ". " + words
	}
	if f.waits(x) {
		return words + ". " + x.help
	}
	if list := f.findingsOf(x.id); len(list) > 0 {
		return words + ". " + text.Line(Sentence(list[0]))
	}
	return words
}

// Words say which field is under the bar, for a screen reader.
func (m *Merge) Words() string {
	if m.At >= len(m.Fields) {
		return "Two versions of the action, no field differs"
	}
	f := m.Fields[m.At]
	pick := "to be decided"
	switch f.Pick {
	case Mine:
		pick = "mine is taken"
	case Theirs:
		pick = "theirs is taken"
	}
	return fmt.Sprintf("Two versions: %s, %s, %d of %d", text.Line(f.Name), pick, m.At+1, len(m.Fields))
}
