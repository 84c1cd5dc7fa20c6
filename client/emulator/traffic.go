package emulator

import (
	"context"
	"time"
)

// traffic is what happens to messages: an agent's are delivered and read, or fail; customers answer
// and write by themselves. Its methods take the lock unless they say that it is held.
type traffic struct {
	*events
	settleAfter time.Duration // before each step pending → sent → delivered → read
	answer      bool          // customers answer what agents write
	rate        float64       // messages a second that customers write by themselves

	sending   []pendingSend
	failSends []string
}

// sendMessage stores an outgoing message, tells everybody, and starts its life. The view is the
// answer of the POST: nanoseconds, still pending. The lock is held.
func (t *traffic) sendMessage(i uint32, m message) messageView {
	if t.contacts[i].account == 0 && m.account == 0 {
		m.account = 1
	}
	m = t.add(i, m)
	v := t.messageView(i, &m)
	v.Created, v.Updated = nano(m.created), nano(m.updated)
	t.tellMessage(i, &m)
	t.expectDelivery(i, &m)
	return v
}

// react replaces one party's reaction; without an emoji it removes it. The answer is null, not
// [], when none are left. The lock is held.
func (t *traffic) react(i, seq uint32, r reaction) []reaction {
	m := t.at(i, seq)
	var kept []reaction
	for _, old := range m.reacts {
		if old.FromUser != r.FromUser || old.FromPhone != r.FromPhone {
			kept = append(kept, old)
		}
	}
	if r.Emoji != "" {
		kept = append(kept, r)
	}
	m.reacts = kept
	t.put(i, m)
	t.tellReactions(i, seq, kept)
	return kept
}

// receive stores a message of the customer and tells everybody. The lock is held.
func (t *traffic) receive(i uint32, m message) message {
	m = t.add(i, m)
	t.tellMessage(i, &m)
	return m
}

// write writes rate messages a second until ctx ends. At high rates it writes
// several at a tick, so that a flood costs no more wake-ups than 200 a second.
func (t *traffic) write(ctx context.Context) {
	period := max(time.Duration(float64(time.Second)/t.rate), 5*time.Millisecond)
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	start, sent := time.Now(), uint64(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		for due := uint64(time.Since(start).Seconds() * t.rate); sent < due; sent++ {
			t.chatter(sent)
		}
	}
}

// chatter lets some customer write: half of the time one of the first forty.
func (t *traffic) chatter(n uint64) {
	t.Lock()
	defer t.Unlock()
	h := mix(n ^ t.ids.seed<<3)
	count := uint64(len(t.contacts))
	if count == 0 {
		return
	}
	i := uint32((h >> 8) % count)
	if h%2 == 0 {
		i = uint32((h >> 8) % min(count, 40))
	}
	if t.contacts[i].deleted {
		return
	}
	talks := dialogues(t.seeded.language(i))
	said := talks[(h>>16)%uint64(len(talks))][(h>>24)%dialogueLength]
	t.receive(i, message{kind: "text", body: said.text})
}

// Incoming is a customer's message of any type.
type Incoming struct {
	Type     string // default "text"
	Text     string // text, caption, or the JSON of a location or contact card
	MIME     string // of media; "" for none
	Filename string
	ReplyTo  string // id of a message of the same contact
	Account  string // name of the number written to; "" for the contact's own
}

// receiveFrom lets a contact write. The answer is the message's id, "" for an unknown contact.
func (t *traffic) receiveFrom(contactID string, in Incoming) string {
	t.Lock()
	defer t.Unlock()
	i, _, _, known := t.ids.parse(kindContact, contactID)
	if !known || int(i) >= len(t.contacts) {
		return ""
	}
	m := message{kind: in.Type, body: in.Text}
	if m.kind == "" {
		m.kind = "text"
	}
	if in.MIME != "" {
		m.media = &mediaRef{mime: in.MIME, filename: in.Filename}
	}
	if at, seq, ok := t.messageByID(in.ReplyTo); ok && at == i {
		m.replyTo = seq + 1
	}
	for n, a := range t.accounts {
		if a.name == in.Account {
			m.account = uint8(n + 1)
		}
	}
	m = t.receive(i, m)
	return t.messageID(i, m.seq)
}

// reactAs lets the customer react to a message; "" takes the reaction back.
func (t *traffic) reactAs(messageID, emoji string) bool {
	t.Lock()
	defer t.Unlock()
	i, seq, ok := t.messageByID(messageID)
	if ok {
		t.react(i, seq, reaction{Emoji: emoji, FromPhone: t.phoneOf(i)})
	}
	return ok
}
