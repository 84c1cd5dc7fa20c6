package client

import (
	"bytes"
	"encoding/json"
)

// User is a person with an account on the platform; most often the one who is
// signed in.
type User struct {
	ID, Email, Name, OrganizationID string
	// Role is the role's name. Roles are made freely by administrators: decide
	// by Can, never by this name.
	Role string
	// Permissions holds "resource:action" pairs. It is nil when the platform did
	// not list any, which is not the same as an empty list.
	Permissions map[string]bool
	// Available is the person's own availability switch.
	Available  bool
	Active     bool
	SuperAdmin bool
	// Raw is the user as received: the subject of custom actions.
	Raw json.RawMessage
}

// Can reports whether the role holds resource:action. It is true when the
// platform named no permissions at all: then only the platform can tell, and
// its 403 is the answer. Some platforms hold permissions without enforcing
// them (contract §3), so a false here does not always mean a refusal.
func (u User) Can(resource, action string) bool {
	return u.SuperAdmin || u.Permissions == nil || u.Permissions[resource+":"+action]
}

// Organization is the workspace the signed-in person works in.
type Organization struct {
	ID, Name string
	// Raw is the organization as received: the subject of custom actions.
	Raw json.RawMessage
}

// Account is one WhatsApp number of the organization. The platform's own
// answer also holds verification secrets (contract §14); they are not kept.
type Account struct {
	ID, Name, PhoneID, Status        string
	DefaultIncoming, DefaultOutgoing bool
	AutoReadReceipt, HasAccessToken  bool
}

type userWire struct {
	ID           text            `json:"id"`
	Email        text            `json:"email"`
	FullName     text            `json:"full_name"`
	Name         text            `json:"name"`
	Organization text            `json:"organization_id"`
	Role         json.RawMessage `json:"role"`
	Permissions  json.RawMessage `json:"permissions"`
	Available    flag            `json:"is_available"`
	Active       *flag           `json:"is_active"`
	SuperAdmin   flag            `json:"is_super_admin"`
}

func decodeUser(raw json.RawMessage) (User, error) {
	var w userWire
	if err := decodeObject(raw, &w); err != nil {
		return User{}, err
	}
	u := User{
		ID: string(w.ID), Email: string(w.Email), Name: string(w.FullName), OrganizationID: string(w.Organization),
		Available: bool(w.Available), Active: w.Active == nil || bool(*w.Active), SuperAdmin: bool(w.SuperAdmin),
		Raw: bytes.Clone(raw),
	}
	if u.Name == "" {
		u.Name = string(w.Name)
	}
	u.Role, u.Permissions = decodeRole(w.Role)
	if own := decodePermissions(w.Permissions); own != nil {
		u.Permissions = own
	}
	return u, nil
}

// decodeRole accepts the role object of the contract and the bare name that
// relatives of the platform send.
func decodeRole(raw json.RawMessage) (name string, permissions map[string]bool) {
	var role struct {
		Name        text            `json:"name"`
		Permissions json.RawMessage `json:"permissions"`
	}
	if json.Unmarshal(raw, &role) != nil {
		var bare text
		_ = json.Unmarshal(raw, &bare) // neither object nor text: a role without a name
		return string(bare), nil
	}
	return string(role.Name), decodePermissions(role.Permissions)
}

// decodePermissions accepts objects ({"resource","action"}, whose ids are all
// zero, contract §2.1) and plain "resource:action" strings. Nil means the
// platform did not say.
func decodePermissions(raw json.RawMessage) map[string]bool {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil || items == nil {
		return nil
	}
	permissions := make(map[string]bool, len(items))
	for _, item := range items {
		var pair struct {
			Resource string `json:"resource"`
			Action   string `json:"action"`
		}
		var name string
		switch {
		case json.Unmarshal(item, &name) == nil && name != "":
			permissions[name] = true
		case json.Unmarshal(item, &pair) == nil && pair.Resource != "":
			permissions[pair.Resource+":"+pair.Action] = true
		}
	}
	return permissions
}

func decodeOrganization(raw json.RawMessage) (Organization, error) {
	var w struct {
		ID   text `json:"id"`
		Name text `json:"name"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return Organization{}, err
	}
	return Organization{ID: string(w.ID), Name: string(w.Name), Raw: bytes.Clone(raw)}, nil
}

func decodeAccount(raw json.RawMessage) (Account, error) {
	var w struct {
		ID              text `json:"id"`
		Name            text `json:"name"`
		PhoneID         text `json:"phone_id"`
		Status          text `json:"status"`
		DefaultIncoming flag `json:"is_default_incoming"`
		DefaultOutgoing flag `json:"is_default_outgoing"`
		AutoReadReceipt flag `json:"auto_read_receipt"`
		HasAccessToken  flag `json:"has_access_token"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return Account{}, err
	}
	return Account{
		ID: string(w.ID), Name: string(w.Name), PhoneID: string(w.PhoneID), Status: string(w.Status),
		DefaultIncoming: bool(w.DefaultIncoming), DefaultOutgoing: bool(w.DefaultOutgoing),
		AutoReadReceipt: bool(w.AutoReadReceipt), HasAccessToken: bool(w.HasAccessToken),
	}, nil
}
