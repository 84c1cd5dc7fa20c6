package ui

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"keydesk/client/emulator"
	"keydesk/client/store"
	"keydesk/cmd/testdatabase"
	"keydesk/ui/inbox"
)

// unreadIDs are the conversations under Unread.
func (p *pump) unreadIDs() (ids []string) {
	was := p.list().Tab()
	p.list().ShowTab(inbox.Unread)
	for _, it := range p.list().Shown() {
		ids = append(ids, it.ID())
	}
	p.list().ShowTab(was)
	return ids
}

func (p *pump) isUnread(id string) bool { return slices.Contains(p.unreadIDs(), id) }

// TestUnreadAgainLastsUntilItIsOpenedOrAnswered marks the open conversation, leaves, starts again,
// opens it; marks it once more and answers.
func TestUnreadAgainLastsUntilItIsOpenedOrAnswered(t *testing.T) {
	for _, generation := range []string{emulator.Upstream, emulator.Fork} {
		t.Run(generation, func(t *testing.T) {
			kept := store.New(store.Options{Path: filepath.Join(t.TempDir(), "s.db")})
			t.Cleanup(func() { _ = kept.Close() })
			p := newPump(t, bench{emulator: emulator.Options{Generation: generation}, deps: func(d *Deps) { d.Store = kept }})
			c := p.openFirst()
			if p.isUnread(c.id) {
				t.Fatal("what was seen is unread")
			}
			p.do("unread")
			p.shows("Unread on this desk until opened or answered", "the platform counts it as")
			p.refresh()
			if !p.isUnread(c.id) {
				t.Fatal("it does not show as unread")
			}
			if contact, err := p.platform().Contact(t.Context(), c.id); err != nil || contact.UnreadCount != 0 {
				t.Fatalf("the platform counts %d unread, %v", contact.UnreadCount, err)
			}
			p.do("unread")
			p.shows("Not possible: it shows as unread already")
			p = p.again(func(*Deps) {})
			if !p.isUnread(c.id) {
				t.Fatal("it is read after a restart")
			}
			contact, _ := p.list().Contact(c.id)
			p.openContact(contact)
			if p.isUnread(c.id) {
				t.Fatal("it is unread although it was opened")
			}
			p.do("unread")
			p.clock = p.clock.Add(time.Minute)
			p.typeText("It left today.")
			p.press("enter")
			p.refresh()
			if p.isUnread(c.id) {
				t.Fatal("it is unread although it was answered")
			}
			p.pass(time.Minute)
			if m, err := kept.Marks(t.Context()); err != nil || len(m.Unread) != 0 {
				t.Fatalf("the store keeps %+v, %v", m.Unread, err)
			}
		})
	}
}

// TestUnreadAgainIsTakenBackAndMarkedAsRead takes it back, and ends it by hand.
func TestUnreadAgainIsTakenBackAndMarkedAsRead(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.ReadAnswered = true }})
	var read []string
	for _, c := range p.list().First(100) {
		if c.UnreadCount == 0 {
			read = append(read, c.ID)
		}
	}
	first, _ := p.list().Contact(read[0])
	p.openContact(first)
	p.do("unread")
	p.shows("until answered or marked as read, or you leave")
	p.do("undo.last")
	if p.isUnread(read[0]) {
		t.Fatal("it was not taken back")
	}
	p.do("unread")
	p.openContact(first)
	if !p.isUnread(read[0]) {
		t.Fatal("opening ends it although reading does not")
	}
	p.do("read.mark")
	p.shows("the platform counted it as read all along")
	if p.isUnread(read[0]) {
		t.Fatal("marking as read does not end it")
	}
	p.do("read.mark")
	p.shows("Not possible: nothing is unread here")
}

// TestMarkedConversationsAreUnreadAgain does it with the selected row, and with all marked ones.
func TestMarkedConversationsAreUnreadAgain(t *testing.T) {
	p := newPump(t, bench{})
	p.list().ToEnd()
	end, _ := p.list().Selected()
	p.press("U")
	if !p.isUnread(end.ID) {
		t.Fatal("the selected one is not unread")
	}
	before := len(p.unreadIDs())
	p.press("space", "k", "k", "k", "X")
	more := 0
	for _, c := range p.list().Marked() {
		if !p.isUnread(c.ID) {
			more++
		}
	}
	p.press("U")
	if marked, _ := p.list().Marks(); marked != 0 || more == 0 || len(p.unreadIDs()) != before+more {
		t.Fatalf("%d are marked yet, %d unread after %d, want %d more", marked, len(p.unreadIDs()), before, more)
	}
	p.do("undo.last")
	if len(p.unreadIDs()) != before {
		t.Fatal("they were not taken back")
	}
}

// TestTwoDesksOfAnAgentShareTheirMarks puts off and marks here, and sees it there.
func TestTwoDesksOfAnAgentShareTheirMarks(t *testing.T) {
	_, address := testdatabase.Own(t)
	_, dep := inDatabase(t, address)
	here := newPump(t, bench{deps: dep})
	_, dep = inDatabase(t, address)
	there := here.again(dep)
	marks := store.Change{Marks: true}
	c := here.openFirst()
	here.do("unread")
	here.remind("tomorrow at nine: ask")
	there.hear(marks)
	if r := there.list().Reminders()[c.id]; r.Words != "ask" || !there.isUnread(c.id) {
		t.Fatalf("the other desk knows of %+v, unread %v", r, there.isUnread(c.id))
	}
	contact, _ := there.list().Contact(c.id)
	there.openContact(contact)
	here.hear(marks)
	if here.isUnread(c.id) || len(here.list().Reminders()) != 1 {
		t.Fatal("what was opened at the other desk is unread here")
	}
}
