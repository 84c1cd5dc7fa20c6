package client

import (
	"context"
	"encoding/json"
)

// Settings are the organization's settings that a desk has use for.
type Settings struct {
	Name             string
	MaskPhoneNumbers bool
	Timezone         string // IANA name
	DateFormat       string // as in "DD/MM/YYYY"
}

// OrganizationSettings returns the organization's settings; some roles may not
// read them.
func (c *Client) OrganizationSettings(ctx context.Context) (Settings, error) {
	const op = "load the organization's settings"
	payload, err := c.read(ctx, op, nil, "org", "settings")
	if err != nil {
		return Settings{}, err
	}
	return decoded(op, payload, decodeSettings)
}

func decodeSettings(raw json.RawMessage) (Settings, error) {
	var w struct {
		Name     text `json:"name"`
		Settings struct {
			Mask       flag `json:"mask_phone_numbers"`
			Timezone   text `json:"timezone"`
			DateFormat text `json:"date_format"`
		} `json:"settings"`
	}
	err := decodeObject(raw, &w)
	return Settings{Name: string(w.Name), MaskPhoneNumbers: bool(w.Settings.Mask),
		Timezone: string(w.Settings.Timezone), DateFormat: string(w.Settings.DateFormat)}, err
}

// ChatbotSettings are those of the chatbot that a desk has use for.
type ChatbotSettings struct {
	Enabled           bool
	QueuePickup       bool // agents may take from the queue
	AssignSameAgent   bool
	ResponseMinutes   int // SLA, 0 for none
	ResolutionMinutes int
}

// ChatbotSettings returns the chatbot's settings.
func (c *Client) ChatbotSettings(ctx context.Context) (ChatbotSettings, error) {
	const op = "load the chatbot's settings"
	payload, err := c.read(ctx, op, nil, "chatbot", "settings")
	if err != nil {
		return ChatbotSettings{}, err
	}
	return decoded(op, payload, decodeChatbotSettings)
}

func decodeChatbotSettings(raw json.RawMessage) (ChatbotSettings, error) {
	var w struct {
		Settings struct {
			Enabled    flag  `json:"enabled"`
			Pickup     flag  `json:"allow_agent_queue_pickup"`
			Same       flag  `json:"assign_to_same_agent"`
			Response   whole `json:"sla_response_minutes"`
			Resolution whole `json:"sla_resolution_minutes"`
		} `json:"settings"`
	}
	err := decodeObject(raw, &w)
	s := w.Settings
	return ChatbotSettings{Enabled: bool(s.Enabled), QueuePickup: bool(s.Pickup), AssignSameAgent: bool(s.Same),
		ResponseMinutes: int(s.Response), ResolutionMinutes: int(s.Resolution)}, err
}
