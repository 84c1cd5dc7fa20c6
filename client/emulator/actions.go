package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
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

func viewAction(a *action) actionView {
	return actionView{a.id, a.name, a.icon, a.kind, a.config, a.active, a.order, second(a.created), second(a.updated)}
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
	for _, a := range e.actions {
		if c.who.org == 0 && strings.Contains(strings.ToLower(a.name), search) {
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
func (c actions) one() *action {
	if _, wellFormed := parseUUID(c.args[0]); !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid action ID")
		return nil
	}
	for _, a := range c.e.actions {
		if a.id == c.args[0] && c.who.org == 0 {
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
	a := &action{active: true, order: in.Order}
	set(&a.name, in.Name)
	set(&a.icon, in.Icon)
	set(&a.kind, in.Type)
	switch {
	case a.name == "":
		c.fail(http.StatusBadRequest, "Name is required")
		return
	case a.kind == "":
		c.fail(http.StatusBadRequest, "Action type is required")
		return
	case a.kind != "webhook" && a.kind != "url" && a.kind != "javascript":
		c.fail(http.StatusBadRequest, "Invalid action type. Must be webhook, url, or javascript")
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	config, ok := c.config(a.kind, in.Config)
	if !ok {
		return
	}
	a.config = config
	a.id = e.ids.make(kindAction, e.nextSerial(), 0)
	a.created = e.clock.Now().UnixNano()
	a.updated = a.created
	e.actions = append(e.actions, a)
	e.audit(c.who, "custom_action", a.id, "created", []change{{"name", nil, a.name}})
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
	set(&next.name, in.Name)
	set(&next.icon, in.Icon)
	if in.Type != nil && *in.Type != "" {
		next.kind = *in.Type
	}
	if next.name == "" {
		next.name = a.name
	}
	if len(in.Config) > 0 && string(in.Config) != "null" {
		config, ok := c.config(next.kind, in.Config)
		if !ok {
			return
		}
		next.config = config
	}
	next.active, next.order, next.updated = in.Active, in.Order, e.clock.Now().UnixNano()
	e.audit(c.who, "custom_action", a.id, "updated", []change{{"is_active", a.active, next.active}})
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
	e.actions = slices.DeleteFunc(e.actions, func(x *action) bool { return x == a })
	e.audit(c.who, "custom_action", a.id, "deleted", []change{{"name", a.name, nil}})
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
	v, err := decodeAny(raw)
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
		if message := c.e.run.refuse(target); message != "" {
			return bad(message)
		}
	}
	return canonical(raw), true
}
