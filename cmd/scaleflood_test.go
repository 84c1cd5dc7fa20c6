//go:build linux

package cmd

import (
	"context"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"keydesk/client/emulator"
)

// A flood is 2,000 messages a second for ten seconds.
const (
	floodRate  = 2000
	floodLasts = 10 * time.Second
)

// unhurried lets a desk fetch the whole list in seconds, so that it is confirmed before
// the flood and only the realtime line tells of what comes then.
var unhurried = emulator.RateLimit{API: 1_000_000, Headers: true}

// wholeIndex is the row of tabs once the whole list was told by the platform: the
// counts have no plus behind them.
var wholeIndex = regexp.MustCompile(`Unread \d+ `)

// confirmed waits until the platform has told the whole list.
func (w *screenUser) confirmed(b *testing.B) {
	w.wait("a complete index", func(screen string) bool { return wholeIndex.MatchString(row(screen, tabRow)) })
	w.rests(b)
}

// BenchmarkScaleFlood is the flood: what keys cost meanwhile with 10,000
// conversations, how many messages the desk lacks or has twice in the end, and the
// memory with 100,000 conversations.
func BenchmarkScaleFlood(b *testing.B) {
	exe := benchProgram(b)
	b.Run("keys", func(b *testing.B) { floodKeys(b, exe) })
	b.Run("memory", func(b *testing.B) { floodMemory(b, exe) })
}

func floodKeys(b *testing.B, exe string) {
	w := newWorld(b, emulator.Options{Contacts: 10_000, Seed: 1, RateLimit: unhurried})
	home := w.home()
	desk := w.open(b, exe, home)
	desk.confirmed(b)
	desk.press("\r")
	desk.waitFor("Reply", "Where is my order?")
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	wrote := make(chan float64, 1) // messages a second
	before := cpuTicks(b, desk.cmd.Process.Pid)
	start := time.Now()
	go func() {
		n := w.flood(ctx, floodRate, math.MaxInt)
		wrote <- float64(n) / time.Since(start).Seconds()
	}()
	agent := agent{desk: desk, phones: []string{w.contacts[0].PhoneNumber}}
	for time.Since(start) < floodLasts {
		agent.works()
	}
	cancel()
	cpu := float64(cpuTicks(b, desk.cmd.Process.Pid)-before) / time.Since(start).Seconds()
	rate := <-wrote
	peak := peakMemory(b, desk.cmd.Process.Pid)
	t := w.settled(home, agent.read(w)...)
	if t.why != "" {
		b.Log(t.why)
	}
	for b.Loop() {
	}
	for name, times := range map[string][]time.Duration{
		"type": agent.typed, "move": agent.moved, "tab": agent.tabbed, "open": agent.opened, "search": agent.searched,
	} {
		b.Logf("%s: %d keys, worst %v", name, len(times), slices.Max(times).Round(time.Millisecond))
		figure(b, percentile(times, 99), name+"-p99-ms", 20)
		figure(b, percentile(times, 50), name+"-p50-ms", 0)
	}
	figure(b, rate, "messages/s", 0)
	figure(b, float64(w.em.DroppedFrames()), "dropped-by-platform", 0)
	figure(b, cpu, "%core", 0)
	figure(b, peak, "peak-MiB", 0)
	figure(b, float64(t.compared), "compared", 0)
	figure(b, float64(t.lost+t.doubled), "lost-or-doubled", 0)
}

// floodMemory is the resident memory with everything on top: all conversations told
// by the platform, a flood over all of them, one opened, and a search.
func floodMemory(b *testing.B, exe string) {
	w := newWorld(b, emulator.Options{Contacts: 100_000, Seed: 1, RateLimit: unhurried})
	home := w.home()
	desk := w.open(b, exe, home)
	desk.confirmed(b)
	before := resident(b, desk.cmd.Process.Pid)
	desk.press("\r")
	desk.waitFor("Reply", "Where is my order?")
	w.flood(b.Context(), floodRate, floodRate*int(floodLasts/time.Second))
	flooded := resident(b, desk.cmd.Process.Pid)
	desk.press("\x1b")
	desk.waitFor("⏎ open")
	desk.press("/")
	desk.waitFor("name or phone")
	desk.press("an")
	desk.waitFor("/ an")
	desk.rests(b)
	for b.Loop() {
	}
	figure(b, resident(b, desk.cmd.Process.Pid), "MiB", 120)
	figure(b, peakMemory(b, desk.cmd.Process.Pid), "peak-MiB", 0)
	figure(b, before, "before-MiB", 0)
	figure(b, flooded, "flooded-MiB", 0)
	t := w.settled(home, w.contacts[0].ID)
	if t.why != "" {
		b.Log(t.why)
	}
	figure(b, float64(t.compared), "compared", 0)
	figure(b, float64(t.lost+t.doubled), "lost-or-doubled", 0)
}

// agent is one at work at a desk, and how long each key took until the frame that
// shows what it did: in a flood others come all the time.
type agent struct {
	desk                                   *screenUser
	typed, moved, tabbed, opened, searched []time.Duration
	rounds                                 int
	phones                                 []string // of the conversations opened
}

// Rows of the desk at 120×36.
const (
	tabRow    = 2 // and the conversation's header
	firstRow  = 3
	footerRow = 35
)

// noEffect is what a key counts as whose effect was not seen.
const noEffect = time.Second

// works goes once through what agents do: answer, look through the list, search, and
// open another conversation, one that customers write to all the time or one that
// rests. The keyboard is in the composer before and after.
func (a *agent) works() {
	a.rounds++
	a.answers()
	a.key(nil, "\x1b", func(s string) bool { return strings.Contains(row(s, footerRow), "⏎ open") })
	a.looks()
	a.searches()
	a.opens()
}

// answers types a draft and takes it back.
func (a *agent) answers() {
	const draft = "qzxjvkwyqxzvjwky"
	for n := range len(draft) {
		typed := "│" + draft[:n+1]
		a.key(&a.typed, draft[n:n+1], func(s string) bool { return strings.Contains(s, typed) })
	}
	a.key(&a.typed, "\x15", func(s string) bool { return !strings.Contains(s, draft[:4]) })
}

// looks moves through the list and the tabs.
func (a *agent) looks() {
	a.goesDown()
	for range 8 {
		a.steps("\x1b[B", 2)
	}
	for range 8 {
		a.steps("\x1b[A", -2)
	}
	a.turns(&a.moved, "\x1b[6~")
	a.turns(&a.moved, "\x1b[6~")
	a.turns(&a.moved, "\x1b[5~")
	for _, tab := range []string{"Unread", "Mine", "Unassigned", "All"} {
		a.key(&a.tabbed, "]", func(string) bool { return strings.HasPrefix(a.desk.chosen(tabRow), tab) })
	}
}

// goesDown leaves those conversations behind that customers write to all the time.
// Further down nothing but keys moves the bar.
func (a *agent) goesDown() {
	for range 10 {
		a.turns(nil, "\x1b[6~")
	}
}

// steps moves the bar by one conversation, which is two rows.
func (a *agent) steps(key string, by int) {
	before, _ := bar(a.desk.text())
	a.key(&a.moved, key, func(s string) bool { at, _ := bar(s); return at == before+by })
}

// turns moves by a page: another conversation is under the bar.
func (a *agent) turns(times *[]time.Duration, key string) {
	_, before := bar(a.desk.text())
	a.key(times, key, func(s string) bool { at, now := bar(s); return at > 0 && now != before })
}

// searches types into the search line and leaves it.
func (a *agent) searches() {
	shows := func(words string) func(string) bool {
		return func(s string) bool { return strings.HasPrefix(row(s, tabRow), " / "+words) }
	}
	a.key(nil, "/", shows("name or"))
	for _, typed := range []string{"a", "an", "ani"} {
		a.key(&a.searched, typed[len(typed)-1:], shows(typed+" "))
	}
	a.key(&a.searched, "\x7f", shows("an "))
	a.key(nil, "\x1b", func(s string) bool { return strings.HasPrefix(row(s, tabRow), " All ") })
}

// opens opens the newest conversation or, every other time, one further down.
func (a *agent) opens() {
	if a.goesDown(); a.rounds%2 == 0 {
		a.turns(&a.moved, "\x1b[H")
	}
	_, under := bar(a.desk.text())
	name := string([]rune(under)[1:4])
	a.key(&a.opened, "\r", func(s string) bool {
		return strings.HasPrefix(header(s), " "+name) && strings.Contains(row(s, footerRow), "⏎ send")
	})
	a.phones = append(a.phones, phone.FindString(header(a.desk.text())))
}

// key presses a key and takes the time until its effect is on the screen, if there is
// a place for it.
func (a *agent) key(times *[]time.Duration, key string, effect func(screen string) bool) {
	start := time.Now()
	a.desk.press(key)
	took := noEffect
	if a.desk.within(noEffect, effect) {
		took = time.Since(start)
	}
	if times == nil {
		return
	}
	if *times = append(*times, took); took == noEffect {
		a.desk.t.Logf("no effect of %q:\n%s", key, a.desk.text())
	}
}

var phone = regexp.MustCompile(`\d{8,}`)

// read are the conversations that were opened.
func (a *agent) read(w *world) (ids []string) {
	for _, c := range w.contacts {
		if slices.Contains(a.phones, c.PhoneNumber) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// within says whether the screen satisfies a condition before a time is over.
func (w *screenUser) within(limit time.Duration, ready func(screen string) bool) bool {
	end := time.After(limit)
	for {
		w.mu.Lock()
		screen, changed := w.screen.String(), w.changed
		w.mu.Unlock()
		if ready(screen) {
			return true
		}
		select {
		case <-changed:
		case <-end:
			return false
		}
	}
}

// row is a row of the screen.
func row(screen string, n int) string {
	rows := strings.Split(screen, "\n")
	return rows[min(n, len(rows)-1)]
}

// header is the header of the open conversation.
func header(screen string) string {
	_, right, _ := strings.Cut(row(screen, tabRow), "│")
	return right
}

// bar is the row of the selected conversation, and what stands there in the list; 0
// if there is none.
func bar(screen string) (at int, under string) {
	for n, line := range strings.Split(screen, "\n") {
		if n >= firstRow && strings.HasPrefix(line, "▌") {
			under, _, _ = strings.Cut(line, "│")
			return n, under
		}
	}
	return 0, ""
}

// chosen is what is bold in a row, up to the list's edge: the tab that is shown.
func (w *screenUser) chosen(n int) string {
	const bold = 1 << 2 // as vt10x has it
	w.mu.Lock()
	defer w.mu.Unlock()
	var b strings.Builder
	columns, _ := w.screen.Size()
	for x := range columns {
		g := w.screen.Cell(x, n)
		if g.Char == '│' {
			break
		}
		if g.Mode&bold != 0 {
			b.WriteRune(g.Char)
		}
	}
	return b.String()
}
