package emulator

import (
	"fmt"
	"strings"
	"time"
)

// seedPeople makes organisations, accounts, roles and users.
func (s *state) seedPeople() {
	long := s.seeded.born.Add(-300 * 24 * time.Hour).Truncate(time.Microsecond).UnixNano()
	for n, name := range []string{"Chai & Co.", "Night Owl Lab"} {
		s.orgs = append(s.orgs, organization{s.ids.make(kindOrg, uint32(n), 0), name, long})
	}
	for n, name := range []string{"Main Line", "Sales Line", "Tea Club"} {
		s.accounts = append(s.accounts, account{
			id: s.ids.make(kindAccount, uint32(n), 0), name: name, phoneID: fmt.Sprintf("1002003004005%02d", n),
			verify: fmt.Sprintf("acct-verify%d", n+1), incoming: n == 0, outgoing: n == 0, autoRead: n == 0, created: long,
		})
	}
	s.seedRoles(long)
	people := []struct{ email, name, password string }{
		{"admin@chai.example", "Admin", "demo-admin"}, {"meera@chai.example", "Meera Iyer", "demo-manager"},
		{"ravi@chai.example", "Ravi शर्मा", "demo-agent"}, {"omar@chai.example", "Omar Haddad", "demo-restricted"},
		{"lina@chai.example", "Lina الحسن", "demo-agent-2"}, {"nil@chai.example", "Nil Nothing", "demo-nothing"},
	}
	for n, p := range people {
		s.people = append(s.people, person{
			id: s.ids.make(kindUser, uint32(n), 0), email: p.email, name: p.name, password: p.password,
			key:  fmt.Sprintf("whm_%016x%016x", mix(s.ids.seed+uint64(n)), mix(s.ids.seed^uint64(n)<<7)),
			role: []int{0, 1, 2, 3, 2, 4}[n], super: n == 0, active: true, available: true, other: n == 1,
			settings: map[string]any{}, created: long + int64(n)*int64(time.Hour), updated: long + int64(n)*int64(time.Hour),
		})
	}
	for n, p := range s.people {
		s.keys = append(s.keys, &apiKey{
			id: s.ids.make(kindAPIKey, uint32(n), 0), name: p.name + "'s key", key: p.key,
			prefix: p.key[4:20], person: n, created: long,
		})
	}
}

func (s *state) seedRoles(created int64) {
	all := make([]string, 0, 81)
	for _, entry := range ofGeneration(strings.Split(allPermissions, "\n"), s.fork) {
		key, _, _ := strings.Cut(entry, "=")
		all = append(all, key)
	}
	add := func(name, description string, system, standard bool, rights []string) {
		r := role{
			id: s.ids.make(kindRole, uint32(len(s.roles)), 0), name: name, description: description,
			system: system, standard: standard, rights: rights, has: make(map[string]bool), created: created,
		}
		for _, right := range rights {
			r.has[right] = true
		}
		s.roles = append(s.roles, r)
	}
	of := func(list string) []string { return ofGeneration(strings.Fields(list), s.fork) }
	add("admin", "Full system access", true, false, all)
	add("manager", "Manage chatbot, campaigns, and team operations", true, false, of(managerRights))
	add("agent", "Handle customer conversations", true, true, of(agentRights))
	add("Restricted Agent", "no contacts:read, only own chats", false, false, of(restrictedRights))
	add("Nothing", "no permission at all", false, false, []string{})
}
