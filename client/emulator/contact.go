package emulator

import (
	"encoding/json"
	"strings"
	"time"
)

// contact is one customer. What the seed computes is not stored (see contactInfo); more holds it
// only once something departed from that. Times are Unix nanoseconds, 0 for "never".
type contact struct {
	lastAt    int64 // last_message_at; sticks where the platform's preview bug makes it stick
	inboundAt int64
	updated   int64
	more      *contactInfo
	thread    *thread
	unread    int32
	readTo    uint32 // incoming messages below this sequence number are read
	previewAt uint32 // sequence number + 1 of the message the preview shows, 0: none
	account   uint8  // index + 1 in state.accounts, 0: none
	assigned  uint8  // index + 1 in state.people, 0: nobody
	deleted   bool
}

// contactInfo is what a contact is beside its conversation.
type contactInfo struct {
	name, phone string
	tags        []string
	metadata    json.RawMessage
	created     int64
	optOut      bool
}

// own gives contact c a thread that can be written to.
func (c *contact) own() *thread {
	if c.thread == nil {
		c.thread = &thread{}
	}
	return c.thread
}

func (s *state) contactID(i uint32) string { return s.ids.make(kindContact, i, 0) }

// newContact adds a contact that has written nothing yet. The lock is held.
func (s *state) newContact(phone string) uint32 {
	i := uint32(len(s.contacts))
	now := s.clock.Now().UnixNano()
	s.contacts = append(s.contacts, contact{
		updated: now,
		more:    &contactInfo{phone: phone, tags: []string{}, metadata: json.RawMessage(`{}`), created: now},
	})
	s.phones[phone] = i
	s.alive++
	s.order.insert(i, s.below)
	return i
}

// restore brings a deleted contact back with its id and metadata (contract §4.3).
func (s *state) restore(i uint32) {
	s.contacts[i].deleted = false
	s.alive++
	s.order.insert(i, s.below)
}

// info is what contact i is beside its conversation, computed unless it was changed.
func (s *state) info(i uint32) contactInfo {
	if more := s.contacts[i].more; more != nil {
		return *more
	}
	return contactInfo{
		name: s.nameOf(i), phone: s.phoneOf(i), tags: seededTags(i), metadata: s.seeded.metadata(i),
		created: s.seeded.created(i),
	}
}

// edit gives contact i's info to be written to.
func (s *state) edit(i uint32) *contactInfo {
	if s.contacts[i].more == nil {
		info := s.info(i)
		s.contacts[i].more = &info
	}
	s.contacts[i].updated = s.clock.Now().UnixNano()
	return s.contacts[i].more
}

func (s *state) phoneOf(i uint32) string {
	if more := s.contacts[i].more; more != nil {
		return more.phone
	}
	return s.seeded.phone(i)
}

func (s *state) nameOf(i uint32) string {
	if more := s.contacts[i].more; more != nil {
		return more.name
	}
	return s.seeded.name(i)
}

func (s *state) tagsOf(i uint32) []string {
	if more := s.contacts[i].more; more != nil {
		return more.tags
	}
	return seededTags(i)
}

// byPhone finds a contact, also a deleted one, by its exact number.
func (s *state) byPhone(phone string) (uint32, bool) {
	if i, ok := s.phones[phone]; ok {
		return i, true
	}
	i, ok := s.seeded.byPhone(phone)
	return i, ok && s.phoneOf(i) == phone
}

// shown is a contact's name and number, masked if the organisation says so.
func (s *state) shown(i uint32) (name, phone string) {
	name, phone = s.nameOf(i), s.phoneOf(i)
	if s.masked {
		name, phone = maskName(name), mask(phone)
	}
	return name, phone
}

// mask hides a number but for its last four digits (contract §4.5).
func mask(phone string) string {
	if len(phone) <= 4 {
		return phone
	}
	return strings.Repeat("*", len(phone)-4) + phone[len(phone)-4:]
}

// maskName masks a name that looks like a phone number.
func maskName(name string) string {
	digits := 0
	for _, r := range name {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-() ", r):
			return name
		}
	}
	if digits < 7 {
		return name
	}
	return mask(name)
}

// below orders contacts as the list does: by last message, those without one lowest, then by
// creation (contract §4.1).
func (s *state) below(a, b uint32) bool {
	x, y := &s.contacts[a], &s.contacts[b]
	if x.lastAt != y.lastAt {
		return x.lastAt < y.lastAt
	}
	if p, q := s.info(a).created, s.info(b).created; p != q {
		return p < q
	}
	return a > b
}

// windowOpen tells whether the customer wrote within 24 hours (contract §5.5).
func (s *state) windowOpen(i uint32) bool {
	at := s.contacts[i].inboundAt
	return at != 0 && s.clock.Now().Sub(time.Unix(0, at)) < 24*time.Hour
}

// markRead reads everything contact i wrote (contract §4.4).
func (s *state) markRead(i uint32) {
	c := &s.contacts[i]
	if c.unread == 0 {
		return
	}
	n := s.count(i)
	now := s.clock.Now().UnixNano()
	if t := c.thread; t != nil {
		made := s.seeded.length(i)
		for seq := max(c.readTo, made); seq < n; seq++ {
			if m := &t.extra[seq-made]; !m.outgoing {
				m.updated = now
			}
		}
	}
	c.readTo, c.unread = n, 0
}
