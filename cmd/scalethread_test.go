//go:build linux

package cmd

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"keydesk/client/emulator"
)

// BenchmarkScaleThread reads a thread of 20,000 messages to its beginning, moves
// through it, finds words in it, and does both while 20 messages a second come in.
func BenchmarkScaleThread(b *testing.B) {
	exe := benchProgram(b)
	w := newWorld(b, emulator.Options{Contacts: 40, Messages: 20_000, Seed: 1})
	desk := w.open(b, exe, b.TempDir())
	desk.press("\r")
	desk.waitFor("Reply")
	desk.repaint("\x1b[A") // the newest message is selected
	start := time.Now()
	for !strings.Contains(desk.text(), "start of the conversation") {
		desk.press("\x1b[H")
		<-time.After(5 * time.Millisecond)
	}
	whole := time.Since(start)
	desk.rests(b)
	for _, kind := range threadKinds {
		b.Run(kind.name, func(b *testing.B) { kind.measure(b, desk) })
	}
	ctx, cancel := context.WithCancel(b.Context())
	incoming := make(chan struct{})
	go func() {
		defer close(incoming)
		w.comesIn(ctx, w.contacts[0].ID)
	}()
	for _, kind := range threadKinds {
		if kind.name != "ends" { // there what comes in moves the selected message as well
			b.Run("incoming/"+kind.name, func(b *testing.B) { kind.measure(b, desk) })
		}
	}
	cancel()
	<-incoming
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
		}
		figure(b, whole.Seconds(), "s-to-the-beginning", 0)
		figure(b, resident(b, desk.cmd.Process.Pid), "MiB", 0)
	})
}

// comesIn lets a customer write 20 messages a second.
func (w *world) comesIn(ctx context.Context, contact string) {
	second := time.NewTicker(time.Second / 20)
	defer second.Stop()
	for n := 0; ; n++ {
		select {
		case <-second.C:
			w.em.Receive(contact, fmt.Sprintf("注文 %d 🙂", n))
		case <-ctx.Done():
			return
		}
	}
}

// threadKind are keys of one kind, pressed from the beginning of the thread.
type threadKind struct {
	name          string
	before, after string
	keys          []string
	find          bool // the keys are words to find
}

var threadKinds = []threadKind{
	{name: "message", keys: append(slices.Repeat([]string{"\x1b[B"}, 12), slices.Repeat([]string{"\x1b[A"}, 12)...)},
	{name: "page", keys: append(slices.Repeat([]string{"\x1b[6~"}, 12), slices.Repeat([]string{"\x1b[5~"}, 12)...)},
	{name: "ends", keys: []string{"\x1b[F", "\x1b[H"}},
	{name: "find", before: "\x06", after: "\x1b", keys: []string{"o", "r", "d", "\x7f", "\x7f", "\x7f"}, find: true},
	{name: "hit", before: "\x06o", after: "\x1b", keys: append(slices.Repeat([]string{"\x1b[B"}, 12), slices.Repeat([]string{"\x1b[A"}, 12)...)},
}

// measure presses the keys, each until its effect is on the screen: another message
// is selected or at the top, or the line has the words and tells how many hits there are.
func (k threadKind) measure(b *testing.B, desk *screenUser) {
	desk.repaint("\x1b[H")
	if k.before != "" {
		desk.repaint(k.before)
	}
	a := agent{desk: desk}
	var times []time.Duration
	words := ""
	for i := 0; b.Loop(); i++ {
		key := k.keys[i%len(k.keys)]
		if !k.find {
			before := threadTop(desk.text())
			a.key(&times, key, func(s string) bool { return threadTop(s) != before })
			continue
		}
		if words += key; key == "\x7f" {
			words = words[:len(words)-2]
		}
		a.key(&times, key, func(s string) bool { return finds(s, words) })
	}
	if k.after != "" {
		desk.repaint(k.after)
	}
	figure(b, percentile(times, 99), "p99-ms", 20)
	figure(b, percentile(times, 50), "p50-ms", 0)
}

// threadTop is the thread's first rows, and the selected message with its row: what comes
// in changes neither, away from the newest message.
func threadTop(screen string) string {
	const first = 5 // below header and actions
	rows := strings.Split(screen, "\n")
	var b strings.Builder
	for n, line := range rows {
		_, message, selected := strings.Cut(line, "│▌")
		if selected {
			fmt.Fprint(&b, n, message)
		} else if n == first || n == first+1 {
			_, message, _ = strings.Cut(line, "│")
			b.WriteString(message)
		}
	}
	return b.String()
}

// finds says whether the find line has these words, and the hits for them.
func finds(screen, words string) bool {
	_, line, there := strings.Cut(screen, "│ / "+words)
	line, _, _ = strings.Cut(line, "\n")
	if words == "" {
		return there && strings.Contains(line, "in ")
	}
	return there && strings.HasPrefix(line, " ") && strings.Contains(line, " of ")
}
