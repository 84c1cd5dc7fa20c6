package ui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"keydesk/client"
	"keydesk/ui/dialog"
	"keydesk/ui/theme"
)

func plainBench(w, h int) bench {
	return bench{width: w, height: h, deps: func(d *Deps) {
		d.Plain, d.Theme = true, theme.New("auto", "plain", true)
		d.Theme.Motion = false
	}}
}

// drawn are characters that stand for lines on a screen.
var drawn = regexp.MustCompile(`[─│┌┐└┘├┤┬┴┼╭╮╰╯▌]|--|\+-`)

func TestPlainDrawsNoLines(t *testing.T) {
	p := newPump(t, plainBench(80, 24))
	look := func(where string) {
		if at := drawn.FindString(p.screen()); at != "" {
			t.Errorf("%s draws %q:\n%s", where, at, p.screen())
		}
	}
	look("the list")
	p.press("enter")
	look("a conversation")
	p.press("ctrl+k")
	look("the palette")
	if strings.Contains(p.screen(), "Where is my order?") {
		t.Error("the conversation shows beside the palette")
	}
	p.press("esc", "?")
	look("the help")
	p.press("q")
	p.press("alt+a")
	p.press("alt+p")
	look("a preview")
}

// Every dialog there is says where its keyboard is, draws no lines, and moves nothing by itself.
func TestPlainOnTour(t *testing.T) {
	b := plainBench(80, 24)
	b.role = "admin"
	p := newPump(t, b)
	dialogs := 0
	p.seen = func(screen string) {
		if at := drawn.FindString(ansi.Strip(screen)); at != "" {
			t.Errorf("%q is drawn:\n%s", at, p.screen())
		}
		d := p.dialog()
		if d == nil {
			return
		}
		dialogs++
		if words := dialog.WordsOf(d); words == "Dialog" || strings.TrimSpace(words) == "" {
			t.Errorf("%T says %q", d, words)
		}
	}
	p.tour()
	if dialogs < 60 {
		t.Errorf("only %d looks at dialogs", dialogs)
	}
}

func TestPlainSaysWhatChanged(t *testing.T) {
	p := newPump(t, plainBench(80, 24))
	says := func(parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(p.announced(), part) {
				t.Fatalf("it says %q, not %q", p.announced(), part)
			}
		}
	}
	says("Aarav Sharma", "2 unread", "Where is my order?")
	p.press("down")
	says("महेश पाटील")
	p.press("up", "enter")
	says("Write to Aarav Sharma")
	p.press("shift+tab")
	says("Aarav Sharma: Where")
	p.press("shift+tab")
	says("Button Create ticket, 1 of")
	p.press("right")
	says("2 of")
	p.press("esc", "ctrl+k")
	says("Commands: ", "none chosen")
	p.press("down")
	says("Commands: ", "1 of")
	p.press("esc")
	c := p.openChat()
	m := c.newest()
	m.ID, m.Direction, m.Body, m.Type = "00000000-0000-4000-8000-00000000000f", client.Incoming, "Are you there?", "text"
	m.CreatedAt = p.clock
	p.event(client.MessageReceived{Message: m})
	p.announce() // as Update does
	says("Aarav Sharma writes: Are you there?")
	p.press("alt+9")
	says("There is no action 9")
}

// The cursor stands where the line is said, unless somebody types.
func TestPlainCursor(t *testing.T) {
	p := newPump(t, plainBench(80, 24))
	if c := p.view().Cursor; c == nil || c.Y != 22 {
		t.Fatalf("cursor in the list: %+v", c)
	}
	p.press("enter")
	p.typeText("hi")
	if c := p.view().Cursor; c == nil || c.Y >= 22 {
		t.Fatalf("cursor in the composer: %+v", c)
	}
}

func TestScreenOfPlain(t *testing.T) {
	for _, s := range screens {
		for name, to := range map[string]func(*pump){
			"list":         func(*pump) {},
			"conversation": func(p *pump) { p.press("enter") },
			"palette":      func(p *pump) { p.press("enter", "ctrl+k"); p.typeText("copy phone") },
			"preview":      func(p *pump) { p.press("enter", "alt+a", "alt+p") },
		} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, s.w, s.h), func(t *testing.T) {
				p := newPump(t, plainBench(s.w, s.h))
				to(p)
				golden.RequireEqual(t, p.steady())
			})
		}
	}
}

// Why something did not go out, and that what is in a line was typed before, is said too.
func TestPlainSaysWhatIsLeftOver(t *testing.T) {
	b := plainBench(80, 24)
	b.role = "manager"
	p := newPump(t, b)
	p.openFirst()
	p.unplug()
	p.sendText("post one")
	p.press("shift+tab")
	if got := p.announced(); !strings.Contains(got, "you, not sent, waiting for the line: post one") {
		t.Errorf("said %q", got)
	}
	p.do("contact.rename")
	p.typeText(" Jr")
	p.press("esc")
	p.do("contact.rename")
	p.press("end")
	if got := p.announced(); !strings.Contains(got, "You typed this before, and it is not saved. Aarav Sharma Jr") {
		t.Errorf("said %q", got)
	}
}
