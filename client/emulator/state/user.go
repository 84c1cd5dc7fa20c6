package state

import (
	"keydesk/client/emulator/uuid"
)

// person is a user of the platform.
type person struct {
	ID, Email, Password, Name, Key string
	Role                           int // index in state.roles
	Super, Active, Available       bool
	Settings                       map[string]any
	BreakStarted                   int64
	Created, Updated               int64
	Other                          bool // also a member of the second organisation
}

// Role is a named set of rights ("contacts:write").
type Role struct {
	ID, Name, Description string
	System, Standard      bool
	Rights                []string
	Has                   map[string]bool
	Created               int64
}

type organization struct {
	ID, Name string
	Created  int64
}

// account is one WhatsApp number of the shop.
type account struct {
	ID, Name, PhoneID, Verify string
	Incoming, Outgoing        bool
	AutoRead                  bool
	Created                   int64
}

// Caller is who makes a request.
type Caller struct {
	Person, Org int
	ID, Email   string
	Name        string
	Role        *Role
	Super       bool
}

// CallerOf describes a person in an organisation. The lock is held.
func (s *State) CallerOf(person, org int) Caller {
	p := &s.People[person]
	return Caller{
		Person: person, Org: org, ID: p.ID, Email: p.Email, Name: p.Name, Super: p.Super,
		Role: &s.Roles[s.RoleIn(person, org)],
	}
}

// RoleIn is the index of a person's role: in the second organisation everyone is an agent.
func (s *State) RoleIn(person, org int) int {
	if org > 0 && !s.People[person].Super {
		return 2
	}
	return s.People[person].Role
}

func (s *State) Member(person, org int) bool {
	p := &s.People[person]
	return org == 0 || p.Other || p.Super
}

func (s *State) ByKey(key string) (person int, message string) {
	for _, k := range s.Keys {
		if k.Key == key && (k.Expires.IsZero() || s.Clock.Now().Before(k.Expires)) {
			k.LastUsed = s.Clock.Now()
			return k.Person, ""
		}
	}
	return 0, "Invalid API key"
}

// PersonByID finds a user.
func (s *State) PersonByID(id string) (int, bool) {
	n, _, _, known := s.IDs.Parse(uuid.User, id)
	return int(n), known && int(n) < len(s.People)
}

// AccountOf gives the generation's reference to an account: name on UPSTREAM, id on FORK.
func (s *State) AccountOf(n uint8) (name, id string) {
	if n == 0 || int(n) > len(s.Accounts) {
		return "", ""
	}
	if s.Fork {
		return "", s.Accounts[n-1].ID
	}
	return s.Accounts[n-1].Name, ""
}

// AccountRef resolves the generation's account reference; 0 when none was given or known.
func (s *State) AccountRef(name, id *string) uint8 {
	want := name
	if s.Fork {
		want = id
	}
	if want == nil {
		return 0
	}
	for n, a := range s.Accounts {
		if s.Fork && a.ID == *want || !s.Fork && a.Name == *want {
			return uint8(n + 1)
		}
	}
	return 0
}
