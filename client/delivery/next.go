package delivery

import (
	"time"

	"keydesk/client/store"
)

// Step is a kind of work.
type Step int

// The steps.
const (
	Store    Step = iota // write the item into the local store; the answer goes to Stored
	Send                 // claim it there, send it, and note what came of it; the answer goes to Answered
	Look                 // fetch what the thread holds back to Since; the answer goes to Looked
	NoteHeld             // note in the local store that it is not being sent, and why; the answer goes to Stored
	Forget               // take its row out of the local store, sooner or later; no answer
	Wait                 // say Woke at At
)

func (s Step) String() string {
	return [...]string{"Store", "Send", "Look", "NoteHeld", "Forget", "Wait"}[s]
}

// Work is what is to be done. It may be done at once and beside other work.
type Work struct {
	Step    Step
	Contact string
	Item    Item      // as it was when the work was given; of Look the first that is looked for
	Since   time.Time // of Look
	At      time.Time // of Wait
}

// Next gives what is to be done now. It is asked after everything that goes in.
func (o *Outbox) Next(now time.Time) []Work {
	for _, contact := range o.order {
		c := o.threads[contact]
		o.write(now, c)
		o.advance(now, c)
		o.write(now, c)
	}
	list := o.work
	o.work = nil
	return list
}

// write tells the local store what it lacks of a conversation, as often as it takes.
func (o *Outbox) write(now time.Time, c *conversation) {
	for _, it := range c.items {
		switch {
		case !it.behind || it.busy || it.State == Sending || it.State == Looking:
			continue
		case it.again.After(now):
			o.later(it.again)
			continue
		}
		if it.step = NoteHeld; it.anew || !it.Stored {
			it.step = Store
		}
		it.busy, it.behind, it.anew = true, false, false
		o.work = append(o.work, Work{Step: it.step, Contact: it.Contact, Item: *it})
		it.Draft = store.Topic{} // written once more it was none
	}
}

// advance goes through a conversation in order and starts what has its turn.
func (o *Outbox) advance(now time.Time, c *conversation) {
	var blocked, looking [3]bool // by lane
	for _, it := range c.items {
		looking[it.lane()] = looking[it.lane()] || it.State == Looking
	}
	for _, it := range append([]*Item(nil), c.items...) {
		lane := it.lane()
		switch it.State {
		case Storing, Sending, Looking:
			blocked[lane] = blocked[lane] || !it.long() || it.waited
		case Unknown:
			if o.lookUp(now, c, it, looking[lane]) {
				looking[lane] = true
			}
			if it.State == Unknown || it.State == Looking {
				blocked[lane] = blocked[lane] || !(it.Unsure && it.asks()) || it.Forced
			}
		case Queued:
			if o.begin(now, it, blocked[lane]) {
				blocked[lane] = !it.long() || it.waited || blocked[lane]
			} else if it.State == Queued {
				blocked[lane] = true
			}
		}
	}
}

// begin starts an item if nothing speaks against it, and reports whether it did.
func (o *Outbox) begin(now time.Time, it *Item, blocked bool) bool {
	switch {
	case it.busy:
		return false // its row must be there before it is sent
	case it.behind && it.patient:
		o.because(it, ForStore)
		return false
	case it.behind && it.Stored: // and must not say that it is being sent already
		it.Why = NotNoted
		o.signal(it, hold)
		return false
	case !o.ready || o.away:
		it.waited = true
		o.because(it, ForLine)
		o.tryLater(now)
		return false
	case it.Until.After(now):
		it.waited = true
		if it.Why != ForStore {
			o.because(it, ForTime)
		}
		o.later(it.Until)
		return false
	case !it.Forced && now.Sub(it.Written) > StaleAfter:
		it.Why = Old
		o.signal(it, hold)
		return false
	case blocked && !(it.Forced && it.long()):
		it.waited = true
		o.because(it, ForTurn)
		return false
	}
	o.prepare(now, it)
	o.signal(it, start)
	o.work = append(o.work, Work{Step: Send, Contact: it.Contact, Item: *it})
	return true
}

// prepare notes what is in the thread before an item is sent.
func (o *Outbox) prepare(now time.Time, it *Item) {
	it.Tried, it.Attempts, it.Reached, it.Unsure = now, it.Attempts+1, false, false
	it.settles, it.underWay = time.Time{}, 0
	it.After, it.Near, it.before, it.complete = time.Time{}, nil, map[string]bool{}, false
	if it.lane() != customer {
		return
	}
	known := o.o.Known(it.Contact)
	it.complete = known.Loaded
	if n := len(known.Recent); n > 0 {
		it.After = known.Recent[n-1].CreatedAt
	}
	for _, m := range known.Recent {
		if m.CreatedAt.Equal(it.After) {
			it.Near = append(it.Near, m.ID)
			it.before[m.ID] = true
		}
		if it.Content.is(m) {
			it.before[m.ID] = true
		}
	}
}

// lookUp asks the thread of a conversation, or its notes, for an item that may have arrived, and with it
// for all others there. It reports whether it did.
func (o *Outbox) lookUp(now time.Time, c *conversation, it *Item, looking bool) bool {
	switch {
	case looking:
		return false
	case !o.ready || o.away:
		o.mayArrive(it)
		o.tryLater(now)
		return false
	}
	if at := it.lookAt(now); at.After(now) {
		if it.Until.After(now) {
			o.because(it, ForTime)
		} else {
			o.mayArrive(it)
		}
		o.later(at)
		return false
	}
	since := it.since()
	for _, other := range c.items {
		if other.State == Unknown && other.lane() == it.lane() && !other.lookAt(now).After(now) {
			if other.since().Before(since) {
				since = other.since()
			}
			o.signal(other, look)
		}
	}
	o.work = append(o.work, Work{Step: Look, Contact: it.Contact, Item: *it, Since: since.Add(-ClockSkew)})
	return true
}

// mayArrive says why an item waits to be looked for, unless that was told better.
func (o *Outbox) mayArrive(it *Item) {
	if it.Why != CutOff && it.Why != AsStored {
		o.because(it, MayArrive)
	}
}

// lookAt is when an item that may have arrived can be looked for: what a broken line still brings, or a
// console that lives somewhere, has come by then. The person need not wait for the line.
func (it *Item) lookAt(now time.Time) time.Time {
	if !it.Unsure || it.Forced && it.underWay == 0 {
		return it.Until
	}
	if it.settles.IsZero() {
		wait := it.underWay + SettleFor
		it.settles = it.Tried.Add(wait)
		if latest := now.Add(wait); it.settles.After(latest) { // the clock was set back
			it.settles = latest
		}
	}
	if it.Until.After(it.settles) {
		return it.Until
	}
	return it.settles
}

// since is when an item was sent.
func (it *Item) since() time.Time {
	if it.Tried.IsZero() {
		return it.Written
	}
	return it.Tried
}

// tryLater asks to try the platform again in a while. Signing in is a try by itself.
func (o *Outbox) tryLater(now time.Time) {
	if o.ready {
		o.later(now.Add(RetryAfter))
	}
}

// later asks to be woken; while that is due only something sooner asks again.
func (o *Outbox) later(at time.Time) {
	if o.due.IsZero() || at.Before(o.due) {
		o.due = at
		o.work = append(o.work, Work{Step: Wait, At: at})
	}
}

// Woke says that the time of a Wait has come: a platform that was away is tried again.
func (o *Outbox) Woke() { o.due, o.away = time.Time{}, false }
