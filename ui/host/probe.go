package host

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/atotto/clipboard"
)

// Probed is what became of a text that was copied only to see whether it
// arrives.
type Probed struct {
	Wrote    bool
	Verified bool   // it was read back
	Restored bool   // what was there before is there again
	Note     string // what happened, for people
	Sequence string // to be written to the terminal: the probe goes that way
}

// Probe copies a text the way Copy does, reads it back where that can be done,
// and puts back what was there. Where that cannot be put back nothing is
// written, unless force is set. Errors are sentences: the way is broken.
func (h *Host) Probe(ctx context.Context, text string, force bool) (Probed, error) {
	switch h.way(h.away(ctx)) {
	case wayOff:
		return Probed{Note: `copying is switched off by clipboard = "off"`}, nil
	case wayNone:
		return Probed{}, errors.New("no clipboard tool here, though the settings ask for one: install wl-clipboard, xclip or xsel")
	case wayLocal:
		return h.probeLocal(ctx, text, force)
	case wayTmux:
		return h.probeTmux(ctx, text)
	case wayCommand:
		words, _ := command(h.options.Clipboard)
		if len(words) == 0 || !found(words[0]) {
			return Probed{}, fmt.Errorf("the program of clipboard = %q is not installed, or not in PATH", h.options.Clipboard)
		}
		if !force {
			return Probed{Note: words[0] + " is there; what it holds cannot be put back, so nothing was copied"}, nil
		}
		if err := run(ctx, words, text); err != nil {
			return Probed{}, err
		}
		return Probed{Wrote: true, Note: "a probe was given to " + words[0]}, nil
	}
	if !force {
		return Probed{Note: "what the terminal's clipboard holds cannot be read back, so nothing was copied"}, nil
	}
	copied, err := h.viaTerminal(text, "")
	if err != nil {
		return Probed{}, err
	}
	return Probed{Wrote: true, Sequence: copied.Written(), Note: "a probe was sent to the terminal; paste to see whether it arrived"}, nil
}

// probeLocal leaves a clipboard alone whose content it could not put back: a
// picture, or nothing at all, cannot be read as text.
func (h *Host) probeLocal(ctx context.Context, text string, force bool) (Probed, error) {
	type answer struct {
		probed Probed
		err    error
	}
	local := h.options.Local
	read := local.Read
	if read == nil {
		read = clipboard.ReadAll // slow, or seen for a moment: fine once
	}
	done := make(chan answer, 1)
	go func() { // ends with the tool
		before, err := read()
		if err != nil && !force {
			done <- answer{Probed{Note: local.Name + " is there; what it holds is no text, so it was left alone"}, nil}
			return
		}
		had := err == nil
		p := Probed{}
		if err := local.Write(text); err != nil {
			done <- answer{p, fmt.Errorf("%s failed: %w", local.Name, err)}
			return
		}
		p.Wrote = true
		got, err := read()
		p.Verified = err == nil && plain(got) == plain(text)
		if had {
			p.Restored = local.Write(before) == nil
		}
		p.Note = local.Name + ": written"
		if p.Verified {
			p.Note += ", read back"
		}
		if p.Restored {
			p.Note += ", and what was there put back"
		}
		if err == nil && !p.Verified {
			done <- answer{p, fmt.Errorf("%s took a text, but holds something else afterwards", local.Name)}
			return
		}
		done <- answer{p, nil}
	}()
	select {
	case a := <-done:
		return a.probed, a.err
	case <-ctx.Done():
		return Probed{}, fmt.Errorf("%s did not answer: %w", local.Name, ctx.Err())
	}
}

// Multiplexer is "tmux" or "screen" where keydesk runs in one, else "".
func (h *Host) Multiplexer() string {
	switch {
	case h.options.Env("TMUX") != "":
		return "tmux"
	case h.screen():
		return "screen"
	}
	return ""
}

// Remote reports whether the person sits at another machine.
func (h *Host) Remote() bool { return h.ssh() }

// way is the one of the ways to a clipboard that Copy takes first.
type way int

const (
	wayTerminal way = iota
	wayLocal
	wayTmux
	wayCommand
	wayOff
	wayNone
)

func (h *Host) way(away bool) way {
	setting := h.options.Clipboard
	if _, ok := command(setting); ok {
		return wayCommand
	}
	local := h.options.Local
	switch {
	case setting == "off":
		return wayOff
	case setting == "osc52", setting == "terminal":
		return wayTerminal
	case setting == "local" && local == nil:
		return wayNone
	case local != nil && (setting == "local" || !away):
		return wayLocal
	case h.tmux():
		return wayTmux
	}
	return wayTerminal
}

// String names a way for people; of two of them the host knows more.
func (w way) String() string {
	return [...]string{"the terminal (OSC 52)", "local", "tmux", "command", "off", "none"}[w]
}

// ClipboardWay names the way that Copy takes, for people.
func (h *Host) ClipboardWay() string {
	switch w := h.way(h.ssh()); w {
	case wayCommand:
		words, _ := command(h.options.Clipboard)
		return strings.Join(words, " ")
	case wayLocal:
		return h.options.Local.Name
	default:
		return w.String()
	}
}
