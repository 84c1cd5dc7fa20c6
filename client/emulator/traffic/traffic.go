// Package traffic is what happens on the emulated platform without a request, and who is told: events,
// deliveries, and customers who write.
package traffic

import (
	"context"
	"time"

	"keydesk/client/emulator/shop"
	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// Traffic is what happens to messages: an agent's are delivered and read, or fail; customers answer
// and write by themselves. Its methods take the lock unless they say that it is held.
type Traffic struct {
	*Events
	SettleAfter time.Duration // before each step pending → sent → delivered → read
	Answer      bool          // customers answer what agents write
	Rate        float64       // messages a second that customers write by themselves

	sending   []pendingSend
	failSends []string
}

// SendMessage stores an outgoing message, tells everybody, and starts its life. The view is the
// answer of the POST: nanoseconds, still pending. The lock is held.
func (t *Traffic) SendMessage(i uint32, m state.Message) state.MessageView {
	if t.Contacts[i].Account == 0 && m.Account == 0 {
		m.Account = 1
	}
	m = t.Add(i, m)
	v := t.MessageView(i, &m)
	v.Created, v.Updated = state.Nano(m.Created), state.Nano(m.Updated)
	t.tellMessage(i, &m)
	t.expectDelivery(i, &m)
	return v
}

// React replaces one party's reaction; without an emoji it removes it. The answer is null, not
// [], when none are left. The lock is held.
func (t *Traffic) React(i, seq uint32, r state.Reaction) []state.Reaction {
	m := t.At(i, seq)
	var kept []state.Reaction
	for _, old := range m.Reacts {
		if old.FromUser != r.FromUser || old.FromPhone != r.FromPhone {
			kept = append(kept, old)
		}
	}
	if r.Emoji != "" {
		kept = append(kept, r)
	}
	m.Reacts = kept
	t.Put(i, m)
	t.tellReactions(i, seq, kept)
	return kept
}

// Receive stores a message of the customer and tells everybody. The lock is held.
func (t *Traffic) Receive(i uint32, m state.Message) state.Message {
	m = t.Add(i, m)
	t.tellMessage(i, &m)
	return m
}

// Write writes rate messages a second until ctx ends. At high rates it writes
// several at a tick, so that a flood costs no more wake-ups than 200 a second.
func (t *Traffic) Write(ctx context.Context) {
	period := max(time.Duration(float64(time.Second)/t.Rate), 5*time.Millisecond)
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	start, sent := time.Now(), uint64(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		for due := uint64(time.Since(start).Seconds() * t.Rate); sent < due; sent++ {
			t.chatter(sent)
		}
	}
}

// chatter lets some customer write: half of the time one of the first forty.
func (t *Traffic) chatter(n uint64) {
	t.Lock()
	defer t.Unlock()
	h := uuid.Mix(n ^ t.IDs.Seed<<3)
	count := uint64(len(t.Contacts))
	if count == 0 {
		return
	}
	i := uint32((h >> 8) % count)
	if h%2 == 0 {
		i = uint32((h >> 8) % min(count, 40))
	}
	if t.Contacts[i].Deleted {
		return
	}
	talks := shop.Dialogues(t.Seeded.Language(i))
	said := talks[(h>>16)%uint64(len(talks))][(h>>24)%shop.DialogueLength]
	t.Receive(i, state.Message{Kind: "text", Body: said.Text})
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

// ReceiveFrom lets a contact write. The answer is the message's id, "" for an unknown contact.
func (t *Traffic) ReceiveFrom(contactID string, in Incoming) string {
	t.Lock()
	defer t.Unlock()
	i, _, _, known := t.IDs.Parse(uuid.Contact, contactID)
	if !known || int(i) >= len(t.Contacts) {
		return ""
	}
	m := state.Message{Kind: in.Type, Body: in.Text}
	if m.Kind == "" {
		m.Kind = "text"
	}
	if in.MIME != "" {
		m.Media = &state.MediaRef{MIME: in.MIME, Filename: in.Filename}
	}
	if at, seq, ok := t.MessageByID(in.ReplyTo); ok && at == i {
		m.ReplyTo = seq + 1
	}
	for n, a := range t.Accounts {
		if a.Name == in.Account {
			m.Account = uint8(n + 1)
		}
	}
	m = t.Receive(i, m)
	return t.MessageID(i, m.Seq)
}

// ReactAs lets the customer react to a message; "" takes the reaction back.
func (t *Traffic) ReactAs(messageID, emoji string) bool {
	t.Lock()
	defer t.Unlock()
	i, seq, ok := t.MessageByID(messageID)
	if ok {
		t.React(i, seq, state.Reaction{Emoji: emoji, FromPhone: t.PhoneOf(i)})
	}
	return ok
}
