package emulator

import (
	"slices"
	"unicode/utf8"
)

// thread is what departed from the computed conversation: messages that came since, and computed
// ones that changed.
type thread struct {
	extra   []message
	changed map[uint32]message
}

// count is how many messages contact i has.
func (s *state) count(i uint32) uint32 {
	n := s.seeded.length(i)
	if t := s.contacts[i].thread; t != nil {
		n += uint32(len(t.extra))
	}
	return n
}

// at gives message seq of contact i.
func (s *state) at(i, seq uint32) message {
	made := s.seeded.length(i)
	t := s.contacts[i].thread
	if seq >= made {
		return t.extra[seq-made]
	}
	if t != nil {
		if m, ok := t.changed[seq]; ok {
			return m
		}
	}
	return s.seeded.message(i, seq)
}

// put stores a changed message.
func (s *state) put(i uint32, m message) {
	made := s.seeded.length(i)
	t := s.contacts[i].own()
	if m.seq >= made {
		t.extra[m.seq-made] = m
		return
	}
	if t.changed == nil {
		t.changed = make(map[uint32]message)
	}
	t.changed[m.seq] = m
}

// add appends a message to contact i's conversation and moves the contact up the list, unless the
// platform's preview bug prevents that (contract §4.1). The answer is the message as stored.
func (s *state) add(i uint32, m message) message {
	c := &s.contacts[i]
	m.seq = s.count(i)
	t := c.own()
	if m.created == 0 {
		m.created = s.clock.Now().UnixNano()
	}
	// Two messages with one time would lose one at a page's edge (contract §5.1).
	if m.seq > 0 {
		if last := s.at(i, m.seq-1).created; m.created <= last {
			m.created = last + 1000
		}
	}
	m.updated = m.created
	if m.account == 0 {
		m.account = c.account
	}
	t.extra = append(t.extra, m)
	if !m.outgoing {
		c.unread++
	}
	if preview := previewOf(&m); utf8.ValidString(preview) {
		s.order.remove(i, s.below)
		c.lastAt, c.updated, c.previewAt = m.created, m.created, m.seq+1
		if !m.outgoing {
			c.inboundAt = m.created
		}
		s.order.insert(i, s.below)
	}
	return m
}

// seqList is the messages of a conversation, all of them (list is nil) or those of one account.
type seqList struct {
	n    int
	list []uint32
}

// seqs lists contact i's messages, all or of one account only. The lock is held.
func (s *state) seqs(i uint32, account uint8) seqList {
	n := s.count(i)
	if account == 0 {
		return seqList{n: int(n)}
	}
	list := []uint32{}
	for seq := range n {
		if s.at(i, seq).account == account {
			list = append(list, seq)
		}
	}
	return seqList{list: list}
}

func (l seqList) len() int {
	if l.list == nil {
		return l.n
	}
	return len(l.list)
}

func (l seqList) at(n int) uint32 {
	if l.list == nil {
		return uint32(n)
	}
	return l.list[n]
}

// below tells how many of the messages are older than seq.
func (l seqList) below(seq uint32) int {
	if l.list == nil {
		return int(seq)
	}
	n, _ := slices.BinarySearch(l.list, seq)
	return n
}
