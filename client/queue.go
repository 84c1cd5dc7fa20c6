package client

import (
	"context"
	"sync"
	"time"
)

const (
	queueMost  = 8192     // events waiting for a slow desk
	queueBytes = 16 << 20 // and the bytes that they came in: what they become takes more
	batchMost  = 512      // events of one Next, which is one screen update
)

// queue holds events between the socket and the desk. It never blocks the
// socket and never grows without end: when it is full, what comes is dropped,
// and the desk is told to fetch everything again once it has caught up.
type queue struct {
	mu     sync.Mutex
	events []Event
	sizes  []int       // of the frames that the events came in
	bytes  int         // their sum
	state  StreamState // the last one put
	lost   bool
	doubt  bool      // something may have been lost before it came here
	sound  time.Time // up to then nothing was

	wake chan struct{} // holds one token while there is something to take
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

// put adds an event that came in so many bytes, or notes its loss.
func (q *queue) put(e Event, size int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.lost || len(q.events) >= queueMost || q.bytes+size > queueBytes {
		// Once one is lost the later ones are worthless: they would be drawn on
		// a state they do not fit, and all of it is fetched again anyway.
		q.lost = true
	} else {
		q.add(e, size)
	}
	q.signal()
}

func (q *queue) add(e Event, size int) {
	q.events, q.sizes = append(q.events, e), append(q.sizes, size)
	q.bytes += size
}

// mistrust has the desk told to fetch everything again once it has caught up,
// because the platform may have dropped what nobody can see is missing: nothing
// up to the time of a message, the zero time for none.
func (q *queue) mistrust(sound time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.doubt {
		q.doubt, q.sound = true, sound
	}
	q.signal()
}

// putState adds a change of state, which is never dropped. Two without an
// event between them become one, so that a stream flapping under a stuck desk
// does not fill memory.
func (q *queue) putState(s StreamState) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.state = s
	if n := len(q.events); n > 0 {
		if earlier, ok := q.events[n-1].(StreamState); ok {
			s.Resync = s.Resync || earlier.Resync
			q.events[n-1] = s
			q.signal()
			return
		}
	}
	q.add(s, 0)
	q.signal()
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take waits for an event and returns it with those behind it, at most
// batchMost.
func (q *queue) take(ctx context.Context, closed <-chan struct{}) ([]Event, error) {
	for {
		if batch := q.drain(); len(batch) > 0 {
			return batch, nil
		}
		select {
		case <-q.wake:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-closed:
			return nil, errClosed
		}
	}
}

func (q *queue) drain() []Event {
	q.mu.Lock()
	defer q.mu.Unlock()
	most := batchMost
	if q.lost || q.doubt {
		most-- // room for the state that tells it
	}
	n := min(len(q.events), most)
	batch := append([]Event(nil), q.events[:n]...)
	for _, size := range q.sizes[:n] {
		q.bytes -= size
	}
	q.events, q.sizes = q.events[n:], q.sizes[n:]
	if len(q.events) == 0 {
		q.events, q.sizes = nil, nil // lets a flood's memory go
		if q.lost || q.doubt {
			again := q.state
			again.Resync, again.Doubt, again.Sound = true, q.doubt, q.sound
			q.lost, q.doubt, q.sound = false, false, time.Time{}
			batch = append(batch, again)
		}
	} else {
		q.signal()
	}
	return batch
}
