package actionscmd

import (
	"context"
	"time"

	"keydesk/actions"
	"keydesk/client"
)

// conversationMessages is how many of the newest messages a script sees, here as on the desk.
const conversationMessages = 20

// conversation is what an action sees of the conversation itself, in the form that the desk gives it.
// Only scripts can use the messages, so only for those they are fetched, without marking them read.
// A script runs all the same when they cannot be had.
func conversation(ctx context.Context, from *client.Client, contact client.Contact, kind actions.Type) map[string]any {
	list := []any{}
	if kind == actions.TypeJavaScript {
		page, err := from.Messages(ctx, contact.ID, client.MessageQuery{Limit: conversationMessages})
		if err == nil {
			for _, m := range page.Messages {
				list = append(list, map[string]any{
					"id": m.ID, "direction": string(m.Direction), "type": m.Type, "text": m.Body,
					"status": string(m.Status), "created_at": m.CreatedAt.UTC().Format(time.RFC3339),
				})
			}
		}
	}
	return map[string]any{
		"id": contact.ID, "assignee": contact.AssignedUserID, "unread": contact.UnreadCount,
		"account": contact.Account, "messages": list,
	}
}
