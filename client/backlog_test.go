package client

import (
	"testing"
	"time"
)

// TestABacklogIsToldFromAFlood reads 600 bytes at a time: a flood of 2,000 a
// second leaves pauses between them, a line that was full does not.
func TestABacklogIsToldFromAFlood(t *testing.T) {
	told := func(frames, together int, took time.Duration) (n int) {
		var b backlog
		for i := range frames {
			pause := 10 * time.Microsecond
			if i%together == 0 {
				pause = took
			}
			if b.add(600, pause) {
				n++
			}
		}
		return n
	}
	if n := told(20_000, 10, 5*time.Millisecond); n != 0 {
		t.Errorf("a flood in bursts of ten was taken for a backlog %d times", n)
	}
	if n := told(20_000, 1, 500*time.Microsecond); n != 0 {
		t.Errorf("an even flood was taken for a backlog %d times", n)
	}
	if n := told(50, 50, time.Second); n != 0 {
		t.Errorf("50 frames after a silence were taken for a backlog %d times", n)
	}
	if n := told(400, 400, time.Second); n != 3 {
		t.Errorf("400 frames in a row: %d times", n)
	}
	if n := told(4000, 200, time.Millisecond); n == 0 {
		t.Error("a machine that halts the reader now and then hides the backlog")
	}
}

// TestQueueTellsADoubtOnce gives out everything first, then the state.
func TestQueueTellsADoubtOnce(t *testing.T) {
	q := newQueue()
	q.putState(StreamState{State: Live})
	for range batchMost {
		q.put(PermissionsChanged{})
	}
	q.mistrust()
	q.put(PermissionsChanged{})
	var states []StreamState
	n := 0
	for {
		batch := q.drain()
		if len(batch) == 0 {
			break
		}
		for _, e := range batch {
			if s, ok := e.(StreamState); ok {
				states = append(states, s)
			} else {
				n++
			}
		}
	}
	if n != batchMost+1 || len(states) != 2 || states[0].Resync || !states[1].Resync || states[1].State != Live {
		t.Fatalf("%d events and %+v", n, states)
	}
}
