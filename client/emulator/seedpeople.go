package emulator

import (
	"fmt"
	"strings"
	"time"
)

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

// seedPeople makes organisations, accounts, roles and users.
func (e *Emulator) seedPeople() {
	long := e.born.Add(-300 * 24 * time.Hour).Truncate(time.Microsecond).UnixNano()
	for n, name := range []string{"Chai & Co.", "Night Owl Lab"} {
		e.orgs = append(e.orgs, organization{e.ids.make(kindOrg, uint32(n), 0), name, long})
	}
	for n, name := range []string{"Main Line", "Sales Line", "Tea Club"} {
		e.accounts = append(e.accounts, account{
			id: e.ids.make(kindAccount, uint32(n), 0), name: name, phoneID: fmt.Sprintf("1002003004005%02d", n),
			verify: fmt.Sprintf("acct-verify%d", n+1), incoming: n == 0, outgoing: n == 0, autoRead: n == 0, created: long,
		})
	}
	e.seedRoles(long)
	people := []struct{ email, name, password string }{
		{"admin@chai.example", "Admin", "demo-admin"}, {"meera@chai.example", "Meera Iyer", "demo-manager"},
		{"ravi@chai.example", "Ravi शर्मा", "demo-agent"}, {"omar@chai.example", "Omar Haddad", "demo-restricted"},
		{"lina@chai.example", "Lina الحسن", "demo-agent-2"}, {"nil@chai.example", "Nil Nothing", "demo-nothing"},
	}
	for n, p := range people {
		e.people = append(e.people, person{
			id: e.ids.make(kindUser, uint32(n), 0), email: p.email, name: p.name, password: p.password,
			key:  fmt.Sprintf("whm_%016x%016x", mix(e.ids.seed+uint64(n)), mix(e.ids.seed^uint64(n)<<7)),
			role: []int{0, 1, 2, 3, 2, 4}[n], super: n == 0, active: true, available: true, other: n == 1,
			settings: map[string]any{}, created: long + int64(n)*int64(time.Hour), updated: long + int64(n)*int64(time.Hour),
		})
	}
	for n, p := range e.people {
		e.keys = append(e.keys, &apiKey{
			id: e.ids.make(kindAPIKey, uint32(n), 0), name: p.name + "'s key", key: p.key,
			prefix: p.key[4:20], person: n, created: long,
		})
	}
}

func (e *Emulator) seedRoles(created int64) {
	all := make([]string, 0, 81)
	for _, entry := range ofGeneration(strings.Split(allPermissions, "\n"), e.fork) {
		key, _, _ := strings.Cut(entry, "=")
		all = append(all, key)
	}
	add := func(name, description string, system, standard bool, rights []string) {
		r := role{
			id: e.ids.make(kindRole, uint32(len(e.roles)), 0), name: name, description: description,
			system: system, standard: standard, rights: rights, has: make(map[string]bool), created: created,
		}
		for _, right := range rights {
			r.has[right] = true
		}
		e.roles = append(e.roles, r)
	}
	of := func(list string) []string { return ofGeneration(strings.Fields(list), e.fork) }
	add("admin", "Full system access", true, false, all)
	add("manager", "Manage chatbot, campaigns, and team operations", true, false, of(managerRights))
	add("agent", "Handle customer conversations", true, true, of(agentRights))
	add("Restricted Agent", "no contacts:read, only own chats", false, false, of(restrictedRights))
	add("Nothing", "no permission at all", false, false, []string{})
}
