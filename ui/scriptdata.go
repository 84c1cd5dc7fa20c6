package ui

import (
	"slices"
	"time"

	"keydesk/client"
)

// scriptMessages is how many of the newest messages a script sees.
const scriptMessages = 20

// conversationData is what actions see of the conversation itself, as plain
// data: id, assignee, unread, account and the newest messages, oldest first.
func conversationData(c *chat) map[string]any {
	recent := c.recent
	list := make([]any, 0, len(recent))
	for _, m := range recent {
		list = append(list, map[string]any{
			"id": m.ID, "direction": string(m.Direction), "type": m.Type, "text": m.Body,
			"status": string(m.Status), "created_at": m.CreatedAt.UTC().Format(time.RFC3339),
		})
	}
	return map[string]any{
		"id": c.id, "assignee": c.contact().AssignedUserID, "unread": c.unseen,
		"account": c.account(), "messages": list,
	}
}

// note keeps the newest messages at hand for actions, and when the customer
// wrote last.
func (c *chat) note(ms []client.Message) {
	for _, m := range ms {
		c.recent = insertRecent(c.recent, m)
		if m.Direction == client.Incoming && m.CreatedAt.After(c.heard) {
			c.heard = m.CreatedAt
		}
		if m.Account != "" && m.Account != c.seenNumber {
			if c.seenNumber != "" && !c.mixed {
				c.mixed = true
				c.thread.Redraw()
			}
			c.seenNumber = m.Account
		}
		if m.Direction == client.Incoming && m.Account != "" && !m.CreatedAt.Before(c.wroteTo.at) {
			c.wroteTo = number{account: m.Account, at: m.CreatedAt}
		}
	}
}

// unnote forgets a message that is not there any more.
func (c *chat) unnote(id string) {
	c.recent = slices.DeleteFunc(c.recent, func(m client.Message) bool { return m.ID == id })
}

// insertRecent puts m into a short list by time, replacing an older state of
// itself, and keeps the newest scriptMessages.
func insertRecent(list []client.Message, m client.Message) []client.Message {
	for i := range list {
		if list[i].ID == m.ID {
			list[i] = m
			return list
		}
	}
	at := len(list)
	for at > 0 && list[at-1].CreatedAt.After(m.CreatedAt) {
		at--
	}
	if at == 0 && len(list) >= scriptMessages {
		return list
	}
	list = append(list, client.Message{})
	copy(list[at+1:], list[at:])
	list[at] = m
	return list[max(0, len(list)-scriptMessages):]
}
