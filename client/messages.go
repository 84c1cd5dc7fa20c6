package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// peekBefore is a well-formed id that no message has. As before_id it is
// ignored, so the newest messages come, and it keeps the platform from marking
// them read (contract §4.4).
const peekBefore = "00000000-0000-4000-8000-000000000000"

// MessageQuery picks messages of a conversation.
type MessageQuery struct {
	Before string // id of a message; those just older than it. "" is the newest
	Limit  int    // default 50, at most 100
	// MarkRead marks the whole conversation read on the platform, which the
	// customer may see as a receipt. Without it the newest messages are only
	// peeked at. Fetching older ones never marks.
	MarkRead bool
	Account  string // only messages of this account, name or UUID; "" is all
}

// MessagePage is a run of messages, oldest first.
type MessagePage struct {
	Messages []Message
	Total    int
	// HasMore says that older ones may exist; one last empty page is possible
	// (contract §5.1).
	HasMore bool
}

// Messages returns messages of a conversation. To walk back, give the first
// message's id as the next Before while HasMore.
func (c *Client) Messages(ctx context.Context, contactID string, q MessageQuery) (MessagePage, error) {
	const op = "load the messages"
	query := url.Values{"limit": {strconv.Itoa(pageSize(q.Limit))}}
	switch {
	case q.Before != "":
		query.Set("before_id", q.Before)
	case !q.MarkRead:
		query.Set("before_id", peekBefore)
	}
	if q.Account != "" {
		query.Set("account", c.accountRef(q.Account))
	}
	payload, err := c.read(ctx, op, query, "contacts", contactID, "messages")
	if err != nil {
		return MessagePage{}, err
	}
	messages, err := list(c, op, payload, "messages", decodeMessage)
	if err != nil {
		return MessagePage{}, err
	}
	var meta struct {
		Total   whole `json:"total"`
		HasMore flag  `json:"has_more"`
	}
	_ = json.Unmarshal(payload, &meta)                          // a bare array has neither
	ignored := func(m Message) bool { return m.ID == q.Before } // the page is not of older ones
	more := bool(meta.HasMore) && len(messages) > 0 && !slices.ContainsFunc(messages, ignored)
	return MessagePage{Messages: messages, Total: int(meta.Total), HasMore: more}, nil
}

// MarkRead marks every incoming message of a conversation read, in the way of
// the platform's generation: Fork has a call for it, elsewhere reading the
// first page does it (contract §4.4). Where a Fork keeps the call from agents
// (§3) or does not have it, reading serves there as well.
func (c *Client) MarkRead(ctx context.Context, contactID string) error {
	const op = "mark the conversation read"
	if c.Generation() == Fork {
		payload, err := c.write(ctx, op, http.MethodPost, nil, "contacts", contactID, "mark-read")
		var done struct {
			Status string `json:"status"`
		}
		e := (*Error)(nil)
		switch {
		case asError(err, &e) && (e.Status == http.StatusMethodNotAllowed || e.Status == http.StatusForbidden):
		case err != nil:
			return err
		case decodeObject(payload, &done) == nil && done.Status != "":
			return nil
		}
	}
	_, err := c.Messages(ctx, contactID, MessageQuery{Limit: 1, MarkRead: true})
	return named(err, op)
}

// OutgoingMessage is a text to send.
type OutgoingMessage struct {
	Text    string
	ReplyTo string // id of the quoted message, "" for none
	Account string // name or UUID of the account to send from, "" for the contact's own
}

// textLimit is WhatsApp's; the platform would store a longer text and fail
// later (contract §5.6).
const textLimit = 4096

// Send sends a text. It comes back pending: that it was accepted or refused by
// WhatsApp is told later by a [StatusChanged]. It is never tried twice; after
// an error with Uncertain set it may have been sent.
func (c *Client) Send(ctx context.Context, contactID string, m OutgoingMessage) (Message, error) {
	const op = "send the message"
	// A NUL makes the platform fail (contract §5.6), and nobody typed one.
	text := strings.ToValidUTF8(strings.ReplaceAll(m.Text, "\x00", ""), "\uFFFD")
	switch {
	case strings.TrimSpace(text) == "":
		return Message{}, invalid(op, "it is empty")
	case len([]rune(text)) > textLimit:
		return Message{}, invalid(op, "it has %d characters and WhatsApp takes %d at most", len([]rune(text)), textLimit)
	}
	fields := map[string]any{"type": "text", "content": map[string]string{"body": text}}
	if m.ReplyTo != "" {
		fields["reply_to_message_id"] = m.ReplyTo
	}
	if m.Account != "" {
		key, ref := c.accountField(m.Account)
		fields[key] = ref
	}
	payload, err := c.write(ctx, op, http.MethodPost, fields, "contacts", contactID, "messages")
	if err != nil {
		return Message{}, err
	}
	return carriedOut(op, payload, decodeMessage)
}

// React sets one's own reaction on a message, "" to take it back, and returns
// all reactions it now has.
func (c *Client) React(ctx context.Context, contactID, messageID, emoji string) ([]Reaction, error) {
	const op = "react to the message"
	payload, err := c.write(ctx, op, http.MethodPost, map[string]string{"emoji": emoji},
		"contacts", contactID, "messages", messageID, "reaction")
	if err != nil {
		return nil, err
	}
	return carriedOut(op, payload, func(raw json.RawMessage) ([]Reaction, error) {
		var w struct {
			Reactions json.RawMessage `json:"reactions"`
		}
		err := decodeObject(raw, &w)
		return decodeReactions(w.Reactions), err
	})
}
