package dialog

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// A question that opens under somebody's fingers must not be answered by keys
// already on their way.
const (
	quiet   = 400 * time.Millisecond  // no key for this long arms the dialog
	Ceiling = 1500 * time.Millisecond // and after this it is armed whatever happens
)

// Confirm asks before something leaves the desk or is destroyed. It opens on
// Cancel and never takes pasted text.
type Confirm struct {
	theme  *theme.Theme
	keys   Keys
	title  string
	verb   string // label of the button that does it
	Danger bool
	lines  func(width int) []string
	do     func() tea.Cmd

	yes      bool // the button under the cursor
	opened   time.Time
	lastKey  time.Time
	now      func() time.Time
	top, all int
	rows     int
}

// NewQuestion opens nothing yet. verb is the button that does it, lines the question
// in rows of a width, and do the answer yes.
func (k *Kit) NewQuestion(title, verb string, lines func(int) []string, do func() tea.Cmd) *Confirm {
	now := k.Now
	return &Confirm{theme: &k.Theme, keys: k.KeysIn(command.ScopeConfirm), title: title, verb: verb, lines: lines, do: do, now: now, opened: now(), lastKey: now()}
}

// Update handles a key, a paste or the mouse.
func (c *Confirm) Update(msg tea.Msg) Intent {
	switch m := msg.(type) {
	case tea.MouseWheelMsg:
		if m.Mouse().Button == tea.MouseWheelUp {
			c.scroll(-1)
		} else {
			c.scroll(1)
		}
		return nil
	case tea.MouseClickMsg:
		return c.click(m.Mouse())
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	if now := c.now(); now.Sub(c.lastKey) < quiet && now.Sub(c.opened) < Ceiling {
		c.lastKey = now
		return nil
	}
	switch c.keys.ID(press) {
	case "confirm.choose":
		c.yes = !c.yes
	case "confirm.up":
		c.scroll(-1)
	case "confirm.down":
		c.scroll(1)
	case "confirm.yes":
		return Then{c.do}
	case "confirm.no":
		return CloseDialog{}
	case "confirm.press":
		if c.yes {
			return Then{c.do}
		}
		return CloseDialog{}
	}
	return nil
}

func (c *Confirm) scroll(by int) { c.top = max(0, min(c.top+by, c.all-c.rows)) }

// click presses a button; as with keys, not before a person can have read the
// question.
func (c *Confirm) click(m tea.Mouse) Intent {
	if m.Button != tea.MouseLeft || m.Y != c.rows+2 || c.now().Sub(c.opened) < quiet {
		return nil
	}
	do, cancel := c.labels()
	const at = 3 // the frame and two spaces
	next := at + text.Width(do) + 2
	switch {
	case m.X >= at && m.X < at+text.Width(do):
		return Then{c.do}
	case m.X >= next && m.X < next+text.Width(cancel):
		return CloseDialog{}
	}
	return nil
}

// labels are the two buttons.
func (c *Confirm) labels() (do, cancel string) {
	if c.Danger {
		return "[ " + c.theme.Glyphs.Danger + " " + c.verb + " ]", "[ Cancel ]"
	}
	return "[ " + c.verb + " ]", "[ Cancel ]"
}

// Draw draws the question for a screen of the given size.
func (c *Confirm) Draw(width, height int) Panel {
	w := min(max(width-8, 38), 84)
	w = min(w, width-2)
	lines := c.lines(w - 2)
	c.all, c.rows = len(lines), max(1, min(len(lines), height-7))
	c.top = max(0, min(c.top, c.all-c.rows))
	body := make([]string, 0, c.rows+2)
	for _, line := range lines[c.top : c.top+c.rows] {
		body = append(body, " "+line)
	}
	body = append(body, "", c.buttons(w))
	return Panel{Lines: Box(c.theme, c.title, c.edge(), body, w)}
}

func (c *Confirm) buttons(w int) string {
	do, cancel := c.labels()
	style := c.theme.Accent
	if c.Danger {
		style = c.theme.Bad
	}
	row := ""
	if c.yes {
		row = c.theme.Reverse.Render(do) + "  " + c.theme.Text.Render(cancel)
	} else {
		row = style.Render(do) + "  " + c.theme.Reverse.Render(cancel)
	}
	return text.Pad("  "+row, w)
}

// edge is the lower edge: the keys, and whether there is more to read.
func (c *Confirm) edge() []string {
	words := c.keys.Hints("confirm.yes", c.verb)
	if c.all > c.rows {
		words = append(words, c.theme.Glyphs.UpDown+" more")
	}
	return append(words, append([]string{c.theme.Glyphs.LeftRight + " choose"}, c.keys.Hints("confirm.no", "cancel")...)...)
}
