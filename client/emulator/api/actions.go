package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// actions are the custom actions and their runs.
type actions struct{ *call }

type actionView struct {
	ID      string          `json:"id"`
	Name    string          `json:"name"`
	Icon    string          `json:"icon"`
	Type    string          `json:"action_type"`
	Config  json.RawMessage `json:"config"`
	Active  bool            `json:"is_active"`
	Order   int             `json:"display_order"`
	Created time.Time       `json:"created_at"`
	Updated time.Time       `json:"updated_at"`
}

func viewAction(a *state.Action) actionView {
	return actionView{a.ID, a.Name, a.Icon, a.Kind, a.Config, a.Active, a.Order, state.Second(a.Created), state.Second(a.Updated)}
}

// actionInput is the body of creating and changing an action.
type actionInput struct {
	Name   *string         `json:"name"`
	Icon   *string         `json:"icon"`
	Type   *string         `json:"action_type"`
	Config json.RawMessage `json:"config"`
	Active bool            `json:"is_active"`
	Order  int             `json:"display_order"`
}

// list tells every action, inactive ones and secrets in headers included, to everyone: no
// right is checked except by FORK's enforcement (contract §3, §20).
func (c actions) list() {
	e := c.e
	search := strings.ToLower(c.r.URL.Query().Get("search"))
	e.Lock()
	list := []actionView{}
	for _, a := range e.Actions {
		if c.who.Org == 0 && strings.Contains(strings.ToLower(a.Name), search) {
			list = append(list, viewAction(a))
		}
	}
	e.Unlock()
	// display_order ascending, then newest first (contract §8.1).
	slices.SortStableFunc(list, func(a, b actionView) int {
		if a.Order != b.Order {
			return a.Order - b.Order
		}
		return b.Created.Compare(a.Created)
	})
	listed(c.call, "custom_actions", list, nil)
}

// one finds the action of the path. The lock is held.
func (c actions) one() *state.Action {
	if _, wellFormed := uuid.Parse(c.args[0]); !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid action ID")
		return nil
	}
	for _, a := range c.e.Actions {
		if a.ID == c.args[0] && c.who.Org == 0 {
			return a
		}
	}
	c.fail(http.StatusNotFound, "Custom action not found")
	return nil
}

func (c actions) get() {
	c.e.Lock()
	defer c.e.Unlock()
	if a := c.one(); a != nil {
		c.ok(viewAction(a))
	}
}

// create makes an action, which is active whatever the body says (contract §8.3).
func (c actions) create() {
	var in actionInput
	if !c.decode(&in) {
		return
	}
	a := &state.Action{Active: true, Order: in.Order}
	set(&a.Name, in.Name)
	set(&a.Icon, in.Icon)
	set(&a.Kind, in.Type)
	switch {
	case a.Name == "":
		c.fail(http.StatusBadRequest, "Name is required")
		return
	case a.Kind == "":
		c.fail(http.StatusBadRequest, "Action type is required")
		return
	case a.Kind != "webhook" && a.Kind != "url" && a.Kind != "javascript":
		c.fail(http.StatusBadRequest, "Invalid action type. Must be webhook, url, or javascript")
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	config, ok := c.config(a.Kind, in.Config)
	if !ok {
		return
	}
	a.Config = config
	a.ID = e.IDs.Make(uuid.Action, e.NextSerial(), 0)
	a.Created = e.Clock.Now().UnixNano()
	a.Updated = a.Created
	e.Actions = append(e.Actions, a)
	e.audit(c.who, "custom_action", a.ID, "created", []state.Change{{Field: "name", Old: nil, New: a.Name}})
	c.ok(viewAction(a))
}

// set copies a value that was given.
func set(to *string, from *string) {
	if from != nil {
		*to = *from
	}
}

// update is partial for name, icon, type and config, but is_active and display_order are
// always written: leaving them out switches the action off and sets order 0 (contract §8.3).
func (c actions) update() {
	var in actionInput
	e := c.e
	e.Lock()
	defer e.Unlock()
	a := c.one()
	if a == nil || !c.decode(&in) {
		return
	}
	next := *a
	set(&next.Name, in.Name)
	set(&next.Icon, in.Icon)
	if in.Type != nil && *in.Type != "" {
		next.Kind = *in.Type
	}
	if next.Name == "" {
		next.Name = a.Name
	}
	if len(in.Config) > 0 && string(in.Config) != "null" {
		config, ok := c.config(next.Kind, in.Config)
		if !ok {
			return
		}
		next.Config = config
	}
	next.Active, next.Order, next.Updated = in.Active, in.Order, e.Clock.Now().UnixNano()
	e.audit(c.who, "custom_action", a.ID, "updated", []state.Change{{Field: "is_active", Old: a.Active, New: next.Active}})
	*a = next
	c.ok(viewAction(a))
}

func (c actions) delete() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	a := c.one()
	if a == nil {
		return
	}
	e.Actions = slices.DeleteFunc(e.Actions, func(x *state.Action) bool { return x == a })
	e.audit(c.who, "custom_action", a.ID, "deleted", []state.Change{{Field: "name", Old: a.Name, New: nil}})
	c.ok(map[string]string{"status": "deleted"})
}

// config checks a config as the platform does, which is little (contract §8.3), and gives
// it as it is stored: unknown keys stay (contract §24).
func (c actions) config(kind string, raw json.RawMessage) (json.RawMessage, bool) {
	bad := func(message string) (json.RawMessage, bool) {
		c.fail(http.StatusBadRequest, message)
		return nil, false
	}
	if len(raw) == 0 {
		raw = json.RawMessage(`{}`)
	}
	v, err := state.DecodeAny(raw)
	config, isObject := v.(map[string]any)
	if err != nil || !isObject && v != nil {
		return bad("Invalid request body")
	}
	need := map[string][2]string{
		"webhook": {"url", "URL is required for webhook actions"}, "url": {"url", "URL is required for URL actions"},
		"javascript": {"code", "Code is required for JavaScript actions"},
	}[kind]
	if need[0] == "" {
		return bad("Invalid action type. Must be webhook, url, or javascript")
	}
	value, present := config[need[0]]
	if !present {
		return bad(need[1])
	}
	if target, isText := value.(string); kind == "webhook" && isText && target != "" {
		if message := c.e.Run.Refuse(target); message != "" {
			return bad(message)
		}
	}
	return state.Canonical(raw), true
}
