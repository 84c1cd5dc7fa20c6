package ui

import (
	"fmt"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/keys"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// hintRow is one line of a numbered list.
type hintRow struct {
	label, detail string // printable
	pick          Intent
}

// hintList is a short list from which one chooses by a number.
type hintList struct {
	theme *theme.Theme
	keys  dialogKeys
	title string
	verb  string
	rows  []hintRow
	at    int
	top   int
	shown int // rows when last drawn
}

func hintCommands() []command.Command {
	row := func(id, long string, names ...string) command.Command {
		return command.Command{Binding: command.Bind(command.ScopeHints, id, "", long, names...)}
	}
	return []command.Command{
		row("hints.number", "Choose by number", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		row("hints.pick", "Choose the line under the bar", "enter"),
		row("hints.down", "Next line", "down", "j", "tab"),
		row("hints.up", "Previous line", "up", "k", "shift+tab"),
		row("hints.close", "Close", "esc", "q"),
	}
}

func (h *hintList) Update(msg tea.Msg) Intent {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return h.key(msg)
	case tea.MouseClickMsg:
		if m := msg.Mouse(); m.Button == tea.MouseLeft && m.Y >= 1 && m.Y <= h.shown && h.top+m.Y-1 < len(h.rows) {
			return h.rows[h.top+m.Y-1].pick
		}
	case tea.MouseWheelMsg:
		if msg.Mouse().Button == tea.MouseWheelUp {
			h.move(-1)
		} else {
			h.move(1)
		}
	}
	return nil
}

func (h *hintList) key(press tea.KeyPressMsg) Intent {
	switch id := h.keys.id(press); id {
	case "hints.number":
		// Whichever keys stand for the numbers, the first one is 1.
		for i, name := range h.numbers() {
			if name == keys.Normal(press) && i < len(h.rows) {
				return h.rows[i].pick
			}
		}
	case "hints.pick":
		if h.at < len(h.rows) {
			return h.rows[h.at].pick
		}
	case "hints.down":
		h.move(1)
	case "hints.up":
		h.move(-1)
	case "hints.close":
		return closeDialog{}
	}
	return nil
}

// numbers are the keys that choose the first rows.
func (h *hintList) numbers() []string {
	b, _ := h.keys.table.Binding("hints.number")
	return b.Keys
}

func (h *hintList) move(by int) { h.at = max(min(h.at+by, len(h.rows)-1), 0) }

func (h *hintList) Draw(width, height int) panel {
	w := min(max(width-8, 36), 90, width-2)
	h.shown = min(len(h.rows), max(1, height-4))
	h.top = min(max(h.top, h.at-h.shown+1), h.at)
	numbers := h.numbers()
	body := make([]string, 0, h.shown)
	for i := h.top; i < h.top+h.shown; i++ {
		row, number := h.rows[i], ""
		if i < len(numbers) {
			number = numbers[i]
		}
		mark, style := " ", h.theme.Text
		if i == h.at {
			mark, style = h.theme.Selected.Render(h.theme.Glyphs.Bar), h.theme.Strong
		}
		detail := text.CutWith(row.detail, w/3, h.theme.Glyphs.Cut)
		room := max(1, w-7-text.Width(detail))
		body = append(body, mark+h.theme.Key.Render(text.Pad(number, 2))+" "+
			style.Render(text.Pad(text.CutWith(row.label, room, h.theme.Glyphs.Cut), room))+" "+h.theme.Faint.Render(detail)+" ")
	}
	first := ""
	if len(numbers) > 0 {
		first = numbers[0] + h.theme.Glyphs.Range + strconv.Itoa(min(len(h.rows), len(numbers))) + " " + h.verb
	}
	return panel{lines: box(h.theme, h.title, append([]string{first}, h.keys.hints("hints.pick", h.verb, "hints.close", "close")...), body, w)}
}

// words is the line under the bar, for somebody who listens.
func (d *hintList) Words() string {
	if d.at >= len(d.rows) {
		return d.title
	}
	row := d.rows[d.at]
	return fmt.Sprintf("%s: %s, %s, %d of %d", d.title, row.label, row.detail, d.at+1, len(d.rows))
}
