package studio

import (
	"fmt"

	"keydesk/actions"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Widths of the list's columns; what does not fit is left out from the right.
const (
	placeWide = 3
	kindWide  = 8
	stateWide = 4
	keyWide   = 6
	faultWide = 4
	lastWide  = 16
	nameLeast = 16
)

// ListLook is what drawing the list needs besides its state.
type ListLook struct {
	Theme *theme.Theme
	// When is a moment as the list shows it.
	When func(run actions.Run) string
	// Focused says that the keyboard is here.
	Focused bool
}

// columns says which of the optional columns fit into a width beside the name.
type columns struct{ kind, state, key, fault, last, target int }

func fit(width int) columns {
	c := columns{fault: faultWide, state: stateWide}
	left := width - 1 - placeWide - 3 - c.fault - c.state - nameLeast
	take := func(to *int, w int) {
		if left >= w+1 {
			*to = w
			left -= w + 1
		}
	}
	take(&c.kind, kindWide)
	take(&c.last, lastWide)
	take(&c.key, keyWide)
	if left > 30 {
		take(&c.target, left/2)
	}
	return c
}

// View draws the list in exactly height rows of width cells.
func (l *List) View(look ListLook, width, height int) []string {
	th := look.Theme
	rows := make([]string, 0, height)
	l.rows = height
	l.top = max(0, min(l.top, len(l.shown)-height))
	l.top = min(max(l.top, l.at-height+1), l.at)
	for i := l.top; i < min(len(l.shown), l.top+height); i++ {
		rows = append(rows, text.Pad(l.row(look, l.all[l.shown[i]], l.shown[i]+1, i == l.at, width), width))
	}
	if len(l.shown) == 0 && height > 0 {
		words := "No actions yet."
		if l.filter != "" {
			words = fmt.Sprintf("No action matches %q.", l.filter)
		}
		rows = append(rows, text.Pad(" "+th.Faint.Render(text.CutWith(words, max(0, width-2), th.Glyphs.Cut)), width))
	}
	for len(rows) < height {
		rows = append(rows, text.Spaces(width))
	}
	return rows
}

// row is one action in a line.
func (l *List) row(look ListLook, e Entry, place int, chosen bool, width int) string {
	th, c := look.Theme, fit(width)
	mark, style := " ", th.Text
	switch {
	case chosen && look.Focused:
		mark, style = th.Accent.Render(th.Glyphs.Bar), th.Strong
	case chosen:
		mark = th.Faint.Render(th.Glyphs.Bar)
	case !e.Stored.Active:
		style = th.Faint
	}
	cell := func(s string, w int, st theme.Style) string {
		if w == 0 {
			return ""
		}
		return " " + st.Render(text.Pad(text.CutWith(s, w, th.Glyphs.Cut), w))
	}
	right := cell(e.Target(), c.target, th.Faint) + cell(KindWord(e.Stored.Type), c.kind, th.Faint) + cell(e.Key, c.key, th.Faint) +
		cell(stateWord(e), c.state, stateStyle(th, e)) + cell(faultWord(th, e), c.fault, faultStyle(th, e))
	if c.last > 0 {
		right += cell(lastWord(look, e), c.last, th.Faint)
	}
	name := e.Name()
	if e.Unsaved {
		name = "*" + name
	}
	if e.Meaning.Options.Danger {
		name += " " + th.Glyphs.Danger
	}
	left := mark + text.PadLeft(fmt.Sprint(place), placeWide-1) + " " + text.Pad(th.Glyphs.Icon(e.Stored.Icon), 2) + " "
	room := max(1, width-text.Width(left)-text.Width(right))
	return left + style.Render(text.Pad(text.CutWith(name, room, th.Glyphs.Cut), room)) + right
}

func stateWord(e Entry) string {
	switch {
	case e.Stored.ID == "":
		return "new"
	case e.Stored.Active:
		return "on"
	}
	return "off"
}

func stateStyle(th *theme.Theme, e Entry) theme.Style {
	if e.Stored.Active {
		return th.Good
	}
	return th.Faint
}

// faultWord counts what checking found; a mark tells problems from doubts.
func faultWord(th *theme.Theme, e Entry) string {
	switch {
	case e.Problems() > 0:
		return fmt.Sprintf("%s %d", th.Glyphs.Failed, e.Problems())
	case e.Doubts() > 0:
		return fmt.Sprintf("%s %d", th.Glyphs.Warn, e.Doubts())
	}
	return ""
}

func faultStyle(th *theme.Theme, e Entry) theme.Style {
	if e.Problems() > 0 {
		return th.Bad
	}
	return th.Warn
}

// lastWord is the last run: a mark, its outcome, when.
func lastWord(look ListLook, e Entry) string {
	if e.Last == nil {
		return ""
	}
	return look.When(*e.Last)
}

// Click puts the bar on the action drawn in a row; it reports whether there is one.
func (l *List) Click(row int) bool {
	if i := l.top + row; row >= 0 && i < len(l.shown) {
		l.at = i
		return true
	}
	return false
}
