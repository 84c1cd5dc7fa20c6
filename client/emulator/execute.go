package emulator

import (
	"encoding/json"
	"net/http"
)

// execution is the answer to running an action: HTTP 200 also when it failed (contract §8.4).
type execution struct {
	Success     bool            `json:"success"`
	Message     string          `json:"message,omitempty"`
	RedirectURL string          `json:"redirect_url,omitempty"`
	Clipboard   string          `json:"clipboard,omitempty"`
	Toast       *toast          `json:"toast,omitempty"`
	Data        json.RawMessage `json:"data,omitempty"`
}

type toast struct {
	Message string `json:"message"`
	Type    string `json:"type"`
}

// generic is the one answer for everything that went wrong.
func generic() execution {
	return execution{Message: "Action execution failed", Toast: &toast{"Action failed", "error"}}
}

// actionConfigView is what the three types read from a config.
type actionConfigView struct {
	URL     any            `json:"url"`
	Method  string         `json:"method"`
	Headers map[string]any `json:"headers"`
	Body    string         `json:"body"`
	Code    string         `json:"code"`
}

// execute runs an action on any contact of the organisation, for anybody (contract §20).
func (c actions) execute() {
	e := c.e
	e.mu.Lock()
	a, i, ok := c.withContact()
	if !ok {
		e.mu.Unlock()
		return
	}
	definition, rc := *a, e.runContext(i, c.who)
	e.mu.Unlock()

	var config actionConfigView
	if err := json.Unmarshal(definition.config, &config); err != nil {
		c.ok(generic())
		return
	}
	target, isText := config.URL.(string)
	switch {
	case definition.kind == "javascript":
		c.ok(e.runScript(config.Code, &rc))
	case !isText || target == "":
		c.ok(generic())
	case definition.kind == "url":
		c.ok(execution{Success: true, Message: "Opening URL", RedirectURL: e.newRedirect(rc.fill(target))})
	default:
		c.ok(e.runWebhook(target, &config, &rc))
	}
}

// withContact finds what to run and on whom. Emulator.mu is held.
func (c actions) withContact() (*action, uint32, bool) {
	a := c.one()
	if a == nil {
		return nil, 0, false
	}
	var in struct {
		ContactID string `json:"contact_id"`
	}
	if !c.decode(&in) {
		return nil, 0, false
	}
	c.args = []string{in.ContactID}
	i, ok := c.contact()
	if !ok {
		return nil, 0, false
	}
	if !a.active {
		c.fail(http.StatusBadRequest, "Custom action is not active")
		return nil, 0, false
	}
	return a, i, true
}
