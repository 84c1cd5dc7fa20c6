package api

import (
	"net/http"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// transfers are the requests for a human.
type transfers struct{ *call }

type transferView struct {
	ID          string     `json:"id"`
	ContactID   string     `json:"contact_id"`
	ContactName string     `json:"contact_name"`
	Phone       string     `json:"phone_number"`
	Account     *string    `json:"whatsapp_account,omitempty"`
	AccountID   string     `json:"whatsapp_account_id,omitempty"`
	Status      string     `json:"status"`
	Source      string     `json:"source"`
	AgentID     string     `json:"agent_id,omitempty"`
	Agent       string     `json:"agent_name,omitempty"`
	TeamID      string     `json:"team_id,omitempty"`
	Team        string     `json:"team_name,omitempty"`
	ByID        string     `json:"transferred_by,omitempty"`
	By          string     `json:"transferred_by_name,omitempty"`
	Notes       string     `json:"notes"`
	At          time.Time  `json:"transferred_at"`
	Breached    bool       `json:"sla_breached"`
	Escalation  int        `json:"escalation_level"`
	Picked      *time.Time `json:"picked_up_at,omitempty"`
	Resumed     *time.Time `json:"resumed_at,omitempty"`
	ResumedBy   string     `json:"resumed_by,omitempty"`
	Resumer     string     `json:"resumed_by_name,omitempty"`
}

// transferView describes a transfer; UPSTREAM's list leaves the account empty.
func (e *Server) transferView(t *state.Transfer, inList bool) transferView {
	v := transferView{
		ID: t.ID, ContactID: e.ContactID(t.Contact), Status: t.Status, Source: t.Source, Notes: t.Notes, At: state.Second(t.At),
		ByID: e.People[t.By].ID, By: e.People[t.By].Name,
	}
	v.ContactName, v.Phone = e.Shown(t.Contact)
	name, id := e.AccountOf(t.Account)
	if v.AccountID = id; !e.Fork {
		if inList {
			name = ""
		}
		v.Account = &name
	} else if id == "" {
		v.AccountID = uuid.Zero
	}
	if t.Agent > 0 {
		v.AgentID, v.Agent = e.People[t.Agent-1].ID, e.People[t.Agent-1].Name
	}
	if t.Team > 0 {
		v.TeamID, v.Team = e.Teams[t.Team-1].ID, e.Teams[t.Team-1].Name
	}
	if t.Picked > 0 {
		at := state.Second(t.Picked)
		v.Picked = &at
	}
	if t.Resumed > 0 {
		at := state.Second(t.Resumed)
		v.Resumed, v.ResumedBy, v.Resumer = &at, e.People[t.ResumedBy].ID, e.People[t.ResumedBy].Name
	}
	return v
}

// seesTransfer: with transfers:write all, else one's own and the queues one may take from, even
// with no right at all (contract §13).
func (c transfers) sees(t *state.Transfer) bool {
	if c.who.Org != 0 {
		return false
	}
	return c.can("transfers:write") || t.Agent == c.who.Person+1 || t.Agent == 0 && c.mayTake(t)
}

func (c transfers) mayTake(t *state.Transfer) bool {
	return t.Team == 0 || c.e.Teams[t.Team-1].InTeam(c.who.Person)
}

func (c transfers) list() {
	q := c.r.URL.Query()
	limit, offset := Atoi(q.Get("limit"), 100), max(Atoi(q.Get("offset"), 0), 0)
	if limit < 1 || limit > 100 {
		limit = 100
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	list, total, general, teams := []transferView{}, 0, 0, map[string]int{}
	for _, t := range e.Transfers {
		if !c.sees(t) {
			continue
		}
		if t.Status == "active" && t.Agent == 0 {
			if t.Team == 0 {
				general++
			} else {
				teams[e.Teams[t.Team-1].ID]++
			}
		}
		team := q.Get("team_id")
		if s := q.Get("status"); s != "" && s != t.Status || team == "general" && t.Team != 0 ||
			team != "" && team != "general" && (t.Team == 0 || e.Teams[t.Team-1].ID != team) {
			continue
		}
		if total >= offset && len(list) < limit {
			list = append(list, e.transferView(t, true))
		}
		total++
	}
	c.ok(map[string]any{
		"transfers": list, "general_queue_count": general, "team_queue_counts": teams, "total_count": total,
		"limit": limit, "offset": offset,
	})
}

// transferInput is the body of creating one.
type transferInput struct {
	ContactID string  `json:"contact_id"`
	Account   *string `json:"whatsapp_account"`
	AccountID *string `json:"whatsapp_account_id"`
	AgentID   string  `json:"agent_id"`
	TeamID    string  `json:"team_id"`
	Notes     string  `json:"notes"`
	Source    string  `json:"source"`
}

func (c transfers) create() {
	var in transferInput
	if !c.decode(&in) {
		return
	}
	if in.ContactID == "" {
		c.fail(http.StatusBadRequest, "contact_id is required")
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	c.args = []string{in.ContactID}
	i, ok := c.contact()
	if !ok {
		return
	}
	for _, t := range e.Transfers {
		if t.Contact == i && t.Status == "active" {
			c.fail(http.StatusConflict, "Contact already has an active transfer")
			return
		}
	}
	t := &state.Transfer{
		ID: e.IDs.Make(uuid.Transfer, e.NextSerial(), 0), Status: "active", Source: in.Source, Notes: in.Notes, Contact: i,
		Account: e.AccountRef(in.Account, in.AccountID), By: c.who.Person, At: e.Clock.Now().UnixNano(),
	}
	if t.Source == "" {
		t.Source = "manual"
	}
	if !c.target(t, &in) {
		return
	}
	if t.Agent > 0 {
		t.Picked = t.At
	}
	e.Transfers = append(e.Transfers, t)
	e.TellTransfer(t)
	c.ok(map[string]any{"transfer": e.transferView(t, false), "message": "Transfer created successfully"})
}

// target sets agent and team; a team with round robin assigns at once.
func (c transfers) target(t *state.Transfer, in *transferInput) bool {
	e := c.e
	if in.AgentID != "" {
		n, found := e.PersonByID(in.AgentID)
		if !found {
			c.fail(http.StatusBadRequest, "Agent not found")
			return false
		}
		if !e.People[n].Available {
			c.fail(http.StatusBadRequest, "Agent is currently away")
			return false
		}
		t.Agent = n + 1
	}
	if in.TeamID == "" {
		return true
	}
	n, _, _, known := e.IDs.Parse(uuid.Team, in.TeamID)
	if !known || int(n) >= len(e.Teams) {
		c.fail(http.StatusBadRequest, "Team not found")
		return false
	}
	t.Team = int(n) + 1
	g := &e.Teams[n]
	for range g.Members {
		if t.Agent > 0 || g.Strategy == "manual" {
			break
		}
		if m := g.Members[g.Next]; e.People[m].Available {
			t.Agent = m + 1
		}
		g.Next = (g.Next + 1) % len(g.Members)
	}
	return true
}

// pick takes the oldest waiting transfer (contract §13).
func (c transfers) pick() {
	if !c.need("transfers:pickup", "You don't have permission to pick up transfers") {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	team := c.r.URL.Query().Get("team_id")
	for _, t := range e.Transfers {
		if t.Status != "active" || t.Agent != 0 || c.who.Org != 0 || !c.mayTake(t) ||
			team == "general" && t.Team != 0 || team != "" && team != "general" && (t.Team == 0 || e.Teams[t.Team-1].ID != team) {
			continue
		}
		t.Agent, t.Picked = c.who.Person+1, e.Clock.Now().UnixNano()
		v := e.transferView(t, false)
		v.By = c.who.Name // the answer names the one who picked, the list who transferred
		e.TellAssigned(t)
		c.ok(map[string]any{"message": "Transfer picked successfully", "transfer": v})
		return
	}
	c.ok(map[string]any{"message": "No transfers in queue", "transfer": nil})
}

// one finds the active transfer of the path. The lock is held.
func (c transfers) one() *state.Transfer {
	if _, wellFormed := uuid.Parse(c.args[0]); !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid transfer ID")
		return nil
	}
	for _, t := range c.e.Transfers {
		if t.ID != c.args[0] || c.who.Org != 0 {
			continue
		}
		if t.Status != "active" {
			c.fail(http.StatusBadRequest, "Transfer is not active")
			return nil
		}
		return t
	}
	c.fail(http.StatusNotFound, "Transfer not found")
	return nil
}

// assign hands a transfer on; no agent unassigns it, or means "me" for those without
// transfers:write.
func (c transfers) assign() {
	var in struct {
		AgentID *string `json:"agent_id"`
		TeamID  *string `json:"team_id"`
	}
	if !c.decode(&in) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	t := c.one()
	if t == nil {
		return
	}
	agent := 0
	switch {
	case in.AgentID != nil && *in.AgentID != "":
		n, found := e.PersonByID(*in.AgentID)
		if !found {
			c.fail(http.StatusBadRequest, "Agent not found")
			return
		}
		agent = n + 1
	case in.AgentID == nil && !c.can("transfers:write"):
		agent = c.who.Person + 1
	}
	if in.TeamID != nil {
		t.Team = 0
		if n, _, _, known := e.IDs.Parse(uuid.Team, *in.TeamID); known && int(n) < len(e.Teams) {
			t.Team = int(n) + 1
		}
	}
	t.Agent = agent
	var id any
	if agent > 0 {
		id = e.People[agent-1].ID
		t.Picked = e.Clock.Now().UnixNano()
	}
	e.TellAssigned(t)
	c.ok(map[string]any{"agent_id": id, "message": "Transfer assigned successfully"})
}

// resume gives the conversation back to the chatbot.
func (c transfers) resume() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	t := c.one()
	if t == nil {
		return
	}
	t.Status, t.Resumed, t.ResumedBy = "resumed", e.Clock.Now().UnixNano(), c.who.Person
	e.Tell("agent_transfer_resume", map[string]any{
		"id": t.ID, "contact_id": e.ContactID(t.Contact), "status": t.Status, "resumed_at": state.Second(t.Resumed), "resumed_by": c.who.ID,
	}, nil)
	c.ok(map[string]string{"message": "Transfer resumed, chatbot is now active for this contact"})
}
