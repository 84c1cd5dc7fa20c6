package ui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/ui/inbox"
)

// While the index fills, a desk that nobody touches draws nothing: counts that change are drawn with
// the next thing that is.
func TestNothingIsDrawnWhileTheIndexFills(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Contacts: 500}, width: 120, height: 36})
	p.emptyList()
	page := func(n int) indexed {
		got, err := p.platform().Contacts(t.Context(), client.ContactQuery{Page: n, Limit: inbox.PageSize})
		if err != nil {
			t.Fatal(err)
		}
		return indexed{page: got, asked: p.list().Mark()}
	}
	p.list().MergePage(page(1).page)
	p.run(p.give(tea.WindowSizeMsg{Width: 120, Height: 36}))
	before := p.view()
	for n := 2; n < 5; n++ {
		p.give(page(n))
		if now := p.view(); now.Content != before.Content || now.WindowTitle != before.WindowTitle {
			t.Fatalf("page %d of the index drew\n%s", n, p.screen())
		}
	}
	p.press("down") // something else is drawn, but the counts were a moment ago
	if p.view().WindowTitle != before.WindowTitle {
		t.Fatal("the counts move with every key")
	}
	p.clock = p.clock.Add(10 * time.Second)
	p.press("up")
	if p.view().WindowTitle == before.WindowTitle {
		t.Fatal("what was counted is never drawn")
	}
	p.give(page(5))
	p.shows("All 500")
	p.hides("+")
}
