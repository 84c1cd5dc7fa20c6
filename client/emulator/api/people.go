package api

import (
	"sort"
	"strings"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// people is the caller, the users and what their roles may do.
type people struct{ *call }

// deletedAt is a null that only UPSTREAM tells (contract §2.1).
type deletedAt struct {
	DeletedAt *time.Time `json:"deleted_at"`
}

// dropped is deletedAt where the generation has it.
func (e *Server) dropped() *deletedAt {
	if e.Fork {
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
func (e *Server) loginUser(person, org int, withRole bool) loginUser {
	p := &e.People[person]
	r := &e.Roles[e.RoleIn(person, org)]
	u := loginUser{
		ID: p.ID, Created: state.Micro(p.Created), Updated: state.Micro(p.Updated), deletedAt: e.dropped(), OrgID: e.Orgs[org].ID,
		Email: p.Email, FullName: p.Name, RoleID: r.ID, Settings: copyMap(p.Settings), Active: p.Active,
		Available: p.Available, Super: p.Super,
	}
	if !withRole {
		return u
	}
	u.Role = &loginRole{
		ID: r.ID, Created: state.Micro(r.Created), Updated: state.Micro(r.Created), deletedAt: e.dropped(), OrgID: e.Orgs[org].ID,
		Name: r.Name, Description: r.Description, System: r.System, Default: r.Standard,
		Permissions: make([]loginPermission, 0, len(r.Rights)),
	}
	for _, right := range r.Rights {
		resource, action, _ := strings.Cut(right, ":")
		u.Role.Permissions = append(u.Role.Permissions,
			loginPermission{ID: uuid.Zero, deletedAt: e.dropped(), Resource: resource, Action: action})
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
func (e *Server) userView(person, org int, rights bool) userView {
	p := &e.People[person]
	r := &e.Roles[e.RoleIn(person, org)]
	v := userView{
		ID: p.ID, Email: p.Email, FullName: p.Name, RoleID: r.ID, Active: p.Active, Available: p.Available,
		Super: p.Super, OrgID: e.Orgs[org].ID, Settings: copyMap(p.Settings), Created: state.Second(p.Created), Updated: state.Second(p.Updated),
		Role: meRole{ID: r.ID, Name: r.Name, Description: r.Description, System: r.System, Permissions: []mePermission{}},
	}
	if rights {
		for _, right := range r.Rights {
			resource, action, _ := strings.Cut(right, ":")
			v.Role.Permissions = append(v.Role.Permissions, mePermission{uuid.Zero, resource, action})
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
	v := c.e.userView(c.who.Person, c.who.Org, true)
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
	p := &e.People[c.who.Person]
	var changes []state.Change
	for _, key := range []string{"campaign_updates", "email_notifications", "new_message_alerts"} {
		if p.Settings[key] != settings[key] {
			changes = append(changes, state.Change{Field: key, Old: p.Settings[key], New: settings[key]})
		}
	}
	p.Settings, p.Updated = settings, e.Clock.Now().UnixNano()
	e.audit(c.who, "settings.notification", p.ID, "updated", changes)
	e.Unlock()
	c.ok(map[string]any{"message": "Settings updated successfully", "settings": settings})
}

func (c people) organizations() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	list := []map[string]any{}
	for n, o := range e.Orgs {
		if !e.Member(c.who.Person, n) || n > 0 && !e.People[c.who.Person].Other {
			continue
		}
		r := &e.Roles[e.RoleIn(c.who.Person, n)]
		list = append(list, map[string]any{
			"organization_id": o.ID, "name": o.Name, "slug": "", "role_id": r.ID, "role_name": r.Name, "is_default": n == 0,
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
	for n := range e.People {
		p := &e.People[n]
		if strings.Contains(strings.ToLower(p.Name), search) || strings.Contains(strings.ToLower(p.Email), search) {
			list = append(list, e.userView(n, c.who.Org, false))
		}
	}
	e.Unlock()
	sort.SliceStable(list, func(a, b int) bool { return list[a].Created.After(list[b].Created) })
	var more map[string]any
	if e.Fork {
		more = map[string]any{"online_count": e.Hub.People()}
	}
	listed(c.call, "users", list, more)
}

func (c people) get() {
	if !c.need("users:read", insufficient) {
		return
	}
	n, _, ok := c.idOf(0, uuid.User, "User", "user")
	if !ok {
		return
	}
	c.e.Lock()
	v := c.e.userView(int(n), c.who.Org, true)
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
	list := make([]roleView, 0, len(e.Roles))
	for n, r := range e.Roles {
		users := 0
		for _, p := range e.People {
			if p.Role == n {
				users++
			}
		}
		list = append(list, roleView{r.ID, r.Name, r.Description, r.System, r.Standard, r.Rights, users, state.Second(r.Created), state.Second(r.Created)})
	}
	e.Unlock()
	listed(c.call, "roles", list, nil)
}

// permissionItem is one right as GET /api/permissions and a role in /api/me tell it.
type permissionItem struct {
	ID          string `json:"id"`
	Resource    string `json:"resource"`
	Action      string `json:"action"`
	Description string `json:"description"`
	Key         string `json:"key"`
}

func (c people) permissions() {
	list := make([]permissionItem, 0, 81)
	for n, entry := range state.OfGeneration(strings.Split(state.AllPermissions, "\n"), c.e.Fork) {
		key, text, _ := strings.Cut(entry, "=")
		resource, action, _ := strings.Cut(key, ":")
		list = append(list, permissionItem{c.e.IDs.Make(uuid.Other, 1, uint32(n)), resource, action, text, key})
	}
	c.ok(map[string]any{"permissions": list})
}
