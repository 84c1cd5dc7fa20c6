package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// cannedResponses are the prepared answers.
type cannedResponses struct{ *call }

type cannedView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Shortcut string `json:"shortcut"`
	Content  string `json:"content"`
	Category string `json:"category"`
	Active   bool   `json:"is_active"`
	Uses     int    `json:"usage_count"`
	*cannedButtons
	Created time.Time `json:"created_at"`
	Updated time.Time `json:"updated_at"`
}

// cannedButtons is what FORK adds.
type cannedButtons struct {
	Buttons []string `json:"buttons"`
}

func (e *server) cannedView(x *canned) cannedView {
	v := cannedView{x.id, x.name, x.shortcut, x.content, x.category, x.active, x.uses, nil, second(x.created), second(x.updated)}
	if e.fork {
		v.cannedButtons = &cannedButtons{Buttons: []string{}}
	}
	return v
}

// list needs no right, except by FORK's enforcement.
func (c cannedResponses) list() {
	q := c.r.URL.Query()
	search, category := strings.ToLower(q.Get("search")), q.Get("category")
	e := c.e
	e.Lock()
	found := []*canned{}
	for _, x := range e.canned {
		text := strings.ToLower(x.name + "\x00" + x.content + "\x00" + x.shortcut)
		if c.who.org == 0 && strings.Contains(text, search) && (category == "" || x.category == category) &&
			(x.active || q.Get("active_only") != "true") {
			found = append(found, x)
		}
	}
	slices.SortStableFunc(found, func(a, b *canned) int {
		if a.uses != b.uses {
			return b.uses - a.uses
		}
		return strings.Compare(a.name, b.name)
	})
	list := make([]cannedView, 0, len(found))
	for _, x := range found {
		list = append(list, e.cannedView(x))
	}
	e.Unlock()
	listed(c.call, "canned_responses", list, nil)
}

// one finds the answer of the path. The lock is held.
func (c cannedResponses) one() *canned {
	if _, wellFormed := parseUUID(c.args[0]); !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid canned response ID")
		return nil
	}
	for _, x := range c.e.canned {
		if x.id == c.args[0] && c.who.org == 0 {
			return x
		}
	}
	c.fail(http.StatusNotFound, "Canned response not found")
	return nil
}

func (c cannedResponses) get() {
	c.e.Lock()
	defer c.e.Unlock()
	if x := c.one(); x != nil {
		c.ok(c.e.cannedView(x))
	}
}

func (c cannedResponses) use() {
	c.e.Lock()
	defer c.e.Unlock()
	if x := c.one(); x != nil {
		x.uses++
		c.ok(map[string]string{"message": "Usage incremented"})
	}
}

type cannedInput struct {
	Name     string `json:"name"`
	Shortcut string `json:"shortcut"`
	Content  string `json:"content"`
	Category string `json:"category"`
	Active   bool   `json:"is_active"`
}

// input reads and checks the body; self is the one being changed. The lock is held.
func (c cannedResponses) input(self *canned) (cannedInput, bool) {
	var in cannedInput
	if !c.decode(&in) {
		return in, false
	}
	if in.Name == "" || in.Content == "" {
		c.fail(http.StatusBadRequest, "name and content are required")
		return in, false
	}
	for _, x := range c.e.canned {
		if x != self && x.name == in.Name {
			c.fail(http.StatusConflict, "Canned response with this name already exists")
			return in, false
		}
	}
	return in, true
}

// create makes an answer, active whatever the body says.
func (c cannedResponses) create() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	in, ok := c.input(nil)
	if !ok {
		return
	}
	now := e.clock.Now().UnixNano()
	x := &canned{
		id: e.ids.make(kindCanned, e.nextSerial(), 0), name: in.Name, shortcut: in.Shortcut, content: in.Content,
		category: in.Category, active: true, created: now, updated: now,
	}
	e.canned = append(e.canned, x)
	c.ok(e.cannedView(x))
}

func (c cannedResponses) update() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	x := c.one()
	if x == nil {
		return
	}
	in, ok := c.input(x)
	if !ok {
		return
	}
	x.name, x.shortcut, x.content, x.category, x.active = in.Name, in.Shortcut, in.Content, in.Category, in.Active
	x.updated = e.clock.Now().UnixNano()
	c.ok(e.cannedView(x))
}

func (c cannedResponses) delete() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	if x := c.one(); x != nil {
		e.canned = slices.DeleteFunc(e.canned, func(y *canned) bool { return x == y })
		c.ok(map[string]string{"message": "Canned response deleted"})
	}
}
