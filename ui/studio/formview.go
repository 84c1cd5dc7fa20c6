package studio

import (
	"fmt"
	"strings"

	"keydesk/actions"
	"keydesk/ui/text"
)

// Point is a cell.
type Point struct{ X, Y int }

// Columns and rows of the form.
const (
	labelWide   = 12
	labelNarrow = 9
	roomy       = 50 // narrower: narrow labels
	folded      = 3  // rows that a text of several lines has while the keyboard is elsewhere
	least       = 4  // rows of it that one needs to work in
	offered     = 6  // names that a line offers at a time

	between = "  " // answers that stand beside each other
)

// block is one field as drawn.
type block struct {
	rows   []string
	cursor *Point
	focus  bool
	x, y   int // where the content begins
	high   int // rows of the content
}

// View draws the form in at most height rows of exactly width cells, the field under the keyboard
// among them. cursor is where the terminal's own cursor belongs, nil for nowhere.
func (f *Form) View(width, height int) (rows []string, cursor *Point) {
	if width <= 0 || height <= 0 {
		return nil, nil
	}
	now := f.now()
	from, to := 0, 0
	f.spots = f.spots[:0]
	for _, x := range f.fields {
		if !x.shown(f.value) {
			continue
		}
		if x.id == FieldAsk && height > 12 {
			rows = append(rows, f.th.Faint.Render(text.CutWith("before it runs", width, f.th.Glyphs.Cut)))
		}
		b := f.draw(x, x == now, width, height)
		if b.focus {
			from, to = len(rows), len(rows)+len(b.rows)
			if b.cursor != nil {
				cursor = &Point{b.cursor.X, len(rows) + b.cursor.Y}
			}
		}
		at := len(rows)
		rows = append(rows, b.rows...)
		f.spots = append(f.spots, spot{id: x.id, from: at, to: len(rows), x: b.x, y: at + b.y, rows: b.high})
	}
	f.top = max(0, min(f.top, len(rows)-height))
	f.top = max(min(f.top, from), min(to, from+height)-height)
	if f.focus == 0 {
		f.top = 0
	}
	if cursor != nil {
		cursor.Y -= f.top
		if cursor.Y < 0 || cursor.Y >= height || cursor.X >= width {
			cursor = nil
		}
	}
	rows = rows[f.top:min(len(rows), f.top+height)]
	for i := range rows {
		rows[i] = text.Pad(rows[i], width)
	}
	return rows, cursor
}

// draw draws one field: label, content, and below it what is wrong or what belongs there.
func (f *Form) draw(x *field, focused bool, width, height int) block {
	label := labelWide
	if width < roomy {
		label = labelNarrow
	}
	b := block{focus: focused}
	room := max(1, width-label-2)
	content, cursor := f.content(x, focused, room, width-2, height)
	lead := f.lead(x, focused, label)
	b.x, b.high = label+2, len(content)
	if x.kind == manyLines && focused {
		b.rows = append(b.rows, lead+f.th.Faint.Render(text.CutWith(lineCount(x.text()), room, f.th.Glyphs.Cut)))
		for _, row := range content {
			b.rows = append(b.rows, "  "+row)
		}
		b.x, b.y = 2, 1
		if cursor != nil {
			b.cursor = &Point{cursor.X + 2, cursor.Y + 1}
		}
	} else {
		if cursor != nil { // the bar before a line of input stands in the gap: the text stays where it was
			label--
			b.x--
			lead = text.CutWith(lead, label+2, "")
			b.cursor = &Point{cursor.X + label + 2, cursor.Y}
		}
		for i, row := range content {
			if i > 0 {
				lead = text.Spaces(label + 2)
			}
			b.rows = append(b.rows, lead+row)
		}
		if cursor != nil {
			label++
		}
	}
	for _, row := range f.below(x, focused, room, max(3, height/3)) {
		b.rows = append(b.rows, text.Spaces(label+2)+row)
	}
	return b
}

// lead is the mark of the keyboard, the label, and whether the field was changed.
func (f *Form) lead(x *field, focused bool, label int) string {
	mark, style := " ", f.th.Faint
	if focused {
		mark, style = f.th.Accent.Render(f.th.Glyphs.Bar), f.th.Strong
	}
	words, star := text.CutWith(x.label, label-2, f.th.Glyphs.Cut), ""
	if f.edited(x) {
		star = "*"
	}
	return mark + style.Render(words) + f.th.Warn.Render(star) + text.Spaces(label+1-text.Width(words)-text.Width(star))
}

// edited says whether a field differs from what it was filled with.
func (f *Form) edited(x *field) bool { return x.text() != x.was }

// content draws what a field holds; whole is the width of a text of several lines.
func (f *Form) content(x *field, focused bool, room, whole, height int) ([]string, *Point) {
	switch x.kind {
	case oneLine:
		return f.drawLine(x, focused, room)
	case choice:
		return []string{f.drawChoice(x, focused, room)}, nil
	case rows:
		return f.drawRows(x, focused, room), nil
	}
	if !focused {
		return f.folded(x, room), nil
	}
	lines := strings.Count(x.text(), "\n") + 2
	if w, ok := x.editor.(interface{ wanted(width, most int) int }); ok {
		lines = w.wanted(whole, height)
	}
	drawn, cx, cy := x.editor.View(whole, max(least, min(lines, height-4)))
	if f.ReadOnly != "" {
		return drawn, nil
	}
	return drawn, &Point{cx, cy}
}

func lineCount(s string) string {
	n := strings.Count(s, "\n") + 1
	switch {
	case s == "":
		return "empty"
	case n == 1:
		return "1 line"
	}
	return fmt.Sprintf("%d lines", n)
}

// drawLine is a line of input: wrapped over up to three rows while it has the keyboard, else its
// beginning, with what is secret in it masked.
func (f *Form) drawLine(x *field, focused bool, room int) ([]string, *Point) {
	if focused && f.ReadOnly == "" {
		x.line.Resize(room+1, 3)
		cx, cy, ok := x.line.Cursor()
		drawn := strings.Split(x.line.View(), "\n")
		drawn = append(drawn, x.popup.Rows(f.th, room, offered)...)
		if !ok {
			return drawn, nil
		}
		return drawn, &Point{cx, cy}
	}
	shown := x.line.Value()
	if x.id == FieldURL && !f.Reveal {
		shown = f.hidden(shown)
	}
	if shown == "" {
		return []string{f.th.Faint.Render(f.th.Glyphs.Dot)}, nil
	}
	return []string{text.CutWith(text.Line(shown), room, f.th.Glyphs.Cut)}, nil
}

// hidden is an address without the secrets in it.
func (f *Form) hidden(url string) string {
	s, _ := actions.Stored{Config: map[string]any{"url": url}}.HideSecrets(f.th.Glyphs.Mask)
	shown, _ := s.Config["url"].(string)
	return shown
}

// folded is the beginning of a text of several lines.
func (f *Form) folded(x *field, room int) []string {
	if x.text() == "" {
		return []string{f.th.Faint.Render(f.th.Glyphs.Dot)}
	}
	lines := strings.Split(strings.TrimRight(x.text(), "\n"), "\n")
	var drawn []string
	for i, line := range lines {
		if i == folded {
			drawn[i-1] = text.CutWith(drawn[i-1], max(1, room-12), f.th.Glyphs.Cut) + f.th.Faint.Render(fmt.Sprintf(" +%d more", len(lines)-i))
			break
		}
		drawn = append(drawn, text.CutWith(strings.ReplaceAll(text.Safe(line), "\n", " "), room, f.th.Glyphs.Cut))
	}
	return drawn
}

// drawChoice draws all answers where they fit, else the chosen one and which of how many it is.
func (f *Form) drawChoice(x *field, focused bool, room int) string {
	g, all := f.th.Glyphs, x.choices()
	at := 0
	x.room = room
	var words []string
	for i, option := range all {
		style := f.th.Faint
		if option == x.picked {
			style, at = f.th.Text, i
			if focused {
				style = f.th.Strong
			}
		}
		words = append(words, style.Render(f.mark(x, option)+" "+f.answer(x, option)))
	}
	if row := strings.Join(words, between); text.Width(row) <= room && x.id != FieldIcon {
		return row
	}
	shown := f.answer(x, x.picked)
	if focused {
		return text.CutWith(f.th.Strong.Render(shown)+f.th.Faint.Render(fmt.Sprintf("   %s %d of %d", g.LeftRight, at+1, len(all))), room, g.Cut)
	}
	return text.CutWith(shown, room, g.Cut)
}

// mark tells the chosen answer from the others.
func (f *Form) mark(x *field, option string) string {
	if option == x.picked {
		return f.th.Glyphs.Chosen
	}
	return f.th.Glyphs.Else
}

// answer is an answer as it is shown: icons with their picture.
func (f *Form) answer(x *field, option string) string {
	if x.id == FieldIcon {
		return text.Pad(f.th.Glyphs.Icon(option), 2) + " " + text.Line(option)
	}
	if option == "" {
		return "(none)"
	}
	return text.Line(option)
}

// drawRows draws the entries, and while the keyboard is here the line that adds one.
func (f *Form) drawRows(x *field, focused bool, room int) []string {
	var drawn []string
	for i, r := range x.list {
		mark := ""
		if focused {
			mark = "  "
			if i == x.at {
				mark = f.th.Accent.Render(f.th.Glyphs.Prompt) + " "
			}
		}
		words := text.Line(r.words())
		if x.id == FieldHeaders {
			words = text.Line(r.Name) + ": " + text.Line(f.headerShown(r))
		}
		drawn = append(drawn, mark+text.CutWith(words, max(1, room-text.Width(mark)), f.th.Glyphs.Cut))
	}
	if focused && f.ReadOnly == "" {
		mark := "  "
		if x.at == len(x.list) {
			mark = f.th.Accent.Render(f.th.Glyphs.Prompt) + " "
		}
		what := "add a question"
		if x.id == FieldHeaders {
			what = "add a header"
		}
		return append(drawn, mark+f.th.Faint.Render("+ "+what))
	}
	if len(drawn) == 0 {
		return []string{f.th.Faint.Render(f.th.Glyphs.Dot)}
	}
	return drawn
}

// headerShown is a header's value, masked unless values are revealed.
func (f *Form) headerShown(r Row) string {
	if f.Reveal {
		return r.Text()
	}
	s, _ := actions.Stored{Config: map[string]any{"headers": map[string]any{r.Name: r.Value}}}.HideSecrets(f.th.Glyphs.Mask)
	return textOf(s.Config["headers"].(map[string]any)[r.Name])
}
