package state

import (
	"keydesk/client/emulator/uuid"
)

// seed builds the platform's data. Contacts are only counted and ordered here: names, numbers,
// tags and conversations are computed when they are asked for.
func (s *State) seed() {
	s.phones = make(map[string]uint32)
	s.Seen = make(map[string]string)
	s.Uploads = make(map[string][]byte)
	s.Redirects = make(map[string]Redirect)
	s.Revoked = make(map[string]bool)
	s.seedPeople()
	s.seedShop()
	s.seedActions()
	s.seedContacts()
	s.seedNotes()
	s.seedTransfers()
}

// seedContacts lays out the contacts newest first, so that their order needs no sorting.
func (s *State) seedContacts() {
	n := int(s.Seeded.count)
	s.Seeded.accounts, s.Seeded.agent = len(s.Accounts), s.People[2].ID
	s.Seeded.scripts = s.Seeded.scripted()
	s.Contacts = make([]contact, n, n+n/16+16)
	s.Order.List = make([]uint32, 0, n+n/16+16)
	s.Alive = n
	silent := uint32(n) // the one contact that never wrote
	if n > silentContact {
		silent = silentContact
		s.Order.List = append(s.Order.List, silent)
	}
	for i := n - 1; i >= 0; i-- {
		at := uint32(i)
		s.Contacts[i].Account, s.Contacts[i].Assigned = s.Seeded.firstAccount(at), firstAssignee(at)
		if at == silent {
			continue
		}
		s.seedTail(at)
		s.Order.List = append(s.Order.List, at)
	}
}

// seedTail sets what the list tells of a computed conversation: times, unread, preview.
func (s *State) seedTail(i uint32) {
	c := &s.Contacts[i]
	n := s.Seeded.length(i)
	c.LastAt = s.Seeded.last(i)
	c.Updated, c.PreviewAt, c.readTo = c.LastAt, n, n
	unread := int32(0)
	if script := s.Seeded.scriptOf(i); script != nil {
		unread = int32(script.unread)
	} else if uuid.Mix(uint64(i)^s.IDs.Seed)%5 == 0 {
		unread = 2
	}
	// Walk back from the end: unread is at most the customer's last words in a row.
	for back := uint32(0); back < n && back < 12; back++ {
		outgoing, at := s.Seeded.lineHead(i, n-1-back)
		if outgoing {
			if c.readTo == n-back && c.Unread > 0 || c.InboundAt != 0 {
				break
			}
			unread = 0
			continue
		}
		if c.InboundAt == 0 {
			c.InboundAt = at
		}
		if unread == 0 {
			break
		}
		unread--
		c.Unread++
		c.readTo = n - 1 - back
	}
}
