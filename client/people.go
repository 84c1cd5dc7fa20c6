package client

import (
	"context"
	"encoding/json"
	"net/url"
)

// Team is a group that transfers can be given to.
type Team struct {
	ID, Name, Description string
	Strategy              string // round_robin, load_balanced or manual
	Active                bool
	MemberCount           int
}

func decodeTeam(raw json.RawMessage) (Team, error) {
	var w struct {
		ID          text  `json:"id"`
		Name        text  `json:"name"`
		Description text  `json:"description"`
		Strategy    text  `json:"assignment_strategy"`
		Active      *flag `json:"is_active"`
		MemberCount whole `json:"member_count"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return Team{}, err
	}
	return Team{
		ID: string(w.ID), Name: string(w.Name), Description: string(w.Description), Strategy: string(w.Strategy),
		Active: w.Active == nil || bool(*w.Active), MemberCount: int(w.MemberCount),
	}, nil
}

// Teams returns the teams one may see; for agents their own (contract §12).
func (c *Client) Teams(ctx context.Context) ([]Team, error) {
	return readAll(ctx, c, "load the teams", nil, "teams", decodeTeam, "teams")
}

// Member is a colleague in a team. For agents, who may not list users, this is
// how colleagues get names.
type Member struct {
	UserID, Name, Email string
	Role                string // within the team: agent or manager
	Available           bool
}

func decodeMember(raw json.RawMessage) (Member, error) {
	var w struct {
		UserID    text `json:"user_id"`
		Name      text `json:"full_name"`
		Email     text `json:"email"`
		Role      text `json:"role"`
		Available flag `json:"is_available"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return Member{}, err
	}
	if w.UserID == "" {
		return Member{}, errShape
	}
	return Member{UserID: string(w.UserID), Name: string(w.Name), Email: string(w.Email), Role: string(w.Role), Available: bool(w.Available)}, nil
}

// TeamMembers returns who is in a team.
func (c *Client) TeamMembers(ctx context.Context, teamID string) ([]Member, error) {
	const op = "load the team"
	payload, err := c.read(ctx, op, nil, "teams", teamID, "members")
	if err != nil {
		return nil, err
	}
	return list(c, op, payload, "members", decodeMember)
}

// Users returns everybody of the organization. Agents and managers are refused
// by default: KindNotAllowed is a normal answer (contract §12).
func (c *Client) Users(ctx context.Context) ([]User, error) {
	return readAll(ctx, c, "load the users", nil, "users", decodeUser, "users")
}

// Online is how many people of the organization are connected now; told is false
// where the platform does not say: only Fork does, to who may list users
// (contract §12).
func (c *Client) Online(ctx context.Context) (online int, told bool, err error) {
	const op = "ask who is online"
	payload, err := c.read(ctx, op, url.Values{"limit": {"1"}, "page": {"1"}}, "users")
	if err != nil {
		return 0, false, err
	}
	var w struct {
		Online *int `json:"online_count"`
	}
	if err := json.Unmarshal(payload, &w); err != nil || w.Online == nil || *w.Online < 0 {
		return 0, false, nil
	}
	return *w.Online, true, nil
}
