package state

import (
	"encoding/json"
	"strings"
	"time"

	"keydesk/client/emulator/uuid"
)

// contact is one customer. What the seed computes is not stored (see contactInfo); more holds it
// only once something departed from that. Times are Unix nanoseconds, 0 for "never".
type contact struct {
	LastAt    int64 // last_message_at; sticks where the platform's preview bug makes it stick
	InboundAt int64
	Updated   int64
	more      *contactInfo
	thread    *thread
	Unread    int32
	readTo    uint32 // incoming messages below this sequence number are read
	PreviewAt uint32 // sequence number + 1 of the message the preview shows, 0: none
	Account   uint8  // index + 1 in state.accounts, 0: none
	Assigned  uint8  // index + 1 in state.people, 0: nobody
	Deleted   bool
}

// contactInfo is what a contact is beside its conversation.
type contactInfo struct {
	Name, Phone string
	Tags        []string
	Metadata    json.RawMessage
	Created     int64
	OptOut      bool
}

// own gives contact c a thread that can be written to.
func (c *contact) own() *thread {
	if c.thread == nil {
		c.thread = &thread{}
	}
	return c.thread
}

func (s *State) ContactID(i uint32) string { return s.IDs.Make(uuid.Contact, i, 0) }

// NewContact adds a contact that has written nothing yet. The lock is held.
func (s *State) NewContact(phone string) uint32 {
	i := uint32(len(s.Contacts))
	now := s.Clock.Now().UnixNano()
	s.Contacts = append(s.Contacts, contact{
		Updated: now,
		more:    &contactInfo{Phone: phone, Tags: []string{}, Metadata: json.RawMessage(`{}`), Created: now},
	})
	s.phones[phone] = i
	s.Alive++
	s.Order.insert(i, s.Below)
	return i
}

// Restore brings a deleted contact back with its id and metadata (contract §4.3).
func (s *State) Restore(i uint32) {
	s.Contacts[i].Deleted = false
	s.Alive++
	s.Order.insert(i, s.Below)
}

// Info is what contact i is beside its conversation, computed unless it was changed.
func (s *State) Info(i uint32) contactInfo {
	if more := s.Contacts[i].more; more != nil {
		return *more
	}
	return contactInfo{
		Name: s.NameOf(i), Phone: s.PhoneOf(i), Tags: seededTags(i), Metadata: s.Seeded.metadata(i),
		Created: s.Seeded.created(i),
	}
}

// Edit gives contact i's info to be written to.
func (s *State) Edit(i uint32) *contactInfo {
	if s.Contacts[i].more == nil {
		info := s.Info(i)
		s.Contacts[i].more = &info
	}
	s.Contacts[i].Updated = s.Clock.Now().UnixNano()
	return s.Contacts[i].more
}

func (s *State) PhoneOf(i uint32) string {
	if more := s.Contacts[i].more; more != nil {
		return more.Phone
	}
	return s.Seeded.phone(i)
}

func (s *State) NameOf(i uint32) string {
	if more := s.Contacts[i].more; more != nil {
		return more.Name
	}
	return s.Seeded.name(i)
}

func (s *State) TagsOf(i uint32) []string {
	if more := s.Contacts[i].more; more != nil {
		return more.Tags
	}
	return seededTags(i)
}

// ByPhone finds a contact, also a deleted one, by its exact number.
func (s *State) ByPhone(phone string) (uint32, bool) {
	if i, ok := s.phones[phone]; ok {
		return i, true
	}
	i, ok := s.Seeded.byPhone(phone)
	return i, ok && s.PhoneOf(i) == phone
}

// Shown is a contact's name and number, masked if the organisation says so.
func (s *State) Shown(i uint32) (name, phone string) {
	name, phone = s.NameOf(i), s.PhoneOf(i)
	if s.Masked {
		name, phone = MaskName(name), Mask(phone)
	}
	return name, phone
}

// Mask hides a number but for its last four digits (contract §4.5).
func Mask(phone string) string {
	if len(phone) <= 4 {
		return phone
	}
	return strings.Repeat("*", len(phone)-4) + phone[len(phone)-4:]
}

// MaskName masks a name that looks like a phone number.
func MaskName(name string) string {
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
	return Mask(name)
}

// Below orders contacts as the list does: by last message, those without one lowest, then by
// creation (contract §4.1).
func (s *State) Below(a, b uint32) bool {
	x, y := &s.Contacts[a], &s.Contacts[b]
	if x.LastAt != y.LastAt {
		return x.LastAt < y.LastAt
	}
	if p, q := s.Info(a).Created, s.Info(b).Created; p != q {
		return p < q
	}
	return a > b
}

// WindowOpen tells whether the customer wrote within 24 hours (contract §5.5).
func (s *State) WindowOpen(i uint32) bool {
	at := s.Contacts[i].InboundAt
	return at != 0 && s.Clock.Now().Sub(time.Unix(0, at)) < 24*time.Hour
}

// MarkRead reads everything contact i wrote (contract §4.4).
func (s *State) MarkRead(i uint32) {
	c := &s.Contacts[i]
	if c.Unread == 0 {
		return
	}
	n := s.Count(i)
	now := s.Clock.Now().UnixNano()
	if t := c.thread; t != nil {
		made := s.Seeded.length(i)
		for seq := max(c.readTo, made); seq < n; seq++ {
			if m := &t.extra[seq-made]; !m.Outgoing {
				m.Updated = now
			}
		}
	}
	c.readTo, c.Unread = n, 0
}
