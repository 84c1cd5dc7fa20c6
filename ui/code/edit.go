package code

import (
	"slices"
	"strings"
	"unicode/utf8"

	"keydesk/ui/text"
)

// change is one step of undo: at start, was stood where now stands.
type change struct {
	start    pos
	was, now string
	cursor   pos // where the cursor was before
}

// manyChanges bounds how far undo goes back, manyBytes what that may hold.
const (
	manyChanges = 500
	manyBytes   = 4 << 20
)

// remember says how the next splice is kept: typing on joins the step before.
func (p *Pane) remember(typing bool) { p.typing = typing && p.typing }

// splice replaces what stands from start to end and puts the cursor behind it, as a step of undo.
func (p *Pane) splice(start, end pos, s string) {
	c := change{start: start, was: p.between(start, end), now: s, cursor: p.at}
	if c.was == c.now {
		return
	}
	p.apply(c.start, end, s)
	p.future = nil
	if n := len(p.past); p.typing && n > 0 && c.was == "" && behind(p.past[n-1].start, p.past[n-1].now) == start {
		p.past[n-1].now += s
		return
	}
	p.past = append(p.past, c)
	held := 0
	for i := len(p.past) - 1; i >= 0; i-- {
		held += len(p.past[i].was) + len(p.past[i].now)
		if i > 0 && (held > manyBytes || len(p.past)-i >= manyChanges) {
			p.past = slices.Delete(p.past, 0, i)
			break
		}
	}
}

// between is the text from start to end.
func (p *Pane) between(start, end pos) string {
	if start.line == end.line {
		return p.lines[start.line].s[start.col:end.col]
	}
	var b strings.Builder
	b.WriteString(p.lines[start.line].s[start.col:])
	for i := start.line + 1; i < end.line; i++ {
		b.WriteByte('\n')
		b.WriteString(p.lines[i].s)
	}
	b.WriteByte('\n')
	b.WriteString(p.lines[end.line].s[:end.col])
	return b.String()
}

// behind is where a text ends that begins at start.
func behind(start pos, s string) pos {
	n := strings.Count(s, "\n")
	if n == 0 {
		return pos{start.line, start.col + len(s)}
	}
	return pos{start.line + n, len(s) - strings.LastIndexByte(s, '\n') - 1}
}

// apply changes the text; everything that does goes through here.
func (p *Pane) apply(start, end pos, s string) {
	was := 0
	for i := start.line; i <= end.line; i++ {
		was += len(p.lines[i].s) + 1
	}
	old := p.lines[start.line]
	joined := old.s[:start.col] + s + p.lines[end.line].s[end.col:]
	p.size += len(joined) + 1 - was
	parts := strings.Split(joined, "\n")
	fresh := make([]line, len(parts))
	for i, part := range parts {
		fresh[i].s = part
	}
	fresh[0].breaks = keptBreaks(old, start.col)
	if len(fresh) == 1 && start.line == end.line {
		p.lines[start.line] = fresh[0]
	} else {
		p.lines = slices.Replace(p.lines, start.line, end.line+1, fresh...)
		p.moveProblems(start.line, len(fresh)-1-(end.line-start.line))
	}
	p.known = min(p.known, start.line+1)
	p.top.line = min(p.top.line, len(p.lines)-1)
	at := behind(start, s)
	p.at, p.goal = pos{at.line, p.edge(at.line, at.col)}, -1
	p.measure()
}

// reach is how far a cluster may go on over a place that was an edge before, in bytes.
const reach = 64

// keptBreaks are the rows' beginnings that a change at a byte leaves as they are: what is wrapped
// from the left does not look ahead, but for a cluster that grows.
func keptBreaks(l line, col int) []int {
	n := len(l.breaks)
	for n > 0 && l.breaks[n-1] > col-reach {
		n--
	}
	if n == 0 {
		return nil
	}
	return l.breaks[:n:n]
}

// insert puts s at the cursor. What does not fit is left out, and the pane says so.
func (p *Pane) insert(s string, typed bool) bool {
	s = text.Typed(s)
	whole := len(s)
	s = firstBytes(s, Limit-p.size)
	p.cut = len(s) < whole
	if s == "" {
		return p.cut
	}
	p.remember(typed)
	p.splice(p.at, p.at, s)
	p.typing = typed && !strings.ContainsAny(s, " \n\t")
	return true
}

// firstBytes is as much of s as fits into so many bytes.
func firstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n = max(n, 0); n > 0 && !utf8.RuneStart(s[n]); n-- {
	}
	return s[:n]
}

// remove deletes what stands from start to end and puts the cursor there.
func (p *Pane) remove(start, end pos) bool {
	if !start.before(end) {
		return false
	}
	p.cut = false
	p.remember(false)
	p.splice(start, end, "")
	return true
}

func (p *Pane) undo() bool {
	n := len(p.past)
	if n == 0 {
		return false
	}
	c := p.past[n-1]
	p.past = p.past[:n-1]
	p.future = append(p.future, c)
	p.apply(c.start, behind(c.start, c.now), c.was)
	p.at, p.typing, p.cut = c.cursor, false, false
	return true
}

func (p *Pane) redo() bool {
	n := len(p.future)
	if n == 0 {
		return false
	}
	c := p.future[n-1]
	p.future = p.future[:n-1]
	p.past = append(p.past, c)
	p.apply(c.start, behind(c.start, c.was), c.now)
	p.typing, p.cut = false, false
	return true
}

// indent is one step to the right.
const indent = "  "

// newLine starts a line as far right as this one, a step further behind an opening bracket; the
// closing one that followed gets a line of its own.
func (p *Pane) newLine() bool {
	s := p.lines[p.at.line].s
	lead := s[:min(len(leading(s)), p.at.col)]
	head, tail := strings.TrimRight(s[:p.at.col], " \t"), strings.TrimLeft(s[p.at.col:], " \t")
	opened := head != "" && strings.IndexByte("{[(", head[len(head)-1]) >= 0
	if !opened || strings.HasSuffix(head, "{{") {
		return p.insert("\n"+lead, false)
	}
	if tail == "" || strings.IndexByte("}])", tail[0]) < 0 {
		return p.insert("\n"+lead+indent, false)
	}
	ok := p.insert("\n"+lead+indent+"\n"+lead, false)
	p.moveTo(pos{p.at.line - 1, len(p.lines[p.at.line-1].s)})
	return ok
}

// close types a closing bracket; the first thing on its line, it goes one step to the left.
func (p *Pane) close(s string) bool {
	before := p.lines[p.at.line].s[:p.at.col]
	if strings.Trim(before, " ") == "" && strings.HasSuffix(before, indent) {
		p.remember(false)
		p.splice(pos{p.at.line, p.at.col - len(indent)}, p.at, s)
		return true
	}
	return p.insert(s, true)
}

// leading is the white space that a line begins with.
func leading(s string) string { return s[:len(s)-len(strings.TrimLeft(s, " \t"))] }

// backspace takes the cluster before the cursor; in the white space that a line begins with, a step.
func (p *Pane) backspace() bool {
	before := p.lines[p.at.line].s[:p.at.col]
	if len(before)%len(indent) == 0 && before != "" && strings.Trim(before, " ") == "" {
		return p.remove(pos{p.at.line, p.at.col - len(indent)}, p.at)
	}
	return p.remove(p.prev(p.at), p.at)
}

// deleteLine removes the cursor's line: first what it holds, then the empty line.
func (p *Pane) deleteLine() bool {
	n := p.at.line
	if s := p.lines[n].s; s != "" {
		return p.remove(pos{n, 0}, pos{n, len(s)})
	}
	if n > 0 {
		return p.remove(pos{n - 1, len(p.lines[n-1].s)}, pos{n, 0})
	}
	if len(p.lines) > 1 {
		return p.remove(pos{0, 0}, pos{1, 0})
	}
	return false
}
