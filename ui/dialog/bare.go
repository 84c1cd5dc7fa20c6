package dialog

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/command"
	"keydesk/ui/qr"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Handed is what was last to leave the desk: to be copied, or opened.
type Handed struct {
	What string // names it: the action, or "phone number"
	Text string
	Link bool // an address, which a phone can take from the screen as well
}

// Bare is a text on the whole screen, without borders or indent, and with the
// mouse left to the terminal: to be selected by hand, or, for a link, to be
// read by a phone's camera.
type Bare struct {
	Theme  *theme.Theme
	Keys   Keys
	Shown  Handed
	copies func(Handed) tea.Cmd
	light  bool // the code is drawn for a light background, where it has no colours of its own
	top    int
	rows   int
	height int
	drawn  []string
}

// NewBare opens nothing yet; light says that a code without colours of its own is
// drawn for a light background.
func (k *Kit) NewBare(h Handed, light bool, copies func(Handed) tea.Cmd) *Bare {
	return &Bare{Theme: &k.Theme, Keys: k.KeysIn(command.ScopeBare), Shown: h, light: light, copies: copies}
}

// BareKeys are the keys of a text on the whole screen.
func BareKeys() []command.Command {
	row := func(id, long string, keyNames ...string) command.Command {
		return command.Command{Binding: command.Bind(command.ScopeBare, id, "", long, keyNames...)}
	}
	return []command.Command{
		row("bare.copy", "Copy the text", "c"),
		row("bare.invert", "Draw the code for the other background", "i"),
	}
}

// Words name the text.
func (b *Bare) Words() string { return b.Shown.What + ": " + text.Line(b.Shown.Text) }

// Update handles a key, a paste or the mouse.
func (b *Bare) Update(msg tea.Msg) Intent {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch b.Keys.ID(press) {
	case "viewer.back", "viewer.close":
		return CloseDialog{}
	case "viewer.up":
		b.scroll(-1)
	case "viewer.down":
		b.scroll(1)
	case "viewer.pageup":
		b.scroll(-max(1, b.rows-1))
	case "viewer.pagedown":
		b.scroll(max(1, b.rows-1))
	case "viewer.top":
		b.top = 0
	case "viewer.end":
		b.scroll(len(b.drawn))
	case "bare.copy":
		h := b.Shown
		return Also{func() tea.Cmd { return b.copies(h) }}
	case "bare.invert":
		b.light = !b.light
	}
	return nil
}

func (b *Bare) scroll(by int) { b.top = max(0, min(b.top+by, len(b.drawn)-b.rows)) }

// Draw fills the screen; the last row has the keys.
func (b *Bare) Draw(width, height int) Panel {
	b.rows, b.height = max(1, height-1), height
	b.drawn = b.lines(width)
	b.scroll(0)
	rows := make([]string, 0, height)
	for i := range b.rows {
		line := ""
		if at := b.top + i; at < len(b.drawn) {
			line = b.drawn[at]
		}
		rows = append(rows, text.Pad(line, width))
	}
	words := []string{}
	if len(b.drawn) > b.rows {
		words = append(words, b.Keys.Hints("viewer.down", "more")...)
	}
	words = append(words, b.Keys.Hints("bare.copy", "copy")...)
	if b.Shown.Link && b.Theme.Plain {
		words = append(words, b.Keys.Hints("bare.invert", "invert")...)
	}
	words = append(words, b.Keys.Hints("viewer.back", "back")...)
	return Panel{Lines: append(rows, b.Theme.Faint.Render(text.Pad(FitKeys(words, width), width)))}
}

// lines are the text as it is, and a link's code below it.
func (b *Bare) lines(width int) []string {
	rows := WrapLines(b.Shown.Text, width)
	if !b.Shown.Link {
		return rows
	}
	for i := range rows {
		rows[i] = ansi.SetHyperlink(b.Shown.Text, "id=keydesk") + rows[i] + ansi.ResetHyperlink()
	}
	return append(rows, b.code(width, b.rows-len(rows))...)
}

// code is the QR code, or why there is none.
func (b *Bare) code(width, height int) []string {
	why := func(format string, args ...any) []string {
		return append([]string{""}, text.Wrap(fmt.Sprintf(format, args...), width)...)
	}
	columns, rows, err := qr.Size(b.Shown.Text)
	switch {
	case err != nil:
		return why("There is no QR code: %v.", err)
	case b.Theme.Glyphs.ASCII:
		return why(`There is no QR code: it needs block characters, which glyphs = "ascii" leaves out.`)
	case columns > width || rows > height:
		return why("The QR code needs a window of %d×%d; this one has %d×%d.", columns, rows+b.height-height, width, b.height)
	}
	ink := qr.Paper
	if b.Theme.Plain {
		ink = qr.Bare
		if b.light {
			ink = qr.BareLight
		}
	}
	lines, err := qr.Lines(b.Shown.Text, ink)
	if err != nil {
		return why("There is no QR code: %v.", err)
	}
	return lines
}
