package state

import (
	"encoding/json"
	"path"
	"strings"

	"keydesk/client/emulator/uuid"
)

// Message is one line of a conversation.
type Message struct {
	Seq      uint32
	Outgoing bool
	Kind     string // message_type
	Body     string
	Title    string // a template's display name, for the preview
	Status   string // outgoing only; incoming ones are read or not by contact.readTo
	Failure  string
	NoWAMID  bool // never accepted, or still pending
	Foreign  string
	Account  uint8
	ReplyTo  uint32 // sequence number + 1
	Media    *MediaRef
	Buttons  json.RawMessage // interactive_data
	Reacts   []Reaction
	Created  int64
	Updated  int64
}

// MediaRef is stored media: what the message object tells of it. Its path is computed.
type MediaRef struct{ MIME, Filename string }

// Reaction is one emoji on a message: of the customer (FromPhone) or of a user.
type Reaction struct {
	Emoji     string `json:"emoji"`
	FromPhone string `json:"from_phone,omitempty"`
	FromUser  string `json:"from_user,omitempty"`
}

func (s *State) MessageID(i, seq uint32) string { return s.IDs.Make(uuid.Message, i, seq) }

// MessageByID finds a message of any contact.
func (s *State) MessageByID(id string) (i, seq uint32, ok bool) {
	i, seq, _, known := s.IDs.Parse(uuid.Message, id)
	if !known || int(i) >= len(s.Contacts) || seq >= s.Count(i) {
		return 0, 0, false
	}
	return i, seq, true
}

// ByWAMID finds a message's id by its WhatsApp id.
func (s *State) ByWAMID(w string) string {
	if id, ok := s.Seen[w]; ok {
		return id
	}
	if i, seq, ok := s.IDs.OpenWAMID(w); ok && int(i) < len(s.Contacts) && seq < s.Count(i) {
		return s.MessageID(i, seq)
	}
	return ""
}

func direction(outgoing bool) string {
	if outgoing {
		return "outgoing"
	}
	return "incoming"
}

func (s *State) WAMIDOf(i uint32, m *Message) string {
	switch {
	case m.NoWAMID:
		return ""
	case m.Foreign != "":
		return m.Foreign
	}
	return s.IDs.WAMID(i, m.Seq, m.Outgoing)
}

// statusOf is the message's status as the platform tells it.
func (s *State) statusOf(i uint32, m *Message) string {
	switch {
	case m.Outgoing:
		return m.Status
	case m.Seq < s.Contacts[i].readTo:
		return "read"
	}
	return "received"
}

// PreviewOf is last_message_preview: at most 100 bytes, cut at byte 97 whatever stands there.
// A cut inside a character gives invalid text, which the platform's database then refuses.
func PreviewOf(m *Message) string {
	text := m.Body
	switch m.Kind {
	case "text", "button_reply", "interactive", "button":
	case "template":
		text = "[Template: " + m.Title + "]"
	default:
		text = placeholder(m)
	}
	if len(text) > 100 {
		return text[:97] + "..."
	}
	return text
}

// placeholder is the preview of what is no text: "[image]" from customers, "[Image]" from agents.
func placeholder(m *Message) string {
	if !m.Outgoing {
		return "[" + m.Kind + "]"
	}
	switch {
	case m.Kind == "document" && m.Media != nil:
		return "[Document: " + m.Media.Filename + "]"
	case m.Kind == "":
		return "[]"
	}
	return "[" + string(m.Kind[0]&^0x20) + m.Kind[1:] + "]"
}

// mediaOf gives what a message tells of its media: a storage path nobody can fetch (contract
// §5.2), type and file name.
func (s *State) mediaOf(i uint32, m *Message) (url, kind, filename string) {
	if m.Media == nil {
		return "", "", ""
	}
	folder := "documents"
	switch base, _, _ := strings.Cut(m.Media.MIME, "/"); base {
	case "image":
		folder = "images"
	case "video":
		folder = "videos"
	case "audio":
		folder = "audio"
	}
	return folder + "/" + s.IDs.Make(uuid.Other, i, m.Seq) + extension(m.Media), m.Media.MIME, m.Media.Filename
}

func extension(m *MediaRef) string {
	if ext := path.Ext(m.Filename); ext != "" && len(ext) <= 6 {
		return ext
	}
	kind, _, _ := strings.Cut(m.MIME, ";")
	switch kind {
	case "image/png":
		return ".png"
	case "image/jpeg":
		return ".jpg"
	case "image/webp":
		return ".webp"
	case "audio/ogg":
		return ".ogg"
	case "video/mp4":
		return ".mp4"
	case "application/pdf":
		return ".pdf"
	}
	return ".bin"
}
