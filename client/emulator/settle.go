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

// FailSends makes the next sends fail, each with one of the texts (contract §5.4 has samples).
func (e *Emulator) FailSends(reasons ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.failSends = append(e.failSends, reasons...)
}

// expectDelivery decides what will become of an outgoing message and when. Emulator.mu is held.
func (e *Emulator) expectDelivery(i uint32, m *message) {
	p := pendingSend{contact: i, seq: m.seq, failure: e.fate(i, m)}
	e.sending = append(e.sending, p)
	e.clock.after(e.o.SettleAfter, func() { e.settle(p, true) })
}

// fate gives the error a message will end with, or "".
func (e *Emulator) fate(i uint32, m *message) string {
	if len(e.failSends) > 0 {
		why := e.failSends[0]
		e.failSends = e.failSends[1:]
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
	case strings.Contains(m.body, "will fail reengagement_24h"), m.kind != "template" && !e.windowOpen(i):
		return failWindow
	}
	return ""
}

// SettleSends gives every open send its outcome at once: read, or failed.
func (e *Emulator) SettleSends() {
	e.mu.Lock()
	open := append([]pendingSend(nil), e.sending...)
	e.mu.Unlock()
	for _, p := range open {
		for e.settle(p, false) {
			continue
		}
	}
}

// settle moves one send a step forward, pending → sent → delivered → read, or to failed. It
// tells whether another step is to come; again says that the clock shall make it.
func (e *Emulator) settle(p pendingSend, again bool) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	m := e.at(p.contact, p.seq)
	if p.failure != "" {
		if m.status != "pending" {
			return false
		}
		m.status, m.failure = "failed", p.failure
		e.store(p.contact, m)
		e.tellFailure(p.contact, &m)
		e.settled(p)
		return false
	}
	next := map[string]string{"pending": "sent", "sent": "delivered", "delivered": "read"}[m.status]
	if next == "" {
		e.settled(p)
		return false
	}
	first := m.status == "pending"
	m.status, m.noWAMID = next, false
	e.store(p.contact, m)
	e.tellStatus(p.contact, &m, first)
	if next == "read" {
		e.settled(p)
		e.expectAnswer(p.contact, &m)
		return false
	}
	if again {
		e.clock.after(e.o.SettleAfter, func() { e.settle(p, true) })
	}
	return true
}

// store saves a message whose fields changed now.
func (e *Emulator) store(i uint32, m message) {
	m.updated = e.clock.Now().UnixNano()
	e.put(i, m)
}

// settled forgets an open send.
func (e *Emulator) settled(p pendingSend) {
	for n := range e.sending {
		if e.sending[n].contact == p.contact && e.sending[n].seq == p.seq {
			e.sending = append(e.sending[:n], e.sending[n+1:]...)
			return
		}
	}
}

// SetStatus reports a message's status as WhatsApp would later: only forward, or to failed with a
// reason (contract §5.4). It tells whether the message exists.
func (e *Emulator) SetStatus(messageID, status, failure string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	i, seq, ok := e.messageByID(messageID)
	if !ok {
		return false
	}
	m := e.at(i, seq)
	rank := map[string]int{"pending": 0, "sent": 1, "delivered": 2, "read": 3}
	if status != "failed" && (rank[status] <= rank[m.status] || m.status == "failed") {
		return true
	}
	first := m.status == "pending" && status == "sent"
	m.status, m.failure, m.noWAMID = status, failure, false
	e.store(i, m)
	e.tellStatus(i, &m, first)
	return true
}

// answerAfter is how long customers think before they answer: one to two and a half seconds.
func answerAfter(h uint64) time.Duration {
	return time.Second + time.Duration(h%1500)*time.Millisecond
}
