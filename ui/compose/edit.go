package compose

import (
	"strings"
	"unicode/utf8"

	"keydesk/ui/text"
)

// state is a moment that undo and redo go to.
type state struct {
	value string
	at    int
}

// manyStates bounds how far undo goes back.
const manyStates = 200

// remember keeps the present for undo. Typing on remembers only the start of each word.
func (p *Pane) remember(typing bool) {
	if !typing || !p.typing {
		if len(p.past) == manyStates {
			p.past = append(p.past[:0], p.past[1:]...)
		}
		p.past = append(p.past, state{p.value, p.at})
	}
	p.future, p.typing = nil, typing
}

// insert puts s at the cursor. What does not fit into the bound is left out, and the pane says so.
func (p *Pane) insert(s string, typed bool) bool {
	s = p.taken(text.Typed(s), Most-p.chars)
	if s == "" {
		return p.cut
	}
	p.remember(typed && p.typing)
	p.typing = typed && !strings.ContainsAny(s, " \n\t")
	p.set(p.value[:p.at]+s+p.value[p.at:], p.at+len(s))
	return true
}

// remove deletes the bytes from start to end and puts the cursor there.
func (p *Pane) remove(start, end int) bool {
	if start >= end {
		return false
	}
	p.cut = false
	p.remember(false)
	p.set(p.value[:start]+p.value[end:], start)
	return true
}

func (p *Pane) undo() bool { return p.travel(&p.past, &p.future) }

func (p *Pane) redo() bool { return p.travel(&p.future, &p.past) }

// travel goes to the newest state of from and leaves the present in back.
func (p *Pane) travel(from, back *[]state) bool {
	if len(*from) == 0 {
		return false
	}
	last := len(*from) - 1
	s := (*from)[last]
	*from = (*from)[:last]
	*back = append(*back, state{p.value, p.at})
	p.typing, p.cut = false, false
	p.set(s.value, s.at)
	return true
}

// deleteLine removes the cursor's line up to its line feed; an empty line goes altogether.
func (p *Pane) deleteLine() bool {
	start, end := p.lineStart(p.at), p.lineEnd(p.at)
	if start < end {
		return p.remove(start, end)
	}
	if start > 0 {
		return p.remove(start-1, start)
	}
	return p.remove(start, min(end+1, len(p.value)))
}

// edge is the first cluster's edge at or after a byte: what is inserted may have joined its
// neighbours into one cluster.
func (p *Pane) edge(at int) int {
	at = min(max(at, 0), len(p.value))
	if at == len(p.value) || at == 0 || p.value[at] < 0x80 && p.value[at-1] < 0x80 {
		return at
	}
	i := p.lineStart(at)
	for i < at {
		n, _, _ := text.Next(p.value[i:])
		i += n
	}
	return i
}

func (p *Pane) lineStart(at int) int { return strings.LastIndexByte(p.value[:at], '\n') + 1 }

func (p *Pane) lineEnd(at int) int {
	if i := strings.IndexByte(p.value[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(p.value)
}

// before is the edge of the cluster before at, after that of the one behind it.
func (p *Pane) before(at int) int {
	if at == 0 {
		return 0
	}
	if b := p.value[at-1]; b < 0x80 && (at == 1 || p.value[at-2] < 0x80) {
		return at - 1
	}
	i := p.lineStart(at - 1)
	for i < at {
		n, _, _ := text.Next(p.value[i:])
		if i+n >= at {
			break
		}
		i += n
	}
	return i
}

func (p *Pane) after(at int) int {
	if at >= len(p.value) {
		return len(p.value)
	}
	n, _, _ := text.Next(p.value[at:])
	return at + n
}

// runeAt is the first character of the cluster at a byte.
func (p *Pane) runeAt(at int) rune {
	r, _ := utf8.DecodeRuneInString(p.value[at:])
	return r
}
