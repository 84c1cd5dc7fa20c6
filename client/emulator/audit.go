package emulator

import (
	"slices"
	"time"
)

type auditView struct {
	ID       string    `json:"id"`
	Type     string    `json:"resource_type"`
	Resource string    `json:"resource_id"`
	UserID   string    `json:"user_id"`
	User     string    `json:"user_name"`
	Action   string    `json:"action"`
	Changes  []change  `json:"changes"`
	Created  time.Time `json:"created_at"`
}

// maxAudits bounds the log.
const maxAudits = 1000

// audit notes who changed what. The lock is held.
func (e *server) audit(who caller, kind, subject, deed string, changes []change) {
	if !e.fork {
		return
	}
	if len(e.audits) >= maxAudits {
		e.audits = slices.Delete(e.audits, 0, maxAudits/4)
	}
	e.audits = append(e.audits, audit{kind, subject, deed, who.person, changes, e.clock.Now().UnixNano()})
}

// audits is newest first, for admins.
func (c organizations) audits() {
	if !c.need("audit_logs:read", insufficient) {
		return
	}
	e := c.e
	e.Lock()
	list := []auditView{}
	for n := len(e.audits) - 1; n >= 0; n-- {
		a := &e.audits[n]
		p := &e.people[a.person]
		list = append(list, auditView{
			e.ids.make(kindAudit, uint32(n), uint32(a.at>>20)), a.kind, a.subject, p.id, p.name, a.deed,
			append([]change{}, a.changes...), micro(a.at),
		})
	}
	e.Unlock()
	listed(c.call, "audit_logs", list, nil)
}
