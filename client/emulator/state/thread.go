package state

import (
	"slices"
	"unicode/utf8"
)

// thread is what departed from the computed conversation: messages that came since, and computed
// ones that changed.
type thread struct {
	extra   []Message
	changed map[uint32]Message
}

// Count is how many messages contact i has.
func (s *State) Count(i uint32) uint32 {
	n := s.Seeded.length(i)
	if t := s.Contacts[i].thread; t != nil {
		n += uint32(len(t.extra))
	}
	return n
}

// At gives message seq of contact i.
func (s *State) At(i, seq uint32) Message {
	made := s.Seeded.length(i)
	t := s.Contacts[i].thread
	if seq >= made {
		return t.extra[seq-made]
	}
	if t != nil {
		if m, ok := t.changed[seq]; ok {
			return m
		}
	}
	return s.Seeded.message(i, seq)
}

// Put stores a changed message.
func (s *State) Put(i uint32, m Message) {
	made := s.Seeded.length(i)
	t := s.Contacts[i].own()
	if m.Seq >= made {
		t.extra[m.Seq-made] = m
		return
	}
	if t.changed == nil {
		t.changed = make(map[uint32]Message)
	}
	t.changed[m.Seq] = m
}

// Add appends a message to contact i's conversation and moves the contact up the list, unless the
// platform's preview bug prevents that (contract §4.1). The answer is the message as stored.
func (s *State) Add(i uint32, m Message) Message {
	c := &s.Contacts[i]
	m.Seq = s.Count(i)
	t := c.own()
	if m.Created == 0 {
		m.Created = s.Clock.Now().UnixNano()
	}
	// Two messages with one time would lose one at a page's edge (contract §5.1).
	if m.Seq > 0 {
		if last := s.At(i, m.Seq-1).Created; m.Created <= last {
			m.Created = last + 1000
		}
	}
	m.Updated = m.Created
	if m.Account == 0 {
		m.Account = c.Account
	}
	t.extra = append(t.extra, m)
	if !m.Outgoing {
		c.Unread++
	}
	if preview := PreviewOf(&m); utf8.ValidString(preview) {
		s.Order.Remove(i, s.Below)
		c.LastAt, c.Updated, c.PreviewAt = m.Created, m.Created, m.Seq+1
		if !m.Outgoing {
			c.InboundAt = m.Created
		}
		s.Order.insert(i, s.Below)
	}
	return m
}

// seqList is the messages of a conversation, all of them (list is nil) or those of one account.
type seqList struct {
	n    int
	list []uint32
}

// Seqs lists contact i's messages, all or of one account only. The lock is held.
func (s *State) Seqs(i uint32, account uint8) seqList {
	n := s.Count(i)
	if account == 0 {
		return seqList{n: int(n)}
	}
	list := []uint32{}
	for seq := range n {
		if s.At(i, seq).Account == account {
			list = append(list, seq)
		}
	}
	return seqList{list: list}
}

func (l seqList) Len() int {
	if l.list == nil {
		return l.n
	}
	return len(l.list)
}

func (l seqList) At(n int) uint32 {
	if l.list == nil {
		return uint32(n)
	}
	return l.list[n]
}

// Below tells how many of the messages are older than seq.
func (l seqList) Below(seq uint32) int {
	if l.list == nil {
		return int(seq)
	}
	n, _ := slices.BinarySearch(l.list, seq)
	return n
}
