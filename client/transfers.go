package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Transfer is a conversation taken from the chatbot for a person to answer.
// While it is active the chatbot is paused for the contact (contract §13).
type Transfer struct {
	ID, ContactID, ContactName, PhoneNumber string
	Account                                 string // name or UUID, often ""
	Status                                  string // active, resumed or expired
	Source, Notes                           string
	AgentID, AgentName                      string // "" while in a queue
	TeamID, TeamName                        string // "" is the general queue
	TransferredBy, TransferredByName        string
	ResumedBy                               string
	TransferredAt, PickedUpAt, ResumedAt    time.Time
	ResponseDeadline, ExpiresAt             time.Time
	SLABreached                             bool
}

type transferWire struct {
	ID                text   `json:"id"`
	ContactID         text   `json:"contact_id"`
	ContactName       text   `json:"contact_name"`
	PhoneNumber       text   `json:"phone_number"`
	Account           text   `json:"whatsapp_account"`
	AccountID         text   `json:"whatsapp_account_id"`
	Status            text   `json:"status"`
	Source            text   `json:"source"`
	Notes             text   `json:"notes"`
	AgentID           text   `json:"agent_id"`
	AgentName         text   `json:"agent_name"`
	TeamID            text   `json:"team_id"`
	TeamName          text   `json:"team_name"`
	TransferredBy     text   `json:"transferred_by"`
	TransferredByName text   `json:"transferred_by_name"`
	ResumedBy         text   `json:"resumed_by"`
	TransferredAt     moment `json:"transferred_at"`
	PickedUpAt        moment `json:"picked_up_at"`
	ResumedAt         moment `json:"resumed_at"`
	ResponseDeadline  moment `json:"sla_response_deadline"`
	ExpiresAt         moment `json:"expires_at"`
	SLABreached       flag   `json:"sla_breached"`
}

func decodeTransfer(raw json.RawMessage) (Transfer, error) {
	var w transferWire
	if err := decodeObject(raw, &w); err != nil {
		return Transfer{}, err
	}
	if w.ID == "" {
		return Transfer{}, errShape
	}
	return Transfer{
		ID: string(w.ID), ContactID: string(w.ContactID), ContactName: string(w.ContactName), PhoneNumber: string(w.PhoneNumber),
		Account: reference(w.Account, w.AccountID), Status: string(w.Status), Source: string(w.Source), Notes: string(w.Notes),
		AgentID: reference(w.AgentID), AgentName: string(w.AgentName), TeamID: reference(w.TeamID), TeamName: string(w.TeamName),
		TransferredBy: reference(w.TransferredBy), TransferredByName: string(w.TransferredByName), ResumedBy: reference(w.ResumedBy),
		TransferredAt: w.TransferredAt.time(), PickedUpAt: w.PickedUpAt.time(), ResumedAt: w.ResumedAt.time(),
		ResponseDeadline: w.ResponseDeadline.time(), ExpiresAt: w.ExpiresAt.time(), SLABreached: bool(w.SLABreached),
	}, nil
}

// GeneralQueue names the queue of no team, in TransferQuery and PickTransfer.
const GeneralQueue = "general"

// TransferQuery picks transfers; the zero value is every one there is.
type TransferQuery struct {
	Status string // active, resumed or expired; "" is all
	Team   string // a team's id, or GeneralQueue; "" is all
	Limit  int    // default and at most 100
	Offset int
}

// TransferPage is a run of transfers, oldest first, and what waits in the queues.
type TransferPage struct {
	Transfers    []Transfer
	Total        int
	GeneralQueue int
	TeamQueues   map[string]int // by team id
}

// Transfers returns transfers.
func (c *Client) Transfers(ctx context.Context, q TransferQuery) (TransferPage, error) {
	const op = "load the transfers"
	limit := pageLargest
	if q.Limit > 0 {
		limit = min(q.Limit, pageLargest)
	}
	query := url.Values{"limit": {strconv.Itoa(limit)}, "offset": {strconv.Itoa(max(q.Offset, 0))}}
	if q.Status != "" {
		query.Set("status", q.Status)
	}
	if q.Team != "" {
		query.Set("team_id", q.Team)
	}
	payload, err := c.read(ctx, op, query, "chatbot", "transfers")
	if err != nil {
		return TransferPage{}, err
	}
	transfers, err := list(c, op, payload, "transfers", decodeTransfer)
	if err != nil {
		return TransferPage{}, err
	}
	var meta struct {
		Total   whole            `json:"total_count"`
		General whole            `json:"general_queue_count"`
		Teams   map[string]whole `json:"team_queue_counts"`
	}
	_ = json.Unmarshal(payload, &meta) // counts are a courtesy
	page := TransferPage{Transfers: transfers, Total: int(meta.Total), GeneralQueue: int(meta.General), TeamQueues: map[string]int{}}
	for id, n := range meta.Teams {
		page.TeamQueues[id] = int(n)
	}
	return page, nil
}

// NewTransfer is a conversation to hand over: to an agent, a team, or with
// neither to the general queue.
type NewTransfer struct {
	ContactID, AgentID, TeamID, Account, Notes string
}

// CreateTransfer hands a conversation over and pauses the chatbot for it.
// KindInvalid with status 409 means that it is in transfer already.
func (c *Client) CreateTransfer(ctx context.Context, t NewTransfer) (Transfer, error) {
	const op = "transfer the conversation"
	fields := map[string]any{"contact_id": t.ContactID, "source": "manual"}
	for key, value := range map[string]string{"agent_id": t.AgentID, "team_id": t.TeamID, "notes": t.Notes} {
		if value != "" {
			fields[key] = value
		}
	}
	if t.Account != "" {
		key, ref := c.accountField(t.Account)
		fields[key] = ref
	}
	payload, err := c.write(ctx, op, http.MethodPost, fields, "chatbot", "transfers")
	if err != nil {
		return Transfer{}, err
	}
	created, err := carriedOut(op, payload, decodeTransferAnswer)
	if err == nil && created == nil {
		err = call{op: op}.malformed(errShape, true)
	}
	if err != nil {
		return Transfer{}, err
	}
	return *created, nil
}

// decodeTransferAnswer reads {"transfer":…}, where null is a valid answer.
func decodeTransferAnswer(raw json.RawMessage) (*Transfer, error) {
	var w struct {
		Transfer json.RawMessage `json:"transfer"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return nil, err
	}
	if len(w.Transfer) == 0 || string(w.Transfer) == "null" {
		return nil, nil
	}
	t, err := decodeTransfer(w.Transfer)
	return &t, err
}

// PickTransfer takes the next transfer of a queue: a team's id, GeneralQueue,
// or "" for any. An empty queue is no error: ok is false.
func (c *Client) PickTransfer(ctx context.Context, queue string) (t Transfer, ok bool, err error) {
	const op = "take the next transfer"
	var query url.Values
	if queue != "" {
		query = url.Values{"team_id": {queue}}
	}
	payload, err := c.payload(ctx, call{op: op, method: http.MethodPost, limit: writeLimit, body: []byte("{}"),
		url: c.address.api(query, "chatbot", "transfers", "pick")})
	if err != nil {
		return Transfer{}, false, err
	}
	picked, err := carriedOut(op, payload, decodeTransferAnswer)
	if err != nil || picked == nil {
		return Transfer{}, false, err
	}
	return *picked, true, nil
}

// AssignTransfer gives an active transfer to an agent, "" to put it back into
// the queue; a team moves it to that team's queue, "" leaves it.
func (c *Client) AssignTransfer(ctx context.Context, id, agentID, teamID string) error {
	// "" and never null: for some roles null means "me" (contract §13).
	fields := map[string]any{"agent_id": agentID}
	if teamID != "" {
		fields["team_id"] = teamID
	}
	_, err := c.write(ctx, "assign the transfer", http.MethodPut, fields, "chatbot", "transfers", id, "assign")
	return err
}

// ResumeTransfer ends a transfer: the chatbot answers the contact again.
func (c *Client) ResumeTransfer(ctx context.Context, id string) error {
	_, err := c.write(ctx, "give the conversation back to the chatbot", http.MethodPut, nil, "chatbot", "transfers", id, "resume")
	return err
}

// Availability is the outcome of switching one's own availability.
type Availability struct {
	Available    bool
	Status       string
	BreakStarted time.Time
	// Requeued is how many of one's transfers went back to the queue.
	Requeued int
}

// SetAvailable switches one's own availability. Going away hands active
// transfers back to the queue: ask first.
func (c *Client) SetAvailable(ctx context.Context, available bool) (Availability, error) {
	const op = "change your availability"
	payload, err := c.write(ctx, op, http.MethodPut, map[string]bool{"is_available": available}, "me", "availability")
	if err != nil {
		return Availability{}, err
	}
	return carriedOut(op, payload, func(raw json.RawMessage) (Availability, error) {
		var w struct {
			Available flag   `json:"is_available"`
			Status    text   `json:"status"`
			Break     moment `json:"break_started_at"`
			Requeued  whole  `json:"transfers_to_queue"`
		}
		err := decodeObject(raw, &w)
		return Availability{Available: bool(w.Available), Status: string(w.Status), BreakStarted: w.Break.time(), Requeued: int(w.Requeued)}, err
	})
}
