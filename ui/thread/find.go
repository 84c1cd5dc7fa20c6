package thread

import (
	"slices"
	"strings"

	"keydesk/ui/text"
)

// SetFind looks for words in the messages that are here: what matches is drawn reversed, wherever it
// stands. Case and accents do not matter. "" marks nothing. Nothing moves.
func (p *Pane) SetFind(words string) {
	needle := text.Fold(text.Line(words))
	if needle == p.needle {
		return
	}
	p.needle = needle
	p.findRev++
	p.redraw()
}

// matches tells whether a message holds what is looked for. Each remembers its answer until it or the
// words change, so that a long thread is read once for each word and not for each frame.
func (p *Pane) matches(it *item) bool {
	if p.needle == "" {
		return false
	}
	if it.findRev != p.findRev {
		it.findRev, it.hit = p.findRev, strings.Contains(it.content().foldedText(p.th.Plain), p.needle)
	}
	return it.hit
}

// Hits is how many of the messages here match, and which of these is selected, counted from the
// newest one: 0 when the selected message is none of them. Older pages that come in later are counted
// behind, so no number changes.
func (p *Pane) Hits() (at, of int) {
	for _, it := range slices.Backward(p.items) {
		if p.matches(it) {
			of++
			if it == p.selected {
				at = of
			}
		}
	}
	return at, of
}

// Hit selects a matching message and shows it: with older, the next one towards the start, else
// towards the newest. It begins behind the selected message, or at the last one on screen without
// any, which then counts itself. It reports whether there was one.
func (p *Pane) Hit(older bool) bool {
	if len(p.items) == 0 {
		return false
	}
	step := 1
	if older {
		step = -1
	}
	pos := len(p.items) - 1
	switch {
	case p.selected != nil:
		pos = p.position(p.selected) + step
	case p.ready():
		pos = p.lastRead()
	}
	for ; pos >= 0 && pos < len(p.items); pos += step {
		if p.matches(p.items[pos]) {
			p.choose(p.items[pos])
			return true
		}
	}
	return false
}

// Mark is a place in a thread that one may want to come back to.
type Mark struct {
	follow   bool
	id       string // the message at the top
	off      int
	selected string
}

// Mark is where the view is now.
func (p *Pane) Mark() Mark {
	m := Mark{follow: p.follow, off: p.anchor.off}
	if p.anchor.it != nil {
		m.id = p.anchor.it.msg.ID
	}
	if p.selected != nil {
		m.selected = p.selected.msg.ID
	}
	return m
}

// Return goes back to a mark. What is not here any more is let go: then the view rests on the newest
// message.
func (p *Pane) Return(m Mark) {
	p.selected = p.byID[m.selected]
	it := p.byID[m.id]
	p.anchor, p.follow = place{it, m.off}, m.follow || it == nil
	p.stale()
}

// shown is what a message's text looks like when drawn, and where it has attributes.
func (c *content) shown(plain bool) (string, []span) {
	said, spans := c.text, []span(nil)
	if c.markup && !plain {
		said, spans = unmark(said)
	}
	if c.above != "" && said != "" {
		shift(spans, len(c.above)+1)
	}
	said = joinLines(joinLines(c.above, said), c.below)
	if c.label == "" {
		return said, spans
	}
	shift(spans, len(c.label)+1)
	return strings.TrimRight(c.label+" "+said, " "), append([]span{{0, len(c.label), faint}}, spans...)
}

// folded is what is drawn of a message, made comparable: one part a row, so that no needle reaches
// from one into the next.
type folded struct {
	plain bool // for which kind of drawing
	text  string
}

// foldedText is what is drawn of a message, made comparable at the first look.
func (c *content) foldedText(plain bool) string {
	if c.folded == nil || c.folded.plain != plain {
		said, _ := c.shown(plain)
		if len(c.options)+len(c.buttons) > 0 {
			said = strings.Join(slices.Concat([]string{said}, c.options, c.buttons), "\n")
		}
		c.folded = &folded{plain, text.Fold(said)}
	}
	return c.folded.text
}

// PrepareFind makes the next n messages ready to be looked through, from the newest one back, and
// reports whether there are more. Looking works without it: it is for a long thread, so that the first
// letter of what is looked for does not have to wait for every message's text.
func (p *Pane) PrepareFind(n int) (more bool) {
	for ; n > 0 && p.prepared < len(p.items); n-- {
		p.prepared++
		p.items[len(p.items)-p.prepared].content().foldedText(p.th.Plain)
	}
	return p.prepared < len(p.items)
}

// EndFind marks nothing any more, and forgets what only finding needs.
func (p *Pane) EndFind() {
	p.SetFind("")
	p.prepared = 0
	for _, it := range p.items {
		if it.said != nil {
			it.said.folded = nil
		}
	}
}

// found lays what matches over the spans of a text. Both are in order.
func found(spans []span, matches []text.Match) []span {
	if len(matches) == 0 {
		return spans
	}
	edges := make([]int, 0, 2*(len(spans)+len(matches)))
	for _, s := range spans {
		edges = append(edges, s.start, s.end)
	}
	for _, m := range matches {
		edges = append(edges, m.Start, m.End)
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	laid := make([]span, 0, len(edges))
	for i := 1; i < len(edges); i++ {
		piece := span{start: edges[i-1], end: edges[i]}
		for _, s := range spans {
			if s.start <= piece.start && piece.end <= s.end {
				piece.attr |= s.attr
			}
		}
		for _, m := range matches {
			if m.Start <= piece.start && piece.end <= m.End {
				piece.attr |= hit
			}
		}
		if piece.attr != 0 {
			laid = append(laid, piece)
		}
	}
	return laid
}
