package store

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"keydesk/cmd/testdatabase"
)

// told waits until a console is told of something.
func told(t *testing.T, s *Store, is func(Change) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		c, err := s.Await(ctx)
		if err != nil {
			t.Fatalf("it was not told: %v", err)
		}
		if is(c) {
			return
		}
	}
}

func ofDrafts(c Change) bool { return c.Drafts }

// Two sessions of an agent, in two processes, have their drafts together and send each once.
func TestSessionsShareTheirDrafts(t *testing.T) {
	address := testdatabase.New(t)
	a, b := consoleOf(t, inDatabase(t, address)), consoleOf(t, inDatabase(t, address))
	start(t, a)
	start(t, b)
	told(t, b, ofDrafts) // it reads what was there before
	save(t, a, Batch{Drafts: []Draft{draft("hello")}})
	told(t, b, ofDrafts)
	list, err := b.Drafts(t.Context())
	if got := bodies(list); err != nil || !slices.Equal(got, []string{"c1 reply hello"}) {
		t.Fatalf("%q, %v", got, err)
	}
	first, second := outgoing("m1"), outgoing("m2")
	first.Body, second.Body, first.Was, second.Was = "hello", "hello", Reply.Of(""), Reply.Of("")
	if err := b.Enqueue(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if err := a.Enqueue(t.Context(), second); !errors.Is(err, ErrElsewhere) {
		t.Errorf("it is sent twice: %v", err)
	}
	if err := b.Enqueue(t.Context(), first); err != nil { // the answer was lost, say
		t.Errorf("its own message is another's: %v", err)
	}
	other := outgoing("m3")
	other.Body, other.Was = "hello again", Reply.Of("")
	if err := a.Enqueue(t.Context(), other); err != nil {
		t.Errorf("what was written since is not sent: %v", err)
	}
}

// A draft that is about to become a message goes when that is there, and not before.
func TestADraftStaysUntilItIsAMessage(t *testing.T) {
	server, address := testdatabase.Own(t)
	s, other := consoleOf(t, inDatabase(t, address)), consoleOf(t, inDatabase(t, address))
	save(t, s, Batch{Drafts: []Draft{draft("hello")}})
	m := outgoing("m1")
	m.Body, m.Was = "hello", Reply.Of("")
	server.Kill()
	told(t, s, func(c Change) bool { return c.Trouble != nil })
	if err := s.Enqueue(t.Context(), m); !errors.Is(err, ErrLater) {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	told(t, s, func(c Change) bool { return c.Works })
	save(t, s, Batch{Drafts: []Draft{{Contact: "c1", Topic: Reply.Of("")}}})
	if list, err := other.Drafts(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("it is nowhere any more: %v", err)
	}
	if list, err := s.Drafts(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("it comes back where it is being sent: %+v, %v", list, err)
	}
	m.Was = Topic{} // as it is told the second time
	if err := s.Enqueue(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Drafts(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("it is a message and a draft: %+v, %v", list, err)
	}
}

// A write of a draft that was under way while its message was taken in does not bring it back.
func TestASentDraftDoesNotComeBack(t *testing.T) {
	s := consoleOf(t, inDatabase(t, testdatabase.New(t)))
	typed := draft("hello")
	m := outgoing("m1")
	m.Body, m.Was, m.Written = "hello", Reply.Of(""), typed.Changed.Add(time.Second)
	if err := s.Enqueue(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	save(t, s, Batch{Drafts: []Draft{typed}})
	if list, err := s.Drafts(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("it is a message and a draft: %+v, %v", list, err)
	}
	next := draft("and more")
	next.Changed = m.Written.Add(time.Second)
	save(t, s, Batch{Drafts: []Draft{next}})
	if list, err := s.Drafts(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("the next one is lost: %+v, %v", list, err)
	}
}

// What was typed before the platform said who signs in is the person's at once, also at another desk of theirs
// that was there before, and behind what is there already.
func TestADraftOfBeforeTheSignInIsShared(t *testing.T) {
	address := testdatabase.New(t)
	here, there := New(inDatabase(t, address)), New(inDatabase(t, address))
	for _, s := range []*Store{here, there} {
		if st, err := s.Start(t.Context(), 1); err != nil || len(st.Drafts) != 0 {
			t.Fatalf("%+v, %v", st.Drafts, err)
		}
		told(t, s, ofDrafts)
	}
	save(t, here, Batch{Drafts: []Draft{draft("typed early")}})
	told(t, there, ofDrafts)
	own(t, here)
	told(t, there, ofDrafts)
	own(t, there)
	told(t, there, ofDrafts) // only now it reads what is the person's
	list, err := there.Drafts(t.Context())
	if got := bodies(list); err != nil || !slices.Equal(got, []string{"c1 reply typed early"}) {
		t.Fatalf("%q, %v", got, err)
	}
	m := outgoing("m1")
	m.Body, m.Was = "typed early", Reply.Of("")
	if err := here.Enqueue(t.Context(), m); err != nil {
		t.Errorf("it is not sent: %v", err)
	}
	late := New(inDatabase(t, address))
	late.known = true // it asked before anybody had signed in
	save(t, late, Batch{Drafts: []Draft{draft("typed late")}})
	save(t, there, Batch{Drafts: []Draft{draft("there already")}})
	own(t, late)
	list, err = there.Drafts(t.Context())
	if got := bodies(list); err != nil || !slices.Equal(got, []string{"c1 reply there already\n\ntyped late"}) {
		t.Errorf("%q, %v", got, err)
	}
}

// A console that did not read yet what is there takes nothing of it away.
func TestADraftThatWasNotReadStays(t *testing.T) {
	address := testdatabase.New(t)
	save(t, consoleOf(t, inDatabase(t, address)), Batch{Drafts: []Draft{draft("typed before")}})
	early := consoleOf(t, inDatabase(t, address))
	save(t, early, Batch{Drafts: []Draft{{Contact: "c1", Topic: Reply.Of("")}}})
	m := outgoing("m1")
	m.Body, m.Was, m.Written = "hi", Reply.Of(""), draft("").Changed.Add(-time.Second)
	if err := early.Enqueue(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	save(t, early, Batch{Drafts: []Draft{draft("hello")}})
	list, err := early.Drafts(t.Context())
	if got := bodies(list); err != nil || !slices.Equal(got, []string{"c1 reply typed before\n\nhello"}) {
		t.Errorf("%q, %v", got, err)
	}
}
