package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// tags are the names contacts can carry.
type tags struct{ *call }

type tagView struct {
	Name    string    `json:"name"`
	Color   string    `json:"color"`
	Created time.Time `json:"created_at"`
	Updated time.Time `json:"updated_at"`
}

func viewTag(t *tag) tagView { return tagView{t.name, t.color, second(t.created), second(t.updated)} }

func (c tags) list() {
	if !c.need("tags:read", insufficient) {
		return
	}
	e := c.e
	search := strings.ToLower(c.r.URL.Query().Get("search"))
	e.Lock()
	list := []tagView{}
	for n := range e.tags {
		if c.who.org == 0 && strings.Contains(strings.ToLower(e.tags[n].name), search) {
			list = append(list, viewTag(&e.tags[n]))
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
	case e.tagAt(in.Name) >= 0:
		c.fail(http.StatusConflict, "Tag with this name already exists")
	default:
		now := e.clock.Now().UnixNano()
		t := tag{in.Name, in.Color, now, now}
		e.tags = append(e.tags, t)
		c.ok(viewTag(&t))
	}
}

// one finds the tag of the path. The lock is held.
func (c tags) one() int {
	n := c.e.tagAt(c.args[0])
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
			e.tags[n].name = in.Name
		}
		e.tags[n].color, e.tags[n].updated = in.Color, e.clock.Now().UnixNano()
		c.ok(viewTag(&e.tags[n]))
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
		e.tags = slices.Delete(e.tags, n, n+1)
		c.ok(map[string]string{"message": "Tag deleted"})
	}
}
