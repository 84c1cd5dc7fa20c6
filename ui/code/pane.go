package code

import (
	"strings"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Limit is how many bytes a text may have; the sandbox takes no longer script.
const Limit = 256 << 10

// Language is what the text is, for colours.
type Language uint8

// The languages. All but JavaScript have placeholders.
const (
	Text Language = iota
	JSON
	JavaScript
)

// Pane is the editor. It is not safe for concurrent use; New makes one.
type Pane struct {
	th *theme.Theme

	lang          Language
	width, height int
	gutter, room  int // cells before the text, and for it

	lines []line
	at    pos  // the cursor, on a cluster's edge
	goal  int  // the column that up and down aim at, -1 for the cursor's own
	size  int  // bytes of the text, line feeds included
	cut   bool // the last insertion did not fit into Limit

	past, future []change // what undo goes back to, and redo on to; newest last
	typing       bool     // the newest of past is a word that is still being typed

	top    place   // the first visible row
	starts []state // what the lines begin in; starts[:known] hold
	known  int

	problems []Problem // by line

	popup  Popup
	source func() []Candidate

	hint string // what an empty text shows
}

// line is a line of the text with the bytes at which its rows begin, but for the first. Before broken
// is set they are not all worked out yet.
type line struct {
	s      string
	breaks []int
	broken bool
}

// pos is a place in the text: a line, and a byte in it.
type pos struct{ line, col int }

func (a pos) before(b pos) bool { return a.line < b.line || a.line == b.line && a.col < b.col }

// New makes an empty editor, zero cells wide.
func New(th *theme.Theme, lang Language) *Pane {
	p := &Pane{th: th, lang: lang, goal: -1, lines: []line{{}}}
	p.measure()
	return p
}

// Value is the text, its lines parted by line feeds.
func (p *Pane) Value() string {
	var b strings.Builder
	b.Grow(p.size)
	for i := range p.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.lines[i].s)
	}
	return b.String()
}

// SetValue replaces the text as when another action opens: the cursor goes to its start and there is
// nothing to undo. Unlike what is typed it is kept as it is, but for its line ends: a script that
// holds something strange must show it and not lose it.
func (p *Pane) SetValue(s string) {
	s = lineFeeds(s)
	p.lines = nil
	for part := range strings.SplitSeq(s, "\n") {
		p.lines = append(p.lines, line{s: part})
	}
	p.size, p.at, p.goal, p.top, p.known = len(s), pos{}, -1, place{}, 0
	p.past, p.future, p.typing, p.cut, p.problems = nil, nil, false, false, nil
	p.popup.Close()
	p.measure()
}

// lineFeeds is the text with every line end as a line feed.
func lineFeeds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// Replace puts another text in place of all of it, as an editor outside or a template does. One undo
// brings the old one back.
func (p *Pane) Replace(s string) {
	last := len(p.lines) - 1
	p.remember(false)
	s = lineFeeds(s)
	fits := firstBytes(s, Limit)
	p.splice(pos{}, pos{last, len(p.lines[last].s)}, fits)
	p.moveTo(pos{})
	p.cut = len(fits) < len(s)
}

// SetLanguage changes what the text is taken for.
func (p *Pane) SetLanguage(lang Language) { p.lang, p.known = lang, 0 }

// SetTheme changes colours and glyphs.
func (p *Pane) SetTheme(th *theme.Theme) { p.th = th; p.measure() }

// SetHint is what an empty text shows.
func (p *Pane) SetHint(s string) { p.hint = text.Line(s) }

// SetSource gives the names that are offered after {{; nil offers none.
func (p *Pane) SetSource(source func() []Candidate) { p.source = source }

// Resize sets the size in cells. Any size is fine, 0 draws nothing.
func (p *Pane) Resize(width, height int) {
	p.width, p.height = max(width, 0), max(height, 0)
	p.measure()
}

// Lines is how many lines the text has.
func (p *Pane) Lines() int { return len(p.lines) }

// Place is the cursor's line and column, counted from 1 as messages do, the column in characters.
func (p *Pane) Place() (line, column int) {
	return p.at.line + 1, len([]rune(p.lines[p.at.line].s[:p.at.col])) + 1
}

// Go puts the cursor at a byte of the text, as when somebody wants to see a problem.
func (p *Pane) Go(offset int) { p.moveTo(p.posOf(offset)) }

// Offset is the byte of the text at which the cursor stands.
func (p *Pane) Offset() int {
	n := p.at.col
	for i := range p.at.line {
		n += len(p.lines[i].s) + 1
	}
	return n
}

// posOf is the place of a byte of the text, on a cluster's edge.
func (p *Pane) posOf(offset int) pos {
	for i := range p.lines {
		n := len(p.lines[i].s)
		if offset <= n {
			return pos{i, p.edge(i, max(offset, 0))}
		}
		offset -= n + 1
	}
	last := len(p.lines) - 1
	return pos{last, len(p.lines[last].s)}
}
