package ui

import (
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/client/store"
	"keydesk/ui/inbox"
)

// left is a desk that saw the platform, opened its first conversation, and was
// closed; what it kept is in the path.
func left(t *testing.T, b bench) (p *pump, path string, open *chat) {
	t.Helper()
	path = storePath(t)
	s, dep := withStore(t, path)
	b.deps = dep
	p = newPump(t, b)
	open = p.openFirst()
	p.fire()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return p, path, open
}

func TestTheListIsThereBeforeThePlatform(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		t.Run(generation, func(t *testing.T) {
			p, path, open := left(t, bench{emulator: emulator.Options{Generation: generation}})
			plug := p.unplug()
			_, dep := withStore(t, path)
			next := p.again(dep)
			next.shows(open.name(), "All 40", "not connected, as of 10:45")
			next.shows("→ you") // known before the platform says who signed in
			if got, want := next.list().Size(inbox.Mine), p.list().Size(inbox.Mine); got != want || got == 0 {
				t.Fatalf("%d are mine, they were %d", got, want)
			}
			if got, want := next.list().Size(inbox.Waiting), p.list().Size(inbox.Waiting); got != want || got == 0 {
				t.Fatalf("%d wait, they were %d", got, want)
			}
			before := next.list().First(40)
			for i, c := range p.list().First(40) {
				if before[i].ID != c.ID {
					t.Fatalf("row %d is %q, it was %q", i, before[i].Name, c.Name)
				}
			}
			plug()
			next.clock = next.clock.Add(time.Minute)
			next.fire()
			next.shows("All 40", "polling")
			next.hides("as of")
			next.equalsThePlatform()
		})
	}
}

func TestBringingUpToDateMovesNothing(t *testing.T) {
	p, path, _ := left(t, bench{})
	plug := p.unplug()
	_, dep := withStore(t, path)
	next := p.again(dep)
	next.press("pgdown", "down")
	chosen, _ := next.list().Selected()
	row := rowOf(next.screen(), chosen.Name)
	for _, id := range next.em.ContactIDs()[20:25] {
		next.em.Receive(id, "written meanwhile")
	}
	plug()
	next.fire()
	if now, _ := next.list().Selected(); now.ID != chosen.ID {
		t.Fatalf("the bar is on %q, it was on %q", now.Name, chosen.Name)
	}
	if got := rowOf(next.screen(), chosen.Name); got != row {
		t.Fatalf("%q is in row %d, it was in %d", chosen.Name, got, row)
	}
	next.press("home")
	next.shows("written meanwhile")
	next.equalsThePlatform()
}

// rowOf is the screen's row that holds some words.
func rowOf(screen, words string) int {
	for i, line := range strings.Split(screen, "\n") {
		if strings.Contains(line, words) {
			return i
		}
	}
	return -1
}

func TestConversationsThatVanishedAreTakenAway(t *testing.T) {
	p, path, open := left(t, bench{emulator: emulator.Options{Contacts: 120}})
	s, _ := withStore(t, path)
	if _, err := s.Own(t.Context(), p.identity().Organization.ID, p.me()); err != nil {
		t.Fatal(err)
	}
	ghost := func(id string, at time.Time) store.Contact {
		return store.Contact{Contact: client.Contact{ID: id, Name: "Ghost " + id, LastMessageAt: at}, At: at}
	}
	err := s.Save(t.Context(), store.Batch{Contacts: []store.Contact{
		ghost("new", p.clock), ghost("middle", p.list().First(30)[29].LastMessageAt.Add(time.Second)), ghost("old", p.clock.AddDate(-1, 0, 0)),
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	plug := p.unplug()
	s, dep := withStore(t, path)
	next := p.again(dep)
	next.shows("Ghost new")
	plug()
	next.fire()
	next.hides("Ghost new")
	for _, c := range next.list().First(60) {
		if c.ID == "middle" {
			t.Fatal("one in the middle of the page is still there")
		}
	}
	next.press("G") // far down it is told only when somebody looks
	for range 5 {
		next.press("G")
	}
	next.hides("Ghost old", "as of")
	if n := next.list().Known(); n != 120 {
		t.Fatalf("%d conversations", n)
	}
	next.fire()
	st, err := s.Start(t.Context(), 200)
	if err != nil || len(st.Contacts) != 120 || !strings.Contains(open.name(), next.list().First(1)[0].Name) {
		t.Fatalf("%d kept, %v", len(st.Contacts), err)
	}
}

func TestTheThreadIsThereBeforeThePlatformAndNothingIsMarkedRead(t *testing.T) {
	p, path, open := left(t, bench{})
	p.em.Receive(open.id, "unread, and not known here")
	unread := p.platformUnread(open.id)
	plug := p.unplug()
	_, dep := withStore(t, path)
	next := p.again(dep)
	next.press("enter")
	c := next.openChat()
	next.shows("Where is my order?", "as of 10:45")
	next.hides("unread, and not known here", "loading the conversation")
	if c.loaded || c.marked {
		t.Fatalf("loaded %v, marked %v", c.loaded, c.marked)
	}
	next.markSeen()
	plug()
	if got := next.platformUnread(open.id); unread == 0 || got != unread {
		t.Fatalf("%d unread on the platform, %d before", got, unread)
	}
	next.fire()
	next.shows("unread, and not known here")
	next.hides("as of")
	if got := next.platformUnread(open.id); got != 0 {
		t.Fatalf("%d unread although it is on screen now", got)
	}
	if n := strings.Count(next.screen(), "Where is my order?"); n != 1 {
		t.Fatalf("a message is there %d times", n)
	}
	if !c.atHome {
		t.Fatal("the beginning was known")
	}
}

func TestAKeptThreadIsCorrected(t *testing.T) {
	p, path, open := left(t, bench{})
	s, _ := withStore(t, path)
	if _, err := s.Own(t.Context(), p.identity().Organization.ID, p.me()); err != nil {
		t.Fatal(err)
	}
	wrong := client.Message{ID: "never", ContactID: open.id, Direction: client.Incoming, Type: "text", Body: "was taken back", CreatedAt: open.newest().CreatedAt.Add(-time.Second)}
	if err := s.Save(t.Context(), store.Batch{Threads: []store.Thread{{Contact: open.id, Messages: []client.Message{wrong}}}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	plug := p.unplug()
	_, dep := withStore(t, path)
	next := p.again(dep)
	next.press("enter")
	next.shows("was taken back")
	plug()
	next.fire()
	next.hides("was taken back")
}

func TestAGapBehindAKeptThreadIsNotShownAsIfNothingWasSaid(t *testing.T) {
	p, path, open := left(t, bench{})
	for i := range pageSize + 5 {
		p.em.Receive(open.id, strings.Repeat("x", i%7)+" said meanwhile")
	}
	_, dep := withStore(t, path)
	next := p.again(dep)
	next.press("enter")
	c := next.openChat()
	if n := c.thread.Len(); n != pageSize {
		t.Fatalf("%d messages in the thread: what was kept stands beside a gap", n)
	}
	if c.atHome {
		t.Fatal("it claims to be at the beginning")
	}
	next.press("pgup", "shift+tab", "home", "home")
	if n := c.thread.Len(); n <= pageSize {
		t.Fatalf("older messages were not fetched: %d", n)
	}
}

func TestAnotherUserSeesNoKeptList(t *testing.T) {
	p, path, open := left(t, bench{})
	other := mustClient(t, p.address(), p.credentials("admin"))
	_, dep := withStore(t, path)
	next := p.again(func(d *Deps) { dep(d); d.Platform = other })
	next.shows("All 40")
	if c := next.list(); c.Confirmed() != c.Known() {
		t.Fatal("conversations of the other user are still there")
	}
	_ = open
	next.fire()
	next.hides("as of")
}

func TestMemoryKeepsNothingOfTheCustomers(t *testing.T) {
	path := storePath(t)
	s := store.New(store.Options{Path: path, OwnOnly: true})
	p := newPump(t, bench{deps: func(d *Deps) { d.Store = s }})
	p.openFirst()
	p.typeText("my own words")
	p.fire()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	plug := p.unplug()
	defer plug()
	_, dep := withStore(t, path)
	next := p.again(dep)
	if next.list().Known() != 0 || next.drafts() != 1 {
		t.Fatalf("%d conversations, %d drafts", next.list().Known(), next.drafts())
	}
}

// Who changes the setting to memory wants what was kept of the customers to go.
func TestMemoryDeletesWhatDiskKept(t *testing.T) {
	p, path, _ := left(t, bench{})
	s := store.New(store.Options{Path: path, OwnOnly: true})
	p.again(func(d *Deps) { d.Store = s })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	disk, _ := withStore(t, path)
	if st, err := disk.Start(t.Context(), 9); err != nil || len(st.Contacts) != 0 || !st.Listed.IsZero() {
		t.Errorf("%v: %d conversations are still there", err, len(st.Contacts))
	}
}

func TestEventsAreKept(t *testing.T) {
	path := storePath(t)
	s, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	c := p.openFirst()
	p.event(client.StreamState{State: client.Live, Since: p.clock})
	p.event(client.MessageReceived{Message: client.Message{ID: "e1", ContactID: c.id, Direction: client.Incoming, Type: "text", Body: "came by the line", CreatedAt: p.clock}})
	p.clock = p.clock.Add(time.Second)
	p.sendText("and our answer")
	p.event(client.StatusChanged{MessageID: c.newest().ID, Status: client.StatusRead})
	p.fire()
	th, known, err := s.Thread(t.Context(), c.id, 200)
	if err != nil || !known {
		t.Fatal(known, err)
	}
	found := map[string]client.Status{}
	for _, m := range th.Messages {
		found[m.Body] = m.Status
	}
	if _, ok := found["came by the line"]; !ok || found["and our answer"] != client.StatusRead || !th.Solid.Equal(c.newest().CreatedAt) {
		t.Fatalf("%v, solid %v", found, th.Solid)
	}
	st, err := s.Start(t.Context(), 1)
	if err != nil || st.Contacts[0].Preview != "and our answer" || st.Contacts[0].Sent != client.StatusRead {
		t.Fatalf("%+v %v", st.Contacts, err)
	}
	if changed, _, _ := p.list().TakeChanged(1); len(changed) != 0 {
		t.Fatalf("%d changes are left", len(changed))
	}
}

func TestALongListIsKeptInPartsAndDatedWithTheLastOne(t *testing.T) {
	path := storePath(t)
	s, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep, emulator: emulator.Options{Contacts: 2*keptAtOnce + 100}})
	if known := p.list().Known(); known != 2*keptAtOnce+100 {
		t.Fatalf("the index has %d", known)
	}
	written := 0
	for {
		batch := p.takeBatch(keptAtOnce)
		if batch.Empty() {
			break
		}
		written += len(batch.Contacts)
		if n := len(batch.Contacts); n > keptAtOnce || batch.Listed.IsZero() == (written >= p.list().Known()) {
			t.Fatalf("%d in a batch, %d written, dated %v", n, written, batch.Listed)
		}
		if err := s.Save(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	if st, err := s.Start(t.Context(), 1<<20); err != nil || len(st.Contacts) != p.list().Known() || st.Listed.IsZero() {
		t.Fatalf("%d are kept, dated %v, %v", len(st.Contacts), st.Listed, err)
	}
}

func TestAllOfAFloodIsWrittenOnceWritingBegins(t *testing.T) {
	path := storePath(t)
	s, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep, emulator: emulator.Options{Contacts: 2*keptAtOnce + 100}})
	p.fire()
	if st, err := s.Start(t.Context(), 1<<20); err != nil || len(st.Contacts) != p.list().Known() {
		t.Fatalf("%d are kept, %v", len(st.Contacts), err)
	}
}

func TestWhatIsLeftOfALongListIsKeptAtTheEnd(t *testing.T) {
	path := storePath(t)
	s, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep, emulator: emulator.Options{Contacts: 2*keptAtOnce + 100}})
	if err := p.keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if st, err := s.Start(t.Context(), 1<<20); err != nil || len(st.Contacts) != 2*keptAtOnce+100 || st.Listed.IsZero() {
		t.Fatalf("%d are kept, listed at %v, %v", len(st.Contacts), st.Listed, err)
	}
}

// Frames that the platform dropped are noticed once later ones are drawn already.
// The thread must not go on as if nothing had been said between.
func TestAGapThatIsNoticedLateIsNotShownAsIfNothingWasSaid(t *testing.T) {
	p := newPump(t, bench{})
	p.event(client.StreamState{State: client.Live, Since: p.clock})
	c := p.openFirst()
	sound := c.newest().CreatedAt
	for i := range 2 * pageSize {
		p.em.Receive(c.id, strings.Repeat("x", i%7)+" said in a flood")
	}
	page, err := p.platform().Messages(t.Context(), c.id, client.MessageQuery{Limit: 2 * pageSize})
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range page.Messages {
		if i < 10 || i >= pageSize-10 {
			p.event(client.MessageReceived{Message: m})
		}
	}
	p.event(client.StreamState{State: client.Live, Since: p.clock, Resync: true, Doubt: true, Sound: sound})
	if n := c.thread.Len(); n != pageSize {
		t.Fatalf("%d messages in the thread: some stand behind a gap", n)
	}
}

// A page that was asked for before frames were dropped does not tell what they did.
func TestALatePageClosesNoGap(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	gaps := p.gaps()
	page, err := p.platform().Messages(t.Context(), c.id, client.MessageQuery{Limit: pageSize})
	if err != nil {
		t.Fatal(err)
	}
	p.fallBehind(client.StreamState{State: client.Live, Resync: true})
	p.send(messagesLoaded{id: c.id, page: page, gaps: gaps})
	if !c.behind {
		t.Fatal("the thread is taken for whole")
	}
	p.catchUp()
	if c.behind {
		t.Fatal("the thread is not taken for whole")
	}
}

func TestAListThatIsToldAsItWasIsNotWrittenAgain(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		t.Run(generation, func(t *testing.T) {
			p, path, _ := left(t, bench{emulator: emulator.Options{Generation: generation, Contacts: 260}})
			s, dep := withStore(t, path)
			next := p.again(dep)
			if n := next.list().Confirmed(); n != 260 {
				t.Fatalf("%d are confirmed", n)
			}
			changed, seen, gone := next.list().TakeChanged(1000)
			if len(changed) > 1 || len(seen) < 259 || len(gone) > 0 { // the open one may have been read since
				t.Fatalf("%d changed, %d were told as they were, %d gone", len(changed), len(seen), len(gone))
			}
			next.list().PutBack(changed, gone)
			if err := next.keep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if st, err := s.Start(t.Context(), 1000); err != nil || len(st.Contacts) != 260 {
				t.Fatalf("%d are kept, %v", len(st.Contacts), err)
			}
		})
	}
}
