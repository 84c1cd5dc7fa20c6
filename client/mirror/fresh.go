package mirror

import (
	"slices"
	"time"
)

// Kind is a kind of fact; see the table in the package documentation.
type Kind uint8

// The kinds of facts.
const (
	Contact Kind = iota
	Actions
	List
	Thread
	Rights
	Transfers
	People
	kinds
)

func (k Kind) String() string {
	return [...]string{"contact", "actions", "list", "thread", "rights", "transfers", "people"}[k]
}

// Key names one fact. ID is a contact's id for contacts and threads, and empty for facts that exist once.
type Key struct {
	Kind Kind
	ID   string
}

// rule is how old a fact may be.
type rule struct{ shown, used time.Duration }

var rules = [kinds]rule{
	Contact:   {shown: 30 * time.Second, used: 250 * time.Millisecond},
	Actions:   {shown: time.Minute, used: 250 * time.Millisecond},
	List:      {shown: time.Minute, used: time.Minute},
	Thread:    {shown: 10 * time.Minute, used: 10 * time.Minute},
	Rights:    {shown: time.Minute, used: time.Minute},
	Transfers: {shown: time.Minute, used: time.Minute},
	People:    {shown: 10 * time.Minute, used: 10 * time.Minute},
}

// Bounds of asking.
const (
	answers    = 25 * time.Second // a read that has not answered after this never will
	retryFirst = 2 * time.Second  // after a read that failed; doubles
	retryLast  = 30 * time.Second // up to this
	listPause  = 5 * time.Second  // between two reads of the list or a thread because of messages
	justNow    = 2 * time.Second  // a fact so young need not be read because the line came
	lateAfter  = 5 * time.Second  // a fact that is due so long is told as not fresh
)

// age is how fresh one fact is.
type age struct {
	at     time.Time     // what is known was asked for then; zero: never told
	asked  time.Time     // of the read under way; zero: none
	void   time.Time     // what was asked for before this does not hold
	due    time.Time     // the earliest time to ask again after a failure
	wait   time.Duration // how long was waited after the last failure
	wanted bool          // something told that it may have changed
	since  time.Time     // it has been wanted on the screen and too old since then; zero: it is not
}

// State is how fresh the watched facts are together.
type State uint8

// The states.
const (
	Fresh    State = iota // everything looked at is as young as it has to be
	Catching              // something looked at is too old and being read
	Stale                 // something looked at could not be read
)

// Watch says what somebody looks at from now on; nothing, if nobody does. It answers what to read.
func (m *Mirror) Watch(now time.Time, keys ...Key) []Key {
	for k, a := range m.ages {
		if !a.since.IsZero() && !slices.Contains(keys, k) {
			a.since = time.Time{}
		}
	}
	m.watched = append(m.watched[:0], keys...)
	return m.Tick(now)
}

// Tick answers what has to be read now of what is watched or about to be used.
func (m *Mirror) Tick(now time.Time) []Key {
	var ask []Key
	for _, k := range m.watched {
		a := m.age(k)
		if !m.tooOld(now, k) {
			a.since = time.Time{}
			continue
		}
		if a.since.IsZero() {
			a.since = now
		}
		if m.may(now, k) {
			ask = m.ask(now, k, ask)
		}
	}
	return ask
}

// Due is when Tick or Settle has to be called next; zero: not before something happens.
func (m *Mirror) Due(now time.Time) time.Time {
	var due time.Time
	sooner := func(t time.Time) {
		if due.IsZero() || t.Before(due) {
			due = t
		}
	}
	for _, k := range m.watched {
		a := m.age(k)
		switch {
		case !a.asked.IsZero():
			sooner(a.asked.Add(answers))
		case m.tooOld(now, k):
			sooner(later(now, m.earliest(k)))
		default:
			sooner(a.at.Add(rules[k.Kind].shown))
		}
	}
	for _, u := range m.uses {
		sooner(u.since.Add(Patience))
	}
	return due
}

// State tells how fresh what is watched is.
func (m *Mirror) State(now time.Time) State {
	state := Fresh
	for _, k := range m.watched {
		a := m.age(k)
		switch {
		case a.since.IsZero() || now.Sub(a.since) < lateAfter:
		case a.asked.IsZero():
			return Stale
		default:
			state = Catching
		}
	}
	return state
}

// Heard takes in that facts may have changed: a message came, the window has the eyes again, the
// platform refused something. What is watched is read when Watch or Tick is called next.
func (m *Mirror) Heard(keys ...Key) {
	for _, k := range keys {
		m.age(k).wanted = true
	}
}

// Changed takes in that this desk changed facts on the platform: what was asked for before now does
// not hold any more. It answers the reads to make.
func (m *Mirror) Changed(now time.Time, keys ...Key) []Key {
	for _, k := range keys {
		a := m.age(k)
		a.void, a.wanted, a.asked = now, true, time.Time{}
	}
	return m.Ask(now, keys...)
}

// Asked takes in that a fact is being read for another reason than that a method of this package
// asked for it.
func (m *Mirror) Asked(now time.Time, k Key) { m.age(k).asked = now }

// AsOf is the age of a fact: when what is known of it was asked for; zero: never.
func (m *Mirror) AsOf(k Key) time.Time {
	if a := m.ages[k]; a != nil {
		return a.at
	}
	return time.Time{}
}

// took notes an answer to a read that was asked for at a time. It reports whether its value holds:
// it is not older than what is known, nor than a change of this desk's own.
func (m *Mirror) took(now, asked time.Time, k Key, failed bool) bool {
	a := m.age(k)
	if !asked.Before(a.asked) { // not one that was given up
		a.asked = time.Time{}
	}
	switch {
	case failed:
		a.wait = min(max(retryFirst, 2*a.wait), retryLast)
		a.due = now.Add(a.wait)
		return false
	case asked.Before(a.at) || asked.Before(a.void):
		return false
	}
	a.at, a.wanted, a.wait, a.due = asked, false, 0, time.Time{}
	if !m.tooOld(now, k) {
		a.since = time.Time{}
	}
	return true
}

func (m *Mirror) age(k Key) *age {
	a := m.ages[k]
	if a == nil {
		a = &age{}
		m.ages[k] = a
	}
	return a
}

// tooOld says whether a fact is not fit to be looked at.
func (m *Mirror) tooOld(now time.Time, k Key) bool {
	a := m.age(k)
	return a.wanted || a.at.IsZero() || now.Sub(a.at) >= rules[k.Kind].shown
}

func (m *Mirror) underWay(now time.Time, a *age) bool {
	return !a.asked.IsZero() && now.Sub(a.asked) < answers
}

// may says whether a fact that is too old can be asked for now.
func (m *Mirror) may(now time.Time, k Key) bool {
	return !m.underWay(now, m.age(k)) && !now.Before(m.earliest(k))
}

// earliest is when a fact that is too old may be asked for.
func (m *Mirror) earliest(k Key) time.Time {
	a := m.age(k)
	if (k.Kind == List || k.Kind == Thread) && a.wanted && !a.at.IsZero() {
		return later(a.due, a.at.Add(listPause))
	}
	return a.due
}

func (m *Mirror) ask(now time.Time, k Key, ask []Key) []Key {
	m.age(k).asked = now
	return append(ask, k)
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// Renew has facts read that are not from just now.
func (m *Mirror) Renew(now time.Time, keys ...Key) []Key {
	var ask []Key
	for _, k := range keys {
		if a := m.age(k); !m.underWay(now, a) && (a.at.IsZero() || now.Sub(a.at) > justNow) {
			ask = m.ask(now, k, ask)
		}
	}
	return ask
}

// Ask has facts read whatever their age, but for those whose read is under way.
func (m *Mirror) Ask(now time.Time, keys ...Key) []Key {
	var ask []Key
	for _, k := range keys {
		if !m.underWay(now, m.age(k)) {
			ask = m.ask(now, k, ask)
		}
	}
	return ask
}
