package client

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
)

// subject is one kind of object: how it is found in an answer, decoded, and
// what its decoded fields are called on the wire.
type subject struct {
	list   string         // key of a list of it
	single *regexp.Regexp // paths that answer one of it
	decode func(json.RawMessage) (map[string]any, error)
}

// wire makes a subject's decode from a decoder and its field names.
func wire[T any](decode func(json.RawMessage) (T, error), fields func(T) map[string]any) func(json.RawMessage) (map[string]any, error) {
	return func(raw json.RawMessage) (map[string]any, error) {
		v, err := decode(raw)
		if err != nil {
			return nil, err
		}
		return fields(v), nil
	}
}

func contactFields(c Contact) map[string]any {
	return map[string]any{"id": c.ID, "phone_number": c.PhoneNumber, "name": c.Name, "status": c.Status, "tags": c.Tags,
		"last_message_at": c.LastMessageAt, "last_message_preview": c.LastMessagePreview, "unread_count": c.UnreadCount,
		"assigned_user_id": c.AssignedUserID, "whatsapp_account|whatsapp_account_id": c.Account, "last_inbound_at": c.LastInboundAt,
		"service_window_open": c.ServiceWindowOpen, "marketing_opt_out": c.MarketingOptOut, "created_at": c.CreatedAt,
		"updated_at": c.UpdatedAt, "metadata": c.Metadata}
}

func messageFields(m Message) map[string]any {
	fields := map[string]any{"id": m.ID, "contact_id": m.ContactID, "direction": string(m.Direction), "message_type": m.Type,
		"content": map[string]any{"body": m.Body}, "media_url": m.MediaURL, "media_mime_type": m.MediaMIME, "media_filename": m.MediaFilename,
		"status": string(m.Status), "wamid": m.WAMID, "error_message": m.Error, "is_reply": m.IsReply, "reply_to_message_id": m.ReplyToID,
		"whatsapp_account|whatsapp_account_id": m.Account, "created_at": m.CreatedAt, "updated_at": m.UpdatedAt}
	reactions := []any{}
	for _, r := range m.Reactions {
		reactions = append(reactions, without(map[string]any{"emoji": r.Emoji, "from_phone": r.FromPhone, "from_user": r.FromUser}))
	}
	fields["reactions"] = reactions
	if q := m.ReplyTo; q != nil {
		fields["reply_to_message"] = map[string]any{"id": q.ID, "content": map[string]any{"body": q.Body}, "message_type": q.Type, "direction": string(q.Direction)}
	}
	if in := m.Interactive; in != nil {
		fields["interactive_data"] = without(map[string]any{"type": in.Type, "body": in.Body, "button_text": in.ButtonText, "url": in.URL,
			"buttons": choiceFields(in.Buttons), "rows": choiceFields(in.Rows)})
	}
	return fields
}

func choiceFields(choices []Choice) any {
	var all []any
	for _, c := range choices {
		all = append(all, without(map[string]any{"id": c.ID, "title": c.Title, "url": c.URL}))
	}
	if all == nil {
		return ""
	}
	return all
}

// without drops empty texts.
func without(m map[string]any) map[string]any {
	for k, v := range m {
		if v == "" {
			delete(m, k)
		}
	}
	return m
}

var uuidPath = `[0-9a-f]{8}-[0-9a-f-]{27}`

var subjects = map[string]subject{
	"contact": {"contacts", regexp.MustCompile(`^/api/contacts(/` + uuidPath + `)?$`), wire(decodeContact, contactFields)},
	"message": {"messages", regexp.MustCompile(`^/api/(contacts/` + uuidPath + `/messages|messages/(media|template))$`), wire(decodeMessage, messageFields)},
	"user": {"users", regexp.MustCompile(`^/api/me$`), wire(decodeUser, func(u User) map[string]any {
		return map[string]any{"id": u.ID, "email": u.Email, "full_name": u.Name, "organization_id": u.OrganizationID, "role.name": u.Role,
			"is_available": u.Available, "is_active": u.Active, "is_super_admin": u.SuperAdmin, "role.permissions": u.Permissions}
	})},
	"action": {"custom_actions", regexp.MustCompile(`^/api/custom-actions(/` + uuidPath + `)?$`), wire(decodeAction, func(a CustomAction) map[string]any {
		return map[string]any{"id": a.ID, "name": a.Name, "icon": a.Icon, "action_type": a.Type, "is_active": a.Active,
			"display_order": a.Order, "created_at": a.CreatedAt, "updated_at": a.UpdatedAt, "config": decodeMap(a.Config)}
	})},
	"canned": {"canned_responses", regexp.MustCompile(`^/api/canned-responses(/` + uuidPath + `)?$`), wire(decodeCanned, func(c CannedResponse) map[string]any {
		return map[string]any{"id": c.ID, "name": c.Name, "shortcut": c.Shortcut, "content": c.Content, "category": c.Category,
			"is_active": c.Active, "usage_count": c.UsageCount}
	})},
	"note": {"notes", regexp.MustCompile(`^/api/contacts/` + uuidPath + `/notes(/` + uuidPath + `)?$`), wire(decodeNote, noteFields)},
	"tag":  {"tags", nil, wire(decodeTag, func(x Tag) map[string]any { return map[string]any{"name": x.Name, "color": x.Color} })},
	"team": {"teams", nil, wire(decodeTeam, func(x Team) map[string]any {
		return map[string]any{"id": x.ID, "name": x.Name, "description": x.Description, "assignment_strategy": x.Strategy,
			"is_active": x.Active, "member_count": x.MemberCount}
	})},
	"member": {"members", nil, wire(decodeMember, func(m Member) map[string]any {
		return map[string]any{"user_id": m.UserID, "full_name": m.Name, "email": m.Email, "role": m.Role, "is_available": m.Available}
	})},
	"transfer": {"transfers", nil, wire(decodeTransfer, transferFields)},
	"template": {"templates", nil, wire(decodeTemplate, func(x Template) map[string]any {
		return map[string]any{"id": x.ID, "name": x.Name, "display_name": x.DisplayName, "language": x.Language, "category": x.Category,
			"status": x.Status, "header_type": x.HeaderType, "header_content": x.Header, "body_content": x.Body, "footer_content": x.Footer,
			"whatsapp_account|whatsapp_account_id": x.Account}
	})},
	"account": {"accounts", nil, wire(decodeAccount, func(a Account) map[string]any {
		return map[string]any{"id": a.ID, "name": a.Name, "phone_id": a.PhoneID, "status": a.Status, "is_default_incoming": a.DefaultIncoming,
			"is_default_outgoing": a.DefaultOutgoing, "auto_read_receipt": a.AutoReadReceipt, "has_access_token": a.HasAccessToken}
	})},
	"execution": {"", regexp.MustCompile(`/execute$`), wire(decodeExecution, func(x Execution) map[string]any {
		fields := map[string]any{"success": x.Success, "message": x.Message, "redirect_url": x.RedirectURL, "clipboard": x.Clipboard, "data": decodeMap(x.Data)}
		if x.Toast != nil {
			fields["toast"] = map[string]any{"message": x.Toast.Message, "type": x.Toast.Type}
		}
		return fields
	})},
	"organization": {"", regexp.MustCompile(`^/api/organizations/current$`), wire(decodeOrganization, func(o Organization) map[string]any {
		return map[string]any{"id": o.ID, "name": o.Name}
	})},
	"settings": {"", regexp.MustCompile(`^/api/org/settings$`), wire(decodeSettings, func(s Settings) map[string]any {
		return map[string]any{"name": s.Name, "settings.mask_phone_numbers": s.MaskPhoneNumbers, "settings.timezone": s.Timezone,
			"settings.date_format": s.DateFormat}
	})},
	"chatbot": {"", regexp.MustCompile(`^/api/chatbot/settings$`), wire(decodeChatbotSettings, func(s ChatbotSettings) map[string]any {
		return map[string]any{"settings.enabled": s.Enabled, "settings.allow_agent_queue_pickup": s.QueuePickup,
			"settings.assign_to_same_agent": s.AssignSameAgent}
	})},
	"session data": {"", regexp.MustCompile(`/session-data$`), wire(decodeSessionData, func(d SessionData) map[string]any {
		return map[string]any{"session_id": d.SessionID, "session_data": d.Values}
	})},
}

func noteFields(n Note) map[string]any {
	return map[string]any{"id": n.ID, "contact_id": n.ContactID, "created_by_id": n.AuthorID, "created_by_name": n.AuthorName,
		"content": n.Content, "created_at": n.CreatedAt, "updated_at": n.UpdatedAt}
}

func transferFields(x Transfer) map[string]any {
	return map[string]any{"id": x.ID, "contact_id": x.ContactID, "contact_name": x.ContactName, "phone_number": x.PhoneNumber,
		"whatsapp_account|whatsapp_account_id": x.Account, "status": x.Status, "source": x.Source, "notes": x.Notes, "agent_id": x.AgentID,
		"agent_name": x.AgentName, "team_id": x.TeamID, "team_name": x.TeamName, "transferred_by": x.TransferredBy,
		"transferred_by_name": x.TransferredByName, "transferred_at": x.TransferredAt, "picked_up_at": x.PickedUpAt, "resumed_at": x.ResumedAt,
		"resumed_by": x.ResumedBy, "sla_breached": x.SLABreached}
}

// isText reports a list of strings, as the tags of one contact are.
func isText(list json.RawMessage) bool {
	var texts []string
	return json.Unmarshal(list, &texts) == nil && len(texts) > 0
}

// compare checks decoded fields against the object they came from.
func compare(t *testing.T, where string, raw json.RawMessage, fields map[string]any) {
	t.Helper()
	object := decodeMap(raw)
	for names, got := range fields {
		want := lookup(object, names)
		if !equal(got, want) {
			t.Errorf("%s: %s is %#v, recorded as %#v", where, names, got, want)
		}
	}
}

// lookup finds "a.b" and the first of "a|b".
func lookup(object map[string]any, names string) any {
	for _, name := range strings.Split(names, "|") {
		var v any = object
		for _, step := range strings.Split(name, ".") {
			m, _ := v.(map[string]any)
			v = m[step]
		}
		if v != nil && v != zeroUUID {
			return v
		}
	}
	return nil
}

// equal compares a decoded value with a recorded one; absent is zero.
func equal(got, want any) bool {
	switch got := got.(type) {
	case time.Time:
		text, _ := want.(string)
		at, _ := time.Parse(time.RFC3339Nano, text)
		return got.Equal(at) || got.Equal(moment(at).stored()) // of a message, as lists tell it later
	case int:
		n, _ := want.(json.Number)
		return n == "" && got == 0 || n == json.Number(itoa(got))
	case string:
		return want == nil && got == "" || want == got
	case bool:
		return want == nil && !got || want == got
	case []string:
		list, _ := want.([]any)
		return fmt.Sprint(got) == fmt.Sprint(list)
	case map[string]bool:
		list, _ := want.([]any)
		for _, item := range list {
			p, _ := item.(map[string]any)
			if !got[fmt.Sprintf("%v:%v", p["resource"], p["action"])] {
				return false
			}
		}
		return (want == nil) == (got == nil) && len(got) <= len(list)
	}
	if v := reflect.ValueOf(got); want == nil && (!v.IsValid() || v.Len() == 0) {
		return true
	}
	return reflect.DeepEqual(normal(got), normal(want))
}

// normal is v as plain JSON, with template buttons called as all others are
// and button types, which only repeat what is there, left out.
func normal(v any) any {
	raw, _ := json.Marshal(v)
	var out any
	_ = json.Unmarshal(raw, &out)
	if m, ok := out.(map[string]any); ok {
		for _, key := range []string{"buttons", "rows"} {
			choices, _ := m[key].([]any)
			for _, c := range choices {
				choice := c.(map[string]any)
				if text, ok := choice["text"]; ok {
					choice["title"] = text
					delete(choice, "text")
					delete(choice, "type")
				}
			}
		}
		if content, ok := m["content"].(string); ok { // a quoted message in some events
			m["content"] = map[string]any{"body": content}
		}
	}
	return out
}
