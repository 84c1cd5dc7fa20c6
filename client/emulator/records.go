package emulator

import (
	"encoding/json"
	"slices"
	"time"
)

// action is a custom action (contract §8.1). Its config is canonical JSON.
type action struct {
	id, name, icon, kind string
	config               json.RawMessage
	active               bool
	order                int
	created, updated     int64
}

// note is a remark only colleagues see (contract §10).
type note struct {
	id, content      string
	contact          uint32
	author           int
	created, updated int64
}

// tag is a name with a colour, keyed by its name (contract §11). Contacts may carry names that
// are no tags.
type tag struct {
	name, color      string
	created, updated int64
}

// team is a group of users (contract §12).
type team struct {
	id, name, description, strategy string
	members                         []int // indices in state.people
	managers                        []int
	next                            int // whose turn it is in round robin
	created                         int64
}

// inTeam tells whether a person belongs to a team.
func (t *team) inTeam(person int) bool { return slices.Contains(t.members, person) }

// audit is one entry of FORK's log (contract §14).
type audit struct {
	kind, subject, deed string
	person              int
	changes             []change
	at                  int64
}

type change struct {
	Field string `json:"field"`
	Old   any    `json:"old_value"`
	New   any    `json:"new_value"`
}

// apiKey is a key somebody made (contract §2.5).
type apiKey struct {
	id, name, key, prefix string
	person                int
	created               int64
	expires, lastUsed     time.Time
}

// redirect is a target behind a token that works once, for 30 seconds (contract §8.6).
type redirect struct {
	target  string
	expires time.Time
}

// canned is a prepared answer (contract §9).
type canned struct {
	id, name, shortcut, content, category string
	active                                bool
	uses                                  int
	created, updated                      int64
}

// template is a prepared message WhatsApp may have approved (contract §7).
type template struct {
	id, name, display, language, category, status string
	header, headerText, body, footer              string
	buttons                                       json.RawMessage
	samples                                       json.RawMessage
	account                                       uint8
	created                                       int64
}

// transfer asks for a human: the chatbot is paused for the contact (contract §13).
type transfer struct {
	id, status, source, notes string
	contact                   uint32
	account                   uint8
	agent                     int // index + 1 in state.people, 0: in the queue
	team                      int // index + 1 in state.teams, 0: the general queue
	by                        int
	at, picked, resumed       int64
	resumedBy                 int
}

// tagAt finds a tag by name. The lock is held.
func (s *state) tagAt(name string) int {
	return slices.IndexFunc(s.tags, func(t tag) bool { return t.name == name })
}

func (s *state) templateBy(name, id string) *template {
	for n := range s.templates {
		if t := &s.templates[n]; name != "" && t.name == name || id != "" && t.id == id {
			return t
		}
	}
	return nil
}

// transferTo tells whether a person has an active transfer of contact i.
func (s *state) transferTo(i uint32, person int) bool {
	return slices.ContainsFunc(s.transfers, func(t *transfer) bool {
		return t.status == "active" && t.contact == i && t.agent == person+1
	})
}
