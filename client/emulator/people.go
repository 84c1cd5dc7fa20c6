package emulator

import (
	"sort"
	"strings"
	"time"
)

// people is the caller, the users and what their roles may do.
type people struct{ *call }

// deletedAt is a null that only UPSTREAM tells (contract §2.1).
type deletedAt struct {
	DeletedAt *time.Time `json:"deleted_at"`
}

// dropped is deletedAt where the generation has it.
func (e *server) dropped() *deletedAt {
	if e.fork {
		return nil
	}
	return &deletedAt{}
}

type loginPermission struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created_at"`
	Updated time.Time `json:"updated_at"`
	*deletedAt
	Resource    string `json:"resource"`
	Action      string `json:"action"`
	Description string `json:"description"`
}

type loginRole struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created_at"`
	Updated time.Time `json:"updated_at"`
	*deletedAt
	OrgID       string            `json:"organization_id"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	System      bool              `json:"is_system"`
	Default     bool              `json:"is_default"`
	Permissions []loginPermission `json:"permissions"`
}

type loginUser struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created_at"`
	Updated time.Time `json:"updated_at"`
	*deletedAt
	OrgID     string         `json:"organization_id"`
	Email     string         `json:"email"`
	FullName  string         `json:"full_name"`
	RoleID    string         `json:"role_id"`
	Settings  map[string]any `json:"settings"`
	Active    bool           `json:"is_active"`
	Available bool           `json:"is_available"`
	Super     bool           `json:"is_super_admin"`
	Role      *loginRole     `json:"role,omitempty"`
}

// loginUser is the user as login and refresh tell it. The lock is held.
func (e *server) loginUser(person, org int, withRole bool) loginUser {
	p := &e.people[person]
	r := &e.roles[e.roleIn(person, org)]
	u := loginUser{
		ID: p.id, Created: micro(p.created), Updated: micro(p.updated), deletedAt: e.dropped(), OrgID: e.orgs[org].id,
		Email: p.email, FullName: p.name, RoleID: r.id, Settings: copyMap(p.settings), Active: p.active,
		Available: p.available, Super: p.super,
	}
	if !withRole {
		return u
	}
	u.Role = &loginRole{
		ID: r.id, Created: micro(r.created), Updated: micro(r.created), deletedAt: e.dropped(), OrgID: e.orgs[org].id,
		Name: r.name, Description: r.description, System: r.system, Default: r.standard,
		Permissions: make([]loginPermission, 0, len(r.rights)),
	}
	for _, right := range r.rights {
		resource, action, _ := strings.Cut(right, ":")
		u.Role.Permissions = append(u.Role.Permissions,
			loginPermission{ID: zeroUUID, deletedAt: e.dropped(), Resource: resource, Action: action})
	}
	return u
}

type mePermission struct {
	ID       string `json:"id"`
	Resource string `json:"resource"`
	Action   string `json:"action"`
}

type meRole struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	Description string         `json:"description"`
	System      bool           `json:"is_system"`
	Permissions []mePermission `json:"permissions"`
}

type userView struct {
	ID        string         `json:"id"`
	Email     string         `json:"email"`
	FullName  string         `json:"full_name"`
	RoleID    string         `json:"role_id"`
	Role      meRole         `json:"role"`
	Active    bool           `json:"is_active"`
	Available bool           `json:"is_available"`
	Super     bool           `json:"is_super_admin"`
	Member    bool           `json:"is_member"`
	OrgID     string         `json:"organization_id"`
	Settings  map[string]any `json:"settings,omitempty"`
	Created   time.Time      `json:"created_at"`
	Updated   time.Time      `json:"updated_at"`
}

// userView is the user as /api/me and /api/users tell it; only the former with permissions.
func (e *server) userView(person, org int, rights bool) userView {
	p := &e.people[person]
	r := &e.roles[e.roleIn(person, org)]
	v := userView{
		ID: p.id, Email: p.email, FullName: p.name, RoleID: r.id, Active: p.active, Available: p.available,
		Super: p.super, OrgID: e.orgs[org].id, Settings: copyMap(p.settings), Created: second(p.created), Updated: second(p.updated),
		Role: meRole{ID: r.id, Name: r.name, Description: r.description, System: r.system, Permissions: []mePermission{}},
	}
	if rights {
		for _, right := range r.rights {
			resource, action, _ := strings.Cut(right, ":")
			v.Role.Permissions = append(v.Role.Permissions, mePermission{zeroUUID, resource, action})
		}
	}
	return v
}

func copyMap(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

func (c people) me() {
	c.e.Lock()
	v := c.e.userView(c.who.person, c.who.org, true)
	c.e.Unlock()
	c.ok(v)
}

// settings replaces the caller's notification settings.
func (c people) settings() {
	var in struct {
		Mail      bool `json:"email_notifications"`
		Alerts    bool `json:"new_message_alerts"`
		Campaigns bool `json:"campaign_updates"`
	}
	if !c.decode(&in) {
		return
	}
	settings := map[string]any{
		"email_notifications": in.Mail, "new_message_alerts": in.Alerts, "campaign_updates": in.Campaigns,
	}
	e := c.e
	e.Lock()
	p := &e.people[c.who.person]
	var changes []change
	for _, key := range []string{"campaign_updates", "email_notifications", "new_message_alerts"} {
		if p.settings[key] != settings[key] {
			changes = append(changes, change{key, p.settings[key], settings[key]})
		}
	}
	p.settings, p.updated = settings, e.clock.Now().UnixNano()
	e.audit(c.who, "settings.notification", p.id, "updated", changes)
	e.Unlock()
	c.ok(map[string]any{"message": "Settings updated successfully", "settings": settings})
}

func (c people) organizations() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	list := []map[string]any{}
	for n, o := range e.orgs {
		if !e.member(c.who.person, n) || n > 0 && !e.people[c.who.person].other {
			continue
		}
		r := &e.roles[e.roleIn(c.who.person, n)]
		list = append(list, map[string]any{
			"organization_id": o.id, "name": o.name, "slug": "", "role_id": r.id, "role_name": r.name, "is_default": n == 0,
		})
	}
	c.ok(map[string]any{"organizations": list})
}

// list needs users:read, which only admins have (contract §12).
func (c people) list() {
	if !c.need("users:read", insufficient) {
		return
	}
	e := c.e
	e.Lock()
	search := strings.ToLower(c.r.URL.Query().Get("search"))
	list := []userView{}
	for n := range e.people {
		p := &e.people[n]
		if strings.Contains(strings.ToLower(p.name), search) || strings.Contains(strings.ToLower(p.email), search) {
			list = append(list, e.userView(n, c.who.org, false))
		}
	}
	e.Unlock()
	sort.SliceStable(list, func(a, b int) bool { return list[a].Created.After(list[b].Created) })
	var more map[string]any
	if e.fork {
		more = map[string]any{"online_count": e.hub.people()}
	}
	listed(c.call, "users", list, more)
}

func (c people) get() {
	if !c.need("users:read", insufficient) {
		return
	}
	n, _, ok := c.idOf(0, kindUser, "User", "user")
	if !ok {
		return
	}
	c.e.Lock()
	v := c.e.userView(int(n), c.who.org, true)
	c.e.Unlock()
	c.ok(v)
}

type roleView struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	System      bool      `json:"is_system"`
	Default     bool      `json:"is_default"`
	Permissions []string  `json:"permissions"`
	Users       int       `json:"user_count"`
	Created     time.Time `json:"created_at"`
	Updated     time.Time `json:"updated_at"`
}

// roles is readable by everyone (contract §14).
func (c people) roles() {
	e := c.e
	e.Lock()
	list := make([]roleView, 0, len(e.roles))
	for n, r := range e.roles {
		users := 0
		for _, p := range e.people {
			if p.role == n {
				users++
			}
		}
		list = append(list, roleView{r.id, r.name, r.description, r.system, r.standard, r.rights, users, second(r.created), second(r.created)})
	}
	e.Unlock()
	listed(c.call, "roles", list, nil)
}

func (c people) permissions() {
	list := make([]permissionItem, 0, 81)
	for n, entry := range ofGeneration(strings.Split(allPermissions, "\n"), c.e.fork) {
		key, text, _ := strings.Cut(entry, "=")
		resource, action, _ := strings.Cut(key, ":")
		list = append(list, permissionItem{c.e.ids.make(kindOther, 1, uint32(n)), resource, action, text, key})
	}
	c.ok(map[string]any{"permissions": list})
}
