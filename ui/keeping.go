package ui

import (
	"context"
	"math"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
)

// Times of keeping. What was changed is written this long after the first
// change of a batch, so that a typed key never waits, and a crash costs less
// than a second of typing.
const (
	keepAfter = 400 * time.Millisecond
	keepLimit = 8 * time.Second // a write may wait for another console's
)

// keeper is what the desk still has to write into the local store. One write is
// under way at a time, so that an older state never overtakes a newer one.
type keeper struct {
	drafts  map[draftKey]store.Draft // changed since the last write
	done    []string                 // messages that left the outbox since then
	due     bool                     // a write is planned
	busy    bool                     // a write is under way
	failed  error                    // why nothing can be written, nil while the store works
	tries   int                      // how often it was tried again since it failed
	again   bool                     // the next try is planned
	begun   bool                     // what an earlier console left was read
	turn    int                      // counts who signed in: what was read for another one is dropped
	asOf    time.Time                // when the kept list was told
	user    string                   // whose list was kept
	listed  time.Time                // when the list was told last, if that is not written yet
	total   int                      // how long it was
	threads map[string]store.Thread  // what changed of threads since the last write
	owned   bool                     // the platform has said who we are, and the file is theirs
	others  otherDesks               // that share what is kept
}

// keepNow asks to write what has changed.
type keepNow struct{}

// keptAll is the answer to a write.
type keptAll struct {
	batch store.Batch
	err   error
}

// begun is what the local store had at the start.
type begun struct {
	turn  int
	start store.Start
	err   error
}

// ownedBy tells that the store is tied to who signed in.
type ownedBy struct {
	changed bool
	err     error
}

// begin reads the local store, while the platform is asked as well.
func (r *shell) begin() tea.Cmd {
	kept := r.deps.Store
	if kept == nil {
		return nil
	}
	turn := r.kept.turn
	return call(r.door(), keepLimit, func(ctx context.Context) (store.Start, error) {
		return kept.Start(ctx, firstKept)
	}, func(st store.Start, err error) tea.Msg { return begun{turn: turn, start: st, err: err} })
}

// firstKept is how many conversations are read before the first screen: more
// than any screen shows.
const firstKept = 100

func (msg begun) arrive(r *Root) tea.Cmd {
	if msg.err != nil {
		return r.keepTrouble(msg.err)
	}
	if msg.turn != r.kept.turn {
		return nil // another user's
	}
	r.kept.begun = true
	told := r.drafts.takeDrafts(msg.start.Drafts)
	r.outbox.takeOver(msg.start.Outbox)
	return tea.Batch(told, r.save(), r.marks.take(msg.start.Marks), r.showKept(msg.start), r.tellAside(msg.start.Aside), r.findLeftEdits())
}

// tellAside says that a damaged store was set aside.
func (r *shell) tellAside(path string) tea.Cmd {
	if path == "" {
		return nil
	}
	r.deps.Logger.Warn("the local store was damaged and is set aside", "file", path)
	return r.say(levelWarn, "The local store was damaged: what could be read of it is kept, the rest is set aside as "+path+".")
}

// own ties the local store to who signed in.
func (r *shell) own() tea.Cmd {
	kept, id := r.deps.Store, r.session.identity
	if kept == nil {
		return nil
	}
	return call(r.door(), keepLimit, func(ctx context.Context) (bool, error) {
		return kept.Own(ctx, id.Organization.ID, id.User.ID)
	}, func(changed bool, err error) tea.Msg { return ownedBy{changed: changed, err: err} })
}

func (msg ownedBy) arrive(r *Root) tea.Cmd {
	if msg.err != nil {
		return r.keepTrouble(msg.err)
	}
	r.kept.owned = true
	if msg.changed {
		return tea.Batch(r.disown(), r.begin())
	}
	return r.keepWorks()
}

// disown takes away what another user of this profile left on the screen.
func (r *Root) disown() tea.Cmd {
	r.kept.turn++
	r.kept.drafts, r.kept.threads, r.kept.listed = nil, nil, time.Time{}
	r.chats.byID, r.chats.order, r.chats.open, r.chats.kept = nil, nil, nil, nil
	r.outbox.newOutbox()
	r.newFacts()
	r.focus, r.previous = focusList, ""
	r.studio.closeStudio()
	r.newStudio()
	r.newInbox()
	r.inbox.SetMe(r.session.identity.User.ID)
	r.arrange()
	return r.list.loadContacts(1, false)
}

// plan writes what has changed in a moment, unless that is planned already.
func (r *shell) plan() tea.Cmd {
	if r.deps.Store == nil || r.kept.due {
		return nil
	}
	r.kept.due = true
	return r.deps.After(keepAfter, keepNow{})
}

func (keepNow) arrive(r *desk) tea.Cmd {
	r.kept.due = false
	return r.save()
}

// save writes what has changed, or waits for the write that is under way.
func (r *desk) save() tea.Cmd {
	if r.kept.busy {
		return r.plan()
	}
	batch := r.takeBatch(keptAtOnce)
	if batch.Empty() {
		return nil
	}
	r.kept.busy = true
	kept := r.deps.Store
	return call(r.door(), keepLimit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, kept.Save(ctx, batch)
	}, func(_ struct{}, err error) tea.Msg { return keptAll{batch: batch, err: err} })
}

// takeBatch takes what has changed and was not taken yet, of conversations at most
// so many; at the end it is all.
func (r *desk) takeBatch(most int) store.Batch {
	var b store.Batch
	if most == math.MaxInt || r.kept.begun || !r.deps.Store.Shared() { // else it would stand in the place of what was not read yet
		for _, d := range r.kept.drafts {
			b.Drafts = append(b.Drafts, d)
		}
		r.kept.drafts = nil
	}
	b.Done = r.kept.done
	r.keepCustomers(&b, most)
	r.kept.done = nil
	return b
}

func (msg keptAll) arrive(r *desk) tea.Cmd {
	r.kept.busy = false
	if msg.err != nil {
		r.putBack(msg.batch)
		return r.keepTrouble(msg.err)
	}
	r.kept.others.writes++
	works := r.keepWorks()
	if len(msg.batch.Contacts) == keptAtOnce { // there may be more, and the disk is not to fall behind a flood
		return tea.Batch(works, r.save(), r.tellAside(r.deps.Store.SetAside()))
	}
	return tea.Batch(works, r.tellAside(r.deps.Store.SetAside()))
}

// putBack takes what could not be written for the next time; a newer draft
// stays.
func (r *desk) putBack(b store.Batch) {
	r.kept.done = append(r.kept.done, b.Done...)
	r.inbox.PutBack(b.Contacts, b.Gone)
	if r.kept.listed.IsZero() {
		r.kept.listed, r.kept.total = b.Listed, b.Total
	}
	for _, t := range b.Threads { // before what came meanwhile
		if later, ok := r.kept.threads[t.Contact]; !ok || !later.Fresh {
			r.kept.putBack(t)
		}
	}
	for _, d := range b.Drafts {
		key := draftKey{d.Contact, d.Topic}
		if _, newer := r.kept.drafts[key]; !newer {
			r.setDraft(key, d)
		}
	}
}

// putBack puts a thread's changes before those that came since they were taken.
func (k *keeper) putBack(t store.Thread) {
	if k.threads == nil {
		k.threads = map[string]store.Thread{}
	}
	later, ok := k.threads[t.Contact]
	if ok {
		t.Messages = append(t.Messages, later.Messages...)
		t.Home = t.Home || later.Home
		if !later.Solid.IsZero() {
			t.Solid = later.Solid
		}
	}
	k.threads[t.Contact] = t
}

// Keep writes what is not written yet, and stops what is being sent. cmd calls it
// when the screen is gone, however it went; nothing else runs then.
func (r *Root) Keep(ctx context.Context) error {
	if r.deps.Store == nil {
		return nil
	}
	r.drafts.noteDrafts()
	batch := r.takeBatch(math.MaxInt)
	lost := r.keepOutgoing(ctx)
	err := r.deps.Store.Save(ctx, batch)
	if err != nil {
		lost.err = err
		for _, d := range batch.Drafts {
			if d.Body != "" {
				lost.drafts++
			}
		}
	}
	r.outbox.stopShipping(ctx)
	if lost.err != nil && lost.none() { // the platform tells the rest again
		r.deps.Logger.Warn("the local store cannot be used", "err", lost.err)
		return nil
	}
	return lost.asError()
}

// suspend writes what is not written yet before the process is stopped: it may
// never go on.
func (r *Root) suspend() tea.Cmd {
	if r.deps.Store == nil {
		return tea.Suspend
	}
	return tea.Sequence(r.save(), tea.Suspend)
}
