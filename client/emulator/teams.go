package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
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

func (e *server) authors() *authors {
	if !e.fork {
		return nil
	}
	return &authors{e.people[0].id, e.people[0].id}
}

// seesAll tells whether the caller sees every team; agents see their own only.
func (c teams) seesAll() bool { return c.can("teams:read") }

func (c teams) list() {
	e := c.e
	search := strings.ToLower(c.r.URL.Query().Get("search"))
	e.Lock()
	list := []teamView{}
	for n := range e.teams {
		t := &e.teams[n]
		if c.who.org != 0 || !c.seesAll() && !t.inTeam(c.who.person) || !strings.Contains(strings.ToLower(t.name), search) {
			continue
		}
		v := teamView{
			ID: t.id, Name: t.name, Description: t.description, Strategy: t.strategy, Active: true, Members: len(t.members),
			authors: e.authors(), Created: micro(t.created), Updated: micro(t.created),
		}
		if e.fork {
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
	n, _, ok := c.idOf(0, kindTeam, "Team", "team")
	if !ok {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	if int(n) >= len(e.teams) || c.who.org != 0 {
		c.fail(http.StatusNotFound, "Team not found")
		return
	}
	t := &e.teams[n]
	if !c.seesAll() && !t.inTeam(c.who.person) {
		c.fail(http.StatusForbidden, "Access denied")
		return
	}
	list := []memberView{}
	for k, m := range t.members {
		p := &e.people[m]
		role := "agent"
		if slices.Contains(t.managers, m) {
			role = "manager"
		}
		list = append(list, memberView{e.ids.make(kindOther, 4, n<<8|uint32(k)), p.id, p.name, p.email, role, p.available})
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
	p := &e.people[c.who.person]
	p.available, p.updated = in.Available, e.clock.Now().UnixNano()
	out := map[string]any{
		"is_available": in.Available, "status": "available", "break_started_at": nil, "transfers_to_queue": 0,
		"message": "Availability updated successfully",
	}
	if !in.Available {
		returned := 0
		for _, t := range e.transfers {
			if t.status == "active" && t.agent == c.who.person+1 {
				t.agent = 0
				returned++
			}
		}
		p.breakStarted = p.updated
		out["status"], out["break_started_at"], out["transfers_to_queue"] = "away", micro(p.breakStarted), returned
	}
	c.ok(out)
}
