package host

import (
	"context"
	"errors"

	"keydesk/ui/text"
)

// Copied is what became of a text.
type Copied struct {
	// Verified: a tool of this desktop took it. Only then it is "copied".
	Verified bool
	// Sequence: the ui must send Text to the terminal, as Raw where that is not
	// empty, else with tea.SetClipboard.
	Sequence bool
	Text     string
	Raw      string
	Note     string // the truth for the person; "" when Verified says it all
}

// Copy brings a text, which may come from outside, into the clipboard of the
// person at the terminal; what could act on the place where it is pasted is left
// out. Errors are sentences; after one, nothing was copied.
func (h *Host) Copy(ctx context.Context, s string) (Copied, error) {
	s = text.Paste(s)
	setting := h.options.Clipboard
	if words, ok := h.command(setting); ok {
		return copyWith(ctx, words, s)
	}
	switch setting {
	case "off":
		return Copied{}, errors.New(`copying is switched off by clipboard = "off" in the settings`)
	case "osc52", "terminal":
		return h.viaTerminal(s, "")
	case "local":
		if h.options.Served {
			return h.viaTerminal(s, "")
		}
		if h.options.Local == nil {
			return Copied{}, errors.New("this machine has no clipboard tool: install wl-clipboard, xclip or xsel, or set clipboard = \"auto\" in the settings")
		}
		return h.viaLocal(ctx, s, false)
	}
	local := h.options.Local
	switch {
	case !h.away(ctx) && local != nil && (local.Name != "clip.exe" || ascii(s)):
		return h.viaLocal(ctx, s, true)
	case h.tmux():
		return h.viaTmux(ctx, s)
	}
	return h.viaTerminal(s, "")
}

// viaLocal uses the desktop's clipboard; where that fails, the terminal may do.
func (h *Host) viaLocal(ctx context.Context, text string, fallBack bool) (Copied, error) {
	err := h.options.Local.set(ctx, text)
	switch {
	case err == nil:
		return Copied{Verified: true}, nil
	case errors.Is(ctx.Err(), context.Canceled):
		return Copied{}, ctx.Err()
	}
	h.options.Logger.Warn("local clipboard", "tool", h.options.Local.Name, "error", err)
	if !fallBack {
		return Copied{}, err
	}
	return h.viaTerminal(text, err.Error())
}

// copyWith gives the text to the program of the settings.
func copyWith(ctx context.Context, words []string, text string) (Copied, error) {
	if err := run(ctx, words, text); err != nil {
		return Copied{}, err
	}
	return Copied{Note: "given to " + words[0]}, nil
}
