package ui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/client/store"
	"keydesk/cmd/chance"
)

// Some minutes in which everything happens in an order nobody thought of: a
// person works, customers write, colleagues assign, and the line breaks in one
// way after the other, now and then with the console closed and opened again
// over its store. Afterwards the desk agrees with the platform, and every answer
// stands there exactly once, in the order in which it was written.
func TestRandomShiftsEndInAgreement(t *testing.T) {
	for i := range uint64(6) {
		seed := chance.Seed() + i
		generation := []string{emulator.Upstream, emulator.Fork}[seed%2]
		t.Run(fmt.Sprint(seed, " ", generation), func(t *testing.T) {
			path := storePath(t)
			onShift(t, bench{emulator: emulator.Options{Generation: generation}}, func(s *shift) {
				d := &dice{shift: s, Rand: rand.New(rand.NewPCG(seed, 1)), path: path, written: map[string][]string{}}
				d.reopen()
				d.steps(40)
				d.mend()
				s.pass(3 * time.Minute)
				d.look()
				if t.Failed() {
					t.Logf("what happened:\n%s", strings.Join(d.log, "\n"))
				}
			})
		})
	}
}

// dice is a shift in which chance says what happens.
type dice struct {
	*shift
	*rand.Rand
	path    string
	closed  *store.Store
	mend    func()
	written map[string][]string // what was sent, by contact
	count   int
	log     []string
}

// reopen closes the console, as a crash does, and opens another over its store.
func (d *dice) reopen() {
	if d.quit != nil {
		d.quit()
		d.settle()
	}
	if d.closed != nil {
		_ = d.closed.Close()
	}
	d.closed = store.New(store.Options{Path: d.path})
	kept := d.closed
	d.t.Cleanup(func() { _ = kept.Close() })
	d.open(d.client(lineHost, d.credentials("")), bench{deps: func(deps *Deps) { deps.Store = kept }})
}

func (d *dice) steps(n int) {
	list := faults()
	d.mend = func() {}
	var beats func(*shift)
	for range n {
		switch roll := d.IntN(20); {
		case roll == 0:
			d.did("the console is opened anew")
			d.reopen()
		case roll <= 3:
			d.mend()
			d.mend, beats = func() {}, nil
			f := list[d.IntN(len(list))]
			if f.needsLine {
				break
			}
			d.did("fault: " + f.name)
			d.mend, beats = f.breaks(d.shift), f.beats
		case roll <= 5:
			d.mend()
			d.mend, beats = func() {}, nil
			d.did("the line is mended")
		default:
			d.act()
		}
		if beats != nil {
			beats(d.shift)
		}
		d.pass(time.Duration(1+d.IntN(8)) * time.Second)
	}
}

func (d *dice) did(what string) { d.log = append(d.log, time.Now().Format("04:05 ")+what) }

// act is one thing that a person, a customer or a colleague does.
func (d *dice) act() {
	ids := d.em.ContactIDs()
	id := ids[d.IntN(10)]
	d.count++
	words := fmt.Sprintf("message %d", d.count)
	switch d.IntN(6) {
	case 0, 1:
		d.did("a customer writes " + words)
		d.em.Receive(id, words)
	case 2:
		d.did("another conversation is opened")
		if _, known := d.list().Contact(id); known {
			d.visit(id)
		}
	default:
		c := d.openChat()
		if c == nil || d.dialogOpen() || d.focus() != focusCompose {
			return
		}
		d.did("the person writes " + words)
		d.written[c.id] = append(d.written[c.id], words)
		d.sendText(words)
	}
}

// look visits every conversation in which something was sent, sends again what
// was left to the person, and compares.
func (d *dice) look() {
	for id, want := range d.written {
		c := d.visit(id)
		d.await("the conversation", func() bool { return c.loaded })
		d.sendAgain(c)
		sent := map[string]int{}
		for _, m := range d.messages(id, "") {
			if m.Direction == client.Outgoing {
				sent[m.Body]++
			}
		}
		for _, body := range want {
			if sent[body] != 1 {
				d.t.Errorf("%q stands %d times on the platform", body, sent[body])
			}
		}
	}
	if d.t.Failed() {
		return
	}
	d.agrees()
}
