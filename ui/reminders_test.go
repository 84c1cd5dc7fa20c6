package ui

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"keydesk/client/emulator"
	"keydesk/client/store"
)

// pass lets the clock go on and the desk look at it.
func (p *pump) pass(d time.Duration) {
	p.clock = p.clock.Add(d)
	p.receive(minuteOver{})
}

func (p *pump) remind(words string) {
	p.t.Helper()
	p.do("remind")
	p.typeText(words)
	p.press("enter")
}

// TestAReminderPutsOffAndComesBackOverARestart puts who waits off, leaves, and is reminded.
func TestAReminderPutsOffAndComesBackOverARestart(t *testing.T) {
	for _, generation := range []string{emulator.Upstream, emulator.Fork} {
		t.Run(generation, func(t *testing.T) {
			kept := store.New(store.Options{Path: filepath.Join(t.TempDir(), "s.db")})
			t.Cleanup(func() { _ = kept.Close() })
			p := newPump(t, bench{emulator: emulator.Options{Generation: generation}, deps: func(d *Deps) { d.Store = kept }})
			waiting := p.waitingIDs()
			first := waiting[len(waiting)-1] // whose window is open, and who would come last
			contact, _ := p.list().Contact(first)
			p.openContact(contact)
			p.remind("in 2 hours: ask whether it arrived")
			if slices.Contains(p.waitingIDs(), first) {
				t.Fatal("it still waits")
			}
			p.shows("this desk remembers it, the platform does not know")
			p.pass(time.Hour)
			before := p
			p = p.again(func(*Deps) {})
			if slices.Contains(p.waitingIDs(), first) {
				t.Fatal("it waits after a restart")
			}
			p.pass(time.Hour)
			if ids := p.waitingIDs(); ids[0] != first {
				t.Fatal("it is not on top")
			}
			p.shows("ask whether it arrived")
			p.openContact(contact)
			p.clock = p.clock.Add(time.Minute)
			before.clock = p.clock // the platform's, too
			p.typeText("Did it arrive?")
			p.press("enter")
			p.pass(time.Minute)
			if ids := p.waitingIDs(); slices.Contains(ids, first) {
				t.Fatal("it waits although it was answered")
			}
			if n := len(p.list().Reminders()); n != 0 {
				t.Fatalf("%d reminders are left", n)
			}
		})
	}
}

func TestACustomersMessageEndsWaitingForTheReminder(t *testing.T) {
	p := newPump(t, bench{})
	first := p.waitingIDs()[0]
	contact, _ := p.list().Contact(first)
	p.openContact(contact)
	p.remind("if no answer by tomorrow")
	if slices.Contains(p.waitingIDs(), first) {
		t.Fatal("it still waits")
	}
	p.clock = p.clock.Add(time.Minute)
	p.em.Receive(first, "Are you there?")
	p.refresh()
	if !slices.Contains(p.waitingIDs(), first) {
		t.Fatal("it does not wait although the customer wrote")
	}
	p.pass(time.Minute)
	if n := len(p.list().Reminders()); n != 0 {
		t.Fatalf("%d reminders are left", n)
	}
}

func TestRemindersAreRefusedChangedListedAndUndone(t *testing.T) {
	p := newPump(t, bench{width: 100, height: 30})
	c := p.openFirst()
	p.remind("yesterday-ish")
	p.shows("No reminder: write when", "yesterday-ish")
	for range len("yesterday-ish") {
		p.press("backspace")
	}
	p.typeText("today 9:00")
	p.press("enter")
	p.shows("is over already")
	p.press("esc")
	p.remind("tomorrow: one")
	p.do("undo.last")
	if len(p.list().Reminders()) != 0 {
		t.Fatal("it was not undone")
	}
	p.remind("tomorrow: one")
	p.do("reminders")
	p.shows("Reminders of this desk", "one", "tomorrow 09:00")
	p.press("enter", "down", "enter")
	p.shows("2026-11-21 09:00: one")
	p.typeText(" and two")
	p.press("enter")
	if got := p.list().Reminders()[c.id].Words; got != "one and two" {
		t.Fatalf("%q", got)
	}
	p.do("reminders")
	p.press("enter", "down", "down", "enter")
	if len(p.list().Reminders()) != 0 {
		t.Fatal("it was not removed")
	}
}

func TestManyAreRemindedOfAtOnce(t *testing.T) {
	p := newPump(t, bench{width: 120, height: 36})
	p.mark(3)
	marked := p.list().Marked()
	p.press("m")
	p.typeText("Remind")
	p.press("enter")
	p.typeText("mon: look again")
	p.press("enter")
	p.later()
	p.shows("Remind for 3 conversations", "comes back Mon 09:00: look again")
	p.press("y")
	for _, c := range marked {
		if p.list().Reminders()[c.ID].Words != "look again" {
			t.Errorf("%s is not put off", c.Name)
		}
	}
}
