package emulator

import (
	"encoding/json"
	"time"
	"unicode/utf8"
)

// contact is one customer. What the seed computes is not stored (see contactInfo); more holds it
// only once something departed from that. Times are Unix nanoseconds, 0 for "never".
type contact struct {
	lastAt    int64 // last_message_at; sticks where the platform's preview bug makes it stick
	inboundAt int64
	updated   int64
	more      *contactInfo
	thread    *thread
	unread    int32
	readTo    uint32 // incoming messages below this sequence number are read
	previewAt uint32 // sequence number + 1 of the message the preview shows, 0: none
	account   uint8  // index + 1 in state.accounts, 0: none
	assigned  uint8  // index + 1 in state.people, 0: nobody
	deleted   bool
}

// contactInfo is what a contact is beside its conversation.
type contactInfo struct {
	name, phone string
	tags        []string
	metadata    json.RawMessage
	created     int64
	optOut      bool
}

// message is one line of a conversation.
type message struct {
	seq      uint32
	outgoing bool
	kind     string // message_type
	body     string
	title    string // a template's display name, for the preview
	status   string // outgoing only; incoming ones are read or not by contact.readTo
	failure  string
	noWAMID  bool // never accepted, or still pending
	foreign  string
	account  uint8
	replyTo  uint32 // sequence number + 1
	media    *mediaRef
	buttons  json.RawMessage // interactive_data
	reacts   []reaction
	created  int64
	updated  int64
}

// mediaRef is stored media: what the message object tells of it. Its path is computed.
type mediaRef struct{ mime, filename string }

// reaction is one emoji on a message: of the customer (FromPhone) or of a user.
type reaction struct {
	Emoji     string `json:"emoji"`
	FromPhone string `json:"from_phone,omitempty"`
	FromUser  string `json:"from_user,omitempty"`
}

// thread is what departed from the computed conversation: messages that came since, and computed
// ones that changed.
type thread struct {
	extra   []message
	changed map[uint32]message
}

// own gives contact c a thread that can be written to.
func (c *contact) own() *thread {
	if c.thread == nil {
		c.thread = &thread{}
	}
	return c.thread
}

// count is how many messages contact i has.
func (e *Emulator) count(i uint32) uint32 {
	n := e.made(i)
	if t := e.contacts[i].thread; t != nil {
		n += uint32(len(t.extra))
	}
	return n
}

// at gives message seq of contact i.
func (e *Emulator) at(i, seq uint32) message {
	made := e.made(i)
	t := e.contacts[i].thread
	if seq >= made {
		return t.extra[seq-made]
	}
	if t != nil {
		if m, ok := t.changed[seq]; ok {
			return m
		}
	}
	return e.makeMessage(i, seq)
}

// put stores a changed message.
func (e *Emulator) put(i uint32, m message) {
	made := e.made(i)
	t := e.contacts[i].own()
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
func (e *Emulator) add(i uint32, m message) message {
	c := &e.contacts[i]
	m.seq = e.count(i)
	t := c.own()
	if m.created == 0 {
		m.created = e.clock.Now().UnixNano()
	}
	// Two messages with one time would lose one at a page's edge (contract §5.1).
	if m.seq > 0 {
		if last := e.at(i, m.seq-1).created; m.created <= last {
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
		e.order.remove(i, e.below)
		c.lastAt, c.updated, c.previewAt = m.created, m.created, m.seq+1
		if !m.outgoing {
			c.inboundAt = m.created
		}
		e.order.insert(i, e.below)
	}
	return m
}

// below orders contacts as the list does: by last message, those without one lowest, then by
// creation (contract §4.1).
func (e *Emulator) below(a, b uint32) bool {
	x, y := &e.contacts[a], &e.contacts[b]
	if x.lastAt != y.lastAt {
		return x.lastAt < y.lastAt
	}
	if p, q := e.info(a).created, e.info(b).created; p != q {
		return p < q
	}
	return a > b
}

// markRead reads everything contact i wrote (contract §4.4).
func (e *Emulator) markRead(i uint32) {
	c := &e.contacts[i]
	if c.unread == 0 {
		return
	}
	n := e.count(i)
	now := e.clock.Now().UnixNano()
	if t := c.thread; t != nil {
		made := e.made(i)
		for s := max(c.readTo, made); s < n; s++ {
			if m := &t.extra[s-made]; !m.outgoing {
				m.updated = now
			}
		}
	}
	c.readTo, c.unread = n, 0
}

// statusOf is the message's status as the platform tells it.
func (e *Emulator) statusOf(i uint32, m *message) string {
	switch {
	case m.outgoing:
		return m.status
	case m.seq < e.contacts[i].readTo:
		return "read"
	}
	return "received"
}

// windowOpen tells whether the customer wrote within 24 hours (contract §5.5).
func (e *Emulator) windowOpen(i uint32) bool {
	at := e.contacts[i].inboundAt
	return at != 0 && e.clock.Now().Sub(time.Unix(0, at)) < 24*time.Hour
}

// previewOf is last_message_preview: at most 100 bytes, cut at byte 97 whatever stands there.
// A cut inside a character gives invalid text, which the platform's database then refuses.
func previewOf(m *message) string {
	text := m.body
	switch m.kind {
	case "text", "button_reply", "interactive", "button":
	case "template":
		text = "[Template: " + m.title + "]"
	default:
		text = placeholder(m)
	}
	if len(text) > 100 {
		return text[:97] + "..."
	}
	return text
}

// placeholder is the preview of what is no text: "[image]" from customers, "[Image]" from agents.
func placeholder(m *message) string {
	if !m.outgoing {
		return "[" + m.kind + "]"
	}
	switch {
	case m.kind == "document" && m.media != nil:
		return "[Document: " + m.media.filename + "]"
	case m.kind == "":
		return "[]"
	}
	return "[" + string(m.kind[0]&^0x20) + m.kind[1:] + "]"
}
