package api

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
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

func (e *Server) cannedView(x *state.Canned) cannedView {
	v := cannedView{x.ID, x.Name, x.Shortcut, x.Content, x.Category, x.Active, x.Uses, nil, state.Second(x.Created), state.Second(x.Updated)}
	if e.Fork {
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
	found := []*state.Canned{}
	for _, x := range e.Canned {
		text := strings.ToLower(x.Name + "\x00" + x.Content + "\x00" + x.Shortcut)
		if c.who.Org == 0 && strings.Contains(text, search) && (category == "" || x.Category == category) &&
			(x.Active || q.Get("active_only") != "true") {
			found = append(found, x)
		}
	}
	slices.SortStableFunc(found, func(a, b *state.Canned) int {
		if a.Uses != b.Uses {
			return b.Uses - a.Uses
		}
		return strings.Compare(a.Name, b.Name)
	})
	list := make([]cannedView, 0, len(found))
	for _, x := range found {
		list = append(list, e.cannedView(x))
	}
	e.Unlock()
	listed(c.call, "canned_responses", list, nil)
}

// one finds the answer of the path. The lock is held.
func (c cannedResponses) one() *state.Canned {
	if _, wellFormed := uuid.Parse(c.args[0]); !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid canned response ID")
		return nil
	}
	for _, x := range c.e.Canned {
		if x.ID == c.args[0] && c.who.Org == 0 {
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
		x.Uses++
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
func (c cannedResponses) input(self *state.Canned) (cannedInput, bool) {
	var in cannedInput
	if !c.decode(&in) {
		return in, false
	}
	if in.Name == "" || in.Content == "" {
		c.fail(http.StatusBadRequest, "name and content are required")
		return in, false
	}
	for _, x := range c.e.Canned {
		if x != self && x.Name == in.Name {
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
	now := e.Clock.Now().UnixNano()
	x := &state.Canned{
		ID: e.IDs.Make(uuid.Canned, e.NextSerial(), 0), Name: in.Name, Shortcut: in.Shortcut, Content: in.Content,
		Category: in.Category, Active: true, Created: now, Updated: now,
	}
	e.Canned = append(e.Canned, x)
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
	x.Name, x.Shortcut, x.Content, x.Category, x.Active = in.Name, in.Shortcut, in.Content, in.Category, in.Active
	x.Updated = e.Clock.Now().UnixNano()
	c.ok(e.cannedView(x))
}

func (c cannedResponses) delete() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	if x := c.one(); x != nil {
		e.Canned = slices.DeleteFunc(e.Canned, func(y *state.Canned) bool { return x == y })
		c.ok(map[string]string{"message": "Canned response deleted"})
	}
}
