package emulator

import (
	"crypto/rand"
	"sync"
	"time"
)

// state is everything the platform remembers. Subjects depend on each other (a transfer on its
// contact, a note on its author), so one lock guards them all: who answers a request holds it from
// the first look to the last change, and the methods here expect it to be held.
type state struct {
	sync.Mutex
	fork  bool
	ids   ids
	clock *clock

	seeded   seeded
	contacts []contact
	alive    int // contacts that are not deleted
	order    order
	phones   map[string]uint32 // numbers that are not computed: created or renamed contacts
	seen     map[string]string // foreign WhatsApp ids → message id, so that a repeat is ignored
	uploads  map[string][]byte // message id → bytes of media that agents sent

	people      []person
	roles       []role
	orgs        []organization
	accounts    []account
	actions     []*action
	teams       []team
	templates   []template
	canned      []*canned
	notes       []*note
	tags        []tag
	transfers   []*transfer
	keys        []*apiKey
	audits      []audit
	redirects   map[string]redirect
	masked      bool
	enforce     bool
	pickup      bool
	base        string // "http://127.0.0.1:1234/base" once it is known
	secrets     secrets
	revoked     map[string]bool // refresh token ids that were used or logged out
	tokenSerial uint64
	serial      uint32 // names what is made while running
}

// stateOptions are what decides how the platform's data looks.
type stateOptions struct {
	fork               bool
	contacts, messages int // of which messages 0 means a natural length
	seed               uint64
	now                func() time.Time
	enforce            bool
}

func newState(o stateOptions) *state {
	ids := ids{seed: mix(o.seed ^ 0x6b657964)}
	s := &state{fork: o.fork, ids: ids, clock: newClock(o.now), enforce: o.enforce}
	s.seeded = seeded{ids: ids, born: s.clock.Now(), fork: o.fork, messages: uint32(o.messages), count: uint32(o.contacts)}
	s.secrets.rotate(true, true)
	s.seed()
	return s
}

// secrets sign tokens. Access and refresh tokens have their own, so that one kind can be made
// invalid without the other.
type secrets struct{ access, refresh [32]byte }

func (s *secrets) rotate(access, refresh bool) {
	if access {
		_, _ = rand.Read(s.access[:]) // never fails (crypto/rand)
	}
	if refresh {
		_, _ = rand.Read(s.refresh[:])
	}
}

// nextSerial numbers what is made while running, apart from what the seed made.
func (s *state) nextSerial() uint32 {
	s.serial++
	return 1000 + s.serial
}

// expireTokens makes every access and WebSocket token invalid; refresh tokens stay good.
func (s *state) expireTokens() {
	s.Lock()
	defer s.Unlock()
	s.secrets.rotate(true, false)
}

// revokeTokens makes every token invalid: only signing in again helps.
func (s *state) revokeTokens() {
	s.Lock()
	defer s.Unlock()
	s.secrets.rotate(true, true)
}

// changePassword gives a person another password; tokens stay good.
func (s *state) changePassword(email, password string) {
	s.Lock()
	defer s.Unlock()
	for i := range s.people {
		if s.people[i].email == email {
			s.people[i].password = password
		}
	}
}

// contactIDs gives the ids of all contacts in the list's order, newest first.
func (s *state) contactIDs() []string {
	s.Lock()
	defer s.Unlock()
	out := make([]string, 0, s.alive)
	for _, i := range s.order.page(0, len(s.order.list)) {
		out = append(out, s.contactID(i))
	}
	return out
}

// setEnforce switches FORK's enforcement of permissions by route.
func (s *state) setEnforce(on bool) {
	s.Lock()
	defer s.Unlock()
	s.enforce = on
}
