package dialog

import (
	"fmt"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/keys"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// HintRow is one line of a numbered list.
type HintRow struct {
	Label, Detail string // printable
	Pick          Intent
}

// HintList is a short list from which one chooses by a number.
type HintList struct {
	Theme *theme.Theme
	Keys  Keys
	Title string
	Verb  string
	Rows  []HintRow
	at    int
	top   int
	shown int // rows when last drawn
}

// HintCommands are the keys of a short list by number.
func HintCommands() []command.Command {
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

// Update handles a key, a paste or the mouse.
func (h *HintList) Update(msg tea.Msg) Intent {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return h.key(msg)
	case tea.MouseClickMsg:
		if m := msg.Mouse(); m.Button == tea.MouseLeft && m.Y >= 1 && m.Y <= h.shown && h.top+m.Y-1 < len(h.Rows) {
			return h.Rows[h.top+m.Y-1].Pick
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

func (h *HintList) key(press tea.KeyPressMsg) Intent {
	switch id := h.Keys.ID(press); id {
	case "hints.number":
		// Whichever keys stand for the numbers, the first one is 1.
		for i, name := range h.numbers() {
			if name == keys.Normal(press) && i < len(h.Rows) {
				return h.Rows[i].Pick
			}
		}
	case "hints.pick":
		if h.at < len(h.Rows) {
			return h.Rows[h.at].Pick
		}
	case "hints.down":
		h.move(1)
	case "hints.up":
		h.move(-1)
	case "hints.close":
		return CloseDialog{}
	}
	return nil
}

// numbers are the keys that choose the first rows.
func (h *HintList) numbers() []string {
	b, _ := h.Keys.table.Binding("hints.number")
	return b.Keys
}

func (h *HintList) move(by int) { h.at = max(min(h.at+by, len(h.Rows)-1), 0) }

// Draw draws the list for a screen of the given size.
func (h *HintList) Draw(width, height int) Panel {
	w := min(max(width-8, 36), 90, width-2)
	h.shown = min(len(h.Rows), max(1, height-4))
	h.top = min(max(h.top, h.at-h.shown+1), h.at)
	numbers := h.numbers()
	body := make([]string, 0, h.shown)
	for i := h.top; i < h.top+h.shown; i++ {
		row, number := h.Rows[i], ""
		if i < len(numbers) {
			number = numbers[i]
		}
		mark, style := " ", h.Theme.Text
		if i == h.at {
			mark, style = h.Theme.Selected.Render(h.Theme.Glyphs.Bar), h.Theme.Strong
		}
		detail := text.CutWith(row.Detail, w/3, h.Theme.Glyphs.Cut)
		room := max(1, w-7-text.Width(detail))
		body = append(body, mark+h.Theme.Key.Render(text.Pad(number, 2))+" "+
			style.Render(text.Pad(text.CutWith(row.Label, room, h.Theme.Glyphs.Cut), room))+" "+h.Theme.Faint.Render(detail)+" ")
	}
	first := ""
	if len(numbers) > 0 {
		first = numbers[0] + h.Theme.Glyphs.Range + strconv.Itoa(min(len(h.Rows), len(numbers))) + " " + h.Verb
	}
	return Panel{Lines: Box(h.Theme, h.Title, append([]string{first}, h.Keys.Hints("hints.pick", h.Verb, "hints.close", "close")...), body, w)}
}

// Words is the line under the bar, for somebody who listens.
func (d *HintList) Words() string {
	if d.at >= len(d.Rows) {
		return d.Title
	}
	row := d.Rows[d.at]
	return fmt.Sprintf("%s: %s, %s, %d of %d", d.Title, row.Label, row.Detail, d.at+1, len(d.Rows))
}
