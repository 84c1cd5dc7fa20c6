package mirror

import (
	"slices"
	"time"
)

// Patience is how long a use waits for fresh facts before it has to do with the old ones.
const Patience = 400 * time.Millisecond

// Ticket names a use that waits for fresh facts.
type Ticket int

// Ready tells that a use may go on. AsOf is the age of its oldest fact. Fresh is false if the
// platform did not answer in time, or refused: the person decides then.
type Ready struct {
	Ticket Ticket
	AsOf   time.Time
	Fresh  bool
}

type use struct {
	ticket Ticket
	keys   []Key
	since  time.Time
	failed bool // a read of one of them failed
}

// Use prepares something that takes facts out of the desk. It answers the reads to make; the ticket
// comes out of Settle, at once if everything is fresh.
func (m *Mirror) Use(now time.Time, keys ...Key) (Ticket, []Key) {
	m.tickets++
	m.uses = append(m.uses, use{ticket: m.tickets, keys: slices.Clone(keys), since: now})
	var ask []Key
	for _, k := range keys {
		if a := m.age(k); m.stale(now, k) && (!m.underWay(now, a) || now.Sub(a.asked) > rules[k.Kind].used) {
			ask = m.ask(now, k, ask)
		}
	}
	return m.tickets, ask
}

// Prepare reads facts that are likely to be used in a moment. It answers the reads to make.
func (m *Mirror) Prepare(now time.Time, keys ...Key) []Key {
	var ask []Key
	for _, k := range keys {
		if m.stale(now, k) && m.may(now, k) {
			ask = m.ask(now, k, ask)
		}
	}
	return ask
}

// Settle answers the uses that may go on: their facts are fresh, could not be read, or took too long.
// It is called after an answer and when Due has come.
func (m *Mirror) Settle(now time.Time) []Ready {
	var ready []Ready
	m.uses = slices.DeleteFunc(m.uses, func(u use) bool {
		r := Ready{Ticket: u.ticket, AsOf: now, Fresh: true}
		for _, k := range u.keys {
			a := m.age(k)
			if a.at.Before(r.AsOf) {
				r.AsOf = a.at
			}
			if m.stale(u.since, k) {
				r.Fresh = false
			}
		}
		if !r.Fresh && !u.failed && now.Sub(u.since) < Patience {
			return false
		}
		ready = append(ready, r)
		return true
	})
	return ready
}

// failedUses notes that a read of k failed: who waits for it need not wait any longer.
func (m *Mirror) failedUses(k Key) {
	for i, u := range m.uses {
		if slices.Contains(u.keys, k) {
			m.uses[i].failed = true
		}
	}
}

// stale says whether a fact is not fit to be used.
func (m *Mirror) stale(now time.Time, k Key) bool {
	a := m.age(k)
	return a.at.IsZero() || a.at.Before(a.void) || now.Sub(a.at) > rules[k.Kind].used
}
