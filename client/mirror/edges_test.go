package mirror

import (
	"errors"
	"slices"
	"testing"
	"time"

	"keydesk/client"
)

// Each kind of fact is read again on the screen at the very age that the documentation names, and is fit
// to be used up to another.
func TestFactsAreReadAgainAtTheirAge(t *testing.T) {
	for k, want := range map[Kind]rule{
		Contact: {30 * time.Second, 250 * time.Millisecond}, Actions: {time.Minute, 250 * time.Millisecond}, List: {time.Minute, time.Minute},
		Thread: {10 * time.Minute, 10 * time.Minute}, Rights: {time.Minute, time.Minute}, Transfers: {time.Minute, time.Minute}, People: {10 * time.Minute, 10 * time.Minute},
	} {
		m, key := New(), Key{Kind: k}
		m.Took(at(0), at(0), key, nil)
		if ask := m.Watch(at(want.shown-1), key); len(ask) != 0 {
			t.Errorf("%s: read again too early", k)
		}
		if due := m.Due(at(0)); !due.Equal(at(want.shown)) {
			t.Errorf("%s: due at %s", k, due)
		}
		if ask := m.Prepare(at(want.used), key); len(ask) != 0 {
			t.Errorf("%s: not fit to be used in time", k)
		}
		if ask := m.Tick(at(want.shown)); !slices.Equal(ask, []Key{key}) {
			t.Errorf("%s: not read again", k)
		}
		m.Took(at(want.shown), at(want.shown), key, nil)
		if ask := m.Prepare(at(want.shown+want.used+1), key); !slices.Equal(ask, []Key{key}) {
			t.Errorf("%s: fit to be used too long", k)
		}
		if ask := m.Prepare(at(want.shown+want.used+1), key); len(ask) != 0 {
			t.Errorf("%s: prepared twice at once", k)
		}
	}
}

// Only the list and threads wait for a pause when messages came; a first read never does, and one that
// is too old by itself does not either.
func TestOnlyWhatMessagesChangeWaitsForAPause(t *testing.T) {
	for _, k := range []Kind{Contact, Actions, List, Thread, Rights} {
		m, key := New(), Key{Kind: k}
		m.Heard(key)
		if ask := m.Watch(at(0), key); len(ask) != 1 {
			t.Errorf("%s: a first read waits", k)
		}
		m.Took(at(0), at(0), key, nil)
		m.Heard(key)
		paused := k == List || k == Thread
		if ask := m.Tick(at(listPause - 1)); (len(ask) == 0) != paused {
			t.Errorf("%s: asked %v within the pause", k, ask)
		}
		if ask := m.Tick(at(listPause)); (len(ask) == 1) != paused {
			t.Errorf("%s: asked %v after the pause", k, ask)
		}
	}
}

// A read that nobody answers is given up after its time, and its late answer ends no later read.
func TestAReadWithoutAnAnswerIsGivenUp(t *testing.T) {
	m := New()
	m.Watch(at(0), anna)
	if due := m.Due(at(time.Second)); !due.Equal(at(answers)) {
		t.Fatalf("due at %s", due)
	}
	if ask := m.Tick(at(answers - 1)); len(ask) != 0 {
		t.Error("asked again before it was given up")
	}
	if ask := m.Tick(at(answers)); !slices.Equal(ask, []Key{anna}) {
		t.Error("not given up")
	}
	m.TookContact(at(answers+1), at(0), "anna", contact("1"), nil)
	m.Heard(anna)
	if ask := m.Tick(at(answers + 2)); len(ask) != 0 {
		t.Error("the late answer ended the read that is under way")
	}
}

// What nobody looks at any more is not called late, nor what became fresh, and only what is late for
// long is.
func TestOnlyWhatIsLookedAtIsLate(t *testing.T) {
	m := New()
	m.Watch(at(0), anna)
	if s := m.State(at(lateAfter - 1)); s != Fresh {
		t.Errorf("state %d at once", s)
	}
	if s := m.State(at(lateAfter)); s != Catching {
		t.Errorf("state %d while it is read", s)
	}
	m.Watch(at(lateAfter))
	m.Watch(at(lateAfter+1), anna)
	if s := m.State(at(lateAfter + 1)); s != Fresh {
		t.Errorf("state %d after looking away", s)
	}
	m.TookContact(at(lateAfter+2), at(lateAfter+1), "anna", contact("1"), nil)
	if s := m.State(at(3 * lateAfter)); s != Fresh {
		t.Errorf("state %d of a fresh fact", s)
	}
	m.TookContact(at(40*time.Second), at(40*time.Second), "anna", contact("1"), errors.New("no"))
	m.Tick(at(40 * time.Second))
	m.Tick(at(40*time.Second + lateAfter - 1))
	if s := m.State(at(40*time.Second + lateAfter)); s != Catching {
		t.Errorf("state %d", s)
	}
}

// A change of this desk's own outdates what is known: it is wanted at once, and an answer to an older
// question neither holds nor is enough.
func TestAnOwnChangeIsReadAtOnce(t *testing.T) {
	m := New()
	m.Watch(at(0), anna)
	m.TookContact(at(0), at(0), "anna", contact("1"), nil)
	m.Asked(at(1), anna)
	if ask := m.Changed(at(2), anna); !slices.Equal(ask, []Key{anna}) {
		t.Errorf("asked %v", ask)
	}
	if holds, _ := m.TookContact(at(3), at(1), "anna", contact("2"), nil); holds {
		t.Error("what was asked before the change holds")
	}
	m.TookContact(at(4), at(2), "anna", contact("2"), errors.New("no"))
	if ask := m.Tick(at(4 + retryFirst)); !slices.Equal(ask, []Key{anna}) {
		t.Error("a change whose read failed is not read again")
	}
	if ask := m.Renew(at(justNow), anna); len(ask) != 0 {
		t.Error("renewed while it is read")
	}
}

// The line that is back renews what is not from just now.
func TestWhatIsFromJustNowIsNotRenewed(t *testing.T) {
	m := New()
	if ask := m.Renew(at(0), anna); len(ask) != 1 {
		t.Error("what was never read is not renewed")
	}
	m.TookContact(at(0), at(0), "anna", contact("1"), nil)
	if ask := m.Renew(at(justNow), anna); len(ask) != 0 {
		t.Error("renewed although it is from just now")
	}
	if ask := m.Renew(at(justNow+1), anna); len(ask) != 1 {
		t.Error("not renewed")
	}
}

// A page of the list never takes the place of what the platform said of one contact; what was forgotten
// is known no more.
func TestAPageDoesNotReplaceAnAnswer(t *testing.T) {
	m := New()
	m.Seed(client.Contact{ID: "anna", Name: "page"})
	if c, ok := m.Contact("anna"); !ok || c.Name != "page" || m.Whole("anna") {
		t.Errorf("%+v", c)
	}
	m.TookContact(at(0), at(0), "anna", client.Contact{ID: "anna", Name: "answer"}, nil)
	m.Seed(client.Contact{ID: "anna", Name: "page"})
	if c, _ := m.Contact("anna"); c.Name != "answer" || !m.Whole("anna") {
		t.Errorf("%+v", c)
	}
	thread := Key{Thread, "anna"}
	m.Took(at(0), at(0), thread, nil)
	m.Forget("anna")
	if _, ok := m.Contact("anna"); ok || m.Whole("anna") || !m.AsOf(thread).IsZero() {
		t.Error("it is still known")
	}
}

// The answer says whether anything changed: the bytes or the unread count, and the first one always.
func TestAnAnswerSaysWhetherItChangedAnything(t *testing.T) {
	m := New()
	two := contact("1")
	two.UnreadCount = 2
	for i, x := range []struct {
		c       client.Contact
		changed bool
	}{{contact("1"), true}, {contact("1"), false}, {two, true}, {two, false}, {contact("2"), true}} {
		if holds, changed := m.TookContact(at(time.Duration(i)), at(time.Duration(i)), "anna", x.c, nil); !holds || changed != x.changed {
			t.Errorf("answer %d: holds %t, changed %t", i, holds, changed)
		}
	}
	list := []client.CustomAction{{Raw: []byte("1")}}
	for i, x := range []struct {
		list    []client.CustomAction
		changed bool
	}{{nil, true}, {nil, false}, {list, true}, {list, false}, {[]client.CustomAction{{Raw: []byte("2")}}, true}} {
		if changed := m.TookActions(at(time.Duration(i)), at(time.Duration(i)), x.list, nil); changed != x.changed {
			t.Errorf("list %d: changed %t", i, changed)
		}
	}
	if m.TookActions(at(time.Hour), at(time.Hour), nil, errors.New("no")) || len(m.Actions()) != 1 {
		t.Error("a failed read changed the actions")
	}
}

// A failed read lets go only those who wait for it.
func TestAFailedReadLetsGoWhoWaitsForIt(t *testing.T) {
	m := New()
	bob := Key{Contact, "bob"}
	first, _ := m.Use(at(0), anna)
	m.Use(at(0), bob)
	if due := m.Due(at(0)); !due.Equal(at(Patience)) {
		t.Errorf("due at %s", due)
	}
	m.TookContact(at(1), at(0), "anna", contact("1"), errors.New("no"))
	ready := m.Settle(at(1))
	if len(ready) != 1 || ready[0].Ticket != first || ready[0].Fresh {
		t.Fatalf("%+v", ready)
	}
	if ready = m.Settle(at(Patience - 1)); len(ready) != 0 {
		t.Errorf("%+v before its time", ready)
	}
	if ready = m.Settle(at(Patience)); len(ready) != 1 || ready[0].Fresh {
		t.Errorf("%+v", ready)
	}
	third, _ := m.Use(at(time.Second), Key{Kind: Actions})
	m.TookActions(at(time.Second), at(time.Second), nil, errors.New("no"))
	if ready = m.Settle(at(time.Second)); len(ready) != 1 || ready[0].Ticket != third {
		t.Errorf("%+v", ready)
	}
}
