package api

import (
	"net/http"
	"slices"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// notes are the remarks on a contact.
type notes struct{ *call }

type noteView struct {
	ID        string    `json:"id"`
	ContactID string    `json:"contact_id"`
	AuthorID  string    `json:"created_by_id"`
	Author    string    `json:"created_by_name"`
	Content   string    `json:"content"`
	Created   time.Time `json:"created_at"`
	Updated   time.Time `json:"updated_at"`
}

// noteView tells times in microseconds, or in nanoseconds where the platform just wrote them.
func (e *Server) noteView(n *state.Note, fresh bool) noteView {
	p := &e.People[n.Author]
	v := noteView{n.ID, e.ContactID(n.Contact), p.ID, p.Name, n.Content, state.Micro(n.Created), state.Micro(n.Updated)}
	if fresh {
		if v.Updated = state.Nano(n.Updated); n.Created == n.Updated {
			v.Created = state.Nano(n.Created)
		}
	}
	return v
}

// about checks right and contact. Notes of any contact are open to everyone with chat:read,
// a known leak of the platform (contract §3).
func (c notes) about(right string) (uint32, bool) {
	if !c.need(right, insufficient) {
		return 0, false
	}
	i, _, wellFormed, known := c.e.IDs.Parse(uuid.Contact, c.args[0])
	if !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid contact ID")
		return 0, false
	}
	if !known || int(i) >= len(c.e.Contacts) || c.e.Contacts[i].Deleted || c.who.Org != 0 {
		return 0, true // known to nobody: each endpoint says that in its own way
	}
	return i + 1, true
}

func (c notes) list() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	i, ok := c.about("chat:read")
	if !ok {
		return
	}
	var all []*state.Note
	for _, n := range e.Notes {
		if n.Contact+1 == i {
			all = append(all, n)
		}
	}
	q := c.r.URL.Query()
	limit := Atoi(q.Get("limit"), 30)
	if limit < 1 || limit > 100 {
		limit = 30
	}
	end := len(all)
	if before := q.Get("before"); before != "" {
		if at := slices.IndexFunc(all, func(n *state.Note) bool { return n.ID == before }); at >= 0 {
			end = at
		}
	}
	from := max(end-limit, 0)
	list := []noteView{}
	for _, n := range all[from:end] {
		list = append(list, e.noteView(n, false))
	}
	c.ok(map[string]any{"notes": list, "total": len(all), "has_more": from > 0})
}

// text reads the body.
func (c notes) text() (string, bool) {
	var in struct {
		Content string `json:"content"`
	}
	if !c.decode(&in) {
		return "", false
	}
	if in.Content == "" {
		c.fail(http.StatusBadRequest, "content is required")
		return "", false
	}
	return in.Content, true
}

func (c notes) create() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	i, ok := c.about("chat:write")
	if !ok {
		return
	}
	text, ok := c.text()
	if !ok {
		return
	}
	if i == 0 {
		c.fail(http.StatusInternalServerError, "Failed to create note")
		return
	}
	now := e.Clock.Now().UnixNano()
	n := &state.Note{
		ID: e.IDs.Make(uuid.Note, e.NextSerial(), 0), Content: text, Contact: i - 1, Author: c.who.Person, Created: now, Updated: now,
	}
	e.Notes = append(e.Notes, n)
	e.TellNote("conversation_note_created", c.args[0], e.noteView(n, true))
	c.ok(e.noteView(n, true))
}

// own finds the note of the path, which only its author may touch. The lock is held.
func (c notes) own(deed string) *state.Note {
	i, ok := c.about("chat:write")
	if !ok {
		return nil
	}
	if _, wellFormed := uuid.Parse(c.args[1]); !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid note ID")
		return nil
	}
	for _, n := range c.e.Notes {
		if n.ID != c.args[1] || n.Contact+1 != i {
			continue
		}
		if n.Author != c.who.Person {
			c.fail(http.StatusForbidden, "You can only "+deed+" your own notes")
			return nil
		}
		return n
	}
	c.fail(http.StatusNotFound, "Note not found")
	return nil
}

func (c notes) update() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	n := c.own("edit")
	if n == nil {
		return
	}
	text, ok := c.text()
	if !ok {
		return
	}
	n.Content, n.Updated = text, e.Clock.Now().UnixNano()
	e.TellNote("conversation_note_updated", c.args[0], e.noteView(n, true))
	c.ok(e.noteView(n, true))
}

func (c notes) delete() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	n := c.own("delete")
	if n == nil {
		return
	}
	e.Notes = slices.DeleteFunc(e.Notes, func(x *state.Note) bool { return x == n })
	e.TellNote("conversation_note_deleted", c.args[0], map[string]string{"id": n.ID, "contact_id": c.args[0]})
	c.ok(map[string]string{"message": "Note deleted"})
}
