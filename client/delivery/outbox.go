package delivery

import (
	"errors"
	"slices"
	"time"

	"keydesk/client"
	"keydesk/client/store"
)

// Times of an outbox.
const (
	RetryAfter = 20 * time.Second // a platform that was not reached is asked again
	SettleFor  = 5 * time.Second  // what was under way when a line broke has arrived by then, or never will
	StaleAfter = 4 * time.Hour    // what waited longer may not be meant any more
	ClockSkew  = 5 * time.Minute  // how far the platform's clock and ours may be apart
	writeFirst = 2 * time.Second  // a write that failed is tried again; doubles
	writeLast  = time.Minute      // up to this
	askStore   = 2 * time.Second  // a database that does not answer is asked again
)

// Known is what is known of a conversation when something is sent.
type Known struct {
	Recent []client.Message // the newest few of the platform's, oldest first
	Loaded bool             // they reach up to now
}

// Options are what an outbox needs to know from outside.
type Options struct {
	Known func(contact string) Known
	Words func(Item) string // why an item is held, for the local store
	Store bool              // there is a local store
}

// Outbox is everything on its way out, of all conversations.
type Outbox struct {
	o       Options
	items   map[string]*Item
	threads map[string]*conversation
	order   []string // contacts, in the order in which they came in
	ready   bool
	away    bool
	due     time.Time // when it is woken, zero for never
	changes []Change
	work    []Work // to be given by Next
}

// conversation is what one contact's outbox remembers.
type conversation struct {
	items   []*Item         // in the order of writing
	settled map[string]bool // messages of the platform's that were in the outbox
}

// Change is an item that is to be shown in another way.
type Change struct {
	Item
	From    State
	Message client.Message // what became of it, when it is Sent
}

// New makes an empty outbox.
func New(o Options) *Outbox {
	if o.Known == nil {
		o.Known = func(string) Known { return Known{} }
	}
	if o.Words == nil {
		o.Words = func(it Item) string { return it.Words }
	}
	return &Outbox{o: o, items: map[string]*Item{}, threads: map[string]*conversation{}}
}

func (o *Outbox) conversation(contact string) *conversation {
	c := o.threads[contact]
	if c == nil {
		c = &conversation{settled: map[string]bool{}}
		o.threads[contact] = c
		o.order = append(o.order, contact)
	}
	return c
}

// Put takes in what a person hands over. One with the id of another, which the person decides about,
// takes its place.
func (o *Outbox) Put(it Item) {
	c := o.conversation(it.Contact)
	if old := o.items[it.ID]; old != nil {
		if old.State.Busy() {
			return
		}
		it.Stored, it.writing = old.Stored, old.writing
		c.items = slices.DeleteFunc(c.items, func(x *Item) bool { return x == old })
	}
	it.State, it.fading = Storing, false
	it.Unsure, it.Reached, it.Words, it.Why = false, false, "", NoReason
	x := &it
	o.insert(c, x)
	o.changed(x)
	if x.behind = o.o.Store && x.storable(); !x.behind {
		o.signal(x, stored)
		return
	}
	x.anew, x.again = true, time.Time{}
}

// Revise changes what an item is, as when its file is another one by now.
func (o *Outbox) Revise(id string, c Content) {
	if it := o.items[id]; it != nil {
		it.Content = c
		if it.Stored {
			it.behind, it.anew, it.again = true, true, time.Time{}
		}
	}
}

// Stop takes note that an item was stopped before the call that sends it began.
func (o *Outbox) Stop(id string) {
	if it := o.items[id]; it != nil && it.State == Sending {
		it.Why = Stopped
		o.signal(it, hold)
		it.behind, it.again = it.Stored, time.Time{}
	}
}

// Adopt takes in what consoles that are gone have left, and tells how many of it are new.
func (o *Outbox) Adopt(rows []store.Outgoing) int {
	n := 0
	for _, row := range rows {
		if o.items[row.ID] == nil {
			it := fromRow(row)
			o.insert(o.conversation(it.Contact), it)
			o.changed(it)
			n++
		}
	}
	return n
}

func (o *Outbox) insert(c *conversation, it *Item) {
	o.items[it.ID] = it
	c.items = append(c.items, it)
	slices.SortStableFunc(c.items, func(a, b *Item) int { return a.Written.Compare(b.Written) })
}

// Ready says whether somebody is signed in.
func (o *Outbox) Ready(ready bool) { o.ready = ready }

// Reach says whether the platform answers, and reports whether that is new.
func (o *Outbox) Reach(answers bool) bool {
	changed := o.away == answers
	o.away = !answers
	return changed
}

// Away says whether what is written waits for the platform.
func (o *Outbox) Away() bool { return o.away }

// Stored takes in that an item was written into the local store. Without that it is sent all the same,
// and written again in a while.
func (o *Outbox) Stored(now time.Time, id string, err error) {
	it := o.items[id]
	if it == nil || !it.busy {
		return
	}
	it.busy = false
	switch {
	case err == nil:
		it.Stored, it.failures, it.patient = true, 0, false
	case errors.Is(err, store.ErrElsewhere):
		o.signal(it, taken)
		return
	case errors.Is(err, store.ErrLater): // whether it is there is not known: nobody sends it before it is
		it.behind, it.anew, it.patient = true, it.anew || it.step == Store, true
		it.again = now.Add(askStore)
		it.failures++
		if it.State == Storing || it.State == Queued {
			o.because(it, ForStore)
		}
		if !it.fading {
			return
		}
	case errors.Is(err, store.ErrTaken): // another console has it, or it was thrown away there
	default:
		it.behind, it.anew = true, it.anew || it.step == Store
		it.again = now.Add(min(writeFirst<<min(it.failures, 10), writeLast))
		it.failures++
	}
	if it.fading {
		o.drop(it)
		return
	}
	if it.step == Store && !(it.anew && err == nil) {
		o.signal(it, stored)
	}
}

// Again sends an item that the person decides about, or that waits. What may have arrived is looked up first.
func (o *Outbox) Again(id string) bool {
	it := o.items[id]
	if it == nil || it.State.Busy() {
		return false
	}
	it.Forced, it.Until, it.again, o.away = true, time.Time{}, time.Time{}, false
	if it.State == Queued {
		return true
	}
	if it.Reached && !it.safeTwice() {
		return o.signal(it, again)
	}
	return o.signal(it, resend)
}

// Resend sends an item although it may have arrived: the person was asked.
func (o *Outbox) Resend(id string) bool {
	it := o.items[id]
	if it == nil || it.State.Busy() {
		return false
	}
	it.Forced, it.Until, it.again, o.away = true, time.Time{}, time.Time{}, false
	it.Reached, it.Unsure = false, false
	return it.State == Queued || o.signal(it, resend)
}

// Withdraw throws an item away that is not under way, and reports whether it did.
func (o *Outbox) Withdraw(id string) bool {
	it := o.items[id]
	return it != nil && o.signal(it, withdraw)
}

// Item is one by its id, while the platform does not have it.
func (o *Outbox) Item(id string) (Item, bool) {
	if it := o.items[id]; it != nil && !it.fading {
		return *it, true
	}
	return Item{}, false
}

// Items are those of a conversation, of all if contact is empty, in the order of writing.
func (o *Outbox) Items(contact string) []Item {
	var list []Item
	add := func(c *conversation) {
		for _, it := range c.items {
			list = append(list, *it)
		}
	}
	if contact != "" {
		if c := o.threads[contact]; c != nil {
			add(c)
		}
		return list
	}
	for _, id := range o.order {
		add(o.threads[id])
	}
	slices.SortStableFunc(list, func(a, b Item) int { return a.Written.Compare(b.Written) })
	return list
}

// Settled says whether a message of the platform's was in the outbox.
func (o *Outbox) Settled(contact, message string) bool {
	c := o.threads[contact]
	return c != nil && c.settled[message]
}

// Changes are the items that are to be shown in another way, once each time they changed.
func (o *Outbox) Changes() []Change {
	list := o.changes
	o.changes = nil
	return list
}

// changed notes that an item is to be shown anew.
func (o *Outbox) changed(it *Item) { o.changes = append(o.changes, Change{Item: *it, From: it.State}) }

// because says why an item waits, without moving it.
func (o *Outbox) because(it *Item, why Why) {
	if it.Why != why {
		it.Why = why
		o.changed(it)
	}
}

// signal moves an item, and reports whether it did.
func (o *Outbox) signal(it *Item, s signal) bool {
	to, ok := next(it.State, s)
	if !ok {
		return false
	}
	from := it.State
	it.State = to
	switch {
	case to.Over():
		c := o.conversation(it.Contact)
		c.items = slices.DeleteFunc(c.items, func(x *Item) bool { return x == it })
		if it.fading = it.busy; !it.fading {
			o.drop(it)
		}
	case to.Waits():
		it.Words = o.o.Words(*it)
		if from != Sending && it.Stored { // the call that sent it has noted that
			it.behind, it.again = true, time.Time{}
		}
	case from.Waits() || to == Sending:
		it.Why, it.Words, it.Err = NoReason, "", nil
	}
	o.changes = append(o.changes, Change{Item: *it, From: from})
	return true
}

// drop forgets an item, and its row. A write that failed may have written it.
func (o *Outbox) drop(it *Item) {
	delete(o.items, it.ID)
	if it.Stored || it.failures > 0 {
		o.work = append(o.work, Work{Step: Forget, Contact: it.Contact, Item: *it})
	}
}
