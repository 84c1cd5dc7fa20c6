package thread

import (
	"strconv"
	"strings"
	"time"

	"keydesk/ui/text"
)

// View draws the pane: exactly h rows, joined by line feeds, each exactly w cells. The same view is
// returned again, at no cost, until something changes. A thread that is shorter than the pane stands
// at its bottom, where it will grow, so older messages that arrive above it move nothing.
func (p *Pane) View() string {
	if p.w <= 0 || p.h <= 0 {
		return ""
	}
	p.settle()
	if p.view == "" {
		if len(p.items) == 0 {
			p.view = p.emptyView()
		} else {
			p.view = p.join()
			p.noteSeen()
		}
	}
	return p.view
}

func (p *Pane) join() string {
	var b strings.Builder
	b.Grow(p.h * (p.w + 24))
	blank := text.Spaces(p.w)
	for range p.blank {
		b.WriteString(blank)
		b.WriteByte('\n')
	}
	row, left := p.first.row, p.h-p.blank
	for pos := p.first.pos; left > 0 && pos < len(p.items); pos++ {
		rows := p.render(pos).rows
		for ; row < len(rows) && left > 0; row++ {
			b.WriteString(rows[row])
			if left--; left > 0 {
				b.WriteByte('\n')
			}
		}
		row = 0
	}
	return b.String()
}

// emptyView says in a sentence why there is nothing to see.
func (p *Pane) emptyView() string {
	say := "No conversation is open."
	switch {
	case p.open && p.loading:
		say = "loading" + p.th.Glyphs.Cut
	case p.open && p.name != "":
		say = "No messages with " + p.name + " yet."
	case p.open:
		say = "No messages yet."
	}
	lines := text.Wrap(say, max(p.w-2, 1))
	rows := make([]string, p.h)
	top := max((p.h-len(lines))/2, 0)
	for y := range rows {
		row := ""
		if i := y - top; i >= 0 && i < len(lines) {
			row = text.Spaces((p.w-text.Width(lines[i]))/2) + p.th.Faint.Render(lines[i])
		}
		rows[y] = text.Pad(row, p.w)
	}
	return strings.Join(rows, "\n")
}

// dayLabel is "today", "yesterday", "Mon, 3 Nov", and with the year when it is another one. Both
// days are yyyymmdd.
func dayLabel(day, today int) string {
	d, t := date(day), date(today)
	switch {
	case day == today:
		return "today"
	case d.Equal(t.AddDate(0, 0, -1)):
		return "yesterday"
	case d.Year() != t.Year():
		return d.Format("Mon, 2 Jan ") + strconv.Itoa(d.Year())
	default:
		return d.Format("Mon, 2 Jan")
	}
}

func date(day int) time.Time {
	return time.Date(day/10000, time.Month(day/100%100), day%100, 0, 0, 0, 0, time.UTC)
}
