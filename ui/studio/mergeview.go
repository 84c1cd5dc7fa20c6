package studio

import (
	"fmt"
	"strings"

	"keydesk/actions"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// View draws the fields that changed and what changed in the one under the bar, in exactly height
// rows of width cells.
func (m *Merge) View(th *theme.Theme, width, height int) []string {
	list := min(len(m.Fields), max(1, height/3))
	m.top, m.shown = min(max(m.top, m.At-list+1), m.At), list
	rows := make([]string, 0, height)
	for i := m.top; i < m.top+list; i++ {
		rows = append(rows, m.row(th, m.Fields[i], i == m.At, width))
	}
	rows = append(rows, th.Faint.Render(text.CutWith(m.rule(), width, th.Glyphs.Cut)))
	if m.At < len(m.Fields) {
		rows = append(rows, m.detail(th, m.Fields[m.At], width)...)
	}
	for i := range rows {
		rows[i] = text.Pad(rows[i], width)
	}
	for len(rows) < height {
		rows = append(rows, text.Spaces(width))
	}
	return rows[:height]
}

// Click puts the bar on the field drawn in a row.
func (m *Merge) Click(row int) {
	if row >= 0 && row < m.shown {
		m.At = min(m.top+row, max(0, len(m.Fields)-1))
	}
}

func (m *Merge) rule() string {
	words := fmt.Sprintf("%d of %d", m.At+1, len(m.Fields))
	if n := m.Open(); n > 0 {
		return words + fmt.Sprintf(", %d to decide", n)
	}
	return words + ", all decided"
}

// row is one field: its name, who changed it, and whose value is taken.
func (m *Merge) row(th *theme.Theme, f MergeField, chosen bool, width int) string {
	mark, style := " ", th.Text
	if chosen {
		mark, style = th.Accent.Render(th.Glyphs.Bar), th.Strong
	}
	who := "both changed it"
	switch {
	case f.Mine == nil:
		who = "changed there"
	case f.Theirs == nil:
		who = "changed here"
	}
	pick, pickStyle := "decide", th.Warn
	switch f.Pick {
	case Mine:
		pick, pickStyle = "take mine", th.Good
	case Theirs:
		pick, pickStyle = "take theirs", th.Good
	}
	const pickWide, whoWide = 11, 15
	right := " " + pickStyle.Render(text.Pad(pick, pickWide))
	if width >= 50 {
		right = " " + th.Faint.Render(text.Pad(who, whoWide)) + right
	}
	room := max(1, width-3-text.Width(right))
	return mark + " " + style.Render(text.Pad(text.CutWith(text.Line(f.Name), room, th.Glyphs.Cut), room)) + " " + right
}

// detail is what each side made of a field.
func (m *Merge) detail(th *theme.Theme, f MergeField, width int) []string {
	var rows []string
	side := func(title string, c *actions.Change) {
		rows = append(rows, th.Title.Render(title))
		if c == nil {
			rows = append(rows, th.Faint.Render("  as it was"))
			return
		}
		rows = append(rows, DiffRows(th, *c, width)...)
	}
	side("Mine", f.Mine)
	side("Theirs, on the platform now", f.Theirs)
	return rows
}

// DiffRows draws what changed in a field, line by line.
func DiffRows(th *theme.Theme, c actions.Change, width int) []string {
	var rows []string
	for _, l := range c.Lines() {
		style, op := th.Faint, string(l.Op)
		switch l.Op {
		case '+':
			style = th.Good
		case '-':
			style = th.Bad
		case '…':
			op = th.Glyphs.Cut
		}
		for i, row := range text.Wrap(strings.ReplaceAll(text.Safe(l.Text), "\n", " "), max(1, width-4)) {
			if i > 0 {
				op = " "
			}
			rows = append(rows, "  "+style.Render(op+" "+row))
		}
	}
	if len(rows) == 0 || c.Secret && c.Before == c.After {
		rows = append(rows, th.Faint.Render("  a secret in it is another one; it is not shown"))
	}
	return rows
}
