package serve

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// Limits bound what agents, and strangers, may take of a server.
type Limits struct {
	Sessions int // in all
	PerAgent int
	// Handshakes is how many connections may be without a known key at once.
	Handshakes int
	// PerAddress is how many of those may come from one address.
	PerAddress int
	Handshake  time.Duration // for connecting and showing a key
	Idle       time.Duration // without a key pressed
	KeepAlive  time.Duration // between questions whether the client is still there
	Write      time.Duration // for a client to read what was written
	Drain      time.Duration // from being told to end to ending sessions
	Leave      time.Duration // for sessions to keep what was written, once they are told to end
}

// filled replaces what is not said.
func (l Limits) filled() Limits {
	or := func(d *time.Duration, fallback time.Duration) {
		if *d == 0 {
			*d = fallback
		}
	}
	or(&l.Handshake, 20*time.Second)
	or(&l.Idle, 12*time.Hour)
	or(&l.KeepAlive, 30*time.Second)
	or(&l.Write, 20*time.Second)
	or(&l.Leave, 8*time.Second)
	for n, fallback := range map[*int]int{&l.Sessions: 200, &l.PerAgent: 4, &l.Handshakes: 100, &l.PerAddress: 10} {
		if *n == 0 {
			*n = fallback
		}
	}
	return l
}

// Reasons for refusing or ending a session.
var (
	errGone     = errors.New("the client left")
	errIdle     = errors.New("nobody pressed a key for too long; what was written is kept")
	errSilent   = errors.New("the client does not answer any more")
	errFull     = errors.New("the server has as many sessions as it may; try again in a minute")
	errRemoved  = errors.New("your key is not let in here any more; what was written is kept, ask your administrator")
	errDraining = errors.New("the server is about to end; try again in a minute")
)

// places counts sessions.
type places struct {
	mu      sync.Mutex
	all     int
	agents  map[string]int
	leaving bool
}

// take takes a place for an agent, if there is one.
func (p *places) take(agent string, l Limits) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.leaving:
		return errDraining
	case p.all >= l.Sessions:
		return errFull
	case p.agents[agent] >= l.PerAgent:
		return fmt.Errorf("%s has %d sessions, which is the most; end one of them", agent, p.agents[agent])
	}
	if p.agents == nil {
		p.agents = map[string]int{}
	}
	p.all++
	p.agents[agent]++
	return nil
}

func (p *places) leave(agent string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all--
	if p.agents[agent]--; p.agents[agent] <= 0 {
		delete(p.agents, agent)
	}
}

// close gives no places any more.
func (p *places) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.leaving = true
}

func (p *places) closed() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.leaving
}
