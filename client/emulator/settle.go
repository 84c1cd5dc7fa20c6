package emulator

import (
	"fmt"
	"strings"
	"time"
)

// pendingSend is an outgoing message whose fate is open.
type pendingSend struct {
	contact, seq uint32
	failure      string // fails with this instead of being sent
}

// expectDelivery decides what will become of an outgoing message and when. The lock is held.
func (t *traffic) expectDelivery(i uint32, m *message) {
	p := pendingSend{contact: i, seq: m.seq, failure: t.fate(i, m)}
	t.sending = append(t.sending, p)
	t.clock.after(t.settleAfter, func() { t.settle(p, true) })
}

// fate gives the error a message will end with, or "".
func (t *traffic) fate(i uint32, m *message) string {
	if len(t.failSends) > 0 {
		why := t.failSends[0]
		t.failSends = t.failSends[1:]
		return why
	}
	switch m.kind {
	case "text":
		if m.body == "" {
			return "failed to send text message: API error 100: (#100) The parameter text['body'] is required."
		}
	case "interactive", "template", "image", "video", "audio", "document":
	default:
		return fmt.Sprintf("unsupported message type: %s", m.kind)
	}
	// What the recorded platform's stand-in for WhatsApp did with these words.
	switch {
	case strings.Contains(m.body, "will fail undeliverable"):
		return failUndeliverable
	case strings.Contains(m.body, "will fail token_expired"):
		return failToken
	case strings.Contains(m.body, "will fail reengagement_24h"), m.kind != "template" && !t.windowOpen(i):
		return failWindow
	}
	return ""
}

// settle moves one send a step forward, pending → sent → delivered → read, or to failed. It
// tells whether another step is to come; again says that the clock shall make it.
func (t *traffic) settle(p pendingSend, again bool) bool {
	t.Lock()
	defer t.Unlock()
	m := t.at(p.contact, p.seq)
	if p.failure != "" {
		if m.status != "pending" {
			return false
		}
		m.status, m.failure = "failed", p.failure
		t.store(p.contact, m)
		t.tellFailure(p.contact, &m)
		t.settled(p)
		return false
	}
	next := map[string]string{"pending": "sent", "sent": "delivered", "delivered": "read"}[m.status]
	if next == "" {
		t.settled(p)
		return false
	}
	first := m.status == "pending"
	m.status, m.noWAMID = next, false
	t.store(p.contact, m)
	t.tellStatus(p.contact, &m, first)
	if next == "read" {
		t.settled(p)
		t.expectAnswer(p.contact, &m)
		return false
	}
	if again {
		t.clock.after(t.settleAfter, func() { t.settle(p, true) })
	}
	return true
}

// store saves a message whose fields changed now.
func (t *traffic) store(i uint32, m message) {
	m.updated = t.clock.Now().UnixNano()
	t.put(i, m)
}

// settled forgets an open send.
func (t *traffic) settled(p pendingSend) {
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
func (t *traffic) expectAnswer(i uint32, m *message) {
	if !t.answer || m.kind == "template" && !t.windowOpen(i) {
		return
	}
	h := mix(uint64(i)<<32 | uint64(m.seq) ^ t.ids.seed)
	texts := answersIn(t.seeded.language(i))
	text := texts[h%uint64(len(texts))]
	t.clock.after(answerAfter(h>>8), func() {
		t.Lock()
		defer t.Unlock()
		if !t.contacts[i].deleted {
			t.receive(i, message{kind: "text", body: text})
		}
	})
}

// answersIn are what customers say to an agent's message.
func answersIn(l language) []string {
	switch l {
	case hindi:
		return []string{"ठीक है, धन्यवाद!", "जी, समझ गया।", "बहुत बढ़िया 🙏"}
	case chinese:
		return []string{"好的，谢谢！", "明白了。", "太好了 👍"}
	case arabic:
		return []string{"حسناً، شكراً!", "ممتاز", "تمام 👍"}
	case japanese:
		return []string{"わかりました。ありがとうございます！", "了解です。"}
	case spanish:
		return []string{"¡Perfecto, gracias!", "De acuerdo 👍"}
	}
	return []string{"Great, thank you!", "Ok 👍", "Thanks, that helps.", "And when will it arrive?", "Perfect 🙂"}
}

// failNext makes the next sends fail, each with one of the texts (contract §5.4 has samples).
func (t *traffic) failNext(reasons ...string) {
	t.Lock()
	defer t.Unlock()
	t.failSends = append(t.failSends, reasons...)
}

// settleAll gives every open send its outcome at once: read, or failed.
func (t *traffic) settleAll() {
	t.Lock()
	open := append([]pendingSend(nil), t.sending...)
	t.Unlock()
	for _, p := range open {
		for t.settle(p, false) {
			continue
		}
	}
}

// setStatus reports a message's status as WhatsApp would later: only forward, or to failed with a
// reason (contract §5.4). It tells whether the message exists.
func (t *traffic) setStatus(messageID, status, failure string) bool {
	t.Lock()
	defer t.Unlock()
	i, seq, ok := t.messageByID(messageID)
	if !ok {
		return false
	}
	m := t.at(i, seq)
	rank := map[string]int{"pending": 0, "sent": 1, "delivered": 2, "read": 3}
	if status != "failed" && (rank[status] <= rank[m.status] || m.status == "failed") {
		return true
	}
	first := m.status == "pending" && status == "sent"
	m.status, m.failure, m.noWAMID = status, failure, false
	t.store(i, m)
	t.tellStatus(i, &m, first)
	return true
}
