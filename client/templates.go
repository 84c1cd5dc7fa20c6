package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// Template is an approved text that may be sent outside the 24-hour window.
type Template struct {
	ID, Name, DisplayName string
	Language, Category    string
	Status                string // DRAFT, PENDING, APPROVED, REJECTED, …
	HeaderType, Header    string
	Body, Footer          string // Body holds placeholders {{1}} or {{name}}
	Buttons               []Choice
	Account               string // name or UUID
}

func decodeTemplate(raw json.RawMessage) (Template, error) {
	var w struct {
		ID          text              `json:"id"`
		Name        text              `json:"name"`
		DisplayName text              `json:"display_name"`
		Language    text              `json:"language"`
		Category    text              `json:"category"`
		Status      text              `json:"status"`
		HeaderType  text              `json:"header_type"`
		Header      text              `json:"header_content"`
		Body        text              `json:"body_content"`
		Footer      text              `json:"footer_content"`
		Buttons     []json.RawMessage `json:"buttons"`
		Account     text              `json:"whatsapp_account"`
		AccountID   text              `json:"whatsapp_account_id"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return Template{}, err
	}
	return Template{
		ID: string(w.ID), Name: string(w.Name), DisplayName: string(w.DisplayName), Language: string(w.Language),
		Category: string(w.Category), Status: string(w.Status), HeaderType: string(w.HeaderType), Header: string(w.Header),
		Body: string(w.Body), Footer: string(w.Footer), Buttons: decodeChoices(w.Buttons), Account: reference(w.Account, w.AccountID),
	}, nil
}

// Templates returns all approved templates.
func (c *Client) Templates(ctx context.Context) ([]Template, error) {
	return readAll(ctx, c, "load the templates", url.Values{"status": {"APPROVED"}}, "templates", decodeTemplate, "templates")
}

// SendTemplate sends a template with its parameters, keyed as its placeholders
// are ("1", "name"). Like [Client.Send] it answers pending and is never tried
// twice. On Fork default agents are refused (contract §3).
func (c *Client) SendTemplate(ctx context.Context, contactID, name string, params map[string]string, account string) (Message, error) {
	const op = "send the template"
	if params == nil {
		params = map[string]string{}
	}
	fields := map[string]any{"contact_id": contactID, "template_name": name, "template_params": params}
	if account != "" {
		fields["account_name"] = c.accountRef(account) // Fork wants a UUID in it
	}
	payload, err := c.write(ctx, op, http.MethodPost, fields, "messages", "template")
	if err != nil {
		return Message{}, err
	}
	return carriedOut(op, payload, decodeMessage)
}
