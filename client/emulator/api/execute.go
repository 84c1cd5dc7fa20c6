package api

import (
	"encoding/json"
	"net/http"

	"keydesk/client/emulator/run"
	"keydesk/client/emulator/state"
)

// execute runs an action on any contact of the organisation, for anybody (contract §20).
func (c actions) execute() {
	e := c.e
	e.Lock()
	a, i, ok := c.withContact()
	if !ok {
		e.Unlock()
		return
	}
	definition, rc := *a, e.runContext(i, c.who)
	e.Unlock()

	var config run.Config
	if err := json.Unmarshal(definition.Config, &config); err != nil {
		c.ok(run.Failed())
		return
	}
	target, isText := config.URL.(string)
	switch {
	case definition.Kind == "javascript":
		out := e.Run.Script(config.Code, &rc)
		if e.Fork && out.RedirectURL != "" {
			out.RedirectURL = e.newRedirect(out.RedirectURL)
		}
		c.ok(out)
	case !isText || target == "":
		c.ok(run.Failed())
	case definition.Kind == "url":
		c.ok(run.Result{Success: true, Message: "Opening URL", RedirectURL: e.newRedirect(rc.Fill(target))})
	default:
		out := e.Run.Webhook(target, &config, &rc)
		if len(out.Data) > 0 {
			out.Data = state.Canonical(out.Data)
		}
		c.ok(out)
	}
}

// withContact finds what to run and on whom. The lock is held.
func (c actions) withContact() (*state.Action, uint32, bool) {
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
	if !a.Active {
		c.fail(http.StatusBadRequest, "Custom action is not active")
		return nil, 0, false
	}
	return a, i, true
}
