package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// CannedResponse is a ready-made text. Its placeholders, {{contact_name}} and
// {{phone_number}}, are filled by the client (contract §9).
type CannedResponse struct {
	ID, Name string
	// Shortcut is as typed by its author: it may be empty, start with "/", and
	// is not unique.
	Shortcut, Content, Category string
	Active                      bool
	UsageCount                  int
	Buttons                     []Choice // Fork only
}

func decodeCanned(raw json.RawMessage) (CannedResponse, error) {
	var w struct {
		ID       text              `json:"id"`
		Name     text              `json:"name"`
		Shortcut text              `json:"shortcut"`
		Content  text              `json:"content"`
		Category text              `json:"category"`
		Active   *flag             `json:"is_active"`
		Usage    whole             `json:"usage_count"`
		Buttons  []json.RawMessage `json:"buttons"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return CannedResponse{}, err
	}
	return CannedResponse{
		ID: string(w.ID), Name: string(w.Name), Shortcut: string(w.Shortcut), Content: string(w.Content),
		Category: string(w.Category), Active: w.Active == nil || bool(*w.Active), UsageCount: int(w.Usage),
		Buttons: decodeChoices(w.Buttons),
	}, nil
}

// CannedResponses returns all active ready-made texts, the most used first.
func (c *Client) CannedResponses(ctx context.Context) ([]CannedResponse, error) {
	return readAll(ctx, c, "load the canned responses", url.Values{"active_only": {"true"}}, "canned_responses", decodeCanned, "canned-responses")
}

// UseCannedResponse counts that one was inserted, which orders the list.
func (c *Client) UseCannedResponse(ctx context.Context, id string) error {
	_, err := c.write(ctx, "count the use of the canned response", http.MethodPost, nil, "canned-responses", id, "use")
	return err
}
