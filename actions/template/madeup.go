package template

import (
	"encoding/json"
	"strings"
)

// MadeUp is a contact that does not exist, with every value that has ever broken a template: quotes,
// line breaks, emoji, right-to-left text and its invisible controls, markup, terminal escapes, a very
// long text, and fields that are empty or null. What works for it works for anybody.
func MadeUp() Subject {
	long := strings.TrimSpace(strings.Repeat("Please call back about the blue kettle. ", 60))
	return Subject{
		Contact: map[string]any{
			"id": "00000000-0000-4000-8000-00000000a11e", "phone_number": "919800000000",
			"name":         "Zoë \"Zed\" O'Brien 👩‍👧 <b>שרה</b>\nMüller & Söhne \u202eevil\u202c",
			"profile_name": "", "avatar_url": "", "status": "active",
			"tags": []any{"vip", `says "hi"`, "日本語", "a, b", ""},
			"metadata": map[string]any{
				"plan": "gold", "empty": "", "missing": nil, "amount": json.Number("1234567.50"), "count": json.Number("0"), "paid": false,
				"note": long, "city": "بيروت / Beirut", "path": `C:\temp\new "file".txt`, "html": "<script>alert('x')</script>",
				"terminal": "\x1b[31mred\x1b[0m \x1b]0;title\a\x00", "template": "{{user.email}} {name} ${HOME} %s",
				"query": "a=1&b=2#c?d+e%20f", "emoji": "👍🏽🇮🇳❤️", "address": map[string]any{"street": "1 Rue de l'Église\n2nd floor", "zip": "01000"},
				"orders": []any{json.Number("17"), "A-18", map[string]any{"id": "B-19"}},
			},
			"assigned_user_id": nil, "whatsapp_account": "Support line", "whatsapp_account_id": "00000000-0000-4000-8000-0000000acc01",
			"unread_count": json.Number("3"), "last_message_at": "2026-02-28T23:59:59.999Z", "last_message_preview": "Where is\nmy \"order\"?",
			"last_inbound_at": "2026-02-28T23:59:59.999Z", "service_window_open": true, "marketing_opt_out": false,
			"created_at": "2024-02-29T00:00:00Z", "updated_at": "2026-02-28T23:59:59Z",
		},
		User: map[string]any{"id": "00000000-0000-4000-8000-00000000a6e7", "name": "Ravi शर्मा", "full_name": "Ravi शर्मा",
			"email": "ravi+desk@lab.example", "role": "agent", "organization_id": "00000000-0000-4000-8000-000000000057"},
		Organization: map[string]any{"id": "00000000-0000-4000-8000-000000000057", "name": "Chai & Co. \"Tea\" <GmbH>"},
		Conversation: map[string]any{
			"id": "00000000-0000-4000-8000-00000000a11e", "assignee": nil, "unread": json.Number("3"), "account": "Support line",
			"messages": []any{
				map[string]any{"id": "m1", "direction": "outgoing", "type": "image", "text": "", "status": "read", "created_at": "2026-02-28T23:58:00Z"},
				map[string]any{"id": "m2", "direction": "incoming", "type": "text", "text": "Where is\nmy \"order\"? 🙏", "status": "received", "created_at": "2026-02-28T23:59:59Z"},
			},
		},
	}.normal()
}
