package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/emulator"
)

// alerted are the notifications sent to the terminal so far.
func (p *pump) alerted() []string {
	var list []string
	for _, msg := range p.sent {
		if raw, ok := msg.(tea.RawMsg); ok {
			list = append(list, fmt.Sprint(raw.Msg))
		}
	}
	return list
}

func (p *pump) incoming(id, contact, body string) {
	p.event(client.MessageReceived{Message: client.Message{ID: id, ContactID: contact, Direction: client.Incoming, Type: "text", Body: body, CreatedAt: p.clock}})
}

func alertBench(notify string) bench {
	return bench{deps: func(d *Deps) { d.Notify, d.NotifyBy = notify, "osc9" }}
}

// of is the first conversation that is answered by me, nobody or somebody else.
func (p *pump) of(who string) client.Contact {
	me := p.me()
	for _, c := range p.list().First(100) {
		if is := map[string]string{me: "me", "": "nobody"}[c.AssignedUserID]; is == who || is == "" && who == "other" {
			return c
		}
	}
	p.t.Fatalf("no conversation of %s", who)
	return client.Contact{}
}

func TestANotificationComesForWhatConcernsOne(t *testing.T) {
	for _, c := range []struct {
		setting, who string
		want         int
	}{{"off", "me", 0}, {"mine", "me", 1}, {"mine", "nobody", 1}, {"mine", "other", 0}, {"all", "other", 1}} {
		p := newPump(t, alertBench(c.setting))
		p.incoming("n1", p.of(c.who).ID, "hello\x1b]52;c;eA==\x07 there")
		got := p.alerted()
		if len(got) != c.want || c.want == 1 && (!strings.Contains(got[0], "hello") || strings.Contains(got[0], "]52")) {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func TestNothingOnTheScreenNotifies(t *testing.T) {
	p := newPump(t, alertBench("all"))
	c := p.openFirst()
	p.press("ctrl+end")
	p.incoming("n1", c.id, "seen")
	if got := p.alerted(); len(got) != 0 {
		t.Fatalf("%q", got)
	}
	p.send(tea.BlurMsg{})
	p.incoming("n2", c.id, "nobody looks")
	if got := p.alerted(); len(got) != 1 {
		t.Fatalf("%q", got)
	}
}

func TestAFloodIsOneNotification(t *testing.T) {
	p := newPump(t, alertBench("all"))
	for i := range 13 {
		p.incoming(fmt.Sprint("n", i), p.list().First(40)[39].ID, "again")
	}
	if got := p.alerted(); len(got) != 1 {
		t.Fatalf("%d notifications at once", len(got))
	}
	p.send(alertsDue{})
	if got := p.alerted(); len(got) != 2 || !strings.Contains(got[1], "12 new messages") {
		t.Fatalf("%q", got)
	}
	p.send(alertsDue{})
	if got := p.alerted(); len(got) != 2 {
		t.Fatal("a notification about nothing")
	}
}

func TestQuietHoursAreQuiet(t *testing.T) {
	b := alertBench("all")
	set := b.deps
	quiet := true
	b.deps = func(d *Deps) { set(d); d.Quiet = func(time.Time) bool { return quiet } }
	p := newPump(t, b)
	p.incoming("n1", p.of("nobody").ID, "psst")
	quiet = false
	p.send(alertsDue{})
	if got := p.alerted(); len(got) != 0 {
		t.Fatalf("%q", got)
	}
}

func TestAConversationOneMayNotSeeDoesNotNotify(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		b := alertBench("all")
		b.role, b.emulator = "restricted", emulator.Options{Generation: generation}
		p := newPump(t, b)
		for i, id := range p.em.ContactIDs() {
			if _, known := p.list().Contact(id); !known {
				p.incoming(fmt.Sprint("n", i), id, "not yours")
			}
		}
		if got := p.alerted(); len(got) != 0 {
			t.Fatalf("%q", got)
		}
	}
}
