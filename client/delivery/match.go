package delivery

import (
	"time"

	"keydesk/client"
)

// fraction is what sources disagree about within a second.
const fraction = time.Second

// Told takes in messages of the platform's: what was under way, or may have arrived, is found among
// them. fresh says whether a message was not known before. Where several could be it nothing is guessed.
func (o *Outbox) Told(contact string, ms []client.Message, fresh func(id string) bool) {
	c := o.threads[contact]
	if c == nil {
		return
	}
	var unknown []client.Message
	for _, m := range ms {
		if fresh(m.ID) {
			unknown = append(unknown, m)
		}
	}
	for _, it := range append([]*Item(nil), c.items...) {
		if it.State != Sending && !it.Unsure && it.State != Unknown && it.State != Looking {
			continue
		}
		if it.long() && it.State == Sending {
			continue // its answer is on its way, and tells for certain
		}
		among := unknown
		if it.long() && !it.After.IsZero() {
			among = ms // a file is looked for by its name
		}
		list := c.candidates(it, among)
		if len(list) == 0 || len(list) > 1 && it.State != Sending && len(list) > c.alike(it) {
			continue
		}
		o.settle(it, found, list[0])
	}
}

// candidates are the messages that may be what became of an item: like it, from us, newer than what was
// known when it was sent, and not far from when that was.
func (c *conversation) candidates(it *Item, ms []client.Message) []client.Message {
	if it.Tried.IsZero() {
		return nil // it was never sent
	}
	var list []client.Message
	for _, m := range ms {
		early := m.CreatedAt.Sub(it.Tried) <= -ClockSkew
		late := !it.long() && m.CreatedAt.Sub(it.Tried) >= ClockSkew // a file may take long
		switch {
		case m.Direction != client.Outgoing || c.settled[m.ID] || !it.Content.is(m) || early || late:
		case it.before[m.ID]:
		case it.complete && m.CreatedAt.Before(it.After.Add(-fraction)):
		case !it.complete && !it.After.IsZero() && !it.follows(m):
		default:
			list = append(list, m)
		}
	}
	return list
}

// follows says whether a message came after those that were known when an item was sent. Of one of the
// same time only its id tells.
func (it *Item) follows(m client.Message) bool {
	return m.CreatedAt.After(it.After) || m.CreatedAt.Equal(it.After) && len(it.Near) > 0
}

// alike counts the items that look the same and may have arrived.
func (c *conversation) alike(it *Item) int {
	n := 0
	for _, other := range c.items {
		if same(it, other) && (other.Reached || other.Unsure || other.State == Sending || other.State == Unknown || other.State == Looking) {
			n++
		}
	}
	return n
}

// same says whether two items cannot be told apart in a thread.
func same(a, b *Item) bool {
	switch x := a.Content.(type) {
	case Text:
		y, ok := b.Content.(Text)
		return ok && x.Body == y.Body
	case File:
		y, ok := b.Content.(File)
		return ok && x.Name == y.Name && x.Type == y.Type && x.Caption == y.Caption
	case Note:
		y, ok := b.Content.(Note)
		return ok && x == y
	case Template:
		_, ok := b.Content.(Template)
		return ok
	}
	return false
}
