package ui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"keydesk/ui/host"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

const aLink = "https://crm.example.com/contacts?phone=%2B919810000000"

// remote is a desk in an SSH session without a browser.
func remote(w, h int) bench {
	return bench{width: w, height: h, deps: func(d *Deps) {
		env := map[string]string{"SSH_TTY": "/dev/pts/1"}
		d.Host = host.New(host.Options{Env: func(name string) string { return env[name] }, GOOS: "linux"})
	}}
}

func TestALinkOverSSHIsShownCopiedAndAKeyFromItsCode(t *testing.T) {
	p := newPump(t, remote(120, 36))
	p.press("enter")
	p.openURL(aLink, "CRM", 0, false)
	copied := false
	for _, msg := range p.sent {
		copied = copied || strings.Contains(fmt.Sprintf("%T %v", msg, msg), aLink) && strings.Contains(fmt.Sprintf("%T", msg), "setClipboard")
	}
	if !copied {
		t.Errorf("the link was not copied: %T", p.sent)
	}
	p.press("alt+k")
	content := p.drawn()
	if !strings.Contains(content, ansi.SetHyperlink(aLink, "id=keydesk")) {
		t.Error("the link is no link")
	}
	p.shows(aLink, "▀", "█", "c copy", "esc back")
	if p.view().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is still taken")
	}
	if first := strings.Split(p.screen(), "\n")[0]; first != aLink {
		t.Errorf("the first line is %q", first)
	}
	p.press("esc")
	p.hides("▀")
	if p.view().MouseMode == tea.MouseModeNone {
		t.Error("the mouse stays released")
	}
}

func TestALinkDoesNotReplaceWhatTheRunCopied(t *testing.T) {
	p := newPump(t, remote(120, 36))
	p.press("enter")
	p.sent = nil
	p.openURL(aLink, "CRM", 0, true)
	for _, msg := range p.sent {
		if strings.Contains(fmt.Sprintf("%T", msg), "setClipboard") {
			t.Errorf("%v was copied", msg)
		}
	}
}

func TestTheCodeSaysWhyItIsNotThere(t *testing.T) {
	for name, c := range map[string]struct {
		w, h   int
		glyphs string
		link   string
		says   string
	}{
		"small":  {40, 12, "unicode", aLink, "The QR code needs a window of"},
		"ascii":  {120, 36, "ascii", aLink, "it needs block characters"},
		"long":   {120, 36, "unicode", "https://x.example/" + strings.Repeat("x", 3000), ""},
		"screen": {80, 24, "unicode", aLink, "▀"},
	} {
		t.Run(name, func(t *testing.T) {
			b := remote(c.w, c.h)
			inner := b.deps
			b.deps = func(d *Deps) { inner(d); d.Theme = theme.New("auto", c.glyphs, true) }
			p := newPump(t, b)
			p.openURL(c.link, "CRM", 0, false)
			p.press("alt+k")
			if c.says == "" {
				p.press("end")
				c.says = "There is no QR code"
			}
			if !strings.Contains(strings.Join(strings.Fields(p.screen()), " "), c.says) {
				t.Errorf("%q is not on\n%s", c.says, p.screen())
			}
		})
	}
}

func TestATextTooLongToCopyCanBeSelectedByHand(t *testing.T) {
	p := newPump(t, bench{})
	p.press("enter")
	p.copy(strings.Repeat("long\x1b[31m line\n", host.MaxSequence/5), "report", 0)
	p.shows("too long", "alt+k")
	p.press("alt+k")
	p.shows("long line\nlong line", "more")
	p.hides("│")
	p.press("end", "esc")
	p.press("up", "p")
	p.hides("│")
	p.press("q")
	p.shows("│")
}

func TestBareViewAtEverySize(t *testing.T) {
	p := newPump(t, remote(80, 24))
	p.openURL(aLink, "CRM", 0, false)
	p.press("alt+k")
	for w := 40; w <= 120; w += 7 {
		for h := 12; h <= 50; h += 3 {
			p.send(tea.WindowSizeMsg{Width: w, Height: h})
			lines := strings.Split(p.drawn(), "\n")
			if len(lines) != h {
				t.Fatalf("%d×%d: %d lines", w, h, len(lines))
			}
			for _, line := range lines {
				if text.Width(line) > w {
					t.Fatalf("%d×%d: a line of %d: %q", w, h, text.Width(line), line)
				}
			}
		}
	}
}

func TestScreensOfBareViews(t *testing.T) {
	for _, s := range screens {
		for name, to := range map[string]func(p *pump){
			"link":    func(p *pump) { p.openURL(aLink, "CRM", 0, false); p.press("alt+k") },
			"message": func(p *pump) { p.press("enter", "up", "p") },
		} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, s.w, s.h), func(t *testing.T) {
				p := newPump(t, remote(s.w, s.h))
				to(p)
				golden.RequireEqual(t, p.steady())
			})
		}
	}
}
