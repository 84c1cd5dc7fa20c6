package emulator

import "time"

// script is a written conversation.
type script struct {
	lines  []line
	unread int // how many of the last lines nobody has read
}

// line is one message of a script. gap is how long after the line before it was written.
type line struct {
	gap time.Duration
	m   message
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
				return l.m.outgoing, last
			}
			last -= int64(l.gap)
		}
		if n -= written; written > 0 {
			last -= int64(betweenTalks)
		}
	}
	talk, within, at := s.talkLine(i, n-1-seq, last)
	return talk[within].outgoing, at
}

// talkLine finds dialogue, line and time of the back-th message before the end of the computed
// talk of contact i, which ends at last. Times fall strictly with back.
func (s *seeded) talkLine(i, back uint32, last int64) (*dialogue, uint32, int64) {
	h := mix(uint64(i)<<20 ^ s.ids.seed)
	shift := uint32(h % dialogueLength) // so that not every conversation ends on a last line
	k := back + shift
	talks := dialogues(s.language(i))
	talk := &talks[mix(h+uint64(k/dialogueLength))%uint64(len(talks))]
	offset := func(k uint32) time.Duration {
		return time.Duration(k/dialogueLength)*betweenTalks + time.Duration(k%dialogueLength)*withinDialogue
	}
	at := last - int64(offset(k)-offset(shift))
	if back > 0 {
		at -= int64(mix(h^uint64(k))%40) * int64(time.Second)
	}
	return talk, dialogueLength - 1 - k%dialogueLength, at
}

// message computes message seq of contact i.
func (s *seeded) message(i, seq uint32) message {
	outgoing, at := s.lineHead(i, seq)
	n := s.length(i)
	m := message{kind: "text", outgoing: outgoing, status: "read"}
	script := s.scriptOf(i)
	if written := scriptLength(script); written > 0 && seq >= n-written {
		m = script.lines[seq-(n-written)].m
		if m.replyTo > 0 {
			m.replyTo += n - written
		}
	} else {
		talk, within, _ := s.talkLine(i, n-scriptLength(script)-1-seq, 0)
		m.body = talk[within].text
	}
	m.seq, m.created, m.updated = seq, at, at
	if m.account == 0 {
		m.account = s.firstAccount(i)
	}
	return m
}
