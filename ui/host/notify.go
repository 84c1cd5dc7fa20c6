package host

import (
	"context"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/text"
)

// Longest parts of a notification, in cells: they come from outside, and no
// desktop shows more.
const (
	notifyTitle = 60
	notifyBody  = 160
)

// Bell is the terminal's own sign that something happened.
const Bell = "\a"

// Notify tells the person that something happened, away from the screen. by is
// "auto", "bell", "osc9", "osc777", "osc99", "desktop" or "command PROGRAM …",
// which gets title and body as its last arguments; "auto" takes what the
// terminal knows, then the desktop, then the bell. A sequence that is returned
// has to be sent to the terminal. Title and body may come from outside.
func (h *Host) Notify(ctx context.Context, by, title, body string) (sequence string, err error) {
	title, body = notable(title, notifyTitle), notable(body, notifyBody)
	if words, ok := h.command(by); ok {
		return "", run(ctx, append(words, noFlag(title), noFlag(body)), "")
	}
	if by == "" || by == "auto" {
		by = h.notifyWay()
	}
	switch by {
	case "desktop":
		if h.options.Served {
			return Bell, nil
		}
		if err := run(ctx, h.desktopNotice(title, body), ""); err != nil {
			h.options.Logger.Info("desktop notification", "error", err)
			return Bell, nil
		}
		return "", nil
	case "osc9":
		return h.pass("\x1b]9;" + title + ": " + body + "\a"), nil
	case "osc777":
		return h.pass("\x1b]777;notify;" + title + ";" + body + "\a"), nil
	case "osc99":
		return h.pass("\x1b]99;i=keydesk:d=0;"+title+"\x1b\\") + h.pass("\x1b]99;i=keydesk:p=body;"+body+"\x1b\\"), nil
	default:
		return Bell, nil
	}
}

// notable is a text that ends no sequence and no field of one.
func notable(s string, cells int) string {
	return text.CutWith(strings.ReplaceAll(text.Line(s), ";", ","), cells, "..")
}

// noFlag is a text that a program takes for no option of its own.
func noFlag(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return "–" + rest
	}
	return s
}

// pass brings a sequence through a multiplexer to the terminal. tmux does that
// only with allow-passthrough; its own bell works always.
func (h *Host) pass(sequence string) string {
	switch {
	case h.options.Env("TMUX") != "":
		return ansi.TmuxPassthrough(sequence) + Bell
	case h.screen():
		return ansi.ScreenPassthrough(sequence, screenChunk)
	default:
		return sequence
	}
}

// notifyWay is what the terminal is known to show, by what it leaves in the
// environment, also beneath tmux.
func (h *Host) notifyWay() string {
	env := h.options.Env
	term, program := env("TERM"), strings.ToLower(env("TERM_PROGRAM"))
	switch {
	case env("KITTY_WINDOW_ID") != "" || strings.Contains(term, "kitty"):
		return "osc99"
	case program == "iterm.app" || env("LC_TERMINAL") == "iTerm2" || env("ITERM_SESSION_ID") != "":
		return "osc9"
	case program == "wezterm" || program == "ghostty" || program == "rio" || env("WEZTERM_PANE") != "" || env("GHOSTTY_RESOURCES_DIR") != "" || strings.HasPrefix(term, "foot"):
		return "osc777"
	case !h.ssh() && h.desktop() && len(h.desktopNotice("", "")) > 0 && found(h.desktopNotice("", "")[0]):
		return "desktop"
	default:
		return "bell"
	}
}

// desktopNotice is the program of this desktop that shows a notification.
func (h *Host) desktopNotice(title, body string) []string {
	switch h.options.GOOS {
	case "darwin":
		return []string{"osascript", "-e", "on run a", "-e", "display notification (item 2 of a) with title (item 1 of a)", "-e", "end run", title, body}
	case "windows":
		return nil
	}
	unmarked := strings.NewReplacer("<", "‹", ">", "›") // many read a body as markup, with links and pictures
	return []string{"notify-send", "--app-name=keydesk", "--", title, unmarked.Replace(body)}
}
