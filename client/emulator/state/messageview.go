package state

import (
	"encoding/json"
	"time"

	"keydesk/client/emulator/uuid"
)

// MessageView is a message as the platform tells it (contract §5.2).
type MessageView struct {
	ID          string          `json:"id"`
	ContactID   string          `json:"contact_id"`
	Direction   string          `json:"direction"`
	Type        string          `json:"message_type"`
	Content     Content         `json:"content"`
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
	Reactions   []Reaction      `json:"reactions,omitempty"`
	Account     string          `json:"whatsapp_account,omitempty"`
	AccountID   string          `json:"whatsapp_account_id,omitempty"`
	Created     time.Time       `json:"created_at"`
	Updated     time.Time       `json:"updated_at"`
}

// Content is always an object with a body.
type Content struct {
	Body string `json:"body"`
}

// quoted is the message a reply answers.
type quoted struct {
	ID        string  `json:"id"`
	Content   Content `json:"content"`
	Type      string  `json:"message_type"`
	Direction string  `json:"direction"`
}

// MessageView describes message m of contact i, with microseconds as the list tells times.
// The lock is held.
func (s *State) MessageView(i uint32, m *Message) MessageView {
	v := MessageView{
		ID: s.MessageID(i, m.Seq), ContactID: s.ContactID(i), Direction: direction(m.Outgoing), Type: m.Kind,
		Content: Content{m.Body}, Interactive: m.Buttons, Status: s.statusOf(i, m), WAMID: s.WAMIDOf(i, m),
		Error: m.Failure, Reactions: append([]Reaction(nil), m.Reacts...), Created: Micro(m.Created), Updated: Micro(m.Updated),
	}
	v.MediaURL, v.MediaMIME, v.MediaName = s.mediaOf(i, m)
	v.Account, v.AccountID = s.AccountOf(m.Account)
	if s.Fork && v.AccountID == "" {
		v.AccountID = uuid.Zero
	}
	if q := s.quotedBy(i, m); q != nil {
		v.IsReply, v.ReplyToID, v.ReplyTo = true, q.ID, q
	}
	return v
}

// quotedBy describes what m replies to, or nil.
func (s *State) quotedBy(i uint32, m *Message) *quoted {
	if m.ReplyTo == 0 {
		return nil
	}
	q := s.At(i, m.ReplyTo-1)
	return &quoted{s.MessageID(i, q.Seq), Content{q.Body}, q.Kind, direction(q.Outgoing)}
}
