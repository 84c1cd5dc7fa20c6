package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
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

func (e *Emulator) contactID(i uint32) string { return e.ids.make(kindContact, i, 0) }

// contactView describes contact i. single is GET /api/contacts/{id}, where UPSTREAM never fills
// the service window (contract §4.2). Emulator.mu is held.
func (e *Emulator) contactView(i uint32, single bool) contactView {
	c, info := &e.contacts[i], e.info(i)
	v := contactView{
		ID: e.contactID(i), Phone: info.phone, Name: info.name, ProfileName: info.name, Status: "active",
		Tags: info.tags, Metadata: info.metadata, Unread: c.unread, WindowOpen: e.windowOpen(i),
		Created: micro(info.created), Updated: micro(max(c.updated, info.created)),
	}
	if e.masked {
		v.Phone, v.Name = mask(v.Phone), maskName(v.Name)
		v.ProfileName = v.Name
	}
	if c.lastAt != 0 {
		at := micro(c.lastAt)
		v.LastAt = &at
	}
	if c.previewAt > 0 {
		m := e.at(i, c.previewAt-1)
		v.Preview = previewOf(&m)
	}
	if c.assigned > 0 {
		v.Assigned = e.people[c.assigned-1].id
	}
	if c.inboundAt != 0 {
		at := micro(c.inboundAt)
		v.InboundAt = &at
	}
	if e.fork {
		v.OptOut, v.AccountID = &info.optOut, zeroUUID
	}
	if c.account > 0 {
		v.Account, v.AccountID = e.accountOf(c.account)
	}
	if single && !e.fork {
		v.InboundAt, v.WindowOpen = nil, false
	}
	return v
}

// accountOf gives the generation's reference to an account: name on UPSTREAM, id on FORK.
func (e *Emulator) accountOf(n uint8) (name, id string) {
	if n == 0 || int(n) > len(e.accounts) {
		return "", ""
	}
	if e.fork {
		return "", e.accounts[n-1].id
	}
	return e.accounts[n-1].name, ""
}

// mask hides a number but for its last four digits (contract §4.5).
func mask(phone string) string {
	if len(phone) <= 4 {
		return phone
	}
	return strings.Repeat("*", len(phone)-4) + phone[len(phone)-4:]
}

// maskName masks a name that looks like a phone number.
func maskName(name string) string {
	digits := 0
	for _, r := range name {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-() ", r):
			return name
		}
	}
	if digits < 7 {
		return name
	}
	return mask(name)
}

// sees tells whether the caller may see contact i (contract §3). Emulator.mu is held.
func (c *call) sees(i uint32) bool {
	if c.who.org != 0 {
		return false
	}
	if c.can("contacts:read") {
		return true
	}
	if int(c.e.contacts[i].assigned) == c.who.person+1 {
		return true
	}
	return c.e.fork && c.e.transferTo(i, c.who.person)
}

// contact finds the contact of the path, visible or not. Emulator.mu is held.
func (c *call) contact() (uint32, bool) {
	i, _, ok := c.idOf(0, kindContact, "Contact", "contact")
	if !ok {
		return 0, false
	}
	if int(i) >= len(c.e.contacts) || c.e.contacts[i].deleted || c.who.org != 0 {
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
	f := contactFilter{own: !c.can("contacts:read"), none: c.who.org != 0}
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
	e.mu.Lock()
	skip, total := (page-1)*limit, e.alive
	var hits []uint32
	switch {
	case f.none:
		total = 0
	case !f.own && f.search.all() && len(f.tags) == 0:
		hits = e.order.page(skip, limit)
	default:
		total = 0
		for at := len(e.order.list) - 1; at >= 0; at-- {
			i := e.order.list[at]
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
	e.mu.Unlock()
	c.ok(map[string]any{"contacts": list, "total": total, "page": page, "limit": limit})
}

func (c contacts) passes(f *contactFilter, i uint32) bool {
	e := c.e
	if f.own && !c.sees(i) {
		return false
	}
	if !f.search.all() && !f.search.matches(e.phoneOf(i)) && !f.search.matches(strings.ToLower(e.nameOf(i))) {
		return false
	}
	if len(f.tags) == 0 {
		return true
	}
	tags := seededTags(i)
	if more := e.contacts[i].more; more != nil {
		tags = more.tags
	}
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
	c.e.mu.Lock()
	defer c.e.mu.Unlock()
	if i, ok := c.visible(); ok {
		c.ok(c.e.contactView(i, true))
	}
}

// markRead exists on FORK only (contract §4.4).
func (c contacts) markRead() {
	c.e.mu.Lock()
	defer c.e.mu.Unlock()
	if i, ok := c.visible(); ok {
		c.e.markRead(i)
		c.ok(map[string]string{"status": "ok"})
	}
}

// session is empty: no chatbot runs here.
func (c contacts) session() {
	c.e.mu.Lock()
	defer c.e.mu.Unlock()
	if _, ok := c.visible(); ok {
		c.ok(map[string]any{"session_data": map[string]any{}, "panel_config": map[string]any{"sections": []string{}}})
	}
}
