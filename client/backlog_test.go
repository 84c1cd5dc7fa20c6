package client

import (
	"testing"
	"time"
)

// TestABacklogIsToldFromAFlood reads 600 bytes at a time into room for 4,096: a
// flood of 2,000 a second leaves pauses between them, a line that was full does not.
func TestABacklogIsToldFromAFlood(t *testing.T) {
	const room = 4096
	told := func(frames, together int, took time.Duration) (n int, b backlog) {
		for i := range frames {
			pause := 10 * time.Microsecond
			if i%together == 0 {
				pause = took
			}
			if b.add(600, room, pause) {
				n++
			}
		}
		return n, b
	}
	if n, _ := told(20_000, 10, 5*time.Millisecond); n != 0 {
		t.Errorf("a flood in bursts of ten was taken for a backlog %d times", n)
	}
	if n, b := told(20_000, 1, 500*time.Microsecond); n != 0 || b.runs < 19_000 {
		t.Errorf("an even flood was taken for a backlog %d times, in %d runs", n, b.runs)
	}
	if n, _ := told(50, 50, time.Second); n != 0 {
		t.Errorf("50 frames after a silence were taken for a backlog %d times", n)
	}
	if n, b := told(400, 400, time.Second); n != 400-backlogMost/600 || b.runs != 0 {
		t.Errorf("400 frames in a row: %d times, in %d runs behind the first", n, b.runs)
	}
	if n, b := told(800, 400, time.Second); n != 2*(400-backlogMost/600) || b.runs != 1 {
		t.Errorf("twice 400 frames in a row: %d times, in %d runs behind the first", n, b.runs)
	}
	if n, _ := told(4000, 200, time.Millisecond); n == 0 {
		t.Error("a machine that halts the reader now and then hides the backlog")
	}
	var busy backlog
	n := 0
	for range 100 {
		if busy.add(room, room, 5*time.Millisecond) {
			n++
		}
	}
	if n != 100-backlogMost/room+1 {
		t.Errorf("a busy machine that reads 100 times all it can: %d times", n)
	}
}

// TestADoubtBeginsWhereNothingIsMissing goes back to before the run in which frames
// may be missing, however much of it came already.
func TestADoubtBeginsWhereNothingIsMissing(t *testing.T) {
	d := doubt{gauge: &gauge{}}
	hear := func(second int64) (time.Time, bool) {
		since, missing := d.read()
		d.hear(MessageReceived{Message: Message{CreatedAt: time.Unix(second, 0)}})
		return since, missing
	}
	for second := range int64(10) {
		if _, missing := hear(second); missing {
			t.Fatal("something is missing")
		}
	}
	d.gauge.runs.Add(1)
	hear(10)
	hear(11)
	d.gauge.behind.Store(true)
	if since, missing := hear(12); !missing || since.Unix() != 9 {
		t.Errorf("missing %v since %v", missing, since)
	}
	d.gauge.behind.Store(true)
	if since, missing := hear(13); !missing || since.Unix() != 9 {
		t.Errorf("missing %v since %v, later in the same run", missing, since)
	}
	if _, missing := hear(14); missing {
		t.Error("told twice")
	}
}

// TestQueueTellsADoubtOnce gives out everything first, then the state.
func TestQueueTellsADoubtOnce(t *testing.T) {
	q := newQueue()
	q.putState(StreamState{State: Live})
	for range batchMost {
		q.put(PermissionsChanged{}, 1)
	}
	q.mistrust(time.Unix(7, 0))
	q.mistrust(time.Unix(9, 0))
	q.put(PermissionsChanged{}, 1)
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
	if n != batchMost+1 || len(states) != 2 || states[0].Resync || !states[1].Resync || states[1].State != Live || !states[1].Doubt || states[1].Sound.Unix() != 7 {
		t.Fatalf("%d events and %+v", n, states)
	}
}
