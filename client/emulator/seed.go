package emulator

// seed builds the platform's data. Contacts are only counted and ordered here: names, numbers,
// tags and conversations are computed when they are asked for.
func (s *state) seed() {
	s.phones = make(map[string]uint32)
	s.seen = make(map[string]string)
	s.uploads = make(map[string][]byte)
	s.redirects = make(map[string]redirect)
	s.revoked = make(map[string]bool)
	s.seedPeople()
	s.seedShop()
	s.seedActions()
	s.seedContacts()
	s.seedNotes()
	s.seedTransfers()
}

// seedContacts lays out the contacts newest first, so that their order needs no sorting.
func (s *state) seedContacts() {
	n := int(s.seeded.count)
	s.seeded.accounts, s.seeded.agent = len(s.accounts), s.people[2].id
	s.seeded.scripts = s.seeded.scripted()
	s.contacts = make([]contact, n, n+n/16+16)
	s.order.list = make([]uint32, 0, n+n/16+16)
	s.alive = n
	silent := uint32(n) // the one contact that never wrote
	if n > silentContact {
		silent = silentContact
		s.order.list = append(s.order.list, silent)
	}
	for i := n - 1; i >= 0; i-- {
		at := uint32(i)
		s.contacts[i].account, s.contacts[i].assigned = s.seeded.firstAccount(at), firstAssignee(at)
		if at == silent {
			continue
		}
		s.seedTail(at)
		s.order.list = append(s.order.list, at)
	}
}

// seedTail sets what the list tells of a computed conversation: times, unread, preview.
func (s *state) seedTail(i uint32) {
	c := &s.contacts[i]
	n := s.seeded.length(i)
	c.lastAt = s.seeded.last(i)
	c.updated, c.previewAt, c.readTo = c.lastAt, n, n
	unread := int32(0)
	if script := s.seeded.scriptOf(i); script != nil {
		unread = int32(script.unread)
	} else if mix(uint64(i)^s.ids.seed)%5 == 0 {
		unread = 2
	}
	// Walk back from the end: unread is at most the customer's last words in a row.
	for back := uint32(0); back < n && back < 12; back++ {
		outgoing, at := s.seeded.lineHead(i, n-1-back)
		if outgoing {
			if c.readTo == n-back && c.unread > 0 || c.inboundAt != 0 {
				break
			}
			unread = 0
			continue
		}
		if c.inboundAt == 0 {
			c.inboundAt = at
		}
		if unread == 0 {
			break
		}
		unread--
		c.unread++
		c.readTo = n - 1 - back
	}
}
