package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// outgoing is the body of a send (contract §5.6).
type outgoing struct {
	Type        string          `json:"type"`
	Content     state.Content   `json:"content"`
	Interactive json.RawMessage `json:"interactive"`
	ReplyTo     string          `json:"reply_to_message_id"`
	Account     *string         `json:"whatsapp_account"`
	AccountID   *string         `json:"whatsapp_account_id"`
}

// interactive is what an agent may send beside text.
type interactive struct {
	Type       string   `json:"type"`
	Body       string   `json:"body"`
	Buttons    []choice `json:"buttons,omitempty"`
	ButtonText string   `json:"button_text,omitempty"`
	URL        string   `json:"url,omitempty"`
}

type choice struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// stored turns what was sent into interactive_data: a list's buttons become rows.
func (in *interactive) stored() json.RawMessage {
	out := map[string]any{"type": in.Type, "body": in.Body}
	switch in.Type {
	case "list":
		out["rows"] = append([]choice{}, in.Buttons...)
	case "cta_url":
		out["button_text"], out["url"] = in.ButtonText, in.URL
	default:
		out["buttons"] = append([]choice{}, in.Buttons...)
	}
	raw, _ := json.Marshal(out) // strings only
	return raw
}

// post stores a message and answers at once with "pending"; whether it arrives is told
// later (contract §5.4, §5.6). Nothing is validated: an empty text or an unknown type is stored
// and fails afterwards.
func (c messages) post() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	i, ok := c.visible()
	if !ok {
		return
	}
	var in outgoing
	if !c.decode(&in) {
		return
	}
	m := state.Message{Outgoing: true, Kind: in.Type, Status: "pending", NoWAMID: true}
	switch in.Type {
	case "text":
		m.Body = in.Content.Body
	case "interactive":
		var it interactive
		if len(in.Interactive) > 0 && json.Unmarshal(in.Interactive, &it) != nil {
			c.fail(http.StatusBadRequest, "Invalid request body")
			return
		}
		m.Body, m.Buttons = it.Body, it.stored()
	}
	if strings.ContainsRune(m.Body, 0) {
		c.fail(http.StatusInternalServerError, "Failed to send message")
		return
	}
	if m.Account, ok = c.sendAccount(in.Account, in.AccountID); !ok {
		return
	}
	if at, seq, found := e.MessageByID(in.ReplyTo); found && at == i {
		m.ReplyTo = seq + 1
	}
	c.ok(e.SendMessage(i, m))
}

// sendAccount resolves the account a send names; "" or nothing stands for the contact's own.
func (c messages) sendAccount(name, id *string) (uint8, bool) {
	want := name
	if c.e.Fork {
		want = id
	}
	if want == nil || *want == "" {
		return 0, true
	}
	n := c.e.AccountRef(name, id)
	if n == 0 {
		c.fail(http.StatusBadRequest, "Failed to resolve WhatsApp account")
	}
	return n, n > 0
}

// react sets or removes the caller's reaction (contract §5.7).
func (c messages) react() {
	var in struct {
		Emoji string `json:"emoji"`
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	i, ok := c.visible()
	if !ok {
		return
	}
	_, _, wellFormed, _ := e.IDs.Parse(uuid.Message, c.args[1])
	if !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid message ID")
		return
	}
	at, seq, found := e.MessageByID(c.args[1])
	if !found || at != i {
		c.fail(http.StatusNotFound, "Message not found")
		return
	}
	if !c.decode(&in) {
		return
	}
	reactions := e.React(i, seq, state.Reaction{Emoji: in.Emoji, FromUser: c.who.ID})
	c.ok(map[string]any{"message_id": c.args[1], "reactions": reactions})
}
