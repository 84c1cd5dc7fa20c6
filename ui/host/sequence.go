package host

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"
)

const (
	// MaxSequence is the longest text, in bytes, that OSC 52 brings into a
	// clipboard: terminals take sequences of 100,000 bytes, which is this much
	// in base64.
	MaxSequence = 74_994
	// screenChunk is what GNU screen takes in one string.
	screenChunk = 768
)

// viaTerminal is the answer for a text that the terminal is to take. The first
// one carries a hint, because there is no answer to know by whether it did.
func (h *Host) viaTerminal(text, why string) (Copied, error) {
	if len(text) > MaxSequence {
		return Copied{}, fmt.Errorf("the text is too long for a terminal's clipboard: %s, at most %s; set clipboard = \"command …\" in the settings, or select it with the mouse",
			size(len(text)), size(MaxSequence))
	}
	c := Copied{Sequence: true, Note: "sent to your terminal's clipboard"}
	if h.screen() {
		c.Raw = ansi.ScreenPassthrough(ansi.SetSystemClipboard(text), screenChunk)
	}
	if why != "" {
		c.Note = why + "; " + c.Note
	}
	if !h.hinted.Swap(true) {
		c.Note += " (if it does not arrive, " + h.remedy() + ")"
	}
	return c, nil
}

// sequenceOf is what to write to the terminal for a copy that goes that way.
func sequenceOf(c Copied, text string) string {
	if c.Raw != "" {
		return c.Raw
	}
	return ansi.SetSystemClipboard(text)
}

// remedy is what to set where the sequence is not taken.
func (h *Host) remedy() string {
	if h.options.Env("TMUX") != "" {
		return "tmux needs: set -g set-clipboard on"
	}
	return "allow OSC 52 in the terminal's settings"
}

// size is a number of bytes in words.
func size(n int) string {
	if n < 10_000 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%d kB", n/1000)
}
