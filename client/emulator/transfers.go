package emulator

import (
	"net/http"
	"time"
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
func (e *server) transferView(t *transfer, inList bool) transferView {
	v := transferView{
		ID: t.id, ContactID: e.contactID(t.contact), Status: t.status, Source: t.source, Notes: t.notes, At: second(t.at),
		ByID: e.people[t.by].id, By: e.people[t.by].name,
	}
	v.ContactName, v.Phone = e.shown(t.contact)
	name, id := e.accountOf(t.account)
	if v.AccountID = id; !e.fork {
		if inList {
			name = ""
		}
		v.Account = &name
	} else if id == "" {
		v.AccountID = zeroUUID
	}
	if t.agent > 0 {
		v.AgentID, v.Agent = e.people[t.agent-1].id, e.people[t.agent-1].name
	}
	if t.team > 0 {
		v.TeamID, v.Team = e.teams[t.team-1].id, e.teams[t.team-1].name
	}
	if t.picked > 0 {
		at := second(t.picked)
		v.Picked = &at
	}
	if t.resumed > 0 {
		at := second(t.resumed)
		v.Resumed, v.ResumedBy, v.Resumer = &at, e.people[t.resumedBy].id, e.people[t.resumedBy].name
	}
	return v
}

// seesTransfer: with transfers:write all, else one's own and the queues one may take from, even
// with no right at all (contract §13).
func (c transfers) sees(t *transfer) bool {
	if c.who.org != 0 {
		return false
	}
	return c.can("transfers:write") || t.agent == c.who.person+1 || t.agent == 0 && c.mayTake(t)
}

func (c transfers) mayTake(t *transfer) bool {
	return t.team == 0 || c.e.teams[t.team-1].inTeam(c.who.person)
}

func (c transfers) list() {
	q := c.r.URL.Query()
	limit, offset := atoi(q.Get("limit"), 100), max(atoi(q.Get("offset"), 0), 0)
	if limit < 1 || limit > 100 {
		limit = 100
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	list, total, general, teams := []transferView{}, 0, 0, map[string]int{}
	for _, t := range e.transfers {
		if !c.sees(t) {
			continue
		}
		if t.status == "active" && t.agent == 0 {
			if t.team == 0 {
				general++
			} else {
				teams[e.teams[t.team-1].id]++
			}
		}
		team := q.Get("team_id")
		if s := q.Get("status"); s != "" && s != t.status || team == "general" && t.team != 0 ||
			team != "" && team != "general" && (t.team == 0 || e.teams[t.team-1].id != team) {
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
	for _, t := range e.transfers {
		if t.contact == i && t.status == "active" {
			c.fail(http.StatusConflict, "Contact already has an active transfer")
			return
		}
	}
	t := &transfer{
		id: e.ids.make(kindTransfer, e.nextSerial(), 0), status: "active", source: in.Source, notes: in.Notes, contact: i,
		account: e.accountRef(in.Account, in.AccountID), by: c.who.person, at: e.clock.Now().UnixNano(),
	}
	if t.source == "" {
		t.source = "manual"
	}
	if !c.target(t, &in) {
		return
	}
	if t.agent > 0 {
		t.picked = t.at
	}
	e.transfers = append(e.transfers, t)
	e.tellTransfer(t)
	c.ok(map[string]any{"transfer": e.transferView(t, false), "message": "Transfer created successfully"})
}

// target sets agent and team; a team with round robin assigns at once.
func (c transfers) target(t *transfer, in *transferInput) bool {
	e := c.e
	if in.AgentID != "" {
		n, found := e.personByID(in.AgentID)
		if !found {
			c.fail(http.StatusBadRequest, "Agent not found")
			return false
		}
		if !e.people[n].available {
			c.fail(http.StatusBadRequest, "Agent is currently away")
			return false
		}
		t.agent = n + 1
	}
	if in.TeamID == "" {
		return true
	}
	n, _, _, known := e.ids.parse(kindTeam, in.TeamID)
	if !known || int(n) >= len(e.teams) {
		c.fail(http.StatusBadRequest, "Team not found")
		return false
	}
	t.team = int(n) + 1
	g := &e.teams[n]
	for range g.members {
		if t.agent > 0 || g.strategy == "manual" {
			break
		}
		if m := g.members[g.next]; e.people[m].available {
			t.agent = m + 1
		}
		g.next = (g.next + 1) % len(g.members)
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
	for _, t := range e.transfers {
		if t.status != "active" || t.agent != 0 || c.who.org != 0 || !c.mayTake(t) ||
			team == "general" && t.team != 0 || team != "" && team != "general" && (t.team == 0 || e.teams[t.team-1].id != team) {
			continue
		}
		t.agent, t.picked = c.who.person+1, e.clock.Now().UnixNano()
		v := e.transferView(t, false)
		v.By = c.who.name // the answer names the one who picked, the list who transferred
		e.tellAssigned(t)
		c.ok(map[string]any{"message": "Transfer picked successfully", "transfer": v})
		return
	}
	c.ok(map[string]any{"message": "No transfers in queue", "transfer": nil})
}

// one finds the active transfer of the path. The lock is held.
func (c transfers) one() *transfer {
	if _, wellFormed := parseUUID(c.args[0]); !wellFormed {
		c.fail(http.StatusBadRequest, "Invalid transfer ID")
		return nil
	}
	for _, t := range c.e.transfers {
		if t.id != c.args[0] || c.who.org != 0 {
			continue
		}
		if t.status != "active" {
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
		n, found := e.personByID(*in.AgentID)
		if !found {
			c.fail(http.StatusBadRequest, "Agent not found")
			return
		}
		agent = n + 1
	case in.AgentID == nil && !c.can("transfers:write"):
		agent = c.who.person + 1
	}
	if in.TeamID != nil {
		t.team = 0
		if n, _, _, known := e.ids.parse(kindTeam, *in.TeamID); known && int(n) < len(e.teams) {
			t.team = int(n) + 1
		}
	}
	t.agent = agent
	var id any
	if agent > 0 {
		id = e.people[agent-1].id
		t.picked = e.clock.Now().UnixNano()
	}
	e.tellAssigned(t)
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
	t.status, t.resumed, t.resumedBy = "resumed", e.clock.Now().UnixNano(), c.who.person
	e.tell("agent_transfer_resume", map[string]any{
		"id": t.id, "contact_id": e.contactID(t.contact), "status": t.status, "resumed_at": second(t.resumed), "resumed_by": c.who.id,
	}, nil)
	c.ok(map[string]string{"message": "Transfer resumed, chatbot is now active for this contact"})
}
