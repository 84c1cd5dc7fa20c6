package api

import (
	"slices"
	"time"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

type auditView struct {
	ID       string         `json:"id"`
	Type     string         `json:"resource_type"`
	Resource string         `json:"resource_id"`
	UserID   string         `json:"user_id"`
	User     string         `json:"user_name"`
	Action   string         `json:"action"`
	Changes  []state.Change `json:"changes"`
	Created  time.Time      `json:"created_at"`
}

// maxAudits bounds the log.
const maxAudits = 1000

// audit notes who changed what. The lock is held.
func (e *Server) audit(who state.Caller, kind, subject, deed string, changes []state.Change) {
	if !e.Fork {
		return
	}
	if len(e.Audits) >= maxAudits {
		e.Audits = slices.Delete(e.Audits, 0, maxAudits/4)
	}
	e.Audits = append(e.Audits, state.Audit{
		Kind: kind, Subject: subject, Deed: deed, Person: who.Person, Changes: changes, At: e.Clock.Now().UnixNano(),
	})
}

// audits is newest first, for admins.
func (c organizations) audits() {
	if !c.need("audit_logs:read", insufficient) {
		return
	}
	e := c.e
	e.Lock()
	list := []auditView{}
	for n := len(e.Audits) - 1; n >= 0; n-- {
		a := &e.Audits[n]
		p := &e.People[a.Person]
		list = append(list, auditView{
			e.IDs.Make(uuid.Audit, uint32(n), uint32(a.At>>20)), a.Kind, a.Subject, p.ID, p.Name, a.Deed,
			append([]state.Change{}, a.Changes...), state.Micro(a.At),
		})
	}
	e.Unlock()
	listed(c.call, "audit_logs", list, nil)
}
