package ui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/cmd/testdatabase"
)

// inDatabase gives a desk what another process has of the same agent.
func inDatabase(t *testing.T, address string) (*store.Store, func(*Deps)) {
	t.Helper()
	d, err := store.OpenDatabase(address)
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(store.Options{Database: d, Desk: "ravi", Path: storePath(t)})
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), d.Close()); err != nil {
			t.Error(err)
		}
	})
	return s, func(d *Deps) { d.Store = s }
}

// Two desks of an agent on two machines show what is typed at the other, keep what is typed here, and send
// a draft once.
func TestTwoDesksOfAnAgentShareTheirDrafts(t *testing.T) {
	_, address := testdatabase.Own(t)
	_, dep := inDatabase(t, address)
	here := newPump(t, bench{deps: dep})
	_, dep = inDatabase(t, address)
	there := here.again(dep)
	a, b := here.openFirst(), there.openFirst()
	drafts := store.Change{Drafts: true}
	here.typeText("half a thought")
	here.fire()
	there.hear(drafts)
	if got := b.compose.Value(); got != "half a thought" {
		t.Fatalf("the other desk shows %q", got)
	}
	there.typeText(", and the rest")
	here.hear(drafts) // nothing is written there yet
	if got := a.compose.Value(); got != "half a thought" {
		t.Fatalf("what was typed here became %q", got)
	}
	there.fire()
	here.typeText("!") // at both at once: what is written last stands
	here.hear(drafts)
	if got := a.compose.Value(); got != "half a thought!" {
		t.Fatalf("what is typed here became %q", got)
	}
	here.fire()
	there.hear(drafts)
	if got := b.compose.Value(); got != "half a thought!" {
		t.Fatalf("the other desk shows %q", got)
	}
	here.press("enter")
	there.press("enter") // before it was told
	there.shows("Another desk of yours sent this")
	here.fire()
	there.fire()
	there.hear(drafts)
	if a.compose.Value() != "" || b.compose.Value() != "" || there.drafts() != 0 {
		t.Errorf("left %q and %q", a.compose.Value(), b.compose.Value())
	}
	page, err := here.platform().Messages(t.Context(), a.id, client.MessageQuery{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(fmt.Sprint(page.Messages), "half a thought!"); n != 1 {
		t.Errorf("it was sent %d times", n)
	}
}

// While the database is away the header says that nothing is kept, and what is sent waits; then it goes out once.
func TestADatabaseThatIsAway(t *testing.T) {
	server, address := testdatabase.Own(t)
	_, dep := inDatabase(t, address)
	p := newPump(t, bench{deps: dep})
	c := p.openFirst()
	server.Kill()
	p.hear(store.Change{Trouble: errors.New("the database cannot be reached")})
	p.shows("nothing is kept", "the database cannot be reached")
	p.typeText("later")
	p.press("enter")
	if p.unsent() != 1 {
		t.Fatal("it went out, and nothing noted that")
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	p.hear(store.Change{Works: true})
	for range 5 {
		p.clock = p.clock.Add(3 * time.Second)
		p.fire()
	}
	p.hides("nothing is kept")
	if page, err := p.platform().Messages(t.Context(), c.id, client.MessageQuery{Limit: 50}); err != nil || p.unsent() != 0 || strings.Count(fmt.Sprint(page.Messages), "later") != 1 {
		t.Errorf("%d unsent, %v", p.unsent(), err)
	}
}

// What is being sent does not come back into the composer while the database does not have it yet: it would
// be sent twice.
func TestWhatIsBeingSentIsNoDraftAnyMore(t *testing.T) {
	server, address := testdatabase.Own(t)
	_, dep := inDatabase(t, address)
	p := newPump(t, bench{deps: dep})
	c := p.openFirst()
	p.typeText("once")
	p.fire()
	server.Kill()
	p.press("enter")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	p.hear(store.Change{Works: true})
	p.hear(store.Change{Drafts: true})
	if got := c.compose.Value(); got != "" || p.unsent() != 1 {
		t.Errorf("%q is in the composer, and %d unsent", got, p.unsent())
	}
	for range 5 {
		p.clock = p.clock.Add(3 * time.Second)
		p.fire()
	}
	page, err := p.platform().Messages(t.Context(), c.id, client.MessageQuery{Limit: 50})
	if n := strings.Count(fmt.Sprint(page.Messages), "once"); err != nil || n != 1 || c.compose.Value() != "" || p.drafts() != 0 {
		t.Errorf("sent %d times, and %q is in the composer (%v)", n, c.compose.Value(), err)
	}
}

// What another desk typed is read again where reading it failed.
func TestDraftsThatCouldNotBeReadAreReadAgain(t *testing.T) {
	server, address := testdatabase.Own(t)
	_, dep := inDatabase(t, address)
	here := newPump(t, bench{deps: dep})
	_, dep = inDatabase(t, address)
	there := here.again(dep)
	here.openFirst()
	c := there.openFirst()
	here.typeText("half a thought")
	here.fire()
	server.Kill()
	there.hear(store.Change{Drafts: true})
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		there.fire()
	}
	if got := c.compose.Value(); got != "half a thought" {
		t.Errorf("the other desk shows %q", got)
	}
}

// What is typed before it was read what the agent typed earlier goes behind that, and both are kept.
func TestTypingBeforeTheDraftsAreReadKeepsThem(t *testing.T) {
	server, address := testdatabase.Own(t)
	kept, dep := inDatabase(t, address)
	p := newPump(t, bench{deps: dep})
	id := p.openFirst().id
	p.typeText("of before")
	p.fire()
	server.Kill()
	_, dep = inDatabase(t, address)
	next := p.again(dep)
	c := next.openFirst()
	next.typeText("new words")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	next.writeDown() // before the drafts are asked for again
	next.fire()
	next.fire()
	next.fire()
	want := c.compose.Value()
	list, err := kept.Drafts(t.Context())
	if err != nil || len(list) != 1 || list[0].Contact != id || list[0].Body != want || !strings.Contains(want, "of before") || !strings.Contains(want, "new words") {
		t.Errorf("%+v is kept, the composer has %q (%v)", list, want, err)
	}
}
