package serve

import (
	"context"
	"slices"
	"sync"
	"time"
)

// lives is a session that is open.
type lives struct {
	agent, key string
	kind       string
	from       string
	began      time.Time
	end        context.CancelCauseFunc
}

// livesKey is where a session's context holds its lives.
type livesKey struct{}

// living are the sessions that are open, in the order in which they began.
type living struct {
	mu   sync.Mutex
	list []*lives
}

func (l *living) add(one *lives) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, one)
}

func (l *living) remove(one *lives) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = slices.DeleteFunc(l.list, func(other *lives) bool { return other == one })
}

func (l *living) all() []*lives {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.list)
}

// desk is the newest desk of an agent beside one, nil if there is none.
func (l *living) desk(agent string, beside *lives) *lives {
	for _, one := range slices.Backward(l.all()) {
		if one != beside && one.agent == agent && one.kind == "desk" {
			return one
		}
	}
	return nil
}
