package markdown

import (
	"strings"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

const (
	gap       = 2  // cells between two columns
	narrowest = 12 // cells of a column that had to give way: below that its text is a ladder
)

// drawTable draws columns side by side where they fit, else row by row with the columns' names.
func drawTable(th *theme.Theme, cells [][]string, width int) []string {
	widths, ok := columns(th, cells, width)
	if !ok {
		return stacked(th, cells, width)
	}
	var rows []string
	apart := tall(th, cells, widths)
	for i, row := range cells {
		if apart && i > 1 {
			rows = append(rows, "")
		}
		var drawn [][]string
		height := 1
		for c := range widths {
			cell := ""
			if c < len(row) {
				cell = row[c]
			}
			part := wrap(th, cell, widths[c])
			if i == 0 {
				part = styled(th.Faint, text.Wrap(Words(cell), widths[c]))
			}
			drawn, height = append(drawn, part), max(height, len(part))
		}
		for line := range height {
			var b strings.Builder
			for c, part := range drawn {
				cell := ""
				if line < len(part) {
					cell = part[line]
				}
				if b.WriteString(cell); c < len(drawn)-1 {
					b.WriteString(text.Spaces(widths[c] - text.Width(cell) + gap))
				}
			}
			rows = append(rows, strings.TrimRight(b.String(), " "))
		}
	}
	return rows
}

// tall says whether some row takes so many lines that it would run into its neighbours.
func tall(th *theme.Theme, cells [][]string, widths []int) bool {
	for _, row := range cells {
		for c, cell := range row {
			if cellsOf(th, cell) > 2*widths[c] {
				return true
			}
		}
	}
	return false
}

// columns are the widths of the columns: what they need, or where that is too much the same for all
// that need more than their share. It is false where a share is too narrow to read.
func columns(th *theme.Theme, cells [][]string, width int) ([]int, bool) {
	var needed []int
	for _, row := range cells {
		for c, cell := range row {
			if c == len(needed) {
				needed = append(needed, 0)
			}
			needed[c] = max(needed[c], cellsOf(th, cell))
		}
	}
	left := width - gap*(len(needed)-1)
	widths, open := make([]int, len(needed)), len(needed)
	for changed := true; changed && open > 0; {
		changed = false
		for c, n := range needed {
			if widths[c] == 0 && n <= left/open {
				widths[c] = max(n, 1)
				left, open, changed = left-widths[c], open-1, true
			}
		}
	}
	for c := range widths {
		if widths[c] > 0 {
			continue
		}
		if widths[c] = left / open; widths[c] < narrowest {
			return nil, false
		}
		left, open = left-widths[c], open-1
	}
	return widths, left >= 0
}

// stacked draws each row of a table as a paragraph: its first cell, and below it the others with their names.
func stacked(th *theme.Theme, cells [][]string, width int) []string {
	var rows []string
	for i, row := range cells[1:] {
		if i > 0 && len(row) > 2 {
			rows = append(rows, "")
		}
		rows = append(rows, wrap(th, row[0], width)...)
		for c, cell := range row[1:] {
			if name := cells[0][c+1]; len(row) > 2 && name != "" && cell != "" {
				cell = name + ": " + cell
			}
			if cell != "" {
				rows = append(rows, hang("  ", 2, wrap(th, cell, max(1, width-2)))...)
			}
		}
	}
	return rows
}

func styled(s theme.Style, rows []string) []string {
	for i := range rows {
		rows[i] = s.Render(rows[i])
	}
	return rows
}
