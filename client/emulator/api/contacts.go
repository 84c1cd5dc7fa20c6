package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"keydesk/client/emulator/run"
	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// contacts are the customers: list, change, assign, tag.
type contacts struct{ *call }

// contactView is a contact as the platform tells it (contract §4.1).
type contactView struct {
	ID          string          `json:"id"`
	Phone       string          `json:"phone_number"`
	Name        string          `json:"name"`
	ProfileName string          `json:"profile_name"`
	Avatar      string          `json:"avatar_url"`
	Status      string          `json:"status"`
	Tags        []string        `json:"tags"`
	Metadata    json.RawMessage `json:"metadata"`
	LastAt      *time.Time      `json:"last_message_at"`
	Preview     string          `json:"last_message_preview"`
	Unread      int32           `json:"unread_count"`
	Assigned    string          `json:"assigned_user_id,omitempty"`
	Account     string          `json:"whatsapp_account,omitempty"`
	AccountID   string          `json:"whatsapp_account_id,omitempty"`
	InboundAt   *time.Time      `json:"last_inbound_at,omitempty"`
	WindowOpen  bool            `json:"service_window_open"`
	OptOut      *bool           `json:"marketing_opt_out,omitempty"`
	Created     time.Time       `json:"created_at"`
	Updated     time.Time       `json:"updated_at"`
}

// contactView describes contact i. single is GET /api/contacts/{id}, where UPSTREAM never fills
// the service window (contract §4.2). The lock is held.
func (e *Server) contactView(i uint32, single bool) contactView {
	c, info := &e.Contacts[i], e.Info(i)
	v := contactView{
		ID: e.ContactID(i), Phone: info.Phone, Name: info.Name, ProfileName: info.Name, Status: "active",
		Tags: info.Tags, Metadata: info.Metadata, Unread: c.Unread, WindowOpen: e.WindowOpen(i),
		Created: state.Micro(info.Created), Updated: state.Micro(max(c.Updated, info.Created)),
	}
	if e.Masked {
		v.Phone, v.Name = state.Mask(v.Phone), state.MaskName(v.Name)
		v.ProfileName = v.Name
	}
	if c.LastAt != 0 {
		at := state.Micro(c.LastAt)
		v.LastAt = &at
	}
	if c.PreviewAt > 0 {
		m := e.At(i, c.PreviewAt-1)
		v.Preview = state.PreviewOf(&m)
	}
	if c.Assigned > 0 {
		v.Assigned = e.People[c.Assigned-1].ID
	}
	if c.InboundAt != 0 {
		at := state.Micro(c.InboundAt)
		v.InboundAt = &at
	}
	if e.Fork {
		v.OptOut, v.AccountID = &info.OptOut, uuid.Zero
	}
	if c.Account > 0 {
		v.Account, v.AccountID = e.AccountOf(c.Account)
	}
	if single && !e.Fork {
		v.InboundAt, v.WindowOpen = nil, false
	}
	return v
}

// sees tells whether the caller may see contact i (contract §3). The lock is held.
func (c *call) sees(i uint32) bool {
	if c.who.Org != 0 {
		return false
	}
	if c.can("contacts:read") {
		return true
	}
	if int(c.e.Contacts[i].Assigned) == c.who.Person+1 {
		return true
	}
	return c.e.Fork && c.e.TransferTo(i, c.who.Person)
}

// contact finds the contact of the path, visible or not. The lock is held.
func (c *call) contact() (uint32, bool) {
	i, _, ok := c.idOf(0, uuid.Contact, "Contact", "contact")
	if !ok {
		return 0, false
	}
	if int(i) >= len(c.e.Contacts) || c.e.Contacts[i].Deleted || c.who.Org != 0 {
		c.fail(http.StatusNotFound, "Contact not found")
		return 0, false
	}
	return i, true
}

// visible is contact for those the caller may see; others do not exist for them.
func (c *call) visible() (uint32, bool) {
	i, ok := c.contact()
	if ok && !c.sees(i) {
		c.fail(http.StatusNotFound, "Contact not found")
		return 0, false
	}
	return i, ok
}

// contactFilter is what the list can be narrowed by.
type contactFilter struct {
	search like
	tags   []string
	own    bool // only contacts the caller may see
	none   bool // nothing at all: the caller is in an organisation without contacts
}

func (c contacts) filter() contactFilter {
	q := c.r.URL.Query()
	f := contactFilter{own: !c.can("contacts:read"), none: c.who.Org != 0}
	search := q.Get("search")
	f.search = newLike(search[:min(len(search), 1000)])
	for tag := range strings.SplitSeq(q.Get("tags"), ",") {
		if tag = strings.TrimSpace(tag); tag != "" {
			f.tags = append(f.tags, tag)
		}
	}
	return f
}

// list answers one page; without a filter it costs the page, not the number of contacts.
func (c contacts) list() {
	page, limit := paging(c.r.URL.Query())
	f := c.filter()
	e := c.e
	e.Lock()
	skip, total := (page-1)*limit, e.Alive
	var hits []uint32
	switch {
	case f.none:
		total = 0
	case !f.own && f.search.all() && len(f.tags) == 0:
		hits = e.Order.Page(skip, limit)
	default:
		total = 0
		for at := len(e.Order.List) - 1; at >= 0; at-- {
			i := e.Order.List[at]
			if !c.passes(&f, i) {
				continue
			}
			if total >= skip && len(hits) < limit {
				hits = append(hits, i)
			}
			total++
		}
	}
	list := make([]contactView, 0, len(hits))
	for _, i := range hits {
		list = append(list, e.contactView(i, false))
	}
	e.Unlock()
	c.ok(map[string]any{"contacts": list, "total": total, "page": page, "limit": limit})
}

func (c contacts) passes(f *contactFilter, i uint32) bool {
	e := c.e
	if f.own && !c.sees(i) {
		return false
	}
	if !f.search.all() && !f.search.matches(e.PhoneOf(i)) && !f.search.matches(strings.ToLower(e.NameOf(i))) {
		return false
	}
	if len(f.tags) == 0 {
		return true
	}
	tags := e.TagsOf(i)
	for _, want := range f.tags {
		for _, tag := range tags {
			if tag == want {
				return true
			}
		}
	}
	return false
}

func (c contacts) get() {
	c.e.Lock()
	defer c.e.Unlock()
	if i, ok := c.visible(); ok {
		c.ok(c.e.contactView(i, true))
	}
}

// markRead exists on FORK only (contract §4.4).
func (c contacts) markRead() {
	c.e.Lock()
	defer c.e.Unlock()
	if i, ok := c.visible(); ok {
		c.e.MarkRead(i)
		c.ok(map[string]string{"status": "ok"})
	}
}

// session is empty: no chatbot runs here.
func (c contacts) session() {
	c.e.Lock()
	defer c.e.Unlock()
	if _, ok := c.visible(); ok {
		c.ok(map[string]any{"session_data": map[string]any{}, "panel_config": map[string]any{"sections": []string{}}})
	}
}

// runContext gathers what an action sees; phone numbers are not masked (contract §20).
func (e *Server) runContext(i uint32, who state.Caller) run.Context {
	info := e.Info(i)
	return run.Context{
		Contact: run.Contact{ID: e.ContactID(i), Metadata: info.Metadata, Name: info.Name, Phone: info.Phone,
			ProfileName: info.Name, Tags: info.Tags},
		Organization: run.Organization{ID: e.Orgs[who.Org].ID, Name: e.Orgs[who.Org].Name},
		User:         run.User{Email: who.Email, ID: who.ID, Name: who.Name},
	}
}
