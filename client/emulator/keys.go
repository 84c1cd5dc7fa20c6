package emulator

import (
	"net/http"
	"strings"
	"time"
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

func viewKey(k *apiKey, full bool) keyView {
	active := true
	v := keyView{ID: k.id, Name: k.name, Prefix: k.prefix, Created: second(k.created)}
	if !k.expires.IsZero() {
		expires := k.expires
		v.Expires = &expires
	}
	if full {
		v.Key = k.key
		return v
	}
	v.Active = &active
	if !k.lastUsed.IsZero() {
		used := k.lastUsed.Truncate(time.Microsecond)
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
	for _, k := range e.keys {
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
	n := e.nextSerial()
	hexKey := strings.ReplaceAll(e.ids.make(kindOther, 2, n), "-", "")
	k := &apiKey{
		id: e.ids.make(kindAPIKey, n, 0), name: in.Name, key: "whm_" + hexKey, prefix: hexKey[:16],
		person: c.who.person, created: e.clock.Now().UnixNano(), expires: in.Expires,
	}
	e.keys = append(e.keys, k)
	c.ok(viewKey(k, true))
}

func (c keys) delete() {
	if !c.need("api_keys:delete", insufficient) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	for n, k := range e.keys {
		if k.id == c.args[0] {
			e.keys = append(e.keys[:n:n], e.keys[n+1:]...)
			c.ok(map[string]string{"message": "API key deleted successfully"})
			return
		}
	}
	c.fail(http.StatusNotFound, "API key not found")
}
