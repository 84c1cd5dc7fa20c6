package inbox

import (
	"fmt"
	"strings"

	"keydesk/client/mirror/conversations"
	"keydesk/ui/text"
)

// View returns height lines, each exactly width cells.
func (p *Pane) View() []string {
	lines := make([]string, 0, p.height)
	if p.height == 0 {
		return lines
	}
	p.Retime()
	_, searches := p.Search()
	if list := p.Shown(); p.top == 0 && !searches && len(list) > 0 {
		p.sighted = list[0].At()
	}
	lines = append(lines, p.head())
	if p.heads() > 1 {
		lines = append(lines, p.filterRows()...)
	}
	list := p.Shown()
	if len(list) == 0 {
		lines = append(lines, p.blank())
		for _, row := range text.Wrap(p.emptyWords(), p.width-2) {
			lines = append(lines, text.Pad(" "+p.theme.Faint.Render(row), p.width))
		}
	}
	d := drawing{theme: p.theme, width: p.width, now: p.now(), location: p.location, look: p.look, assignee: p.assignee, sort: p.rowSort(), waits: p.waits, marks: p.marks.of}
	for i := p.top; i < len(list) && len(lines)+rowsPerItem <= p.height; i++ {
		rows := d.draw(&p.rows, list[i], list[i] == p.selected, list[i].ID() == p.Open())
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
	filtered := !p.Filter().Empty()
	f, searches := p.Found()
	switch {
	case f.Failed != "":
		return f.Failed
	case f.Looks:
		return "Looking for " + p.quoted(f.Query) + p.theme.Glyphs.Cut
	case f.Awaits:
		return "Looking for " + p.quoted(f.Query) + " on the platform" + p.theme.Glyphs.Cut
	case searches:
		words := "No conversations match " + p.quoted(f.Query)
		if filtered {
			words += " under this filter. " + p.words.ClearFilter + " clears the filter,"
		} else {
			words += "."
		}
		return words + " " + p.words.ClearSearch + " clears the search."
	case !p.Answered() && p.Known() == 0: // no answer yet: who knows
		return ""
	case filtered:
		words := "Nothing under " + p.TabName(p.Tab()) + " passes this filter"
		if !p.Complete() || p.Sifting() {
			words += " so far"
		}
		return words + ". " + p.words.ClearFilter + " clears it."
	case p.Tab() != All:
		return fmt.Sprintf("Nothing under %s. %s shows the next tab.", p.TabName(p.Tab()), p.words.NextTab)
	default:
		return "No conversations yet."
	}
}

// quoted is a printable text between quotation marks.
func (p *Pane) quoted(s string) string {
	s = text.CutWith(text.Line(s), max(4, p.width), p.theme.Glyphs.Cut)
	if p.theme.Glyphs.ASCII {
		return `"` + s + `"`
	}
	return "“" + s + "”"
}

// SearchCount is how many conversations a search shows, and a sign where there
// are more or the answer is awaited; "" without one.
func (p *Pane) SearchCount() string {
	f, searches := p.Found()
	switch {
	case !searches || strings.TrimSpace(f.Query) == "":
		return ""
	case f.Failed != "":
		return fmt.Sprintf("%d %s", f.Count, p.theme.Glyphs.Warn)
	case f.Awaits, f.Looks:
		return fmt.Sprintf("%d%s", f.Count, p.theme.Glyphs.Cut)
	case !f.All:
		return fmt.Sprintf("%d+", max(f.Count, f.Total))
	default:
		return fmt.Sprint(f.Count)
	}
}

// mostFilterRows is how many rows at most tell what the list is narrowed to.
const mostFilterRows = 3

// filterRows say what the list is narrowed to, and how to end that where one row has room for both:
// the footer tells the key as well. They leave room for two conversations.
func (p *Pane) filterRows() []string {
	key := p.words.ClearFilter + " clears"
	if room := p.width - 2 - text.Width(key) - 3; text.Width(p.filterWords) <= room {
		return []string{text.Pad(" "+p.theme.Accent.Render(p.filterWords)+p.theme.Faint.Render(" "+p.theme.Glyphs.Dot+" "+key), p.width)}
	}
	most := min(mostFilterRows, max(1, p.height-1-2*rowsPerItem))
	room := max(0, p.width-2)
	rows := text.Wrap(p.filterWords, max(1, room))
	if len(rows) > most {
		rows[most-1] = text.CutWith(strings.Join(rows[most-1:], " "), room, p.theme.Glyphs.Cut)
		rows = rows[:most]
	}
	for i, row := range rows {
		rows[i] = text.Pad(" "+p.theme.Accent.Render(row), p.width)
	}
	return rows
}

// searchRow is the head while a search is shown and nobody types into it.
func (p *Pane) searchRow(f string) string {
	count := p.SearchCount() + p.marksWords()
	room := max(0, p.width-4-text.Width(count))
	query := text.CutWith(text.Line(f), room, p.theme.Glyphs.Cut)
	return text.Pad(" "+p.theme.Accent.Render("/")+" "+p.theme.Title.Render(query)+" "+p.theme.Faint.Render(count), p.width)
}

// head is the row of tabs with their counts; a + says that more may exist on
// pages not fetched yet. At its end stands what came above the screen, and how many are marked.
func (p *Pane) head() string {
	if query, shown := p.Search(); shown {
		return p.searchRow(query)
	}
	above := p.above() + p.marksWords()
	row := p.tabs(p.width - text.Width(above))
	return row + p.theme.Accent.Render(above)
}

// above says how many conversations with new messages stand above the screen
// since its top was last seen: the selection keeps its row, so on a busy day
// nothing else would tell that they came.
func (p *Pane) above() string {
	n, list := 0, p.Shown()
	for i := 0; i < min(p.top, len(list)) && list[i].At().After(p.sighted) && n < maxAbove; i++ {
		if list[i].Unread() > 0 {
			n++
		}
	}
	switch {
	case n == 0 || p.width < roomAbove:
		return ""
	case n == maxAbove:
		return fmt.Sprintf(" %d+ above ", maxAbove-1)
	default:
		return fmt.Sprintf(" %d above ", n)
	}
}

// tabs are the labels of the tabs, width columns wide. Where they do not fit, the
// long names of those not shown are cut, the last ones first; where they still do not, tabs are left out
// from the right, then from the left, never the one shown, and a mark on that side
// says that more follow.
func (p *Pane) tabs(width int) string {
	labels := p.labels()
	from, to := 0, len(labels)
	used := func() int {
		n := 1
		for _, l := range labels[from:to] {
			n += text.Width(l) + 2
		}
		if from > 0 {
			n += 2
		}
		if to < len(labels) {
			n += 2 // one space is enough before it; it does not touch the border
		}
		return n - 1
	}
	for i := len(labels) - 1; i >= 0 && used() > width; i-- {
		labels[i] = p.shortLabel(Tab(i), labels[i])
	}
	for used() > width && to-from > 1 {
		if to-1 > int(p.Tab()) {
			to--
		} else {
			from++
		}
	}
	var row []string
	for i, l := range labels[from:to] {
		style := p.theme.Faint
		if from+i == int(p.Tab()) {
			style = p.theme.Title
		}
		row = append(row, style.Render(l))
	}
	drawn := " " + strings.Join(row, "  ")
	if from > 0 {
		drawn = " " + p.theme.Faint.Render(p.theme.Glyphs.Received) + drawn
	}
	if to < len(labels) {
		drawn += " " + p.theme.Faint.Render(p.theme.Glyphs.Prompt)
	}
	return text.Pad(drawn, max(0, width))
}

// shortName is how many columns a tab's name has where room is short, unless it
// is the tab that is shown.
const shortName = 6

// labels are the names of all tabs with their counts.
func (p *Pane) labels() []string {
	labels := make([]string, 0, p.Tabs())
	for t := range p.Tabs() {
		labels = append(labels, strings.TrimRight(text.Line(p.TabName(t))+" "+p.count(t), " "))
	}
	return labels
}

// shortLabel is a label with a shorter name, if that saves anything and the tab is not shown.
func (p *Pane) shortLabel(t Tab, label string) string {
	name := text.Line(p.TabName(t))
	if t == p.Tab() || text.Width(name) <= shortName+1 {
		return label
	}
	if t == Unassigned {
		return "Nobody" + strings.TrimPrefix(label, name)
	}
	short := text.CutWith(name, shortName, p.theme.Glyphs.Cut)
	if first, _, several := strings.Cut(name, " "); several && text.Width(first) > 1 && text.Width(first) <= shortName+2 {
		short = first
	}
	return short + strings.TrimPrefix(label, name)
}

// rowSort is the order of what is shown: a search has its own.
func (p *Pane) rowSort() Sort {
	if p.Searching() {
		return conversations.ByNewest
	}
	return p.TabSort(p.Tab())
}

func (p *Pane) count(t Tab) string {
	n := p.Size(t)
	switch {
	case !p.Answered() && p.Known() == 0:
		return ""
	case t == All && p.Filter().Empty():
		return fmt.Sprint(max(p.Total(), n))
	case t == Waiting && p.WordsUnknown() > 0:
		return fmt.Sprintf("%d+", n)
	case (p.Complete() || p.Known() == 0) && !p.Sifting():
		return fmt.Sprint(n)
	default:
		return fmt.Sprintf("%d+", n)
	}
}
