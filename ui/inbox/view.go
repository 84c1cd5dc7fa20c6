package inbox

import (
	"fmt"
	"strings"

	"keydesk/ui/text"
)

// View returns height lines, each exactly width cells.
func (p *Pane) View() []string {
	lines := make([]string, 0, p.height)
	if p.height == 0 {
		return lines
	}
	lines = append(lines, p.head())
	list := p.list()
	if len(list) == 0 {
		lines = append(lines, p.blank())
		for _, row := range text.Wrap(p.emptyWords(), p.width-2) {
			lines = append(lines, text.Pad(" "+p.theme.Faint.Render(row), p.width))
		}
	}
	d := drawing{theme: p.theme, width: p.width, now: p.now(), location: p.location, look: p.look, assignee: p.assignee}
	for i := p.top; i < len(list) && len(lines)+rowsPerItem <= p.height; i++ {
		rows := d.draw(list[i], list[i] == p.selected, list[i].contact.ID == p.open)
		lines = append(lines, rows[:]...)
	}
	for len(lines) < p.height {
		lines = append(lines, p.blank())
	}
	return lines[:p.height]
}

func (p *Pane) blank() string { return strings.Repeat(" ", p.width) }

// emptyWords says why nothing is listed and what to do.
func (p *Pane) emptyWords() string {
	switch {
	case p.search != nil:
		return fmt.Sprintf("No conversations match %q. esc clears.", p.search.query)
	case p.nextPage == 1 && p.Known() == 0: // no answer yet: who knows
		return ""
	case p.tab != All:
		return fmt.Sprintf("Nothing under %s. ] shows the next tab.", p.tab)
	default:
		return "No conversations yet."
	}
}

// head is the row of tabs with their counts; a + says that more may exist on
// pages not fetched yet. Tabs that do not fit are left out from the right,
// never the one shown.
func (p *Pane) head() string {
	if p.awaited != "" {
		return text.Pad(" "+p.theme.Faint.Render(text.CutWith("Searching "+text.Line(p.awaited), max(0, p.width-3), p.theme.Glyphs.Cut)+p.theme.Glyphs.Cut), p.width)
	}
	if p.search != nil {
		return text.Pad(" "+p.theme.Title.Render(text.CutWith("Search: "+text.Line(p.search.query), max(0, p.width-8), p.theme.Glyphs.Cut))+
			p.theme.Faint.Render(fmt.Sprintf(" %d", p.search.total)), p.width)
	}
	labels := make([]string, 0, tabCount)
	used := 0
	for t := range tabCount {
		label := strings.TrimRight(fmt.Sprintf("%s %s", t, p.count(t)), " ")
		if used+text.Width(label)+2 > p.width && t > p.tab {
			break
		}
		used += text.Width(label) + 2
		style := p.theme.Faint
		if t == p.tab {
			style = p.theme.Title
		}
		labels = append(labels, style.Render(label))
	}
	for used > p.width && len(labels) > 1 { // the shown tab stands far right: drop from the left
		used -= text.Width(labels[0]) + 2
		labels = labels[1:]
	}
	return text.Pad(" "+strings.Join(labels, "  "), p.width)
}

func (p *Pane) count(t Tab) string {
	n := len(p.index.tabs[t])
	switch {
	case p.nextPage == 1 && p.Known() == 0:
		return ""
	case t == All:
		return fmt.Sprint(max(p.total, n))
	case p.complete || p.Known() == 0:
		return fmt.Sprint(n)
	default:
		return fmt.Sprintf("%d+", n)
	}
}
