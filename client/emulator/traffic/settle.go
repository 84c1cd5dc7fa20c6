package traffic

import (
	"fmt"
	"strings"
	"time"

	"keydesk/client/emulator/shop"
	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// pendingSend is an outgoing message whose fate is open.
type pendingSend struct {
	contact, seq uint32
	failure      string // fails with this instead of being sent
}

// expectDelivery decides what will become of an outgoing message and when. The lock is held.
func (t *Traffic) expectDelivery(i uint32, m *state.Message) {
	p := pendingSend{contact: i, seq: m.Seq, failure: t.fate(i, m)}
	t.sending = append(t.sending, p)
	t.Clock.After(t.SettleAfter, func() { t.settle(p, true) })
}

// fate gives the error a message will end with, or "".
func (t *Traffic) fate(i uint32, m *state.Message) string {
	if len(t.failSends) > 0 {
		why := t.failSends[0]
		t.failSends = t.failSends[1:]
		return why
	}
	switch m.Kind {
	case "text":
		if m.Body == "" {
			return "failed to send text message: API error 100: (#100) The parameter text['body'] is required."
		}
	case "interactive", "template", "image", "video", "audio", "document":
	default:
		return fmt.Sprintf("unsupported message type: %s", m.Kind)
	}
	// What the recorded platform's stand-in for WhatsApp did with these words.
	switch {
	case strings.Contains(m.Body, "will fail undeliverable"):
		return state.FailUndeliverable
	case strings.Contains(m.Body, "will fail token_expired"):
		return state.FailToken
	case strings.Contains(m.Body, "will fail reengagement_24h"), m.Kind != "template" && !t.WindowOpen(i):
		return state.FailWindow
	}
	return ""
}

// settle moves one send a step forward, pending → sent → delivered → read, or to failed. It
// tells whether another step is to come; again says that the clock shall make it.
func (t *Traffic) settle(p pendingSend, again bool) bool {
	t.Lock()
	defer t.Unlock()
	m := t.At(p.contact, p.seq)
	if p.failure != "" {
		if m.Status != "pending" {
			return false
		}
		m.Status, m.Failure = "failed", p.failure
		t.store(p.contact, m)
		t.tellFailure(p.contact, &m)
		t.settled(p)
		return false
	}
	next := map[string]string{"pending": "sent", "sent": "delivered", "delivered": "read"}[m.Status]
	if next == "" {
		t.settled(p)
		return false
	}
	first := m.Status == "pending"
	m.Status, m.NoWAMID = next, false
	t.store(p.contact, m)
	t.tellStatus(p.contact, &m, first)
	if next == "read" {
		t.settled(p)
		t.expectAnswer(p.contact, &m)
		return false
	}
	if again {
		t.Clock.After(t.SettleAfter, func() { t.settle(p, true) })
	}
	return true
}

// store saves a message whose fields changed now.
func (t *Traffic) store(i uint32, m state.Message) {
	m.Updated = t.Clock.Now().UnixNano()
	t.Put(i, m)
}

// settled forgets an open send.
func (t *Traffic) settled(p pendingSend) {
	for n := range t.sending {
		if t.sending[n].contact == p.contact && t.sending[n].seq == p.seq {
			t.sending = append(t.sending[:n], t.sending[n+1:]...)
			return
		}
	}
}

// answerAfter is how long customers think before they answer: one to two and a half seconds.
func answerAfter(h uint64) time.Duration {
	return time.Second + time.Duration(h%1500)*time.Millisecond
}

// expectAnswer lets the customer answer a text that was read, if customers do.
// The lock is held.
func (t *Traffic) expectAnswer(i uint32, m *state.Message) {
	if !t.Answer || m.Kind == "template" && !t.WindowOpen(i) {
		return
	}
	h := uuid.Mix(uint64(i)<<32 | uint64(m.Seq) ^ t.IDs.Seed)
	texts := answersIn(t.Seeded.Language(i))
	text := texts[h%uint64(len(texts))]
	t.Clock.After(answerAfter(h>>8), func() {
		t.Lock()
		defer t.Unlock()
		if !t.Contacts[i].Deleted {
			t.Receive(i, state.Message{Kind: "text", Body: text})
		}
	})
}

// answersIn are what customers say to an agent's message.
func answersIn(l shop.Language) []string {
	switch l {
	case shop.Hindi:
		return []string{"ठीक है, धन्यवाद!", "जी, समझ गया।", "बहुत बढ़िया 🙏"}
	case shop.Chinese:
		return []string{"好的，谢谢！", "明白了。", "太好了 👍"}
	case shop.Arabic:
		return []string{"حسناً، شكراً!", "ممتاز", "تمام 👍"}
	case shop.Japanese:
		return []string{"わかりました。ありがとうございます！", "了解です。"}
	case shop.Spanish:
		return []string{"¡Perfecto, gracias!", "De acuerdo 👍"}
	}
	return []string{"Great, thank you!", "Ok 👍", "Thanks, that helps.", "And when will it arrive?", "Perfect 🙂"}
}

// FailNext makes the next sends fail, each with one of the texts (contract §5.4 has samples).
func (t *Traffic) FailNext(reasons ...string) {
	t.Lock()
	defer t.Unlock()
	t.failSends = append(t.failSends, reasons...)
}

// SettleAll gives every open send its outcome at once: read, or failed.
func (t *Traffic) SettleAll() {
	t.Lock()
	open := append([]pendingSend(nil), t.sending...)
	t.Unlock()
	for _, p := range open {
		for t.settle(p, false) {
			continue
		}
	}
}

// SetStatus reports a message's status as WhatsApp would later: only forward, or to failed with a
// reason (contract §5.4). It tells whether the message exists.
func (t *Traffic) SetStatus(messageID, status, failure string) bool {
	t.Lock()
	defer t.Unlock()
	i, seq, ok := t.MessageByID(messageID)
	if !ok {
		return false
	}
	m := t.At(i, seq)
	rank := map[string]int{"pending": 0, "sent": 1, "delivered": 2, "read": 3}
	if status != "failed" && (rank[status] <= rank[m.Status] || m.Status == "failed") {
		return true
	}
	first := m.Status == "pending" && status == "sent"
	m.Status, m.Failure, m.NoWAMID = status, failure, false
	t.store(i, m)
	t.tellStatus(i, &m, first)
	return true
}
