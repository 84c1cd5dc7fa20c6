package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"keydesk/client/emulator/state"
)

// contactInput is the body of creating and changing a contact (contract §4.3).
type contactInput struct {
	Phone     *string         `json:"phone_number"`
	Name      *string         `json:"profile_name"`
	Tags      *[]string       `json:"tags"`
	Metadata  json.RawMessage `json:"metadata"`
	Assigned  *string         `json:"assigned_user_id"`
	Account   *string         `json:"whatsapp_account"`
	AccountID *string         `json:"whatsapp_account_id"`
	Clear     bool            `json:"clear_assigned_agent"`
}

// metadataOK wants an object, as the platform's decoder does.
func (in *contactInput) metadataOK() bool {
	if len(in.Metadata) == 0 || string(in.Metadata) == "null" {
		in.Metadata = nil
		return true
	}
	in.Metadata = state.Canonical(in.Metadata)
	return in.Metadata[0] == '{'
}

func (c contacts) create() {
	if !c.need("contacts:write", "You do not have permission to create contacts") {
		return
	}
	var in contactInput
	if !c.decode(&in) {
		return
	}
	if in.Phone == nil || *in.Phone == "" {
		c.fail(http.StatusBadRequest, "phone_number is required")
		return
	}
	if !in.metadataOK() {
		c.fail(http.StatusBadRequest, "Invalid request body")
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	phone := strings.TrimPrefix(*in.Phone, "+")
	i, exists := e.ByPhone(phone)
	if exists && !e.Contacts[i].Deleted {
		c.fail(http.StatusConflict, "Contact with this phone number already exists")
		return
	}
	if exists {
		e.Restore(i)
	} else {
		i = e.NewContact(phone)
	}
	info := e.Edit(i)
	info.Name, info.Tags = "", []string{}
	if in.Name != nil {
		info.Name = *in.Name
	}
	if in.Tags != nil && *in.Tags != nil {
		info.Tags = *in.Tags
	}
	if in.Metadata != nil {
		info.Metadata = in.Metadata
	}
	if n := e.AccountRef(in.Account, in.AccountID); n > 0 {
		e.Contacts[i].Account = n
	}
	v := e.contactView(i, true)
	if !exists {
		v.Created, v.Updated = state.Nano(info.Created), state.Nano(info.Created)
	}
	c.ok(v)
}

func (c contacts) update() {
	if !c.need("contacts:write", "You do not have permission to update contacts") {
		return
	}
	var in contactInput
	if !c.decode(&in) {
		return
	}
	if !in.metadataOK() {
		c.fail(http.StatusBadRequest, "Invalid request body")
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	i, ok := c.visible()
	if !ok {
		return
	}
	if in.Name == nil && in.Tags == nil && in.Metadata == nil && in.Assigned == nil && in.Account == nil &&
		in.AccountID == nil && (!in.Clear || !e.Fork) {
		c.fail(http.StatusBadRequest, "No fields to update")
		return
	}
	if in.Assigned != nil && *in.Assigned != "" {
		n, found := e.PersonByID(*in.Assigned)
		if !found {
			c.fail(http.StatusBadRequest, "User not found")
			return
		}
		e.Contacts[i].Assigned = uint8(n + 1)
	}
	if e.Fork && in.Clear {
		e.Contacts[i].Assigned = 0
	}
	if n := e.AccountRef(in.Account, in.AccountID); n > 0 {
		e.Contacts[i].Account = n
	}
	info := e.Edit(i)
	if in.Name != nil {
		info.Name = *in.Name
	}
	if in.Tags != nil {
		info.Tags = slices.Clip(append([]string{}, *in.Tags...))
	}
	if in.Metadata != nil {
		info.Metadata = in.Metadata
	}
	c.ok(e.contactView(i, true))
}

func (c contacts) assign() {
	if !c.need("contacts:write", "You do not have permission to assign contacts") {
		return
	}
	var in struct {
		User *string `json:"user_id"`
	}
	if !c.decode(&in) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	i, ok := c.visible()
	if !ok {
		return
	}
	assigned := uint8(0)
	if in.User != nil {
		n, found := e.PersonByID(*in.User)
		if !found {
			c.fail(http.StatusBadRequest, "User not found")
			return
		}
		assigned = uint8(n + 1)
	}
	e.Contacts[i].Assigned, e.Contacts[i].Updated = assigned, e.Clock.Now().UnixNano()
	c.ok(map[string]any{"message": "Contact assigned successfully", "assigned_user_id": in.User})
}

func (c contacts) tag() {
	if !c.need("contacts:write", "You do not have permission to update contact tags") {
		return
	}
	var in struct {
		Tags []string `json:"tags"`
	}
	if !c.decode(&in) {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	i, ok := c.visible()
	if !ok {
		return
	}
	tags := append([]string{}, in.Tags...)
	e.Edit(i).Tags = tags
	c.ok(map[string]any{"message": "Contact tags updated", "tags": tags})
}

func (c contacts) delete() {
	if !c.need("contacts:delete", "You do not have permission to delete contacts") {
		return
	}
	e := c.e
	e.Lock()
	defer e.Unlock()
	i, ok := c.visible()
	if !ok {
		return
	}
	e.Order.Remove(i, e.Below)
	e.Contacts[i].Deleted = true
	e.Alive--
	c.ok(map[string]string{"message": "Contact deleted successfully"})
}
