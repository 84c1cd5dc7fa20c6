package traffic

import (
	"encoding/json"
	"log/slog"
	"slices"
	"time"

	"keydesk/client/emulator/socket"
	"keydesk/client/emulator/state"
)

// Events tells everyone who listens on a WebSocket what changed. The lock is held by whoever
// changed it.
type Events struct {
	*state.State
	Hub *socket.Hub
	Log *slog.Logger
}

// Tell sends an event to everyone of the organisation, whatever they may see by HTTP (contract
// §15.4). want narrows that; nil means all.
func (e *Events) Tell(kind string, payload any, want func(*socket.Listener) bool) {
	if e.Hub.Size() == 0 {
		return
	}
	raw, err := json.Marshal(map[string]any{"type": kind, "payload": payload})
	if err != nil {
		e.Log.Warn("event cannot be written as JSON", "type", kind, "error", err)
		return
	}
	e.Hub.Tell(raw, e.Fork, want)
}

// tellMessage announces a new message in the generation's shape. The lock is held.
func (e *Events) tellMessage(i uint32, m *state.Message) {
	if e.Hub.Size() == 0 {
		return
	}
	e.Tell("new_message", e.messageEvent(i, m), nil)
}

// messageEvent is the payload of new_message: FORK tells every field, UPSTREAM leaves empty ones
// of outgoing messages out.
func (e *Events) messageEvent(i uint32, m *state.Message) map[string]any {
	v := e.MessageView(i, m)
	name := e.NameOf(i)
	if e.Masked {
		name = state.MaskName(name)
	}
	at := state.Nano(m.Created)
	p := map[string]any{
		"id": v.ID, "contact_id": v.ContactID, "profile_name": name, "direction": v.Direction, "message_type": v.Type,
		"content": v.Content, "status": v.Status, "created_at": at, "updated_at": at,
	}
	full := e.Fork || !m.Outgoing
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
	if e.Fork || !m.Outgoing {
		p["wamid"] = v.WAMID
	}
	if e.Fork {
		p["interactive_data"] = nullable(v.Interactive)
		p["whatsapp_account_id"] = v.AccountID
	} else if len(v.Interactive) > 0 {
		p["interactive_data"] = v.Interactive
	}
	if a := e.Contacts[i].Assigned; a > 0 {
		p["assigned_user_id"] = e.People[a-1].ID
	} else if !m.Outgoing {
		p["assigned_user_id"] = ""
	}
	if v.ReplyTo != nil {
		p["reply_to_message_id"], p["reply_to_message"] = v.ReplyToID, v.ReplyTo
		if m.Outgoing && !e.Fork { // a plain string instead of {body} (contract §15.4)
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
func (e *Events) tellStatus(i uint32, m *state.Message, first bool) {
	p := map[string]any{"message_id": e.MessageID(i, m.Seq), "status": m.Status}
	if first {
		p["contact_id"], p["wamid"] = e.ContactID(i), e.WAMIDOf(i, m)
	}
	if m.Status == "failed" {
		p["error_message"] = m.Failure
	}
	e.Tell("status_update", p, nil)
}

// tellFailure announces that a send was refused.
func (e *Events) tellFailure(i uint32, m *state.Message) {
	e.Tell("status_update", map[string]any{
		"message_id": e.MessageID(i, m.Seq), "status": "failed", "contact_id": e.ContactID(i), "error_message": m.Failure,
	}, nil)
}

// tellReactions announces a message's reactions; null when none are left.
func (e *Events) tellReactions(i, seq uint32, list []state.Reaction) {
	e.Tell("reaction_update", map[string]any{
		"message_id": e.MessageID(i, seq), "contact_id": e.ContactID(i), "reactions": list,
	}, nil)
}

// TellNote announces a note to those who view its contact, or no contact at all.
func (e *Events) TellNote(kind, contactID string, payload any) {
	e.Tell(kind, payload, func(l *socket.Listener) bool { return l.Viewing == "" || l.Viewing == contactID })
}

// TellTransfer announces a new transfer; FORK puts the account's UUID under the key that holds a
// name on UPSTREAM (contract §15.4).
func (e *Events) TellTransfer(t *state.Transfer) {
	account, id := e.AccountOf(t.Account)
	if e.Fork {
		account = id
	}
	name, phone := e.Shown(t.Contact)
	p := map[string]any{
		"id": t.ID, "contact_id": e.ContactID(t.Contact), "contact_name": name, "phone_number": phone,
		"whatsapp_account": account, "status": t.Status, "source": t.Source, "notes": t.Notes,
		"transferred_at": state.Second(t.At).Format(time.RFC3339),
	}
	if t.Agent > 0 {
		p["agent_id"] = e.People[t.Agent-1].ID
	}
	if t.Team > 0 {
		p["team_id"] = e.Teams[t.Team-1].ID
	}
	e.Tell("agent_transfer", p, nil)
}

// TellAssigned announces who has a transfer now.
func (e *Events) TellAssigned(t *state.Transfer) {
	p := map[string]any{"id": t.ID, "contact_id": e.ContactID(t.Contact), "status": t.Status, "agent_id": nil, "team_id": nil}
	if t.Agent > 0 {
		p["agent_id"] = e.People[t.Agent-1].ID
	}
	if t.Team > 0 {
		p["team_id"] = e.Teams[t.Team-1].ID
	}
	e.Tell("agent_transfer_assign", p, nil)
}

// Grant gives the users of a role rights beside those they have.
func (e *Events) Grant(roleName string, rights ...string) {
	e.Lock()
	var all []string
	for _, r := range e.Roles {
		if r.Name == roleName {
			all = append(slices.Clone(r.Rights), rights...)
		}
	}
	e.Unlock()
	e.UpdateRights(roleName, all)
}

// UpdateRights replaces the rights of a role ("manager", "agent", …) and tells its users.
func (e *Events) UpdateRights(roleName string, rights []string) {
	e.Lock()
	defer e.Unlock()
	for n := range e.Roles {
		if e.Roles[n].Name != roleName {
			continue
		}
		// A new value, since callers in flight hold the old one.
		r := e.Roles[n]
		r.Rights, r.Has = append([]string{}, rights...), make(map[string]bool)
		for _, right := range rights {
			r.Has[right] = true
		}
		e.Roles = append([]state.Role(nil), e.Roles...)
		e.Roles[n] = r
	}
	e.Tell("permissions_updated", map[string]string{"message": "Your permissions have been updated"},
		func(l *socket.Listener) bool { return l.Role == roleName })
}
