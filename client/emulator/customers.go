package emulator

import (
	"context"
	"time"
)

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

// expectAnswer lets the customer answer a text that was read, if Options.Answer says so.
// Emulator.mu is held.
func (e *Emulator) expectAnswer(i uint32, m *message) {
	if !e.o.Answer || m.kind == "template" && !e.windowOpen(i) {
		return
	}
	h := mix(uint64(i)<<32 | uint64(m.seq) ^ e.ids.seed)
	texts := answersIn(e.languageOf(i))
	text := texts[h%uint64(len(texts))]
	e.clock.after(answerAfter(h>>8), func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		if !e.contacts[i].deleted {
			e.receive(i, message{kind: "text", body: text})
		}
	})
}

// customers writes Options.Rate messages a second until ctx ends. At high rates it writes
// several at a tick, so that a flood costs no more wake-ups than 200 a second.
func (e *Emulator) customers(ctx context.Context) {
	period := max(time.Duration(float64(time.Second)/e.o.Rate), 5*time.Millisecond)
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	start, sent := time.Now(), uint64(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		for due := uint64(time.Since(start).Seconds() * e.o.Rate); sent < due; sent++ {
			e.chatter(sent)
		}
	}
}

// chatter lets some customer write: half of the time one of the first forty.
func (e *Emulator) chatter(n uint64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	h := mix(n ^ e.ids.seed<<3)
	count := uint64(len(e.contacts))
	if count == 0 {
		return
	}
	i := uint32((h >> 8) % count)
	if h%2 == 0 {
		i = uint32((h >> 8) % min(count, 40))
	}
	if e.contacts[i].deleted {
		return
	}
	talks := dialogues(e.languageOf(i))
	said := talks[(h>>16)%uint64(len(talks))][(h>>24)%dialogueLength]
	e.receive(i, message{kind: "text", body: said.text})
}

// receive stores a message of the customer and tells everybody. Emulator.mu is held.
func (e *Emulator) receive(i uint32, m message) message {
	m = e.add(i, m)
	e.tellMessage(i, &m)
	return m
}

// Receive lets a contact write a text. The answer is the message's id, "" for an unknown contact.
func (e *Emulator) Receive(contactID, text string) string {
	return e.ReceiveMessage(contactID, Incoming{Text: text})
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

// ReceiveMessage lets a contact write. The answer is the message's id, "" for an unknown contact.
func (e *Emulator) ReceiveMessage(contactID string, in Incoming) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	i, _, _, known := e.ids.parse(kindContact, contactID)
	if !known || int(i) >= len(e.contacts) {
		return ""
	}
	m := message{kind: in.Type, body: in.Text}
	if m.kind == "" {
		m.kind = "text"
	}
	if in.MIME != "" {
		m.media = &mediaRef{mime: in.MIME, filename: in.Filename}
	}
	if at, seq, ok := e.messageByID(in.ReplyTo); ok && at == i {
		m.replyTo = seq + 1
	}
	for n, a := range e.accounts {
		if a.name == in.Account {
			m.account = uint8(n + 1)
		}
	}
	m = e.receive(i, m)
	return e.messageID(i, m.seq)
}

// ReactAs lets the customer react to a message; "" takes the reaction back.
func (e *Emulator) ReactAs(messageID, emoji string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	i, seq, ok := e.messageByID(messageID)
	if ok {
		e.react(i, seq, reaction{Emoji: emoji, FromPhone: e.phoneOf(i)})
	}
	return ok
}
