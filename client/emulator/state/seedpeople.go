package state

import (
	"fmt"
	"strings"
	"time"

	"keydesk/client/emulator/uuid"
)

// seedPeople makes organisations, accounts, roles and users.
func (s *State) seedPeople() {
	long := s.Seeded.born.Add(-300 * 24 * time.Hour).Truncate(time.Microsecond).UnixNano()
	for n, name := range []string{"Chai & Co.", "Night Owl Lab"} {
		s.Orgs = append(s.Orgs, organization{s.IDs.Make(uuid.Org, uint32(n), 0), name, long})
	}
	for n, name := range []string{"Main Line", "Sales Line", "Tea Club"} {
		s.Accounts = append(s.Accounts, account{
			ID: s.IDs.Make(uuid.Account, uint32(n), 0), Name: name, PhoneID: fmt.Sprintf("1002003004005%02d", n),
			Verify: fmt.Sprintf("acct-verify%d", n+1), Incoming: n == 0, Outgoing: n == 0, AutoRead: n == 0, Created: long,
		})
	}
	s.seedRoles(long)
	people := []struct{ email, name, password string }{
		{"admin@chai.example", "Admin", "demo-admin"}, {"meera@chai.example", "Meera Iyer", "demo-manager"},
		{"ravi@chai.example", "Ravi शर्मा", "demo-agent"}, {"omar@chai.example", "Omar Haddad", "demo-restricted"},
		{"lina@chai.example", "Lina الحسن", "demo-agent-2"}, {"nil@chai.example", "Nil Nothing", "demo-nothing"},
	}
	for n, p := range people {
		s.People = append(s.People, person{
			ID: s.IDs.Make(uuid.User, uint32(n), 0), Email: p.email, Name: p.name, Password: p.password,
			Key:  fmt.Sprintf("whm_%016x%016x", uuid.Mix(s.IDs.Seed+uint64(n)), uuid.Mix(s.IDs.Seed^uint64(n)<<7)),
			Role: []int{0, 1, 2, 3, 2, 4}[n], Super: n == 0, Active: true, Available: true, Other: n == 1,
			Settings: map[string]any{}, Created: long + int64(n)*int64(time.Hour), Updated: long + int64(n)*int64(time.Hour),
		})
	}
	for n, p := range s.People {
		s.Keys = append(s.Keys, &APIKey{
			ID: s.IDs.Make(uuid.APIKey, uint32(n), 0), Name: p.Name + "'s key", Key: p.Key,
			Prefix: p.Key[4:20], Person: n, Created: long,
		})
	}
}

func (s *State) seedRoles(created int64) {
	all := make([]string, 0, 81)
	for _, entry := range OfGeneration(strings.Split(AllPermissions, "\n"), s.Fork) {
		key, _, _ := strings.Cut(entry, "=")
		all = append(all, key)
	}
	add := func(name, description string, system, standard bool, rights []string) {
		r := Role{
			ID: s.IDs.Make(uuid.Role, uint32(len(s.Roles)), 0), Name: name, Description: description,
			System: system, Standard: standard, Rights: rights, Has: make(map[string]bool), Created: created,
		}
		for _, right := range rights {
			r.Has[right] = true
		}
		s.Roles = append(s.Roles, r)
	}
	of := func(list string) []string { return OfGeneration(strings.Fields(list), s.Fork) }
	add("admin", "Full system access", true, false, all)
	add("manager", "Manage chatbot, campaigns, and team operations", true, false, of(managerRights))
	add("agent", "Handle customer conversations", true, true, of(agentRights))
	add("Restricted Agent", "no contacts:read, only own chats", false, false, of(restrictedRights))
	add("Nothing", "no permission at all", false, false, []string{})
}
