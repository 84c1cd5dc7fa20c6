package emulator

import (
	"encoding/json"
	"time"
)

// messageView is a message as the platform tells it (contract §5.2).
type messageView struct {
	ID          string          `json:"id"`
	ContactID   string          `json:"contact_id"`
	Direction   string          `json:"direction"`
	Type        string          `json:"message_type"`
	Content     content         `json:"content"`
	MediaURL    string          `json:"media_url,omitempty"`
	MediaMIME   string          `json:"media_mime_type,omitempty"`
	MediaName   string          `json:"media_filename,omitempty"`
	Interactive json.RawMessage `json:"interactive_data,omitempty"`
	Status      string          `json:"status"`
	WAMID       string          `json:"wamid"`
	Error       string          `json:"error_message"`
	IsReply     bool            `json:"is_reply"`
	ReplyToID   string          `json:"reply_to_message_id,omitempty"`
	ReplyTo     *quoted         `json:"reply_to_message,omitempty"`
	Reactions   []reaction      `json:"reactions,omitempty"`
	Account     string          `json:"whatsapp_account,omitempty"`
	AccountID   string          `json:"whatsapp_account_id,omitempty"`
	Created     time.Time       `json:"created_at"`
	Updated     time.Time       `json:"updated_at"`
}

// content is always an object with a body.
type content struct {
	Body string `json:"body"`
}

// quoted is the message a reply answers.
type quoted struct {
	ID        string  `json:"id"`
	Content   content `json:"content"`
	Type      string  `json:"message_type"`
	Direction string  `json:"direction"`
}

// messageView describes message m of contact i, with microseconds as the list tells times.
// The lock is held.
func (s *state) messageView(i uint32, m *message) messageView {
	v := messageView{
		ID: s.messageID(i, m.seq), ContactID: s.contactID(i), Direction: direction(m.outgoing), Type: m.kind,
		Content: content{m.body}, Interactive: m.buttons, Status: s.statusOf(i, m), WAMID: s.wamidOf(i, m),
		Error: m.failure, Reactions: append([]reaction(nil), m.reacts...), Created: micro(m.created), Updated: micro(m.updated),
	}
	v.MediaURL, v.MediaMIME, v.MediaName = s.mediaOf(i, m)
	v.Account, v.AccountID = s.accountOf(m.account)
	if s.fork && v.AccountID == "" {
		v.AccountID = zeroUUID
	}
	if q := s.quotedBy(i, m); q != nil {
		v.IsReply, v.ReplyToID, v.ReplyTo = true, q.ID, q
	}
	return v
}

// quotedBy describes what m replies to, or nil.
func (s *state) quotedBy(i uint32, m *message) *quoted {
	if m.replyTo == 0 {
		return nil
	}
	q := s.at(i, m.replyTo-1)
	return &quoted{s.messageID(i, q.seq), content{q.body}, q.kind, direction(q.outgoing)}
}
