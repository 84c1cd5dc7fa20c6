package dialog

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Tall is how many rows a screen has that shows more than the needful: lower, and
// there is no title, no toolbar, no rule.
const Tall = 16

// Panel is a dialog as drawn: lines of equal width, and where the cursor
// stands in them.
type Panel struct {
	Lines  []string
	Cursor *Point
}

// Point is a cell.
type Point struct{ X, Y int }

// Width is how many cells the dialog takes.
func (p Panel) Width() int {
	if len(p.Lines) == 0 {
		return 0
	}
	return text.Width(p.Lines[0])
}

// Overlay draws lines over base at x, y. A wide cell that the edge would cut in
// half gives way to a space.
func Overlay(base, lines []string, x, y, width int) {
	for i, line := range lines {
		if y+i < 0 || y+i >= len(base) {
			continue
		}
		w := text.Width(line)
		left := text.Pad(text.CutWith(base[y+i], x, ""), x)
		right := text.PadLeft(ansi.TruncateLeftWc(base[y+i], x+w, ""), max(0, width-x-w))
		base[y+i] = left + "\x1b[m" + line + "\x1b[m" + right
	}
}

// Dimmed is a row in the faint style and no other. Gaps stay without a style, since cells that do not
// change are not sent again.
func Dimmed(th *theme.Theme, row string) string {
	var b strings.Builder
	for plain := ansi.Strip(row); plain != ""; {
		words := strings.TrimLeft(plain, " ")
		b.WriteString(plain[:len(plain)-len(words)])
		end := strings.Index(words, gap)
		if end < 0 {
			end = len(strings.TrimRight(words, " "))
		}
		if end > 0 {
			b.WriteString(th.Faint.Render(words[:end]))
		}
		plain = words[end:]
	}
	return b.String()
}

// gap is as many spaces as are cheaper skipped than drawn.
const gap = "   "

// Box frames body lines of inner width w: the title stands in the upper edge,
// the keys in the lower one.
func Box(th *theme.Theme, title string, keyWords []string, body []string, w int) []string {
	g, keysLine := th.Glyphs, FitKeys(keyWords, w-3)
	edge := func(left, words, right string, style theme.Style) string {
		words = text.CutWith(words, max(0, w-3), g.Cut)
		if words == "" {
			return th.Faint.Render(left + strings.Repeat(g.H, w) + right)
		}
		fill := max(0, w-text.Width(words)-3)
		return th.Faint.Render(left+g.H+" ") + style.Render(words) + th.Faint.Render(" "+strings.Repeat(g.H, fill)+right)
	}
	lines := make([]string, 0, len(body)+2)
	lines = append(lines, edge(g.TopLeft, title, g.TopRight, th.Strong))
	for _, row := range body {
		lines = append(lines, th.Faint.Render(g.V)+text.Pad(row, w)+th.Faint.Render(g.V))
	}
	return append(lines, edge(g.BottomLeft, keysLine, g.BottomRight, th.Faint))
}

// FitKeys joins the keys of a dialog's lower edge, in at most width cells: what
// does not fit is left out whole, from before the last one, which closes.
func FitKeys(words []string, width int) string {
	const gap = "  "
	for len(words) > 2 && text.Width(strings.Join(words, gap)) > width {
		words = append(words[:len(words)-2:len(words)-2], words[len(words)-1])
	}
	if joined := strings.Join(words, gap); text.Width(joined) <= width || len(words) == 0 {
		return joined
	}
	return words[len(words)-1]
}
