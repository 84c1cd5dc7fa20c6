package thread

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"keydesk/ui/theme"
)

// Screens at the widths of the desk at 140, 100 and 80 columns, of a phone and of next to nothing.
func TestScreens(t *testing.T) {
	for _, w := range []int{100, 66, 40, 20, 9} {
		t.Run(fmt.Sprint(w), func(t *testing.T) {
			p := newTestPane(t, w, 58, everyType())
			if w < 40 {
				p.Resize(w, 120)
			}
			p.SetUnreadFrom("06")
			p.SetEnd(true)
			p.SetHints(Hints{Failed: "r retry  e edit", Media: "⏎ view"})
			p.Select("05")
			checkSize(t, p)
			golden.RequireEqual(t, ansi.Strip(p.View())+"\n")
		})
	}
}

func TestScreenColoured(t *testing.T) {
	p := testPane(66, 30, false)
	p.Merge(everyType())
	p.Select("11")
	checkSize(t, p)
	golden.RequireEqual(t, p.View()+"\n")
}

func TestScreenASCII(t *testing.T) {
	p := testPane(60, 40, true)
	th := theme.New("auto", "ascii", true)
	p.SetTheme(&th)
	p.Merge(everyType())
	p.Select("11")
	checkSize(t, p)
	golden.RequireEqual(t, ansi.Strip(p.View())+"\n")
}

// A narrow ASCII screen cuts with the sign of its glyphs.
func TestASCIICutsWithItsOwnSign(t *testing.T) {
	p := testPane(5, 30, true)
	th := theme.New("auto", "ascii", true)
	p.SetTheme(&th)
	p.SetEnd(true)
	p.Merge(numbered(100, 103))
	if v := p.View(); strings.Contains(v, "…") || !strings.Contains(v, "~") {
		t.Errorf("got\n%s", v)
	}
}

func TestEmptyScreens(t *testing.T) {
	p := testPane(50, 3, true)
	want := map[string]func(){
		"No messages with Aarav Sharma": func() {},
		"loading":                       func() { p.SetLoading(true) },
		"No messages yet.":              func() { p.Reset("") },
	}
	for _, words := range []string{"No messages with Aarav Sharma", "loading", "No messages yet."} {
		want[words]()
		checkSize(t, p)
		if !has(p, words) {
			t.Errorf("want %q on screen, got %q", words, screen(p))
		}
	}
	closed := New(p.th, p.now, p.loc)
	closed.Resize(40, 3)
	if !has(closed, "No conversation is open.") {
		t.Errorf("got %q", screen(closed))
	}
}
