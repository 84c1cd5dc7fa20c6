package ui

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"keydesk/ui/dialog"
)

// A hand that rests within a sequence is shown how it goes on; one that goes on
// never sees it.
func TestLeaderShowsItsKeys(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.KeyPreset = "vim" }})
	p.press("space")
	p.hides("All actions of this conversation")
	p.fire()
	p.shows("space …", "All actions of this conversation", "History of all runs", "esc cancel")
	p.press("esc")
	p.hides("esc cancel")

	p.press("space", "space")
	p.fire()
	if _, ok := p.dialog().(*dialog.Chooser); !ok {
		t.Fatal("the sequence does not work")
	}
	p.hides("All keys of")
}

func TestLeaderThatWasLeftShowsNothingLater(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.KeyPreset = "vim" }})
	p.press("space", "j")
	p.press("g")
	due := p.timers
	p.timers = nil
	p.press("g")
	p.timers = due
	p.fire()
	p.hides("esc cancel")
}

func TestScreenOfALeader(t *testing.T) {
	for _, s := range screens {
		t.Run(fmt.Sprintf("%dx%d", s.w, s.h), func(t *testing.T) {
			p := newPump(t, bench{width: s.w, height: s.h, deps: func(d *Deps) { d.KeyPreset = "vim" }})
			p.press("space")
			p.fire()
			golden.RequireEqual(t, p.steady())
		})
	}
}

// A dialog shows it as well, over itself; text that is typed there ends a sequence.
func TestLeaderWithinADialog(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.KeyPreset = "vim" }})
	p.do("help")
	if _, ok := p.dialog().(*dialog.Viewer); !ok {
		t.Fatalf("no viewer:\n%s", p.screen())
	}
	p.press("g")
	p.hides("esc cancel")
	p.fire()
	p.shows("g …", "esc cancel")
	p.press("esc")
	p.hides("esc cancel")
	if !p.dialogOpen() {
		t.Fatal("esc closed the dialog as well")
	}
}

func TestLeaderInTheStudiosForm(t *testing.T) {
	p := studioPump(t, bench{deps: func(d *Deps) { d.KeyPreset, d.Trash = "emacs", t.TempDir() }})
	p.press("n")
	p.typeText("Hook")
	p.press("ctrl+x")
	p.fire()
	p.shows("Save the action", "esc cancel")
	p.typeText("!")
	p.fire()
	p.hides("esc cancel")
	p.shows("Hook!")
	p.press("ctrl+x", "ctrl+s")
	p.shows("is empty")
}
