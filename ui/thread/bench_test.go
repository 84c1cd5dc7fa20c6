package thread

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"keydesk/client"
)

// thread20000 is the longest thread that must stay quick.
func thread20000() *Pane {
	p := testPane(80, 30, false)
	p.Merge(numbered(0, 20000))
	p.View()
	return p
}

// BenchmarkViewWarm joins rows that are remembered.
func BenchmarkViewWarm(b *testing.B) {
	p := thread20000()
	b.ReportAllocs()
	for b.Loop() {
		p.stale()
		p.View()
	}
}

// BenchmarkViewCold draws every visible message anew, as after a resize.
func BenchmarkViewCold(b *testing.B) {
	p := thread20000()
	b.ReportAllocs()
	for b.Loop() {
		p.redraw()
		p.View()
	}
}

// BenchmarkScroll moves through a long thread, drawing what comes into view.
func BenchmarkScroll(b *testing.B) {
	p := thread20000()
	b.ReportAllocs()
	for b.Loop() {
		if p.first.pos < 10 {
			p.ToNewest()
		}
		p.Scroll(-3)
		p.View()
	}
}

// BenchmarkSelectMove is one press of the arrow key.
func BenchmarkSelectMove(b *testing.B) {
	p := thread20000()
	b.ReportAllocs()
	for b.Loop() {
		if p.first.pos < 10 {
			p.ToNewest()
		}
		p.SelectMove(-1)
		p.View()
	}
}

// BenchmarkMergeAll fills a thread of 20,000.
func BenchmarkMergeAll(b *testing.B) {
	ms := numbered(0, 20000)
	b.ReportAllocs()
	for b.Loop() {
		p := testPane(80, 30, false)
		p.Merge(ms)
	}
}

// BenchmarkMergePage puts a page of older messages before 20,000.
func BenchmarkMergePage(b *testing.B) {
	p := thread20000()
	page := make([]client.Message, 50)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		for i := range page {
			n++
			page[len(page)-1-i] = in(strconv.Itoa(n), "older", noon.Add(-100*24*time.Hour-time.Duration(n)*time.Second))
		}
		p.Merge(page)
		p.View()
	}
}

// BenchmarkFlood is 200 messages of the stream and a frame, a tenth of a second of the worst day.
func BenchmarkFlood(b *testing.B) {
	p := thread20000()
	batch := make([]client.Message, 200)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		for i := range batch {
			n++
			batch[i] = in(strconv.Itoa(n), "one more message of the flood", noon.Add(time.Duration(n)*time.Millisecond))
		}
		p.Merge(batch)
		p.View()
	}
}

// BenchmarkHostileMarkup is a text of nothing but signs.
func BenchmarkHostileMarkup(b *testing.B) {
	for _, s := range []string{strings.Repeat("*a ", 2000), strings.Repeat("*_~", 2000), strings.Repeat("*_~a~_* ", 700)} {
		b.Run(s[:6], func(b *testing.B) {
			for b.Loop() {
				unmark(s)
			}
		})
	}
}

// BenchmarkFindFirstLetter types one letter into the find line of 20,000 messages: at once, and after
// the steps that are made while the line opens.
func BenchmarkFindFirstLetter(b *testing.B) {
	for _, prepared := range []bool{false, true} {
		name := "at once"
		if prepared {
			name = "prepared"
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				p := thread20000()
				for prepared && p.PrepareFind(1000) {
				}
				b.StartTimer()
				p.SetFind("m")
				p.Hits()
				p.View()
			}
		})
	}
}

// BenchmarkFindPrepareStep is one of the steps by which 20,000 messages are made ready.
func BenchmarkFindPrepareStep(b *testing.B) {
	p := thread20000()
	for b.Loop() {
		if !p.PrepareFind(1000) {
			b.StopTimer()
			p = thread20000()
			b.StartTimer()
		}
	}
}
