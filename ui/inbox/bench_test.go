package inbox

import (
	"fmt"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/ui/theme"
)

// These benchmarks hold what a key and an event cost in the list against the
// number of conversations: what is done with every key costs the same at 100,000
// as at 1,000.

// crowd is a list of n conversations, all told by the platform.
func crowd(b *testing.B, n int) *Pane {
	b.Helper()
	now := time.Date(2025, 11, 3, 12, 0, 0, 0, time.UTC)
	th := theme.New("dark", "unicode", true)
	p := New(&th, func() time.Time { return now }, time.UTC, func(id string) string { return id })
	p.Resize(46, 34)
	p.SetMe("agent-1")
	names := [...]string{"Aarav Sharma", "王小明", "फ़ातिमा खान", "José Álvarez 🙂", "Olga Petrova", "محمد علي", "佐藤 花子", "Kim Lee"}
	tags := [...][]string{nil, {"vip"}, nil, {"wholesale"}, {"refund", "late delivery"}}
	for from := 0; from < n; from += PageSize {
		page := client.ContactPage{Total: n, Page: from/PageSize + 1, Limit: PageSize}
		for i := from; i < min(n, from+PageSize); i++ {
			at := now.Add(-time.Duration(i) * time.Minute)
			page.Contacts = append(page.Contacts, client.Contact{
				ID: fmt.Sprintf("%08x-0000-4000-8000-%012x", i*7919, i), Name: fmt.Sprintf("%s %d", names[i%len(names)], i), PhoneNumber: fmt.Sprint(919810000000 + i*7919),
				Tags: tags[i%len(tags)], Account: "Main", AssignedUserID: []string{"", "agent-1", "agent-2", ""}[i%4], LastMessageAt: at, LastInboundAt: at,
				CreatedAt: at.Add(-time.Hour), UnreadCount: max(0, i%5-2), LastMessagePreview: "Where is my order? 注文はどこですか",
			})
		}
		p.MergePage(page)
	}
	if p.Known() != n || !p.Complete() {
		b.Fatalf("the list has %d conversations", p.Known())
	}
	return p
}

func each(b *testing.B, do func(b *testing.B, p *Pane)) {
	for _, n := range []int{1000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := crowd(b, n)
			p.View()
			b.ReportAllocs()
			b.ResetTimer()
			do(b, p)
		})
	}
}

// BenchmarkKey is what the keys of the list cost, with the drawing that follows.
func BenchmarkKey(b *testing.B) {
	step := func(do func(p *Pane, i int)) func(*testing.B) {
		return func(b *testing.B) {
			each(b, func(b *testing.B, p *Pane) {
				for i := 0; b.Loop(); i++ {
					do(p, i)
					p.View()
				}
			})
		}
	}
	b.Run("step", step(func(p *Pane, i int) { p.Move(1 - 2*(i/12%2)) }))
	b.Run("page", step(func(p *Pane, i int) { p.Page(1 - 2*(i/12%2)) }))
	b.Run("ends", step(func(p *Pane, i int) {
		if i%2 == 0 {
			p.ToEnd()
		} else {
			p.ToTop()
		}
	}))
	b.Run("tab", step(func(p *Pane, _ int) { p.ShowTab(p.Tab() + 1) }))
	b.Run("next unread", step(func(p *Pane, _ int) { p.NextUnread() }))
	b.Run("open the search", step(func(p *Pane, _ int) { p.Find(""); p.EndSearch(true) }))
	b.Run("type", step(func(p *Pane, i int) { p.Find([]string{"o", "ol", "olg", "olga", "olga 4", "zz"}[i%6]) }))
	b.Run("palette", step(func(p *Pane, i int) { p.Named([]string{"o", "ol", "olg", "olga", "olga 4", "zz"}[i%6], 50) }))
	b.Run("filter dialog", step(func(p *Pane, _ int) { p.Facets(); p.Count(Filter{WindowOpen: true}) }))
	b.Run("a step of any of these", func(b *testing.B) {
		each(b, func(b *testing.B, p *Pane) {
			for b.Loop() {
				if !p.Sweeping() {
					p.Find("o")
				}
				p.Sweep()
			}
		})
	})
	b.Run("filter", step(func(p *Pane, i int) { p.SetFilter([]Filter{{Tags: []string{"vip"}}, {}}[i%2], "vip") }))
}

// BenchmarkEvent is a message of any customer, who moves to the top.
func BenchmarkEvent(b *testing.B) {
	b.Run("anybody", func(b *testing.B) { each(b, func(b *testing.B, p *Pane) { messages(b, p, p.Known()) }) })
	b.Run("a busy forty", func(b *testing.B) { each(b, func(b *testing.B, p *Pane) { messages(b, p, 40) }) })
}

func messages(b *testing.B, p *Pane, among int) {
	at := p.now()
	for i := 0; b.Loop(); i++ {
		at = at.Add(time.Millisecond)
		n := i * 7919 % among
		id := fmt.Sprintf("%08x-0000-4000-8000-%012x", n*7919, n)
		if !p.Bump(client.Message{ID: "m", ContactID: id, Direction: client.Incoming, Type: "text", Body: "And when will it arrive?", CreatedAt: at}, false) {
			b.Fatal("unknown")
		}
	}
}
