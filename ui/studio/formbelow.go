package studio

import (
	"fmt"
	"slices"
	"strings"

	"keydesk/actions"
	"keydesk/ui/text"
)

// Rows below a field: of a sentence where the field is not under the keyboard, and of a hint where it
// is, which has an example that must not be cut.
const (
	beside = 2
	whole  = 6
)

// below is what stands under a field: what the platform said, what is wrong, where its placeholders
// stand, or what belongs there. A
// sentence has at most most rows.
func (f *Form) below(x *field, focused bool, room, most int) []string {
	if !focused {
		most = beside
	}
	var drawn []string
	put := func(bad bool, long, short string) {
		mark, style := f.th.Glyphs.Failed, f.th.Bad
		if !bad {
			mark, style = f.th.Glyphs.Warn, f.th.Warn
		}
		drawn = append(drawn, f.sentence(style.Render(mark)+" ", long, short, room, most)...)
	}
	if said, ok := f.refused[x.id]; ok {
		put(true, "the platform refuses it: "+said, "the platform refuses it: "+said)
	}
	waits := f.waits(x)
	if !waits {
		list := f.findingsOf(x.id)
		if _, marks := x.editor.(*codeArea); marks && focused { // those with a place stand at it
			list = slices.DeleteFunc(list, func(found actions.Finding) bool { return found.Offset >= 0 })
		}
		for i, found := range list {
			if i == 1 && !focused {
				more := fmt.Sprintf("and %d more", len(list)-1)
				put(!found.Warning, more, more)
				break
			}
			short := found
			short.Hint = ""
			put(!found.Warning, Sentence(found), Sentence(short))
		}
	}
	if (focused || waits) && len(drawn) == 0 && f.ReadOnly == "" {
		rows := beside
		if focused {
			rows = whole
		}
		words := x.help
		if places := f.placesOf(x.id); places != "" && !waits {
			words = places
		}
		for _, row := range f.sentence("", words, words, room, rows) {
			drawn = append(drawn, f.th.Faint.Render(row))
		}
	}
	return drawn
}

// sentence wraps a sentence behind its mark. Where it has more than most rows, the short one stands
// there, without the example.
func (f *Form) sentence(mark, long, short string, room, most int) []string {
	lead := text.Width(mark)
	room = max(1, room-lead)
	wrapped := text.Wrap(text.Line(long), room)
	if len(wrapped) > most {
		wrapped = text.Wrap(text.Line(short), room)
	}
	if len(wrapped) > most {
		wrapped = wrapped[:most]
		wrapped[most-1] = text.CutWith(wrapped[most-1]+" "+f.th.Glyphs.Cut, room, f.th.Glyphs.Cut)
	}
	for i, row := range wrapped {
		if i == 0 {
			wrapped[i] = mark + row
		} else {
			wrapped[i] = text.Spaces(lead) + row
		}
	}
	return wrapped
}

// waits says that a field of a new action has to be filled in, and nobody came to it yet: it is told
// what belongs there, and only later that it is missing.
func (f *Form) waits(x *field) bool {
	return f.IsNew() && !f.tried && !x.left && x.text() == "" && x.was == "" &&
		slices.ContainsFunc(f.findingsOf(x.id), func(found actions.Finding) bool { return !found.Warning })
}

// Tried says that saving was tried: from now on what is missing is said everywhere.
func (f *Form) Tried() { f.tried = true }

// Missing names the fields that have to be filled in, when nobody came to them yet and nothing else is
// wrong; "" otherwise.
func (f *Form) Missing() string {
	var labels []string
	for _, x := range f.findings {
		if x.Warning {
			continue
		}
		at := f.find(f.PlaceOf(x.Field))
		if at == nil || !f.waits(at) {
			return ""
		}
		if !slices.Contains(labels, at.label) {
			labels = append(labels, at.label)
		}
	}
	return strings.Join(labels, " and ")
}
