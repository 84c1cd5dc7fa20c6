package client

import (
	"bytes"
	"encoding/json"
	"time"
)

// Contact is a customer, which is also a conversation: the platform has
// exactly one per contact.
type Contact struct {
	ID string
	// PhoneNumber is as the platform tells it: digits, with or without "+",
	// masked ("********3757") where the organization says so, and not validated.
	PhoneNumber, Name, Status string
	Tags                      []string
	Metadata                  map[string]any // numbers are json.Number
	// LastMessageAt is zero when the platform gave null. It can stick at an old
	// time (contract §4.1): keep an order of your own from realtime events.
	LastMessageAt      time.Time
	LastMessagePreview string
	UnreadCount        int
	AssignedUserID     string
	// Account is the account's name (Upstream) or its UUID (Fork); "" for none.
	// [Client.AccountName] gives a name for either.
	Account           string
	LastInboundAt     time.Time
	ServiceWindowOpen bool
	// WindowUnknown is true when this answer cannot tell about the 24-hour
	// window: a single contact on Upstream always says it is closed (contract
	// §4.2). Keep what the list said, see [Contact.KeepWindow].
	WindowUnknown        bool
	MarketingOptOut      bool
	CreatedAt, UpdatedAt time.Time
	// Raw is the contact as received: the subject of custom actions.
	Raw json.RawMessage
}

// KeepWindow returns c with the service window of an earlier answer where c
// itself cannot tell it.
func (c Contact) KeepWindow(earlier Contact) Contact {
	if c.WindowUnknown && !earlier.WindowUnknown {
		c.LastInboundAt, c.ServiceWindowOpen, c.WindowUnknown = earlier.LastInboundAt, earlier.ServiceWindowOpen, false
	}
	return c
}

type contactWire struct {
	ID            text            `json:"id"`
	PhoneNumber   text            `json:"phone_number"`
	Name          text            `json:"name"`
	ProfileName   text            `json:"profile_name"`
	Status        text            `json:"status"`
	Tags          words           `json:"tags"`
	Metadata      json.RawMessage `json:"metadata"`
	LastMessageAt moment          `json:"last_message_at"`
	Preview       text            `json:"last_message_preview"`
	Unread        whole           `json:"unread_count"`
	Assigned      text            `json:"assigned_user_id"`
	Account       text            `json:"whatsapp_account"`
	AccountID     text            `json:"whatsapp_account_id"`
	LastInboundAt moment          `json:"last_inbound_at"`
	WindowOpen    flag            `json:"service_window_open"`
	OptOut        flag            `json:"marketing_opt_out"`
	CreatedAt     moment          `json:"created_at"`
	UpdatedAt     moment          `json:"updated_at"`
}

func decodeContact(raw json.RawMessage) (Contact, error) {
	var w contactWire
	if err := decodeObject(raw, &w); err != nil {
		return Contact{}, err
	}
	c := Contact{
		ID: string(w.ID), PhoneNumber: string(w.PhoneNumber), Name: string(w.Name), Status: string(w.Status),
		Tags: w.Tags, Metadata: decodeMap(w.Metadata),
		LastMessageAt: w.LastMessageAt.time(), LastMessagePreview: string(w.Preview), UnreadCount: max(int(w.Unread), 0),
		AssignedUserID: reference(w.Assigned), Account: reference(w.Account, w.AccountID),
		LastInboundAt: w.LastInboundAt.time(), ServiceWindowOpen: bool(w.WindowOpen),
		MarketingOptOut: bool(w.OptOut), CreatedAt: w.CreatedAt.time(), UpdatedAt: w.UpdatedAt.time(),
		Raw: bytes.Clone(raw),
	}
	if c.Name == "" {
		c.Name = string(w.ProfileName)
	}
	if c.ID == "" {
		return Contact{}, errShape
	}
	return c, nil
}
