package api

import (
	"net/http"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// organizations are the settings, WhatsApp accounts and the audit log.
type organizations struct{ *call }

// settings tells the organisation's settings (contract §14).
func (c organizations) settings() {
	e := c.e
	e.Lock()
	settings := map[string]any{
		"mask_phone_numbers": e.Masked && c.who.Org == 0, "timezone": "Asia/Kolkata", "date_format": "DD/MM/YYYY",
		"calling_enabled": false, "max_call_duration": 300, "transfer_timeout_secs": 120,
		"hold_music_file": "hold_music.opus", "ringback_file": "",
	}
	name := e.Orgs[c.who.Org].Name
	e.Unlock()
	if e.Fork {
		settings["meta_app_id"], settings["meta_config_id"], settings["has_meta_app_secret"] = "", "", false
	}
	c.ok(map[string]any{"name": name, "settings": settings})
}

// update changes what can be changed here: phone masking.
func (c organizations) update() {
	if !c.need("settings.general:write", insufficient) {
		return
	}
	var in struct {
		Mask *bool `json:"mask_phone_numbers"`
	}
	if !c.decode(&in) {
		return
	}
	e := c.e
	e.Lock()
	if in.Mask != nil {
		e.audit(c.who, "organization_settings", e.Orgs[c.who.Org].ID, "updated", []state.Change{{Field: "mask_phone_numbers", Old: e.Masked, New: *in.Mask}})
		e.Masked = *in.Mask
	}
	e.Unlock()
	c.ok(map[string]string{"message": "Settings updated successfully"})
}

func (c organizations) current() {
	c.e.Lock()
	o := c.e.Orgs[c.who.Org]
	c.e.Unlock()
	c.ok(map[string]any{"id": o.ID, "name": o.Name, "created_at": state.Second(o.Created)})
}

// accountView is a WhatsApp number; agents see the verify token, too (contract §14).
type accountView struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	AppID       string `json:"app_id"`
	PhoneID     string `json:"phone_id"`
	BusinessID  string `json:"business_id"`
	VerifyToken string `json:"webhook_verify_token"`
	APIVersion  string `json:"api_version"`
	Incoming    bool   `json:"is_default_incoming"`
	Outgoing    bool   `json:"is_default_outgoing"`
	AutoRead    bool   `json:"auto_read_receipt"`
	Calling     *bool  `json:"business_calling_enabled,omitempty"`
	Status      string `json:"status"`
	HasToken    bool   `json:"has_access_token"`
	HasSecret   bool   `json:"has_app_secret"`
	*authors
	Created time.Time `json:"created_at"`
	Updated time.Time `json:"updated_at"`
}

func (c organizations) accounts() {
	e := c.e
	e.Lock()
	list := []accountView{}
	for n := len(e.Accounts) - 1; n >= 0 && c.who.Org == 0; n-- {
		a := &e.Accounts[n]
		v := accountView{
			ID: a.ID, Name: a.Name, AppID: "111222333", PhoneID: a.PhoneID, BusinessID: "900800700600", VerifyToken: a.Verify,
			APIVersion: "v21.0", Incoming: a.Incoming, Outgoing: a.Outgoing, AutoRead: a.AutoRead, Status: "active",
			HasToken: true, authors: e.authors(), Created: state.Second(a.Created), Updated: state.Second(a.Created),
		}
		if e.Fork {
			v.Calling = new(bool)
		}
		list = append(list, v)
	}
	e.Unlock()
	c.ok(map[string]any{"accounts": list})
}

// testAccount asks WhatsApp about a number: UPSTREAM's stand-in fails, FORK's answers.
func (c organizations) testAccount() {
	n, _, ok := c.idOf(0, uuid.Account, "Account", "account")
	switch {
	case !ok:
	case int(n) >= len(c.e.Accounts):
		c.fail(http.StatusNotFound, "Account not found")
	case !c.e.Fork:
		c.ok(map[string]any{"success": false, "error": "Failed to connect to WhatsApp API"})
	default:
		c.ok(map[string]any{
			"success": true, "account_mode": "LIVE", "code_verification_status": "VERIFIED", "display_phone_number": "+91 80000 11111",
			"is_test_number": false, "messaging_limit_tier": "", "quality_rating": "GREEN", "verified_name": "Chai & Co.",
		})
	}
}

// chatbot are all off but what concerns agents (contract §13).
func (c organizations) chatbot() {
	e := c.e
	e.Lock()
	pickup, transfers := e.Pickup, len(e.Transfers)
	e.Unlock()
	none := []string{}
	c.ok(map[string]any{
		"settings": map[string]any{
			"enabled": false, "greeting_message": "Hello! How can I help you today?", "greeting_buttons": none,
			"fallback_message": "", "fallback_buttons": none, "session_timeout_minutes": 30, "business_hours_enabled": false,
			"business_hours": none, "out_of_hours_message": "", "allow_automated_outside_hours": false,
			"allow_agent_queue_pickup": pickup, "assign_to_same_agent": false, "agent_current_conversation_only": false,
			"ai_enabled": false, "ai_provider": "", "ai_model": "", "ai_max_tokens": 0, "ai_system_prompt": "",
			"sla_enabled": false, "sla_response_minutes": 0, "sla_resolution_minutes": 0, "sla_escalation_minutes": 0,
			"sla_auto_close_hours": 0, "sla_auto_close_message": "", "sla_warning_message": "", "sla_escalation_notify_ids": nil,
			"client_reminder_enabled": false, "client_reminder_minutes": 0, "client_reminder_message": "",
			"client_auto_close_minutes": 0, "client_auto_close_message": "",
		},
		"stats": map[string]int{
			"total_sessions": 0, "active_sessions": 0, "messages_handled": 0, "ai_responses": 0, "agent_transfers": transfers,
			"keywords_count": 0, "flows_count": 0, "ai_contexts_count": 0,
		},
	})
}

// updateChatbot changes the one setting that concerns agents.
func (c organizations) updateChatbot() {
	var in struct {
		Pickup *bool `json:"allow_agent_queue_pickup"`
	}
	if !c.decode(&in) {
		return
	}
	if in.Pickup != nil {
		c.e.Lock()
		c.e.Pickup = *in.Pickup
		c.e.Unlock()
	}
	c.ok(map[string]string{"message": "Settings updated successfully"})
}
