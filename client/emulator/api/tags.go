package api

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"keydesk/client/emulator/state"
)

// tags are the names contacts can carry.
type tags struct{ *call }

type tagView struct {
	Name    string    `json:"name"`
	Color   string    `json:"color"`
	Created time.Time `json:"created_at"`
	Updated time.Time `json:"updated_at"`
}

func viewTag(t *state.Tag) tagView {
	return tagView{t.Name, t.Color, state.Second(t.Created), state.Second(t.Updated)}
}

func (c tags) list() {
	if !c.need("tags:read", insufficient) {
		return
	}
	e := c.e
	search := strings.ToLower(c.r.URL.Query().Get("search"))
	e.Lock()
	list := []tagView{}
	for n := range e.Tags {
		if c.who.Org == 0 && strings.Contains(strings.ToLower(e.Tags[n].Name), search) {
			list = append(list, viewTag(&e.Tags[n]))
		}
	}
	e.Unlock()
	slices.SortFunc(list, func(a, b tagView) int { return strings.Compare(a.Name, b.Name) })
	listed(c.call, "tags", list, nil)
}

type tagInput struct {
	Name  string `json:"name"`
	Color string `json:"color"`
}

// input reads and checks the body.
func (c tags) input() (tagInput, bool) {
	var in tagInput
	if !c.decode(&in) {
		return in, false
	}
	if in.Color == "" {
		in.Color = "gray"
	}
	if !slices.Contains([]string{"blue", "red", "green", "yellow", "purple", "gray"}, in.Color) {
		c.fail(http.StatusBadRequest, "invalid color. Valid colors: blue, red, green, yellow, purple, gray")
		return in, false
	}
	return in, true
}

func (c tags) create() {
	if !c.need("tags:write", insufficient) {
		return
	}
	in, ok := c.input()
	if !ok {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	switch {
	case in.Name == "":
		c.fail(http.StatusBadRequest, "name is required")
	case e.TagAt(in.Name) >= 0:
		c.fail(http.StatusConflict, "Tag with this name already exists")
	default:
		now := e.Clock.Now().UnixNano()
		t := state.Tag{Name: in.Name, Color: in.Color, Created: now, Updated: now}
		e.Tags = append(e.Tags, t)
		c.ok(viewTag(&t))
	}
}

// one finds the tag of the path. The lock is held.
func (c tags) one() int {
	n := c.e.TagAt(c.args[0])
	if n < 0 {
		c.fail(http.StatusNotFound, "Tag not found")
	}
	return n
}

func (c tags) update() {
	if !c.need("tags:write", insufficient) {
		return
	}
	in, ok := c.input()
	if !ok {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	if n := c.one(); n >= 0 {
		if in.Name != "" {
			e.Tags[n].Name = in.Name
		}
		e.Tags[n].Color, e.Tags[n].Updated = in.Color, e.Clock.Now().UnixNano()
		c.ok(viewTag(&e.Tags[n]))
	}
}

func (c tags) delete() {
	if !c.need("tags:delete", insufficient) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	if n := c.one(); n >= 0 {
		e.Tags = slices.Delete(e.Tags, n, n+1)
		c.ok(map[string]string{"message": "Tag deleted"})
	}
}
