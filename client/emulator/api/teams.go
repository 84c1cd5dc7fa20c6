package api

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// teams are the groups of users.
type teams struct{ *call }

type teamView struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Strategy    string `json:"assignment_strategy"`
	Timeout     *int   `json:"per_agent_timeout_secs,omitempty"`
	Active      bool   `json:"is_active"`
	Members     int    `json:"member_count"`
	*authors
	Created time.Time `json:"created_at"`
	Updated time.Time `json:"updated_at"`
}

// authors is what FORK adds to teams and accounts.
type authors struct {
	CreatedBy string `json:"created_by_id"`
	UpdatedBy string `json:"updated_by_id"`
}

func (e *Server) authors() *authors {
	if !e.Fork {
		return nil
	}
	return &authors{e.People[0].ID, e.People[0].ID}
}

// seesAll tells whether the caller sees every team; agents see their own only.
func (c teams) seesAll() bool { return c.can("teams:read") }

func (c teams) list() {
	e := c.e
	search := strings.ToLower(c.r.URL.Query().Get("search"))
	e.Lock()
	list := []teamView{}
	for n := range e.Teams {
		t := &e.Teams[n]
		if c.who.Org != 0 || !c.seesAll() && !t.InTeam(c.who.Person) || !strings.Contains(strings.ToLower(t.Name), search) {
			continue
		}
		v := teamView{
			ID: t.ID, Name: t.Name, Description: t.Description, Strategy: t.Strategy, Active: true, Members: len(t.Members),
			authors: e.authors(), Created: state.Micro(t.Created), Updated: state.Micro(t.Created),
		}
		if e.Fork {
			v.Timeout = new(int)
		}
		list = append(list, v)
	}
	e.Unlock()
	slices.SortFunc(list, func(a, b teamView) int { return strings.Compare(a.Name, b.Name) })
	listed(c.call, "teams", list, nil)
}

type memberView struct {
	ID        string `json:"id"`
	UserID    string `json:"user_id"`
	FullName  string `json:"full_name"`
	Email     string `json:"email"`
	Role      string `json:"role"`
	Available bool   `json:"is_available"`
}

// members is where agents learn their colleagues' names.
func (c teams) members() {
	n, _, ok := c.idOf(0, uuid.Team, "Team", "team")
	if !ok {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	if int(n) >= len(e.Teams) || c.who.Org != 0 {
		c.fail(http.StatusNotFound, "Team not found")
		return
	}
	t := &e.Teams[n]
	if !c.seesAll() && !t.InTeam(c.who.Person) {
		c.fail(http.StatusForbidden, "Access denied")
		return
	}
	list := []memberView{}
	for k, m := range t.Members {
		p := &e.People[m]
		role := "agent"
		if slices.Contains(t.Managers, m) {
			role = "manager"
		}
		list = append(list, memberView{e.IDs.Make(uuid.Other, 4, n<<8|uint32(k)), p.ID, p.Name, p.Email, role, p.Available})
	}
	c.ok(map[string]any{"members": list})
}

// availability switches the caller's own; going away returns their transfers to the queue
// (contract §13).
func (c people) availability() {
	var in struct {
		Available bool `json:"is_available"`
	}
	if !c.decode(&in) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	p := &e.People[c.who.Person]
	p.Available, p.Updated = in.Available, e.Clock.Now().UnixNano()
	out := map[string]any{
		"is_available": in.Available, "status": "available", "break_started_at": nil, "transfers_to_queue": 0,
		"message": "Availability updated successfully",
	}
	if !in.Available {
		returned := 0
		for _, t := range e.Transfers {
			if t.Status == "active" && t.Agent == c.who.Person+1 {
				t.Agent = 0
				returned++
			}
		}
		p.BreakStarted = p.Updated
		out["status"], out["break_started_at"], out["transfers_to_queue"] = "away", state.Micro(p.BreakStarted), returned
	}
	c.ok(out)
}
