package host

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Opened is what became of an address.
type Opened struct {
	Started bool // a browser took it
	// Elsewhere: there is no browser here, so the person has to take the address
	// to another machine. It is worth copying.
	Elsewhere bool
	URL       string // as it was handed over, or is to be shown
	Note      string // the truth for the person; "" when Started says it all
}

// Open shows an address in a browser. It returns when the browser has taken it
// or has run for a moment without failing, and never after ctx ends. Where no
// browser can be started the Note has the address. Errors are sentences.
func (h *Host) Open(ctx context.Context, target string) (Opened, error) {
	url, err := address(target)
	if err != nil {
		return Opened{}, err
	}
	if err := ctx.Err(); err != nil {
		return Opened{}, err
	}
	if words, ok := h.command(h.options.Open); ok && len(words) > 0 {
		return h.start(ctx, [][]string{words}, url)
	}
	if h.options.Open == "show" {
		return Opened{URL: url, Note: url}, nil
	}
	if list := browsers(h.options.Env("BROWSER")); len(list) > 0 && !h.options.Served {
		return h.start(ctx, list, url)
	}
	if h.options.Open != "local" || h.options.Served {
		switch {
		case h.away(ctx):
			return Opened{URL: url, Elsewhere: true, Note: "no browser in an SSH session, open it yourself: " + url}, nil
		case !h.desktop():
			return Opened{URL: url, Elsewhere: true, Note: "no desktop here, open it yourself: " + url}, nil
		}
	}
	return h.browse(ctx, url)
}

// browsers are the programs of $BROWSER: a list separated by colons, each with
// its arguments.
func browsers(value string) [][]string {
	var list [][]string
	for _, entry := range strings.Split(value, ":") {
		if words := strings.Fields(entry); len(words) > 0 {
			list = append(list, words)
		}
	}
	return list
}

// withAddress puts the address in place of %s, or behind the arguments.
func withAddress(words []string, url string) []string {
	out := make([]string, 0, len(words)+1)
	placed := false
	for i, w := range words {
		if i > 0 && strings.Contains(w, "%s") {
			w, placed = strings.ReplaceAll(w, "%s", url), true
		}
		out = append(out, w)
	}
	if !placed {
		out = append(out, url)
	}
	return out
}

// start tries the programs in order until one does not fail.
func (h *Host) start(ctx context.Context, list [][]string, url string) (Opened, error) {
	var errs []error
	for _, words := range list {
		err := detach(ctx, withAddress(words, url), h.options.Settle)
		if err == nil {
			return Opened{Started: true, URL: url}, nil
		}
		h.options.Logger.Warn("browser", "program", words[0], "error", err)
		if errs = append(errs, err); ctx.Err() != nil {
			break
		}
	}
	return Opened{URL: url}, fmt.Errorf("%w; open it yourself: %s", errors.Join(errs...), url)
}

// browse uses the desktop's own choice. The call cannot be interrupted, so it
// ends alone when it outlives the wait.
func (h *Host) browse(ctx context.Context, url string) (Opened, error) {
	done := make(chan error, 1)
	go func() { // ends with the browser
		done <- h.options.Browse(url)
	}()
	settled := time.NewTimer(h.options.Settle)
	defer settled.Stop()
	select {
	case err := <-done:
		if err != nil {
			h.options.Logger.Warn("browser", "error", err)
			return Opened{URL: url}, fmt.Errorf("no browser could be started (%w); open it yourself: %s", err, url)
		}
	case <-settled.C:
	case <-ctx.Done():
	}
	return Opened{Started: true, URL: url}, nil
}

// OpenWay names the way that Open takes, for people.
func (h *Host) OpenWay() string {
	if words, ok := h.command(h.options.Open); ok {
		return strings.Join(words, " ")
	}
	browser := h.options.Env("BROWSER")
	switch {
	case h.options.Open == "show":
		return "addresses are shown"
	case h.options.Served:
		return "addresses are shown: the desk runs on a server"
	case len(browsers(browser)) > 0:
		return "$BROWSER (" + browser + ")"
	case h.options.Open != "local" && (h.ssh() || !h.desktop()):
		return "addresses are shown: no desktop here"
	}
	return "the desktop's browser"
}
