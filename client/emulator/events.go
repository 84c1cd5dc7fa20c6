package emulator

import (
	"encoding/json"
	"log/slog"
	"time"
)

// events tells everyone who listens on a WebSocket what changed. The lock is held by whoever
// changed it.
type events struct {
	*state
	hub *hub
	log *slog.Logger
}

// tell sends an event to everyone of the organisation, whatever they may see by HTTP (contract
// §15.4). want narrows that; nil means all.
func (e *events) tell(kind string, payload any, want func(*listener) bool) {
	if e.hub.size() == 0 {
		return
	}
	raw, err := json.Marshal(map[string]any{"type": kind, "payload": payload})
	if err != nil {
		e.log.Warn("event cannot be written as JSON", "type", kind, "error", err)
		return
	}
	e.hub.tell(raw, e.fork, want)
}

// tellMessage announces a new message in the generation's shape. The lock is held.
func (e *events) tellMessage(i uint32, m *message) {
	if e.hub.size() == 0 {
		return
	}
	e.tell("new_message", e.messageEvent(i, m), nil)
}

// messageEvent is the payload of new_message: FORK tells every field, UPSTREAM leaves empty ones
// of outgoing messages out.
func (e *events) messageEvent(i uint32, m *message) map[string]any {
	v := e.messageView(i, m)
	name := e.nameOf(i)
	if e.masked {
		name = maskName(name)
	}
	at := nano(m.created)
	p := map[string]any{
		"id": v.ID, "contact_id": v.ContactID, "profile_name": name, "direction": v.Direction, "message_type": v.Type,
		"content": v.Content, "status": v.Status, "created_at": at, "updated_at": at,
	}
	full := e.fork || !m.outgoing
	add := func(key, value string) {
		if full || value != "" {
			p[key] = value
		}
	}
	add("media_url", v.MediaURL)
	add("media_mime_type", v.MediaMIME)
	add("media_filename", v.MediaName)
	if full || v.IsReply {
		p["is_reply"] = v.IsReply
	}
	if e.fork || !m.outgoing {
		p["wamid"] = v.WAMID
	}
	if e.fork {
		p["interactive_data"] = nullable(v.Interactive)
		p["whatsapp_account_id"] = v.AccountID
	} else if len(v.Interactive) > 0 {
		p["interactive_data"] = v.Interactive
	}
	if a := e.contacts[i].assigned; a > 0 {
		p["assigned_user_id"] = e.people[a-1].id
	} else if !m.outgoing {
		p["assigned_user_id"] = ""
	}
	if v.ReplyTo != nil {
		p["reply_to_message_id"], p["reply_to_message"] = v.ReplyToID, v.ReplyTo
		if m.outgoing && !e.fork { // a plain string instead of {body} (contract §15.4)
			p["reply_to_message"] = map[string]string{
				"id": v.ReplyTo.ID, "content": v.ReplyTo.Content.Body, "message_type": v.ReplyTo.Type,
				"direction": v.ReplyTo.Direction,
			}
		}
	}
	return p
}

// nullable writes absent JSON as null.
func nullable(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	return raw
}

// tellStatus announces a status: with contact and WhatsApp id only on the first "sent".
func (e *events) tellStatus(i uint32, m *message, first bool) {
	p := map[string]any{"message_id": e.messageID(i, m.seq), "status": m.status}
	if first {
		p["contact_id"], p["wamid"] = e.contactID(i), e.wamidOf(i, m)
	}
	if m.status == "failed" {
		p["error_message"] = m.failure
	}
	e.tell("status_update", p, nil)
}

// tellFailure announces that a send was refused.
func (e *events) tellFailure(i uint32, m *message) {
	e.tell("status_update", map[string]any{
		"message_id": e.messageID(i, m.seq), "status": "failed", "contact_id": e.contactID(i), "error_message": m.failure,
	}, nil)
}

// tellReactions announces a message's reactions; null when none are left.
func (e *events) tellReactions(i, seq uint32, list []reaction) {
	e.tell("reaction_update", map[string]any{
		"message_id": e.messageID(i, seq), "contact_id": e.contactID(i), "reactions": list,
	}, nil)
}

// tellNote announces a note to those who view its contact, or no contact at all.
func (e *events) tellNote(kind, contactID string, payload any) {
	e.tell(kind, payload, func(l *listener) bool { return l.viewing == "" || l.viewing == contactID })
}

// tellTransfer announces a new transfer; FORK puts the account's UUID under the key that holds a
// name on UPSTREAM (contract §15.4).
func (e *events) tellTransfer(t *transfer) {
	account, id := e.accountOf(t.account)
	if e.fork {
		account = id
	}
	name, phone := e.shown(t.contact)
	p := map[string]any{
		"id": t.id, "contact_id": e.contactID(t.contact), "contact_name": name, "phone_number": phone,
		"whatsapp_account": account, "status": t.status, "source": t.source, "notes": t.notes,
		"transferred_at": second(t.at).Format(time.RFC3339),
	}
	if t.agent > 0 {
		p["agent_id"] = e.people[t.agent-1].id
	}
	if t.team > 0 {
		p["team_id"] = e.teams[t.team-1].id
	}
	e.tell("agent_transfer", p, nil)
}

// tellAssigned announces who has a transfer now.
func (e *events) tellAssigned(t *transfer) {
	p := map[string]any{"id": t.id, "contact_id": e.contactID(t.contact), "status": t.status, "agent_id": nil, "team_id": nil}
	if t.agent > 0 {
		p["agent_id"] = e.people[t.agent-1].id
	}
	if t.team > 0 {
		p["team_id"] = e.teams[t.team-1].id
	}
	e.tell("agent_transfer_assign", p, nil)
}

// updateRights replaces the rights of a role ("manager", "agent", …) and tells its users.
func (e *events) updateRights(roleName string, rights []string) {
	e.Lock()
	defer e.Unlock()
	for n := range e.roles {
		if e.roles[n].name != roleName {
			continue
		}
		// A new value, since callers in flight hold the old one.
		r := e.roles[n]
		r.rights, r.has = append([]string{}, rights...), make(map[string]bool)
		for _, right := range rights {
			r.has[right] = true
		}
		e.roles = append([]role(nil), e.roles...)
		e.roles[n] = r
	}
	e.tell("permissions_updated", map[string]string{"message": "Your permissions have been updated"},
		func(l *listener) bool { return l.role == roleName })
}
