package script

import (
	"slices"
	"testing"
	"time"
)

const oneLine = `navigator.clipboard.writeText(contact.phone_number);`

// report gives the middle and the 99th percentile of the times.
func report(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkWarm is press to effect with a spare worker ready.
func BenchmarkWarm(b *testing.B) {
	p := newTestPool(b, true)
	var times []time.Duration
	for b.Loop() {
		b.StopTimer()
		awaitSpare(b, p)
		time.Sleep(60 * time.Millisecond) // as between two presses
		b.StartTimer()
		started := time.Now()
		if r, err := runCode(b, p, oneLine); err != nil || len(r.Effects) != 1 {
			b.Fatal(r, err)
		}
		times = append(times, time.Since(started))
	}
	report(b, times)
}

// BenchmarkCold is press to effect with no worker started.
func BenchmarkCold(b *testing.B) {
	p := newTestPool(b, false)
	var times []time.Duration
	for b.Loop() {
		started := time.Now()
		if r, err := runCode(b, p, oneLine); err != nil || len(r.Effects) != 1 {
			b.Fatal(r, err)
		}
		times = append(times, time.Since(started))
	}
	report(b, times)
}

// awaitSpare waits until a spare worker is there and ready.
func awaitSpare(t testing.TB, p *Pool) *process {
	t.Helper()
	p.Warm()
	p.mu.Lock()
	for p.spare == nil {
		p.news.Wait()
	}
	w := p.spare
	p.mu.Unlock()
	<-w.ready
	if w.greeting() == nil {
		t.Fatal("the spare worker did not come up")
	}
	return w
}
