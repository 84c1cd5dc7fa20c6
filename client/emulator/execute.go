package emulator

import (
	"encoding/json"
	"net/http"
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

	var config actionConfigView
	if err := json.Unmarshal(definition.config, &config); err != nil {
		c.ok(generic())
		return
	}
	target, isText := config.URL.(string)
	switch {
	case definition.kind == "javascript":
		out := e.run.script(config.Code, &rc)
		if e.fork && out.RedirectURL != "" {
			out.RedirectURL = e.newRedirect(out.RedirectURL)
		}
		c.ok(out)
	case !isText || target == "":
		c.ok(generic())
	case definition.kind == "url":
		c.ok(execution{Success: true, Message: "Opening URL", RedirectURL: e.newRedirect(rc.fill(target))})
	default:
		out := e.run.webhook(target, &config, &rc)
		if len(out.Data) > 0 {
			out.Data = canonical(out.Data)
		}
		c.ok(out)
	}
}

// withContact finds what to run and on whom. The lock is held.
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
