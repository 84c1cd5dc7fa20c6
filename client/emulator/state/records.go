package state

import (
	"encoding/json"
	"slices"
	"time"
)

// Action is a custom action (contract §8.1). Its config is canonical JSON.
type Action struct {
	ID, Name, Icon, Kind string
	Config               json.RawMessage
	Active               bool
	Order                int
	Created, Updated     int64
}

// Note is a remark only colleagues see (contract §10).
type Note struct {
	ID, Content      string
	Contact          uint32
	Author           int
	Created, Updated int64
}

// Tag is a name with a colour, keyed by its name (contract §11). Contacts may carry names that
// are no tags.
type Tag struct {
	Name, Color      string
	Created, Updated int64
}

// team is a group of users (contract §12).
type team struct {
	ID, Name, Description, Strategy string
	Members                         []int // indices in state.people
	Managers                        []int
	Next                            int // whose turn it is in round robin
	Created                         int64
}

// InTeam tells whether a person belongs to a team.
func (t *team) InTeam(person int) bool { return slices.Contains(t.Members, person) }

// Audit is one entry of FORK's log (contract §14).
type Audit struct {
	Kind, Subject, Deed string
	Person              int
	Changes             []Change
	At                  int64
}

type Change struct {
	Field string `json:"field"`
	Old   any    `json:"old_value"`
	New   any    `json:"new_value"`
}

// APIKey is a key somebody made (contract §2.5).
type APIKey struct {
	ID, Name, Key, Prefix string
	Person                int
	Created               int64
	Expires, LastUsed     time.Time
}

// Redirect is a target behind a token that works once, for 30 seconds (contract §8.6).
type Redirect struct {
	Target  string
	Expires time.Time
}

// Canned is a prepared answer (contract §9).
type Canned struct {
	ID, Name, Shortcut, Content, Category string
	Active                                bool
	Uses                                  int
	Created, Updated                      int64
}

// Template is a prepared message WhatsApp may have approved (contract §7).
type Template struct {
	ID, Name, Display, Language, Category, Status string
	Header, HeaderText, Body, Footer              string
	Buttons                                       json.RawMessage
	Samples                                       json.RawMessage
	Account                                       uint8
	Created                                       int64
}

// Transfer asks for a human: the chatbot is paused for the contact (contract §13).
type Transfer struct {
	ID, Status, Source, Notes string
	Contact                   uint32
	Account                   uint8
	Agent                     int // index + 1 in state.people, 0: in the queue
	Team                      int // index + 1 in state.teams, 0: the general queue
	By                        int
	At, Picked, Resumed       int64
	ResumedBy                 int
}

// TagAt finds a tag by name. The lock is held.
func (s *State) TagAt(name string) int {
	return slices.IndexFunc(s.Tags, func(t Tag) bool { return t.Name == name })
}

func (s *State) TemplateBy(name, id string) *Template {
	for n := range s.Templates {
		if t := &s.Templates[n]; name != "" && t.Name == name || id != "" && t.ID == id {
			return t
		}
	}
	return nil
}

// TransferTo tells whether a person has an active transfer of contact i.
func (s *State) TransferTo(i uint32, person int) bool {
	return slices.ContainsFunc(s.Transfers, func(t *Transfer) bool {
		return t.Status == "active" && t.Contact == i && t.Agent == person+1
	})
}
