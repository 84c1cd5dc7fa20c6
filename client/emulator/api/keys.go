package api

import (
	"net/http"
	"strings"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// keys are the API keys.
type keys struct{ *call }

type keyView struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Key      string     `json:"key,omitempty"`
	Prefix   string     `json:"key_prefix"`
	LastUsed *time.Time `json:"last_used_at,omitempty"`
	Expires  *time.Time `json:"expires_at,omitempty"`
	Active   *bool      `json:"is_active,omitempty"`
	Created  time.Time  `json:"created_at"`
}

func viewKey(k *state.APIKey, full bool) keyView {
	active := true
	v := keyView{ID: k.ID, Name: k.Name, Prefix: k.Prefix, Created: state.Second(k.Created)}
	if !k.Expires.IsZero() {
		expires := k.Expires
		v.Expires = &expires
	}
	if full {
		v.Key = k.Key
		return v
	}
	v.Active = &active
	if !k.LastUsed.IsZero() {
		used := k.LastUsed.Truncate(time.Microsecond)
		v.LastUsed = &used
	}
	return v
}

func (c keys) list() {
	if !c.need("api_keys:read", insufficient) {
		return
	}
	e := c.e
	e.Lock()
	list := []keyView{}
	for _, k := range e.Keys {
		list = append(list, viewKey(k, false))
	}
	e.Unlock()
	listed(c.call, "api_keys", list, nil)
}

func (c keys) create() {
	if !c.need("api_keys:write", insufficient) {
		return
	}
	var in struct {
		Name    string    `json:"name"`
		Expires time.Time `json:"expires_at"`
	}
	if !c.decode(&in) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	n := e.NextSerial()
	hexKey := strings.ReplaceAll(e.IDs.Make(uuid.Other, 2, n), "-", "")
	k := &state.APIKey{
		ID: e.IDs.Make(uuid.APIKey, n, 0), Name: in.Name, Key: "whm_" + hexKey, Prefix: hexKey[:16],
		Person: c.who.Person, Created: e.Clock.Now().UnixNano(), Expires: in.Expires,
	}
	e.Keys = append(e.Keys, k)
	c.ok(viewKey(k, true))
}

func (c keys) delete() {
	if !c.need("api_keys:delete", insufficient) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	for n, k := range e.Keys {
		if k.ID == c.args[0] {
			e.Keys = append(e.Keys[:n:n], e.Keys[n+1:]...)
			c.ok(map[string]string{"message": "API key deleted successfully"})
			return
		}
	}
	c.fail(http.StatusNotFound, "API key not found")
}
