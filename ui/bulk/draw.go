package bulk

import (
	"fmt"
	"strings"

	"keydesk/actions/batch"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// drawnRow is a conversation as it was drawn last.
type drawnRow struct {
	state   batch.State
	asks    bool
	lines   []string
	present bool
}

// Draw draws the dialog for a screen of the given size.
func (s *Sheet) Draw(width, height int) dialog.Panel {
	w := min(max(width-8, 38), 100)
	w = min(w, width-2)
	lines, under := s.lines(max(1, w-2))
	foot := s.foot(max(1, w-2))
	s.all, s.rows = len(lines), max(1, min(len(lines), height-5-len(foot)))
	if s.Batch.Begun() && !s.free && under >= 0 {
		s.top = under - s.rows/2
	}
	s.top = max(0, min(s.top, s.all-s.rows))
	body := make([]string, 0, s.rows+len(foot))
	for _, line := range lines[s.top:min(s.all, s.top+s.rows)] {
		body = append(body, " "+line)
	}
	for _, line := range foot {
		body = append(body, " "+line)
	}
	return dialog.Panel{Lines: dialog.Box(s.theme, s.title(), s.edge(), body, w)}
}

// title says what is done, and how far it is.
func (s *Sheet) title() string {
	n := len(s.Batch.Rows())
	switch {
	case !s.Batch.Begun():
		return fmt.Sprintf("%s for %s", s.words.Title, dialog.Plural(n, "conversation", "conversations"))
	case s.Batch.Over():
		return fmt.Sprintf("%s: %d of %d done", s.words.Title, s.Batch.Count(batch.Done), n)
	}
	return fmt.Sprintf("%s: %d of %d", s.words.Title, n-s.Batch.Count(batch.Planned, batch.Running), n)
}

// lines are all that can be scrolled, and which of them is under way, -1 for none.
func (s *Sheet) lines(width int) (lines []string, under int) {
	rows := s.Batch.Rows()
	if len(s.drawn) != len(rows) || s.width != width {
		s.drawn, s.width = make([]drawnRow, len(rows)), width
	}
	under = -1
	if !s.Batch.Begun() {
		for _, note := range s.words.Notes {
			for _, line := range text.Wrap(text.Line(note), width) {
				lines = append(lines, s.theme.Faint.Render(line))
			}
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
	}
	for i := range rows {
		if rows[i].State == batch.Running {
			under = len(lines)
		}
		d := &s.drawn[i]
		if !d.present || d.state != rows[i].State || d.asks == s.Batch.Begun() {
			*d = drawnRow{state: rows[i].State, asks: !s.Batch.Begun(), present: true, lines: s.row(i, &rows[i], width)}
		}
		lines = append(lines, d.lines...)
	}
	if len(lines) == 0 {
		lines = append(lines, "")
	}
	return lines, under
}

// row is one conversation: with its plan while that is asked about, in a line or two afterwards.
func (s *Sheet) row(i int, row *batch.Row, width int) []string {
	mark, style := s.mark(row.State)
	head := fmt.Sprintf("%d. %s", i+1, text.Line(row.Name))
	if mark != "" {
		head = mark + " " + head
	}
	words := text.Line(row.Words)
	if row.State == batch.Left {
		words = "not begun"
	}
	asks := !s.Batch.Begun()
	if asks && row.State != batch.Unplanned && row.State != batch.Planned {
		words = "would not be done: " + words
	}
	if row.State == batch.Uncertain {
		words = "it may have arrived: " + words
	}
	lines := []string{style.Render(text.CutWith(head, width, s.theme.Glyphs.Cut))}
	if words != "" {
		for _, line := range text.Wrap(words, max(1, width-3)) {
			lines = append(lines, "   "+s.tone(row.State).Render(line))
		}
	}
	if row.Repeats != "" && asks {
		lines = append(lines, "   "+s.theme.Warn.Render(text.CutWith("It may have arrived before; it is sent with the same id.", max(0, width-3), s.theme.Glyphs.Cut)))
	}
	if asks && row.Step != nil {
		for _, line := range s.show(row.Step, max(1, width-3)) {
			lines = append(lines, "   "+line)
		}
		lines = append(lines, "")
	}
	return lines
}

// mark stands before a conversation's name.
func (s *Sheet) mark(state batch.State) (string, theme.Style) {
	g := s.theme.Glyphs
	switch state {
	case batch.Unplanned:
		return g.Running, s.theme.Faint
	case batch.Running:
		return g.Prompt, s.theme.Strong
	case batch.Done:
		return g.Done, s.theme.Text
	case batch.Refused, batch.Failed:
		return g.Failed, s.theme.Strong
	case batch.Uncertain, batch.Changed, batch.Left:
		return g.Warn, s.theme.Strong
	}
	if s.Batch.Begun() {
		return g.Pending, s.theme.Faint
	}
	return "", s.theme.Strong
}

func (s *Sheet) tone(state batch.State) theme.Style {
	switch state {
	case batch.Done:
		return s.theme.Faint
	case batch.Refused, batch.Failed:
		return s.theme.Bad
	}
	return s.theme.Warn
}

// foot is what is said below the list: the question, or how far it is.
func (s *Sheet) foot(width int) []string {
	b := s.Batch
	var words []string
	style := s.theme.Strong
	switch why, paused := b.Paused(); {
	case b.Count(batch.Unplanned) > 0:
		words = append(words, fmt.Sprintf("Planned %d of %d%s nothing is sent yet.", len(b.Rows())-b.Count(batch.Unplanned), len(b.Rows()), s.theme.Glyphs.Cut))
	case !b.Begun():
		words = s.question()
	case paused && why != "":
		words, style = append(words, "Paused: "+text.Line(why)), s.theme.Warn
	case paused:
		words = append(words, fmt.Sprintf("Paused; %d not begun.", b.Count(batch.Planned)))
	default:
		words = append(words, Summary(b))
	}
	var lines []string
	for _, line := range text.Wrap(strings.Join(words, " "), width) {
		lines = append(lines, style.Render(line))
	}
	return append([]string{""}, lines...)
}

// question asks for all of them at once.
func (s *Sheet) question() []string {
	n, refused := s.Batch.Count(batch.Planned), len(s.Batch.Rows())-s.Batch.Count(batch.Planned)
	if n == 0 {
		return []string{"None of them would be done."}
	}
	ask := fmt.Sprintf("%s %s for %s?", s.theme.Glyphs.Prompt, s.words.Title, dialog.Plural(n, "conversation", "conversations"))
	if refused > 0 {
		ask += fmt.Sprintf(" %d of %d would not be done.", refused, len(s.Batch.Rows()))
	}
	words := []string{ask}
	if s.danger {
		typed := s.typed
		if typed == "" {
			typed = "_"
		}
		words = append(words, fmt.Sprintf("%s Type %d to do it: %s", s.theme.Glyphs.Danger, n, typed))
		if s.wrong {
			words = append(words, "(that was another number)")
		}
	}
	return words
}

// edge is the lower edge: the keys that mean something now.
func (s *Sheet) edge() []string {
	var words []string
	b := s.Batch
	switch _, paused := b.Paused(); {
	case s.typing():
		words = s.keys.Hints("bulk.typed", s.words.Verb)
	case s.asks():
		words = s.keys.Hints("bulk.yes", s.words.Verb)
	case b.Over() && len(b.Again()) > 0:
		words = s.keys.Hints("bulk.again", fmt.Sprintf("again for %d", len(b.Again())))
	case b.Over() || !b.Begun():
	case paused:
		words = s.keys.Hints("bulk.pause", "go on", "bulk.stop", "stop")
	default:
		words = s.keys.Hints("bulk.pause", "pause", "bulk.stop", "stop")
	}
	if s.all > s.rows {
		words = append(words, fmt.Sprintf("%s %d%%", s.theme.Glyphs.UpDown, 100*(s.top+s.rows)/max(1, s.all)))
	}
	closes := "close"
	if !b.Begun() {
		closes = "cancel"
	}
	return append(words, s.keys.Hints("bulk.close", closes)...)
}

// Summary counts what became of a batch, in a sentence.
func Summary(b *batch.Batch) string {
	var parts []string
	for _, x := range []struct {
		word string
		of   batch.State
	}{
		{"done", batch.Done}, {"failed", batch.Failed}, {"refused", batch.Refused}, {"changed meanwhile", batch.Changed},
		{"perhaps done", batch.Uncertain}, {"not begun", batch.Left}, {"to go", batch.Planned},
	} {
		if n := b.Count(x.of); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, x.word))
		}
	}
	if b.Count(batch.Running) > 0 {
		parts = append(parts, "1 under way")
	}
	return strings.Join(parts, ", ") + "."
}

// Words say where the dialog is, for ears.
func (s *Sheet) Words() string {
	switch {
	case s.asks():
		return "Question: " + strings.Join(s.question(), " ")
	case !s.Batch.Begun():
		return s.title()
	}
	return s.title() + ": " + Summary(s.Batch)
}
