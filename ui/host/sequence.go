package host

import (
	"fmt"
	"strings"

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
	c := Copied{Sequence: true, Text: text, Raw: h.wrapped(text)}
	note := "sent to your terminal's clipboard"
	if why != "" {
		note = why + "; " + note
	}
	c.Note = h.hint(note, h.remedy())
	return c, nil
}

// hint is a note with the remedy for the case that nobody can know of, once.
func (h *Host) hint(note, remedy string) string {
	if h.hinted.Swap(true) {
		return note
	}
	return note + " (if it does not arrive, " + remedy + ")"
}

// wrapped is the sequence for a text as what lies between here and the terminal
// takes it; "" where the plain one does. GNU screen takes it in pieces only. At
// the near end of an SSH session may be a tmux or a screen that the environment
// tells of by TERM alone: each ignores the form that is meant for the other, and
// a tmux takes the plain one with set-clipboard on, the wrapped one with
// allow-passthrough on. The plain one is last, because a tmux sees the pieces
// for a screen as a text that is cut off.
func (h *Host) wrapped(text string) string {
	sequence := ansi.SetSystemClipboard(text)
	switch term := h.options.Env("TERM"); {
	case h.screen():
		return ansi.ScreenPassthrough(sequence, screenChunk)
	case strings.HasPrefix(term, "tmux"):
		return ansi.TmuxPassthrough(sequence) + sequence
	case strings.HasPrefix(term, "screen"):
		return ansi.ScreenPassthrough(sequence, screenChunk) + sequence
	}
	return ""
}

// Written is what to write to the terminal for a copy that goes that way.
func (c Copied) Written() string {
	if c.Raw != "" {
		return c.Raw
	}
	return ansi.SetSystemClipboard(c.Text)
}

// remedy is what to set where the sequence is not taken.
func (h *Host) remedy() string {
	if !h.screen() && (h.options.Env("TMUX") != "" || multiplexed(h.options.Env("TERM"))) {
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
