package client

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Waiting between connections. A stream that was live comes back at once; one
// that keeps failing is asked ever more slowly, and one that was refused
// outright (no such channel here) only now and then.
const (
	reconnectFirst   = 500 * time.Millisecond
	reconnectLast    = 15 * time.Second
	reconnectRefused = 60 * time.Second
	offlineAfter     = 3                // failures in a row
	stableAfter      = 10 * time.Second // of being live
)

// Stream is the realtime channel. Its owner runs Run in a goroutine and reads
// with Next; both may go on for as long as the console does.
type Stream struct {
	c         *Client
	queue     *queue
	malformed atomic.Uint64

	mu      sync.Mutex
	contact string
	changed chan struct{} // holds a token when contact has not been told
	hasten  chan struct{}
}

func newStream(c *Client) *Stream {
	return &Stream{c: c, queue: newQueue(), changed: make(chan struct{}, 1), hasten: make(chan struct{}, 1)}
}

// Next waits for an event and returns it with all that are waiting behind it,
// at most 512, so that a flood is one update of the screen. It ends with ctx
// or the client.
func (s *Stream) Next(ctx context.Context) ([]Event, error) {
	return s.queue.take(ctx, s.c.ctx.Done())
}

// SetContact tells the platform which conversation is open, "" for none. It
// only picks whose notes are told (contract §15.3).
func (s *Stream) SetContact(id string) {
	s.mu.Lock()
	s.contact = id
	s.mu.Unlock()
	poke(s.changed)
}

// Retry ends the wait for the next try to connect: for when something else
// told that the platform is back, or the person asked.
func (s *Stream) Retry() { poke(s.hasten) }

// Malformed counts the frames that could not be read since the start.
func (s *Stream) Malformed() uint64 { return s.malformed.Load() }

func (s *Stream) openContact() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.contact
}

// poke leaves a token in a channel of one, unless there is one already.
func poke(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

// Run keeps the stream connected until ctx ends or the client is closed, and
// returns why. Whatever happens to a connection is told by a [StreamState].
func (s *Stream) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.c.ctx, cancel)()
	var (
		state     Liveness
		failures  int // in a row
		everTried bool
	)
	for {
		var liveSince time.Time
		err := s.c.guarded(opStream, func() (err error) {
			liveSince, err = s.connect(ctx, everTried)
			return err
		})
		everTried = true
		if ctx.Err() != nil {
			return s.ended(ctx)
		}
		wasLive := !liveSince.IsZero()
		switch {
		case wasLive && s.c.now().Sub(liveSince) >= stableAfter:
			failures = 0
		case wasLive:
			failures = min(failures, offlineAfter-2) // comes and goes: not offline, but not in a hurry either
		}
		failures++
		next, wait := Reconnecting, backoff(failures)
		if refused(err) {
			next, wait = Offline, jitter(reconnectRefused)
		} else if failures >= offlineAfter {
			next = Offline
		}
		if next != state || wasLive {
			s.queue.putState(StreamState{State: next, Since: s.c.now(), Err: err})
			state = next
		}
		s.c.log.Info("realtime stream", "state", string(next), "failures", failures, "kind", KindOf(err).String(), "wait", wait)
		if !s.pause(ctx, wait) {
			return s.ended(ctx)
		}
	}
}

func (s *Stream) ended(ctx context.Context) error {
	if s.c.ctx.Err() != nil {
		return errClosed
	}
	return ctx.Err()
}

// pause waits between two tries; false means that the stream is to end.
func (s *Stream) pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.hasten:
		return true
	case <-ctx.Done():
		return false
	}
}

// backoff doubles from a half second and levels off.
func backoff(failures int) time.Duration {
	wait := reconnectFirst << min(failures-1, 10)
	return jitter(min(wait, reconnectLast))
}

// jitter is between a half and the whole, so that a hundred consoles do not
// come back to a restarted platform in the same instant.
func jitter(d time.Duration) time.Duration { return d/2 + rand.N(d/2+1) }

// refused reports that the platform, or a proxy before it, has no such channel
// for us: trying again soon is no use.
func refused(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Kind {
	case KindNotSignedIn, KindNotAllowed, KindNotFound, KindInvalid:
		return true
	case KindProtocol:
		return e.Status != 0 && e.Status != http.StatusSwitchingProtocols
	}
	return false
}
