package emulator

// person is a user of the platform.
type person struct {
	id, email, password, name, key string
	role                           int // index in state.roles
	super, active, available       bool
	settings                       map[string]any
	breakStarted                   int64
	created, updated               int64
	other                          bool // also a member of the second organisation
}

// role is a named set of rights ("contacts:write").
type role struct {
	id, name, description string
	system, standard      bool
	rights                []string
	has                   map[string]bool
	created               int64
}

type organization struct {
	id, name string
	created  int64
}

// account is one WhatsApp number of the shop.
type account struct {
	id, name, phoneID, verify string
	incoming, outgoing        bool
	autoRead                  bool
	created                   int64
}

// caller is who makes a request.
type caller struct {
	person, org int
	id, email   string
	name        string
	role        *role
	super       bool
}

// callerOf describes a person in an organisation. The lock is held.
func (s *state) callerOf(person, org int) caller {
	p := &s.people[person]
	return caller{
		person: person, org: org, id: p.id, email: p.email, name: p.name, super: p.super,
		role: &s.roles[s.roleIn(person, org)],
	}
}

// roleIn is the index of a person's role: in the second organisation everyone is an agent.
func (s *state) roleIn(person, org int) int {
	if org > 0 && !s.people[person].super {
		return 2
	}
	return s.people[person].role
}

func (s *state) member(person, org int) bool {
	p := &s.people[person]
	return org == 0 || p.other || p.super
}

func (s *state) byKey(key string) (person int, message string) {
	for _, k := range s.keys {
		if k.key == key && (k.expires.IsZero() || s.clock.Now().Before(k.expires)) {
			k.lastUsed = s.clock.Now()
			return k.person, ""
		}
	}
	return 0, "Invalid API key"
}

// personByID finds a user.
func (s *state) personByID(id string) (int, bool) {
	n, _, _, known := s.ids.parse(kindUser, id)
	return int(n), known && int(n) < len(s.people)
}

// accountOf gives the generation's reference to an account: name on UPSTREAM, id on FORK.
func (s *state) accountOf(n uint8) (name, id string) {
	if n == 0 || int(n) > len(s.accounts) {
		return "", ""
	}
	if s.fork {
		return "", s.accounts[n-1].id
	}
	return s.accounts[n-1].name, ""
}

// accountRef resolves the generation's account reference; 0 when none was given or known.
func (s *state) accountRef(name, id *string) uint8 {
	want := name
	if s.fork {
		want = id
	}
	if want == nil {
		return 0
	}
	for n, a := range s.accounts {
		if s.fork && a.id == *want || !s.fork && a.name == *want {
			return uint8(n + 1)
		}
	}
	return 0
}
