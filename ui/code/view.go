package code

import (
	"strconv"
	"strings"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// View draws exactly as many rows as the pane is high, joined by line feeds, each exactly as wide as
// the pane.
func (p *Pane) View() string {
	rows := p.visible()
	if rows == nil {
		return ""
	}
	tokens := p.remembered()
	both := p.matched(rows, tokens)
	out := make([]string, 0, p.height)
	for _, r := range rows {
		out = append(out, text.Pad(p.lead(r)+p.drawRow(r, tokens, both), p.width))
	}
	if p.size == 0 && p.hint != "" {
		out[0] = text.Pad(p.lead(rows[0])+p.th.Faint.Render(text.CutWith(p.hint, p.room, p.th.Glyphs.Cut)), p.width)
	}
	for len(out) < p.height {
		out = append(out, text.Spaces(p.width))
	}
	if p.cut {
		last := text.CutWith("too long: only the first "+strconv.Itoa(Limit>>10)+" KiB were taken", p.width, p.th.Glyphs.Cut)
		out[p.height-1] = text.Pad(p.th.Bad.Render(last), p.width)
	}
	p.drawPopup(rows, out)
	return strings.Join(out, "\n")
}

// remembered hands out the pieces of lines and takes each line apart once.
func (p *Pane) remembered() func(int) []token {
	seen := map[int][]token{}
	return func(n int) []token {
		list, ok := seen[n]
		if !ok {
			list = p.tokens(n)
			seen[n] = list
		}
		return list
	}
}

// lead is what stands before a row: a mark if something is wrong with the line, and its number; on
// a row that goes on, a dot.
func (p *Pane) lead(r shown) string {
	if p.gutter == 0 {
		return ""
	}
	has, warning := p.worst(r.line)
	style := p.th.Bad
	if warning {
		style = p.th.Warn
	}
	digits := p.gutter - 2
	switch {
	case r.problem != "":
		return text.Spaces(p.gutter)
	case r.sub > 0:
		return p.th.Faint.Render(text.PadLeft(p.th.Glyphs.Dot, p.gutter-1)) + " "
	case has:
		return style.Render(p.mark(warning)+text.PadLeft(strconv.Itoa(r.line+1), digits)) + " "
	case r.line == p.at.line:
		return p.th.Strong.Render(text.PadLeft(strconv.Itoa(r.line+1), p.gutter-1)) + " "
	}
	return p.th.Faint.Render(text.PadLeft(strconv.Itoa(r.line+1), p.gutter-1)) + " "
}

// drawRow draws one row: its pieces in their styles, the two brackets of a pair and what problems are
// about reversed.
func (p *Pane) drawRow(r shown, tokens func(int) []token, both pair) string {
	if r.problem != "" {
		return p.problemStyle(r).Render(r.problem)
	}
	start, end, _ := p.row(r.place)
	s := p.lines[r.line].s
	pieces := tokens(r.line)
	var b, run strings.Builder
	var now theme.Style
	flush := func() {
		b.WriteString(now.Render(run.String()))
		run.Reset()
	}
	for at := start; at < end; {
		for len(pieces) > 0 && pieces[0].end <= at {
			pieces = pieces[1:]
		}
		k := plain
		if len(pieces) > 0 && pieces[0].start <= at {
			k = pieces[0].kind
		}
		style := p.style(k)
		here := pos{r.line, at}
		switch {
		case both.ok && (here == both.a || here == both.b):
			style = p.th.Strong.With(p.th.Reverse)
		case p.isWrong(here):
			style = p.th.Bad.With(p.th.Reverse)
		}
		n, drawn, _ := p.cluster(s[at:])
		if drawn == invisible && s[at:at+n] != invisible {
			style = p.th.Warn.With(p.th.Reverse)
		}
		if style != now {
			flush()
			now = style
		}
		run.WriteString(drawn)
		at += n
	}
	flush()
	return b.String()
}

// isWrong tells whether a problem is about this very character.
func (p *Pane) isWrong(at pos) bool {
	for _, x := range p.problems {
		if x.at == at {
			return true
		}
	}
	return false
}

// problemStyle is that of a row that says what is wrong.
func (p *Pane) problemStyle(r shown) theme.Style {
	if _, warning := p.worst(r.line); warning {
		return p.th.Warn
	}
	return p.th.Bad
}

// style is how a kind of piece is drawn. Without colours keywords are bold and comments faint; what
// the others are shows in their quotes and braces.
func (p *Pane) style(k kind) theme.Style { return styleOf(p.th, k) }

// styleOf is how a piece of code is drawn.
func styleOf(th *theme.Theme, k kind) theme.Style {
	switch k {
	case keyword:
		return th.Strong
	case str:
		return th.CodeText
	case comment:
		return th.Faint
	case number:
		return th.CodeNumber
	case name:
		return th.CodeKey
	case placeholder:
		return th.Title
	}
	return th.Text
}

// Cursor is where the terminal's cursor belongs, counted from the pane's upper left cell; ok is false
// when the pane draws nothing.
func (p *Pane) Cursor() (x, y int, ok bool) {
	at := p.placeOf(p.at)
	for y, r := range p.visible() {
		if r.problem == "" && r.place == at {
			return min(p.gutter+p.column(at, p.at.col), p.width-1), y, true
		}
	}
	return 0, 0, false
}
