package delivery

import (
	"context"
	"errors"
	"time"

	"keydesk/client"
	"keydesk/client/store"
)

// ErrTooMuch says that looking further back would cost more than it tells.
var ErrTooMuch = errors.New("too much was said since then")

// ErrStopped says that the person stopped a call before all of it was sent.
var ErrStopped = errors.New("stopped before it was sent")

// unsentError is why a request was never made.
type unsentError struct{ err error }

func (e unsentError) Error() string { return e.err.Error() }
func (e unsentError) Unwrap() error { return e.err }

// Unsent marks an error of something else than the platform's client, by which surely nothing was sent.
func Unsent(err error) error { return unsentError{err} }

// claimError says that the local store did not let an item go: another console has it, or the disk
// cannot note that it is sent.
type claimError struct{ err error }

func (e claimError) Error() string { return e.err.Error() }
func (e claimError) Unwrap() error { return e.err }

// unnotedError is why a send failed, where the local store was not told.
type unnotedError struct {
	err   error
	later bool // it will be told
}

func (e unnotedError) Error() string { return e.err.Error() }
func (e unnotedError) Unwrap() error { return e.err }

// verdict is what a failed call means for its item.
type verdict struct {
	signal  signal
	why     Why
	away    bool      // the platform is not there
	until   time.Time // it asked for patience
	reached bool      // it may have the item
	unsure  bool      // and gave no usable answer
}

// judge tells what a failed send of an item means.
func judge(now time.Time, it *Item, err error) verdict {
	var claim claimError
	var local unsentError
	switch {
	case errors.As(err, &claim) && errors.Is(err, store.ErrTaken):
		return verdict{signal: taken}
	case errors.As(err, &claim) && errors.Is(err, store.ErrLater):
		return verdict{signal: deferred, why: ForStore, until: now.Add(askStore)}
	case errors.As(err, &claim):
		return verdict{signal: hold, why: NotNoted}
	case errors.Is(err, ErrStopped):
		return verdict{signal: hold, why: Stopped}
	case errors.As(err, &local):
		return verdict{signal: refused, why: Fault}
	}
	v := verdict{signal: refused, why: Fault, unsure: client.IsUncertain(err)}
	v.reached = client.MayHaveReached(err)
	var e *client.Error
	_ = errors.As(err, &e) // another package's has no status
	kind := client.KindOf(err)
	switch {
	case kind == client.KindCancelled || errors.Is(err, context.Canceled):
		if v.unsure = v.reached; it.long() {
			return verdict{signal: hold, why: Stopped, reached: v.reached, unsure: v.unsure}
		} // else the console ends
	case kind == client.KindRateLimited:
		at, told := client.RetryAt(err)
		if v.until = at; !told {
			v.until = now.Add(RetryAfter)
		}
	case kind == client.KindUnreachable, e != nil && (e.Status == 502 || e.Status == 503 || e.Status == 504):
		v.away = true
	default:
		return v
	}
	v.signal, v.why = deferred, ForLine
	if v.reached {
		v.signal, v.why = lost, MayArrive
	}
	if !v.until.IsZero() {
		v.why = ForTime
	}
	return v
}

// apply writes down on an item what a call meant for it.
func (v verdict) apply(it *Item, err error) {
	it.Reached, it.Unsure = it.Reached || v.reached, it.Unsure || v.unsure
	it.Why, it.Until, it.Err = v.why, v.until, err
}

// Answered takes in the answer to a send.
func (o *Outbox) Answered(now time.Time, id string, m client.Message, err error) {
	it := o.items[id]
	if it == nil || it.State != Sending {
		return // the thread had told of it already
	}
	if err == nil {
		o.away = false
		o.settle(it, accepted, m)
		return
	}
	v := judge(now, it, err)
	if v.signal == lost && it.safeTwice() {
		v.signal, v.reached, v.unsure = deferred, false, false
	}
	v.apply(it, err)
	o.away = o.away || v.away
	var unnoted unnotedError
	if errors.As(err, &unnoted) {
		it.behind, it.failures = it.Stored, it.failures+1
		it.again = now.Add(writeFirst)
		it.patient = unnoted.later
	}
	if v.why == NotNoted {
		it.behind, it.again = it.Stored, time.Time{}
	}
	if v.signal == taken {
		it.Stored, it.failures, it.behind = false, 0, false
	}
	it.waited = true
	o.signal(it, v.signal)
	if v.signal == hold && v.reached {
		it.Forced = false
	}
}

// Looked takes in what the thread, or the notes, hold since something was sent that may have arrived.
func (o *Outbox) Looked(now time.Time, w Work, ms []client.Message, err error) {
	c := o.conversation(w.Contact)
	var asked []*Item
	for _, it := range c.items {
		if it.State == Looking && it.lane() == w.Item.lane() {
			asked = append(asked, it)
		}
	}
	if err == nil {
		o.away = false
	}
	for _, it := range asked {
		if it.State != Looking {
			continue
		}
		if err != nil {
			o.notLooked(now, it, err)
			continue
		}
		o.compare(c, it, ms)
	}
}

// compare decides about one item by what the thread holds.
func (o *Outbox) compare(c *conversation, it *Item, ms []client.Message) {
	switch list := c.candidates(it, ms); {
	case len(list) == 0 && it.asks() && it.Unsure && !it.Forced:
		it.Why = NotThere
		o.signal(it, hold)
	case len(list) == 0:
		it.Reached, it.Unsure, it.Why = false, false, NoReason
		o.signal(it, missing)
	case len(list) <= c.alike(it):
		o.settle(it, found, list[0])
	default:
		it.Why, it.Count, it.Forced = Several, len(list), false
		o.signal(it, hold)
	}
}

// notLooked keeps an item of which it could not be found out whether it arrived.
func (o *Outbox) notLooked(now time.Time, it *Item, err error) {
	if errors.Is(err, ErrTooMuch) {
		it.Why, it.Forced = TooMuch, false
		o.signal(it, hold)
		return
	}
	v := judge(now, it, err)
	o.away = o.away || v.away
	it.Until = v.until
	if v.away || !v.until.IsZero() || v.why == Stopped {
		it.Why = MayArrive
		o.signal(it, lost)
		return
	}
	it.Why, it.Err = NotLooked, err
	if it.asks() {
		o.signal(it, hold)
		return
	}
	o.signal(it, refused)
}

// settle ends an item: the platform's message is what became of it.
func (o *Outbox) settle(it *Item, s signal, m client.Message) {
	before := len(o.changes)
	if !o.signal(it, s) {
		return
	}
	if it.lane() != message { // else it was there before
		o.conversation(it.Contact).settled[m.ID] = true
	}
	for i := before; i < len(o.changes); i++ {
		o.changes[i].Message = m
	}
}
