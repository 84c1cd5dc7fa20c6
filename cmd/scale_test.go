//go:build linux

package cmd

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"keydesk/client/emulator"
	"keydesk/cmd/terminal"
)

// These benchmarks hold the desk to its limits with many conversations, a long
// thread and a flood of messages, in a pseudo-terminal of 120×36 against a platform
// in another process. Each figure has its limit beside it.
//
//	go test ./cmd -run '^$' -bench 'Desk|Scale' -benchtime 240x

// figure reports a value and, where there is one, its limit.
func figure(b *testing.B, value float64, unit string, limit float64) {
	b.Helper()
	b.ReportMetric(value, unit)
	if limit > 0 {
		b.ReportMetric(limit, "limit:"+unit)
	}
	b.ReportMetric(0, "ns/op")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// percentile is the n-th of a hundred; the times need not be in order.
func percentile(times []time.Duration, n int) float64 {
	if len(times) == 0 {
		return 0
	}
	times = slices.Sorted(slices.Values(times))
	return milliseconds(times[min(len(times)-1, len(times)*n/100)])
}

// knows opens a desk that knows n conversations of a platform, from its store.
func knows(b *testing.B, exe string, n int) *screenUser {
	b.Helper()
	w := newWorld(b, emulator.Options{Contacts: n, Seed: 1})
	return w.open(b, exe, w.home())
}

func (w *world) open(b *testing.B, exe, home string) *screenUser {
	b.Helper()
	desk := startProgram(b, exe, home, 120, 36, w.env())
	b.Cleanup(func() { _ = desk.cmd.Process.Kill() })
	desk.waitFor(fmt.Sprintf("All %d", len(w.contacts)), "live")
	desk.rests(b)
	return desk
}

// rests waits until the desk has read what was kept: its processor time stands.
func (w *screenUser) rests(b *testing.B) {
	for before := cpuTicks(b, w.cmd.Process.Pid); ; {
		<-time.After(time.Second)
		ticks := cpuTicks(b, w.cmd.Process.Pid)
		if ticks-before < 10 {
			return
		}
		before = ticks
	}
}

// pair are two desks that get the same keys in turn, so that whatever else the
// machine does, it does to both.
type pair struct{ few, many *screenUser }

// BenchmarkScaleKey compares keys at 1,000 and at 100,000 conversations.
func BenchmarkScaleKey(b *testing.B) {
	exe := benchProgram(b)
	desks := pair{knows(b, exe, 1000), knows(b, exe, 100_000)}
	arrows := append(slices.Repeat([]string{"\x1b[B"}, 12), slices.Repeat([]string{"\x1b[A"}, 12)...)
	for _, kind := range []struct {
		name          string
		before, after string
		keys          []string
	}{
		{"step", "", "", arrows},
		{"page", "", "", append(slices.Repeat([]string{"\x1b[6~"}, 12), slices.Repeat([]string{"\x1b[5~"}, 12)...)},
		{"tab", "", "", []string{"]", "]", "]", "]"}},
		{"ends", "", "\x1b[H", []string{"\x1b[F", "\x1b[H"}},
		{"unread", "", "\x1b[H", []string{"n"}},
		{"search", "/", "\x1b", []string{"a", "n", "\x7f", "\x7f", "z", "\x7f"}},
		{"palette", "\x0b", "\x1b", []string{"a", "n", "\x7f", "\x7f", "z", "\x7f"}},
		{"filter", "f", "\x1b", []string{" ", " ", "\x1b[B"}},
	} {
		b.Run(kind.name, func(b *testing.B) { desks.compare(b, kind.before, kind.after, kind.keys) })
	}
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
		}
		desks.many.rests(b)
		figure(b, resident(b, desks.many.cmd.Process.Pid), "MiB", 120)
		figure(b, peakMemory(b, desks.many.cmd.Process.Pid), "peak-MiB", 0)
	})
}

// compare presses keys on both desks.
func (p pair) compare(b *testing.B, before, after string, keys []string) {
	for _, desk := range []*screenUser{p.few, p.many} {
		if before != "" {
			desk.repaint(before)
		}
	}
	var few, many, fewRested, manyRested []time.Duration
	bytes, drew := 0, 0
	for i := 0; b.Loop(); i++ {
		// A press at rest would meet the frame clock at the same moment of its turn each
		// time, and that moment be half of what is measured.
		turn := time.Duration(i) * 3137 * time.Microsecond % terminal.BusyFrame
		<-time.After(turn)
		if _, took, rested, drawn := p.few.shown(keys[i%len(keys)]); drawn {
			few, fewRested = append(few, took), append(fewRested, rested)
		}
		<-time.After(turn)
		if n, took, rested, drawn := p.many.shown(keys[i%len(keys)]); drawn {
			many, manyRested = append(many, took), append(manyRested, rested)
			bytes, drew = bytes+n, drew+1
		}
	}
	for _, desk := range []*screenUser{p.few, p.many} {
		if after != "" {
			desk.repaint(after)
		}
	}
	figure(b, percentile(few, 99), "1k-p99-ms", 0)
	figure(b, percentile(many, 99), "100k-p99-ms", 1.3*percentile(few, 99))
	figure(b, percentile(many, 50), "100k-p50-ms", 0)
	figure(b, percentile(fewRested, 99), "1k-all-p99-ms", 0)
	figure(b, percentile(manyRested, 99), "100k-all-p99-ms", 0)
	limit := 0.0
	if slices.Contains(keys, "\x1b[B") && before == "" {
		limit = 80
	}
	figure(b, float64(bytes)/float64(max(1, drew)), "bytes/key", limit)
}

// BenchmarkScaleStart is the time to the first screen of a desk that knows 10,000
// conversations, from a platform that takes a second to answer.
func BenchmarkScaleStart(b *testing.B) {
	exe := benchProgram(b)
	w := newWorld(b, emulator.Options{Contacts: 10_000, Seed: 1})
	home := w.home()
	w.em.Delay(func(string, string) time.Duration { return time.Second })
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		if i >= 40 {
			continue
		}
		start := time.Now()
		desk := startProgram(b, exe, home, 120, 36, w.env())
		desk.waitFor("All 10000", w.contacts[0].Name, "as of")
		times = append(times, time.Since(start))
		_ = desk.cmd.Process.Kill()
		<-desk.exited
	}
	figure(b, percentile(times, 50), "p50-ms", 80)
	figure(b, percentile(times, 100), "max-ms", 0)
}

// shown presses a key and returns how long it took until its frame was there, which
// is one write, until the last frame before the screen rested, and the bytes drawn by
// then: what follows the first frame is what a look at all conversations still found,
// and at times an answer of the platform.
func (w *screenUser) shown(key string) (bytes int, took, rested time.Duration, drawn bool) {
	before, changed := w.drawn()
	start := time.Now()
	w.press(key)
	select {
	case <-changed:
		took = time.Since(start)
		rested = took
	case <-time.After(time.Second):
		return 0, 0, 0, false
	}
	for {
		now, changed := w.drawn()
		select {
		case <-changed:
			rested = time.Since(start)
		case <-time.After(quietFor):
			return now - before, took, rested, true
		}
	}
}

// text is the screen as text.
func (w *screenUser) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.screen.String()
}

// resident is the size of a process in memory now, in MiB.
func resident(b *testing.B, pid int) float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "VmRSS:")
	kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kib / 1024
}
