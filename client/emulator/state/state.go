// Package state is what the emulated platform remembers, and the made-up data it starts with. Contacts and
// conversations that nothing changed are computed when they are asked for.
package state

import (
	"crypto/rand"
	"sync"
	"time"

	"keydesk/client/emulator/clock"
	"keydesk/client/emulator/uuid"
)

// State is everything the platform remembers. Subjects depend on each other (a transfer on its
// contact, a note on its author), so one lock guards them all: who answers a request holds it from
// the first look to the last change, and the methods here expect it to be held.
type State struct {
	sync.Mutex
	Fork  bool
	IDs   uuid.Maker
	Clock *clock.Clock

	Seeded   seeded
	Contacts []contact
	Alive    int // contacts that are not deleted
	Order    order
	phones   map[string]uint32 // numbers that are not computed: created or renamed contacts
	Seen     map[string]string // foreign WhatsApp ids → message id, so that a repeat is ignored
	Uploads  map[string][]byte // message id → bytes of media that agents sent

	People      []person
	Roles       []Role
	Orgs        []organization
	Accounts    []account
	Actions     []*Action
	Teams       []team
	Templates   []Template
	Canned      []*Canned
	Notes       []*Note
	Tags        []Tag
	Transfers   []*Transfer
	Keys        []*APIKey
	Audits      []Audit
	Redirects   map[string]Redirect
	Masked      bool
	Enforce     bool
	Pickup      bool
	Base        string // "http://127.0.0.1:1234/base" once it is known
	Secrets     secrets
	Revoked     map[string]bool // refresh token ids that were used or logged out
	TokenSerial uint64
	serial      uint32 // names what is made while running
}

// Options are what decides how the platform's data looks.
type Options struct {
	Fork               bool
	Contacts, Messages int // of which messages 0 means a natural length
	Seed               uint64
	Now                func() time.Time
	Enforce            bool
}

func New(o Options) *State {
	ids := uuid.Maker{Seed: uuid.Mix(o.Seed ^ 0x6b657964)}
	s := &State{Fork: o.Fork, IDs: ids, Clock: clock.New(o.Now), Enforce: o.Enforce}
	s.Seeded = seeded{ids: ids, born: s.Clock.Now(), fork: o.Fork, messages: uint32(o.Messages), count: uint32(o.Contacts)}
	s.Secrets.rotate(true, true)
	s.seed()
	return s
}

// secrets sign tokens. Access and refresh tokens have their own, so that one kind can be made
// invalid without the other.
type secrets struct{ access, Refresh [32]byte }

func (s *secrets) rotate(access, refresh bool) {
	if access {
		_, _ = rand.Read(s.access[:]) // never fails (crypto/rand)
	}
	if refresh {
		_, _ = rand.Read(s.Refresh[:])
	}
}

// NextSerial numbers what is made while running, apart from what the seed made.
func (s *State) NextSerial() uint32 {
	s.serial++
	return 1000 + s.serial
}

// ExpireTokens makes every access and WebSocket token invalid; refresh tokens stay good.
func (s *State) ExpireTokens() {
	s.Lock()
	defer s.Unlock()
	s.Secrets.rotate(true, false)
}

// RevokeTokens makes every token invalid: only signing in again helps.
func (s *State) RevokeTokens() {
	s.Lock()
	defer s.Unlock()
	s.Secrets.rotate(true, true)
}

// ChangePassword gives a person another password; tokens stay good.
func (s *State) ChangePassword(email, password string) {
	s.Lock()
	defer s.Unlock()
	for i := range s.People {
		if s.People[i].Email == email {
			s.People[i].Password = password
		}
	}
}

// ContactIDs gives the ids of all contacts in the list's order, newest first.
func (s *State) ContactIDs() []string {
	s.Lock()
	defer s.Unlock()
	out := make([]string, 0, s.Alive)
	for _, i := range s.Order.Page(0, len(s.Order.List)) {
		out = append(out, s.ContactID(i))
	}
	return out
}

// SetEnforce switches FORK's enforcement of permissions by route.
func (s *State) SetEnforce(on bool) {
	s.Lock()
	defer s.Unlock()
	s.Enforce = on
}
