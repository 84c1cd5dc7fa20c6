package ui

import (
	"strings"
	"testing"

	"keydesk/ui/dialog"
)

// TestGuideShowsATopic chooses one by the beginning of its name, and comes back to the list with esc.
func TestGuideShowsATopic(t *testing.T) {
	topics := []Topic{
		{Name: "scripts", About: "what JavaScript can use", Text: "# Scripts: what JavaScript can use\n\n" + strings.Repeat("Words of **scripts**. ", 40)},
		{Name: "keys", About: "every key", Text: "# Keys: every key\n\n| key | does |\n|---|---|\n| `n` | next |\n"},
	}
	for _, s := range screens {
		p := newPump(t, bench{width: s.w, height: s.h, deps: func(d *Deps) { d.Guide = topics }})
		p.do("guide")
		if _, ok := p.dialog().(*dialog.Chooser); !ok || !strings.Contains(p.screen(), " scripts") {
			t.Fatalf("%dx%d: the topics are not offered:\n%s", s.w, s.h, p.screen())
		}
		p.press("k", "e", "y", "enter")
		if _, ok := p.dialog().(*dialog.Viewer); !ok || !strings.Contains(p.screen(), "Guide: keys") || !strings.Contains(p.screen(), "`n`  next") {
			t.Fatalf("%dx%d: the topic is not shown:\n%s", s.w, s.h, p.screen())
		}
		p.press("esc")
		if _, ok := p.dialog().(*dialog.Chooser); !ok {
			t.Errorf("%dx%d: esc leaves the topics too", s.w, s.h)
		}
	}
}

// TestGuideWithoutTopics says why there is nothing.
func TestGuideWithoutTopics(t *testing.T) {
	p := newPump(t, bench{})
	for _, c := range p.commands() {
		if c.ID == "guide" && p.whyNot(c) != "there is no guide in this build" {
			t.Errorf("why not: %q", p.whyNot(c))
		}
	}
}
