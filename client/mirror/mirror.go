package mirror

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"keydesk/client"
)

// Mirror holds the facts of one desk. It is not safe for use by several goroutines.
type Mirror struct {
	contacts map[string]client.Contact
	actions  []client.CustomAction

	ages    map[Key]*age
	watched []Key
	uses    []use
	tickets Ticket
}

// New makes a mirror that knows nothing.
func New() *Mirror {
	return &Mirror{contacts: map[string]client.Contact{}, ages: map[Key]*age{}}
}

// Contact is a contact as it is known; its Raw is empty until the platform answered for this very
// one, and AsOf says when that was.
func (m *Mirror) Contact(id string) (client.Contact, bool) {
	c, ok := m.contacts[id]
	return c, ok
}

// Whole reports whether the platform answered for this very contact, so that actions can use it.
func (m *Mirror) Whole(id string) bool { return !m.AsOf(Key{Contact, id}).IsZero() }

// Seed takes in a contact from elsewhere, a page of the list or an earlier console's cache, where
// nothing better is known.
func (m *Mirror) Seed(c client.Contact) {
	if !m.Whole(c.ID) {
		m.contacts[c.ID] = c
	}
}

// TookContact takes in the answer to a read of a contact that was asked for at a time. It reports
// whether it holds, and whether anything changed by it.
func (m *Mirror) TookContact(now, asked time.Time, id string, c client.Contact, err error) (holds, changed bool) {
	k := Key{Contact, id}
	if err != nil {
		m.failedUses(k)
	}
	if !m.took(now, asked, k, err != nil) {
		return false, false
	}
	before, known := m.contacts[id]
	m.contacts[id] = c
	return true, !known || !bytes.Equal(before.Raw, c.Raw) || before.UnreadCount != c.UnreadCount
}

// Forget drops a contact that nobody looks at any more.
func (m *Mirror) Forget(id string) {
	delete(m.contacts, id)
	delete(m.ages, Key{Contact, id})
	delete(m.ages, Key{Thread, id})
}

// Actions are the organization's custom actions in the platform's order, inactive ones included.
func (m *Mirror) Actions() []client.CustomAction { return m.actions }

// TookActions takes in the list of custom actions. It reports whether anything changed.
func (m *Mirror) TookActions(now, asked time.Time, list []client.CustomAction, err error) bool {
	k := Key{Kind: Actions}
	first := m.AsOf(k).IsZero()
	if err != nil {
		m.failedUses(k)
	}
	if !m.took(now, asked, k, err != nil) {
		return false
	}
	same := !first && slices.EqualFunc(m.actions, list, func(a, b client.CustomAction) bool { return bytes.Equal(a.Raw, b.Raw) })
	m.actions = list
	return !same
}

// Took takes in the answer to a read of a fact whose value its owner keeps.
func (m *Mirror) Took(now, asked time.Time, k Key, err error) bool {
	return m.took(now, asked, k, err != nil)
}

// Contacts are the ids of the contacts held, in no order.
func (m *Mirror) Contacts() []string { return slices.Collect(maps.Keys(m.contacts)) }
