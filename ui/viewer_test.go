package ui

import (
	"strings"
	"testing"

	"keydesk/ui/dialog"
)

func TestAReplyIsSearchedScrolledAndCopied(t *testing.T) {
	p := newPump(t, bench{width: 80, height: 24})
	p.openFirst()
	p.press(p.actionKey("Create ticket"), "alt+v")
	v, ok := p.dialog().(*dialog.Viewer)
	if !ok {
		t.Fatal("no viewer")
	}
	p.press("/")
	p.shows("enter find")
	p.typeText("CONTENT-TYPE")
	p.press("enter")
	_ = p.screen()
	if v.Hit < 0 || !strings.Contains(v.Drawn[v.Hit], "content-type") {
		t.Fatalf("the search went to line %d", v.Hit)
	}
	p.shows("n next", "esc end search")
	first := v.Hit
	p.press("n")
	if v.Hit == first {
		t.Fatal("n did not go on to the echoed header of the reply")
	}
	p.press("N")
	if v.Hit != first {
		t.Fatal("N did not go back")
	}
	p.press("esc")
	if !p.dialogOpen() {
		t.Fatal("the first esc closed the viewer instead of ending the search")
	}
	p.press("/")
	p.typeText("no such thing")
	p.press("enter")
	p.shows(`"no such thing" is not in here`)
	p.press("esc", "home")
	top := p.screen()
	p.press("pgdown")
	if p.screen() == top {
		t.Fatal("pgdown did not scroll")
	}
	p.sent = nil
	p.press("c")
	if !p.copiedHas("TCK-1042") {
		t.Fatalf("the reply was not copied: %v", p.sent)
	}
	p.press("esc")
	if p.dialogOpen() || p.focus() != focusCompose {
		t.Fatal("esc did not go back to the composer")
	}
}

// copiedHas says whether a text with part in it was handed to the terminal.
func (p *pump) copiedHas(part string) bool {
	for _, msg := range p.sent {
		if c, ok := msg.(copied); ok && strings.Contains(c.text, part) {
			return true
		}
	}
	return false
}

func TestTheHitOfASearchIsMarkedWithoutColour(t *testing.T) {
	p := newPump(t, bench{})
	p.press("?")
	p.shows("Keys")
	p.press("/")
	p.typeText("palette")
	p.press("enter")
	if screen := p.drawn(); !strings.Contains(screen, "\x1b[7mPalette\x1b[") {
		t.Fatalf("the hit is not reversed:\n%q", screen)
	}
	p.shows("›")
}

func TestTheKeysOfANarrowDialogAreLeftOutWhole(t *testing.T) {
	words := []string{"enter run", "c copy as curl", "r raw", "esc close"}
	for width := range 60 {
		got := dialog.FitKeys(words, width)
		if !strings.HasSuffix(got, "esc close") {
			t.Fatalf("%d: %q does not say how to close", width, got)
		}
		for _, part := range strings.Split(got, "  ") {
			if !strings.Contains(strings.Join(words, "|"), part) {
				t.Fatalf("%d: %q was cut", width, part)
			}
		}
	}
}
