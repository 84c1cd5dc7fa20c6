package code

import (
	"slices"
	"strconv"
	"strings"

	"keydesk/ui/text"
)

// Problem is something wrong with the text.
type Problem struct {
	// Offset is the byte of the text it is about; one beyond the text is about its end.
	Offset int
	// Text says in a sentence what is wrong and what would be right.
	Text string
	// Warning marks what works, but is worth a look.
	Warning bool

	at pos
}

// SetProblems shows what is wrong under the lines it is about. A problem moves with its line until
// the owner has had the text checked again and sets others.
func (p *Pane) SetProblems(list []Problem) {
	p.problems = slices.Clone(list)
	for i := range p.problems {
		x := &p.problems[i]
		x.at, x.Text = p.posOf(x.Offset), text.Line(x.Text)
	}
	slices.SortStableFunc(p.problems, func(a, b Problem) int {
		switch {
		case a.at.before(b.at):
			return -1
		case b.at.before(a.at):
			return 1
		}
		return 0
	})
}

// Problems is how many there are.
func (p *Pane) Problems() int { return len(p.problems) }

// NextProblem puts the cursor at the first problem behind it, or at the first of all. It reports
// whether there is one.
func (p *Pane) NextProblem() bool {
	if len(p.problems) == 0 {
		return false
	}
	to := p.problems[0].at
	for _, x := range p.problems {
		if p.at.before(x.at) {
			to = x.at
			break
		}
	}
	p.moveTo(pos{to.line, p.edge(to.line, to.col)})
	return true
}

// moveProblems moves those below a line by so many lines.
func (p *Pane) moveProblems(below, by int) {
	for i := range p.problems {
		if at := &p.problems[i].at; at.line > below {
			at.line = min(max(at.line+by, below), len(p.lines)-1)
		}
	}
}

// of are the problems of a line.
func (p *Pane) of(line int) (list []Problem) {
	for _, x := range p.problems {
		if x.at.line == line {
			list = append(list, x)
		}
	}
	return list
}

// problemColumn is the byte of a line that its first problem is about.
func (p *Pane) problemColumn(line int) int {
	for _, x := range p.of(line) {
		return p.edge(line, x.at.col)
	}
	return 0
}

// manyRows bounds what the problems of one line may take.
const manyRows = 4

// problemRows are the rows under a line that say what is wrong with it, not yet styled: where in the
// line, and the sentence, wrapped. None stand in the way of what is offered for the line that is being
// written: the mark beside it stays.
func (p *Pane) problemRows(line int) (rows []string) {
	if len(p.problems) == 0 || line == p.at.line && p.popup.Open() {
		return nil
	}
	list := p.of(line)
	for i, x := range list {
		s := x.Text
		if x.at.col > 0 {
			col := len([]rune(p.lines[line].s[:min(x.at.col, len(p.lines[line].s))])) + 1
			s = "column " + strconv.Itoa(col) + ": " + s
		}
		rows = append(rows, wrapped(s, p.mark(x.Warning)+" ", p.room)...)
		if len(rows) >= manyRows && i < len(list)-1 {
			return append(rows, text.CutWith("  and "+strconv.Itoa(len(list)-1-i)+" more", p.room, p.th.Glyphs.Cut))
		}
	}
	return rows
}

// wrapped is a sentence in rows, the first one led by a mark.
func wrapped(s, lead string, width int) []string {
	indent := text.Width(lead)
	if width < indent+8 {
		return []string{text.CutWith(lead+s, width, "")}
	}
	rows := text.Wrap(s, width-indent)
	for i := range rows {
		if i == 0 {
			rows[i] = lead + rows[i]
		} else {
			rows[i] = strings.Repeat(" ", indent) + rows[i]
		}
	}
	return rows
}

// mark is the sign of a problem: shape and word tell it, the colour only helps.
func (p *Pane) mark(warning bool) string {
	if warning {
		return p.th.Glyphs.Warn
	}
	return p.th.Glyphs.Failed
}

// worst tells whether a line has a problem, and whether it is only a warning.
func (p *Pane) worst(line int) (has, warning bool) {
	warning = true
	for _, x := range p.of(line) {
		has, warning = true, warning && x.Warning
	}
	return has, has && warning
}
