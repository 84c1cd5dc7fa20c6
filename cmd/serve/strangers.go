package serve

import (
	"net"
	"sync"
	"time"
)

// strangers counts connections that showed no known key yet.
type strangers struct {
	mu   sync.Mutex
	all  int
	from map[string]int
	told time.Time // when a refusal was last told
}

// tellEvery is how often the log tells that strangers are refused.
const tellEvery = time.Minute

// hostOf is an address without its port.
func hostOf(addr net.Addr) string {
	if host, _, err := net.SplitHostPort(addr.String()); err == nil {
		return host
	}
	return addr.String()
}

// take counts one more, and gives the function that takes it out; nil if there are too many.
func (s *strangers) take(addr net.Addr, l Limits) (leave func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	host := hostOf(addr)
	if s.all >= l.Handshakes || s.from[host] >= l.PerAddress {
		return nil
	}
	if s.from == nil {
		s.from = map[string]int{}
	}
	s.all++
	s.from[host]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.all--
		if s.from[host]--; s.from[host] <= 0 {
			delete(s.from, host)
		}
	}
}

// refused is who was refused, and whether it is to be told: once a minute, because whoever connects on
// and on would fill the log.
func (s *strangers) refused(addr net.Addr, now time.Time) (from string, tell bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if tell = s.told.IsZero() || now.Sub(s.told) >= tellEvery; tell {
		s.told = now
	}
	return hostOf(addr), tell
}
