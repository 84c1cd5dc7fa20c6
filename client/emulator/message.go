package emulator

import (
	"encoding/json"
	"path"
	"strings"
)

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

func (s *state) messageID(i, seq uint32) string { return s.ids.make(kindMessage, i, seq) }

// messageByID finds a message of any contact.
func (s *state) messageByID(id string) (i, seq uint32, ok bool) {
	i, seq, _, known := s.ids.parse(kindMessage, id)
	if !known || int(i) >= len(s.contacts) || seq >= s.count(i) {
		return 0, 0, false
	}
	return i, seq, true
}

// byWAMID finds a message's id by its WhatsApp id.
func (s *state) byWAMID(w string) string {
	if id, ok := s.seen[w]; ok {
		return id
	}
	if i, seq, ok := s.ids.openWAMID(w); ok && int(i) < len(s.contacts) && seq < s.count(i) {
		return s.messageID(i, seq)
	}
	return ""
}

func direction(outgoing bool) string {
	if outgoing {
		return "outgoing"
	}
	return "incoming"
}

func (s *state) wamidOf(i uint32, m *message) string {
	switch {
	case m.noWAMID:
		return ""
	case m.foreign != "":
		return m.foreign
	}
	return s.ids.wamid(i, m.seq, m.outgoing)
}

// statusOf is the message's status as the platform tells it.
func (s *state) statusOf(i uint32, m *message) string {
	switch {
	case m.outgoing:
		return m.status
	case m.seq < s.contacts[i].readTo:
		return "read"
	}
	return "received"
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

// mediaOf gives what a message tells of its media: a storage path nobody can fetch (contract
// §5.2), type and file name.
func (s *state) mediaOf(i uint32, m *message) (url, kind, filename string) {
	if m.media == nil {
		return "", "", ""
	}
	folder := "documents"
	switch base, _, _ := strings.Cut(m.media.mime, "/"); base {
	case "image":
		folder = "images"
	case "video":
		folder = "videos"
	case "audio":
		folder = "audio"
	}
	return folder + "/" + s.ids.make(kindOther, i, m.seq) + extension(m.media), m.media.mime, m.media.filename
}

func extension(m *mediaRef) string {
	if ext := path.Ext(m.filename); ext != "" && len(ext) <= 6 {
		return ext
	}
	kind, _, _ := strings.Cut(m.mime, ";")
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
