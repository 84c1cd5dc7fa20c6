package state

import (
	"time"

	"keydesk/client/emulator/shop"
	"keydesk/client/emulator/uuid"
)

// script is a written conversation.
type script struct {
	lines  []line
	unread int // how many of the last lines nobody has read
}

// line is one message of a script. gap is how long after the line before it was written.
type line struct {
	gap time.Duration
	m   Message
}

// lineHead is direction and time of computed message seq of contact i, without making its text.
func (s *seeded) lineHead(i, seq uint32) (outgoing bool, at int64) {
	n := s.length(i)
	last := s.last(i)
	if script := s.scriptOf(i); script != nil {
		written := uint32(len(script.lines))
		for k := n; k > n-written; k-- {
			l := &script.lines[k-1-(n-written)]
			if k-1 == seq {
				return l.m.Outgoing, last
			}
			last -= int64(l.gap)
		}
		if n -= written; written > 0 {
			last -= int64(shop.BetweenTalks)
		}
	}
	talk, within, at := s.talkLine(i, n-1-seq, last)
	return talk[within].Outgoing, at
}

// talkLine finds dialogue, line and time of the back-th message before the end of the computed
// talk of contact i, which ends at last. Times fall strictly with back.
func (s *seeded) talkLine(i, back uint32, last int64) (*shop.Dialogue, uint32, int64) {
	h := uuid.Mix(uint64(i)<<20 ^ s.ids.Seed)
	shift := uint32(h % shop.DialogueLength) // so that not every conversation ends on a last line
	k := back + shift
	talks := shop.Dialogues(s.Language(i))
	talk := &talks[uuid.Mix(h+uint64(k/shop.DialogueLength))%uint64(len(talks))]
	offset := func(k uint32) time.Duration {
		return time.Duration(k/shop.DialogueLength)*shop.BetweenTalks + time.Duration(k%shop.DialogueLength)*shop.WithinDialogue
	}
	at := last - int64(offset(k)-offset(shift))
	if back > 0 {
		at -= int64(uuid.Mix(h^uint64(k))%40) * int64(time.Second)
	}
	return talk, shop.DialogueLength - 1 - k%shop.DialogueLength, at
}

// message computes message seq of contact i.
func (s *seeded) message(i, seq uint32) Message {
	outgoing, at := s.lineHead(i, seq)
	n := s.length(i)
	m := Message{Kind: "text", Outgoing: outgoing, Status: "read"}
	script := s.scriptOf(i)
	if written := scriptLength(script); written > 0 && seq >= n-written {
		m = script.lines[seq-(n-written)].m
		if m.ReplyTo > 0 {
			m.ReplyTo += n - written
		}
	} else {
		talk, within, _ := s.talkLine(i, n-scriptLength(script)-1-seq, 0)
		m.Body = talk[within].Text
	}
	m.Seq, m.Created, m.Updated = seq, at, at
	if m.Account == 0 {
		m.Account = s.firstAccount(i)
	}
	return m
}
