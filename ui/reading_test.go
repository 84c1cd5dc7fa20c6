package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/emulator"
)

func TestOlderPagesLoadWithoutLosingThePlace(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Messages: 500}})
	c := p.openFirst()
	for range 200 {
		p.press("pgup")
		if c.thread.Len() > 50 {
			break
		}
	}
	if c.thread.Len() <= 50 {
		t.Fatal("no older page came")
	}
	first, _ := c.thread.Visible()
	if m, ok := c.thread.Message(first); !ok || m.ID == "" {
		t.Fatal("the place is lost")
	}
	for range 400 {
		p.press("pgup")
	}
	p.shows("start of the conversation")
	if n := c.thread.Len(); n != 500 {
		t.Fatalf("%d messages, want 500", n)
	}
	p.press("ctrl+end")
	if !c.thread.AtNewest() {
		t.Fatal("ctrl+end did not go to the newest")
	}
}

func TestPollingFindsWhatNoEventTold(t *testing.T) {
	p := newPump(t, bench{})
	p.shows("polling")
	id := p.em.ContactIDs()[12]
	p.em.Receive(id, "nobody told you of this")
	p.hides("nobody told you")
	p.fire()
	p.shows("nobody told you")
	p.em.Receive(id, "and again")
	p.fire()
	p.shows("and again")
}

func TestTheLineIsToldInWords(t *testing.T) {
	p := newPump(t, bench{width: 80, height: 24, deps: func(d *Deps) { d.Events = silentLine{} }})
	p.shows("connecting")
	for state, words := range map[client.Liveness]string{
		client.Live: "● live", client.Reconnecting: "◌ reconnecting since 10:45", client.Offline: "○ offline since 10:45",
	} {
		p.event(client.StreamState{State: state, Since: p.clock})
		p.shows(words)
	}
}

func TestALowScreenTellsTheLinesTroubleBesideTheKeys(t *testing.T) {
	p := newPump(t, bench{width: 40, height: 12, deps: func(d *Deps) { d.Events = silentLine{} }})
	p.event(client.StreamState{State: client.Live, Since: p.clock})
	p.hides("live")
	p.event(client.StreamState{State: client.Offline, Since: p.clock})
	p.shows("○ offline", "^k")
}

func TestTheUnreadLineGoesWithTheAnswer(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.shows("2 new")
	p.sendText("on its way")
	p.hides("2 new")
}

func TestOnePaneGoesBackToTheList(t *testing.T) {
	p := newPump(t, bench{width: 60, height: 20})
	c := p.openFirst()
	p.shows("< "+c.name(), "Reply")
	p.hides("All 40")
	p.press("esc")
	p.shows("All 40")
	p.hides("Reply")
	p.press("shift+tab")
	p.shows("Reply")
	p.send(tea.WindowSizeMsg{Width: 100, Height: 30})
	p.shows("Reply", "All 40")
}

func TestAReadMessageIsNotMarkedWhileTheListCoversIt(t *testing.T) {
	p := newPump(t, bench{width: 60, height: 20})
	c := p.openFirst()
	p.press("esc")
	id := p.em.Receive(c.id, "behind the list")
	p.event(client.MessageReceived{Message: client.Message{ID: id, ContactID: c.id, Direction: client.Incoming, Type: "text", Body: "behind the list", CreatedAt: p.clock}})
	if n := p.platformUnread(c.id); n != 1 {
		t.Fatalf("%d unread on the platform although nobody saw it", n)
	}
	p.press("shift+tab")
	if n := p.platformUnread(c.id); n != 0 || c.unseen != 0 {
		t.Fatalf("%d unread on the platform, %d here, after it was seen", n, c.unseen)
	}
}

func TestMessagesBelowAreAnnounced(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Messages: 200}})
	c := p.openFirst()
	p.shows("Where is my order?")
	p.press("pgup", "pgup")
	p.hides("new below")
	for _, body := range []string{"one more", "and another"} {
		id := p.em.Receive(c.id, body)
		p.event(client.MessageReceived{Message: client.Message{ID: id, ContactID: c.id, Direction: client.Incoming, Type: "text", Body: body, CreatedAt: p.clock}})
	}
	p.shows("2 new below  ctrl+end")
	if n := p.platformUnread(c.id); n != 2 {
		t.Fatalf("%d unread on the platform, want the 2 nobody saw", n)
	}
	p.press("ctrl+end")
	p.hides("new below")
	if n := p.platformUnread(c.id); n != 0 {
		t.Fatalf("%d unread after they were seen", n)
	}
}

func TestAConversationThatDoesNotLoadSaysWhyAndIsFetchedAgain(t *testing.T) {
	p := newPump(t, bench{width: 80, height: 24})
	p.em.FailNext(1, 404, "")
	c := p.openFirst()
	if c.loaded {
		t.Fatal("the fault was taken by another call")
	}
	p.shows("Could not load", "alt+r tries again")
	p.press("alt+r")
	if !c.loaded {
		t.Fatal("alt+r did not load it")
	}
	p.hides("tries again")
}

func TestTheFirstUnreadMessageIsOneKeyAway(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	for range 30 {
		p.press("pgup")
	}
	p.press("alt+u")
	p.shows(" new ──")
	p.press("ctrl+end")
	if !c.thread.AtNewest() {
		t.Fatal("not at the newest message")
	}
}
