package client

import (
	"net/http"
	"sync"
	"time"
)

// skew is how far the platform's clock is from ours, as its last answer told.
type skew struct {
	mu    sync.Mutex
	by    time.Duration
	known bool
}

// observe compares the Date of an answer with the middle of the round trip. The
// header counts whole seconds, so the result is good to one second.
func (s *skew) observe(header http.Header, began, ended time.Time) {
	at, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return
	}
	middle := began.Add(ended.Sub(began) / 2)
	by := at.Add(500 * time.Millisecond).Sub(middle) // the second is on average half over
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by, s.known = by, true
}

// ClockSkew is how far the platform's clock is ahead of ours, good to one
// second; below 0 it is behind. False: no answer has told the time yet.
func (c *Client) ClockSkew() (time.Duration, bool) {
	c.skew.mu.Lock()
	defer c.skew.mu.Unlock()
	return c.skew.by, c.skew.known
}
