package markdown

import (
	"strings"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Draw draws blocks in rows of at most width cells, an empty row between two of them.
func Draw(th *theme.Theme, blocks []Block, width int) []string {
	var rows []string
	for i, b := range blocks {
		if i > 0 && (b.Kind != Item || blocks[i-1].Kind != Item) {
			rows = append(rows, "")
		}
		rows = append(rows, b.draw(th, max(1, width))...)
	}
	return rows
}

func (b Block) draw(th *theme.Theme, width int) []string {
	switch b.Kind {
	case Heading:
		style := th.Title
		if b.Level > 2 {
			style = th.Strong
		}
		rows := text.Wrap(Words(b.Text), width)
		for i := range rows {
			rows[i] = style.Render(rows[i])
		}
		return rows
	case Item:
		return hang(th.Faint.Render(b.Mark)+" ", text.Width(b.Mark)+1, wrap(th, b.Text, width-text.Width(b.Mark)-1))
	case Code:
		var rows []string
		for _, line := range b.Lines {
			for i, part := range text.Wrap(line, max(1, width-4)) {
				indent := "  "
				if i > 0 { // the rest of a line that does not fit
					indent = "    "
				}
				rows = append(rows, strings.TrimRight(indent+th.Accent.Render(part), " "))
			}
		}
		return rows
	case Table:
		return drawTable(th, b.Cells, width)
	}
	return wrap(th, b.Text, width)
}

// hang puts a mark before the first row and as many spaces before the others.
func hang(mark string, cells int, rows []string) []string {
	for i := range rows {
		if i > 0 {
			mark = strings.Repeat(" ", cells)
		}
		rows[i] = mark + rows[i]
	}
	return rows
}
