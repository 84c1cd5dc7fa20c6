package host

import (
	"context"
	"errors"
	"strings"
)

func (h *Host) tmux() bool { return !h.options.Served && h.options.Env("TMUX") != "" && found("tmux") }

// away reports whether the person sits at another machine just now. The
// environment tells how the session began; a tmux that was attached from
// elsewhere since then knows better.
func (h *Host) away(ctx context.Context) bool {
	if !h.tmux() {
		return h.ssh()
	}
	const name = "SSH_CONNECTION"
	said, err := ask(ctx, "tmux", "show-environment", name)
	switch {
	case err != nil: // tmux was told not to keep it
		return h.ssh()
	case said == "-"+name: // whoever attached last did so without SSH
		return false
	}
	return strings.HasPrefix(said, name+"=") || h.ssh()
}

// viaTmux hands the text to tmux, which keeps it as its newest buffer and
// passes it on to the terminal, also with set-clipboard at its default, where
// it ignores the sequence of an application.
func (h *Host) viaTmux(ctx context.Context, text string) (Copied, error) {
	if len(text) > MaxSequence {
		return h.viaTerminal(text, "")
	}
	if err := run(ctx, []string{"tmux", "load-buffer", "-w", "-"}, text); err != nil {
		h.options.Logger.Warn("tmux buffer", "error", err)
		return h.viaTerminal(text, "")
	}
	if option, err := ask(ctx, "tmux", "show-options", "-sv", "set-clipboard"); err == nil && option == "off" {
		return Copied{Note: "put into tmux's own buffer, prefix ] pastes it (its set-clipboard is off)"}, nil
	}
	seen := h.clients(ctx)
	if seen.deaf() {
		return Copied{Note: "put into tmux's own buffer, prefix ] pastes it (" + seen.name() + ", where tmux runs, takes no copies)"}, nil
	}
	remedy := "allow OSC 52 in the terminal's settings"
	if seen.nested() {
		remedy = "the outer tmux needs: set -g set-clipboard on"
	}
	return Copied{Note: h.hint("sent to your terminal's clipboard through tmux", remedy)}, nil
}

// probeTmux uses a buffer of its own, so that nothing there is changed.
func (h *Host) probeTmux(ctx context.Context, text string) (Probed, error) {
	const buffer = "keydesk-doctor"
	if err := run(ctx, []string{"tmux", "load-buffer", "-b", buffer, "-"}, text); err != nil {
		return Probed{}, err
	}
	got, err := ask(ctx, "tmux", "show-buffer", "-b", buffer)
	p := Probed{Wrote: true, Verified: err == nil && got == text}
	p.Restored = run(ctx, []string{"tmux", "delete-buffer", "-b", buffer}, "") == nil
	p.Note = "tmux: a buffer written, read back and deleted; tmux passes copies on to the terminal"
	if h.clients(ctx).deaf() {
		p.Note = "tmux: a buffer written, read back and deleted, but its terminal takes no copies: prefix ] pastes them"
	}
	if !p.Verified {
		return p, errors.New("tmux took a text, but its buffer holds something else")
	}
	return p, nil
}

// tmuxClients are the terminals that a tmux is shown in.
type tmuxClients []tmuxClient

type tmuxClient struct {
	term string // its TERM
	deaf bool   // tmux knows no way to its clipboard
}

// clients asks tmux for its terminals; none where it does not say.
func (h *Host) clients(ctx context.Context) tmuxClients {
	said, err := askAll(ctx, "tmux", "show-messages", "-T")
	if err != nil {
		return nil
	}
	return readClients(said)
}

// readClients reads what tmux tells of its terminals: a line "Terminal 0: TERM
// for DEVICE, …", and below it a line for each ability.
func readClients(said string) tmuxClients {
	var list tmuxClients
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "Terminal "); ok {
			_, rest, _ = strings.Cut(rest, ": ")
			term, _, _ := strings.Cut(rest, " for ")
			list = append(list, tmuxClient{term: term})
		} else if len(list) > 0 && strings.Contains(line, ": Ms: ") {
			list[len(list)-1].deaf = strings.Contains(line, "[missing]")
		}
	}
	return list
}

// deaf reports whether a copy reaches none of them.
func (c tmuxClients) deaf() bool {
	for _, client := range c {
		if !client.deaf {
			return false
		}
	}
	return len(c) > 0
}

// nested reports whether one of them is a tmux or a screen itself.
func (c tmuxClients) nested() bool {
	for _, client := range c {
		if multiplexed(client.term) {
			return true
		}
	}
	return false
}

// name is what the first of them calls itself.
func (c tmuxClients) name() string { return c[0].term }

// multiplexed reports whether a TERM is that of tmux or screen.
func multiplexed(term string) bool {
	return strings.HasPrefix(term, "tmux") || strings.HasPrefix(term, "screen")
}

// TmuxOption is a server or global option of tmux, "" where it has none.
func (h *Host) TmuxOption(ctx context.Context, name string) string {
	if !h.tmux() {
		return ""
	}
	for _, words := range [][]string{{"tmux", "show-options", "-sv", name}, {"tmux", "show-options", "-gv", name}, {"tmux", "show-options", "-wgv", name}} {
		if value, err := ask(ctx, words...); err == nil && value != "" {
			return value
		}
	}
	return ""
}
