package studio

import (
	"encoding/json"

	"keydesk/actions"
)

// MadeUpName is what the made-up contact goes by.
const MadeUpName = "Made-up contact"

// MadeUp is a contact that nobody has: what an action does with awkward values shows before a customer
// brings them along.
func MadeUp() actions.Subject {
	return actions.Subject{
		Contact: map[string]any{
			"id": "00000000-0000-4000-8000-000000000000", "name": "Zoë \"Zed\" O'Brien & Söhne <b> 👩‍💻", "profile_name": "zoë\n{{contact.id}}",
			"phone_number": "+49 151 0000000", "tags": []any{"vip", "a, b"}, "status": "active",
			"metadata": map[string]any{"plan": "gold + 50%", "note": "line one\nline two", "empty": "", "visits": json.Number("3")},
		},
		Conversation: map[string]any{"id": "00000000-0000-4000-8000-000000000000", "assignee": "", "unread": 1, "account": "", "messages": []any{}},
	}
}
