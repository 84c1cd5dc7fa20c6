package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"keydesk/client/emulator/state"
)

// templates are the prepared messages of WhatsApp.
type templates struct{ *call }

type templateView struct {
	ID         string          `json:"id"`
	Account    string          `json:"whatsapp_account,omitempty"`
	AccountID  string          `json:"whatsapp_account_id,omitempty"`
	MetaID     string          `json:"meta_template_id"`
	Name       string          `json:"name"`
	Display    string          `json:"display_name"`
	Language   string          `json:"language"`
	Category   string          `json:"category"`
	Status     string          `json:"status"`
	HeaderType string          `json:"header_type"`
	Header     string          `json:"header_content"`
	Body       string          `json:"body_content"`
	Footer     string          `json:"footer_content"`
	Buttons    json.RawMessage `json:"buttons"`
	Samples    json.RawMessage `json:"sample_values"`
	*templateExtras
	Created time.Time `json:"created_at"`
	Updated time.Time `json:"updated_at"`
}

// templateExtras is what FORK adds.
type templateExtras struct {
	Security bool   `json:"add_security_recommendation"`
	Expires  int    `json:"code_expiration_minutes"`
	Quality  string `json:"quality_rating"`
}

func (e *Server) templateView(t *state.Template) templateView {
	v := templateView{
		ID: t.ID, Name: t.Name, Display: t.Display, Language: t.Language, Category: t.Category, Status: t.Status,
		HeaderType: t.Header, Header: t.HeaderText, Body: t.Body, Footer: t.Footer, Buttons: t.Buttons, Samples: t.Samples,
		Created: state.Second(t.Created), Updated: state.Second(t.Created),
	}
	v.Account, v.AccountID = e.AccountOf(t.Account)
	if e.Fork {
		v.templateExtras = &templateExtras{Quality: "UNKNOWN"}
	}
	return v
}

func (c templates) list() {
	e := c.e
	q := c.r.URL.Query()
	search := strings.ToLower(q.Get("search"))
	e.Lock()
	list := []templateView{}
	for n := range e.Templates {
		t := &e.Templates[n]
		if (q.Get("status") == "" || q.Get("status") == t.Status) && strings.Contains(strings.ToLower(t.Name+" "+t.Display), search) {
			list = append(list, e.templateView(t))
		}
	}
	e.Unlock()
	listed(c.call, "templates", list, nil)
}

// templateInput is the body of POST /api/messages/template.
type templateInput struct {
	ContactID string            `json:"contact_id"`
	Phone     string            `json:"phone_number"`
	Name      string            `json:"template_name"`
	ID        string            `json:"template_id"`
	Params    map[string]string `json:"template_params"`
	Account   *string           `json:"account_name"`
}

var placeholderPattern = regexp.MustCompile(`\{\{\s*(\w+)\s*\}\}`)

// post sends a template. FORK asks for contacts:write, which agents lack (contract §3).
func (c templates) post() {
	if c.e.Fork && !c.need("contacts:write", "Insufficient permissions to send messages") {
		return
	}
	var in templateInput
	if !c.decode(&in) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	if in.ContactID == "" && in.Phone == "" {
		c.fail(http.StatusBadRequest, "Either contact_id or phone_number is required")
		return
	}
	t := e.TemplateBy(in.Name, in.ID)
	if t == nil {
		c.fail(http.StatusNotFound, "Template not found")
		return
	}
	if t.Status != "APPROVED" {
		c.fail(http.StatusBadRequest, "Template is not approved (status: "+t.Status+")")
		return
	}
	body, missing, expected := render(t, in.Params)
	if len(missing) > 0 {
		c.fail(http.StatusBadRequest, fmt.Sprintf("Missing template parameters: %s. Expected parameters: %v",
			strings.Join(missing, ", "), expected))
		return
	}
	m := state.Message{Outgoing: true, Kind: "template", Title: t.Display, Body: body, Status: "pending", NoWAMID: true, Account: t.Account}
	if string(t.Buttons) != "[]" {
		m.Buttons, _ = json.Marshal(map[string]any{"type": "button", "buttons": t.Buttons})
	}
	if n := e.AccountRef(in.Account, in.Account); n > 0 {
		m.Account = n
	}
	i, ok := c.target(&in)
	if ok {
		c.ok(e.SendMessage(i, m))
	}
}

// target finds whom a template goes to; an unknown number becomes a contact.
func (c templates) target(in *templateInput) (uint32, bool) {
	if in.ContactID != "" {
		c.args = []string{in.ContactID}
		return c.contact()
	}
	phone := strings.TrimPrefix(in.Phone, "+")
	i, exists := c.e.ByPhone(phone)
	switch {
	case !exists:
		i = c.e.NewContact(phone)
	case c.e.Contacts[i].Deleted:
		c.e.Restore(i)
	}
	return i, true
}

// render fills the placeholders; missing and expected name the parameters.
func render(t *state.Template, params map[string]string) (text string, missing, expected []string) {
	seen := make(map[string]bool)
	text = placeholderPattern.ReplaceAllStringFunc(t.Body, func(match string) string {
		name := placeholderPattern.FindStringSubmatch(match)[1]
		value, given := params[name]
		if !seen[name] {
			seen[name] = true
			expected = append(expected, name)
			if !given || value == "" {
				missing = append(missing, name)
			}
		}
		return value
	})
	return text, missing, expected
}
