package client

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestStreamGoesLiveAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hub{t: t}
		c := connectTo(t, h, Options{})
		s := run(t, c)
		wantState(t, s, Live, false)
		h.say(newMessage("m1"), `{"type":"status_update","payload":{"message_id":"m2","status":"read"}}`)
		synctest.Wait()
		events := next(t, s)
		if len(events) != 2 {
			t.Fatalf("got %+v", events)
		}
		if m, ok := events[0].(MessageReceived); !ok || m.Message.ID != "m1" || m.ContactName != "Aarav" {
			t.Errorf("got %+v", events[0])
		}
		same(t, "status", events[1], StatusChanged{MessageID: "m2", Status: StatusRead})

		h.drop()
		if lost := wantState(t, s, Reconnecting, false); KindOf(lost.Err) != KindUnreachable {
			t.Errorf("lost by %v", lost.Err)
		}
		live := wantState(t, s, Live, true)
		if took := time.Since(live.Since); took != 0 {
			t.Errorf("live since %v ago", took)
		}
		if n := h.tokened.Load(); n != 2 {
			t.Errorf("%d tokens for two connections", n)
		}
	})
}

// Live is told only after a pong: silence is how a refused sign-in may look.
func TestStreamConfirms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hub{t: t, mute: true}
		c := connectTo(t, h, Options{})
		s := run(t, c)
		began := time.Now()
		down := wantState(t, s, Reconnecting, false)
		if took := time.Since(began); took != confirmLimit || !strings.Contains(down.Err.Error(), "not answered") {
			t.Errorf("after %v: %v", took, down.Err)
		}
		h.mu.Lock()
		h.mute = false
		h.mu.Unlock()
		wantState(t, s, Live, true)
	})
}

// A line that is half open looks alive to TCP and says nothing.
func TestStreamNoticesSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hub{t: t}
		c := connectTo(t, h, Options{})
		s := run(t, c)
		wantState(t, s, Live, false)
		time.Sleep(10 * time.Minute)
		h.mu.Lock()
		h.mute = true
		h.mu.Unlock()
		began := time.Now()
		down := wantState(t, s, Reconnecting, false)
		if took := time.Since(began); took > silenceLimit || !strings.Contains(down.Err.Error(), "went silent") {
			t.Errorf("after %v: %v", took, down.Err)
		}
		pings := 0
		for _, f := range h.said() {
			if f == `{"payload":{},"type":"ping"}` {
				pings++
			}
		}
		if pings < 30 {
			t.Errorf("%d pings in ten minutes", pings)
		}
	})
}

// A platform that refuses the upgrade is Offline at once and asked slowly; as
// soon as it takes us, we are live.
func TestStreamOffline(t *testing.T) {
	for _, status := range []int64{403, 404, 200} {
		synctest.Test(t, func(t *testing.T) {
			h := &hub{t: t}
			h.refuse.Store(status)
			c := connectTo(t, h, Options{})
			s := run(t, c)
			if state := wantState(t, s, Offline, false); state.Err == nil {
				t.Error("no reason")
			}
			time.Sleep(10 * time.Minute)
			if n := h.dials.Load(); n < 8 || n > 25 {
				t.Errorf("%d tries in ten minutes", n)
			}
			h.refuse.Store(0)
			wantState(t, s, Live, true)
		})
	}
}

// A platform that is down is Reconnecting, after three tries Offline, and
// tried for ever; Retry ends a wait.
func TestStreamOfAPlatformThatIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hub{t: t}
		l := newMemoryListener()
		var up atomic.Bool
		l.serve(t, h)
		c := connectOver(t, l, Options{Transport: &downTransport{up: &up, next: &http.Transport{DialContext: l.dial}}})
		s := run(t, c)
		wantState(t, s, Reconnecting, false)
		state := wantState(t, s, Offline, false)
		if KindOf(state.Err) != KindUnreachable {
			t.Errorf("because of %v", state.Err)
		}
		time.Sleep(3 * time.Hour)
		up.Store(true)
		began := time.Now()
		s.Retry()
		wantState(t, s, Live, true)
		if took := time.Since(began); took > time.Second {
			t.Errorf("took %v", took)
		}
	})
}

type downTransport struct {
	up   *atomic.Bool
	next *http.Transport
}

func (d *downTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if !d.up.Load() {
		return nil, errRefusedForTest
	}
	return d.next.RoundTrip(r)
}

func (d *downTransport) CloseIdleConnections() { d.next.CloseIdleConnections() }

func TestStreamTellsTheOpenContact(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hub{t: t}
		c := connectTo(t, h, Options{})
		c.Stream().SetContact("c1")
		s := run(t, c)
		wantState(t, s, Live, false)
		synctest.Wait()
		h.said()
		s.SetContact("c2")
		s.SetContact(strings.Repeat("x", 600)) // would have the line cut
		synctest.Wait()
		s.SetContact("")
		synctest.Wait()
		for _, f := range h.said() {
			if len(f) > 512 {
				t.Errorf("a frame of %d bytes", len(f))
			}
		}
		s.SetContact("c3")
		h.drop()
		wantState(t, s, Reconnecting, false)
		wantState(t, s, Live, true)
		synctest.Wait()
		if frames := h.said(); len(frames) == 0 || frames[0] != `{"payload":{"contact_id":"c3"},"type":"set_contact"}` {
			t.Errorf("a new connection says %v", frames)
		}
	})
}

func TestStreamSurvivesRubbish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hub{t: t}
		c := connectTo(t, h, Options{})
		s := run(t, c)
		wantState(t, s, Live, false)
		h.say(`rubbish`, `[]`, `{}`, `{"type":7}`, `{"type":"new_message","payload":null}`, `{"type":"new_message","payload":{"id":"x"}}`,
			`{"type":"call_started","payload":{}}`, `{"type":"status_update","payload":"x"}`, `{"type":"pong"}`, newMessage("m1"))
		synctest.Wait()
		events := next(t, s)
		if len(events) != 1 || events[0].(MessageReceived).Message.ID != "m1" {
			t.Errorf("got %+v", events)
		}
		if n := s.Malformed(); n != 7 {
			t.Errorf("%d malformed", n)
		}
	})
}

// A desk that does not read is told to fetch anew, exactly once; nothing is
// doubled, nothing grows.
func TestStreamOverflow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hub{t: t}
		c := connectTo(t, h, Options{})
		s := run(t, c)
		wantState(t, s, Live, false)
		for i := range queueMost + 1000 {
			h.say(newMessage(fmt.Sprintf("m%d", i)))
		}
		synctest.Wait()
		seen := map[string]bool{}
		var resync *StreamState
		for resync == nil {
			batch := next(t, s)
			if len(batch) > batchMost {
				t.Fatalf("a batch of %d", len(batch))
			}
			for _, e := range batch {
				switch e := e.(type) {
				case MessageReceived:
					if seen[e.Message.ID] {
						t.Fatalf("%s twice", e.Message.ID)
					}
					seen[e.Message.ID] = true
				case StreamState:
					resync = &e
				}
			}
		}
		if len(seen) != queueMost || resync.State != Live || !resync.Resync {
			t.Errorf("%d messages, then %+v", len(seen), resync)
		}
		h.say(newMessage("after"))
		if events := next(t, s); len(events) != 1 || events[0].(MessageReceived).Message.ID != "after" {
			t.Errorf("got %+v", events)
		}
	})
}

// A stream flapping under a desk that does not read keeps one state.
func TestQueueFoldsStates(t *testing.T) {
	q := newQueue()
	q.putState(StreamState{State: Live, Resync: true})
	for range 1000 {
		q.putState(StreamState{State: Reconnecting})
	}
	batch := q.drain()
	if s := batch[0].(StreamState); len(batch) != 1 || s.State != Reconnecting || !s.Resync {
		t.Errorf("got %+v", batch)
	}
}

// After a loss nothing more is taken until the desk has caught up: the events
// would be drawn on a state that they do not fit.
func TestQueueAfterALoss(t *testing.T) {
	q := newQueue()
	for i := range queueMost + 1 {
		q.put(StatusChanged{MessageID: itoa(i)}, 1)
	}
	total := len(q.drain())
	q.put(StatusChanged{MessageID: "late"}, 1)
	for {
		batch := q.drain()
		total += len(batch)
		if s, ok := batch[len(batch)-1].(StreamState); ok {
			if !s.Resync || total != queueMost+1 {
				t.Errorf("%d events, then %+v", total, s)
			}
			return
		}
	}
}

// A connection that drops every few seconds is tried again promptly, and is
// never called Offline.
func TestStreamThatComesAndGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hub{t: t}
		c := connectTo(t, h, Options{})
		s := run(t, c)
		wantState(t, s, Live, false)
		for range 20 {
			time.Sleep(3 * time.Second)
			h.drop()
			down := wantState(t, s, Reconnecting, false)
			if live := wantState(t, s, Live, true); live.Since.Sub(down.Since) > 2*time.Second {
				t.Fatalf("away for %v", live.Since.Sub(down.Since))
			}
		}
	})
}

func TestStreamEndsWithTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hub{t: t}
		c := connectTo(t, h, Options{})
		s := run(t, c)
		wantState(t, s, Live, false)
		c.Close()
		_, err := s.Next(t.Context())
		wantKind(t, err, KindCancelled)
	})
}

func TestStreamWithoutSignIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(time.Hour)
		c := connectTo(t, d, Options{Credentials: Credentials{Email: "ravi@lab.test", Password: "wrong"}})
		s := run(t, c)
		if state := wantState(t, s, Offline, false); KindOf(state.Err) != KindNotSignedIn {
			t.Errorf("because of %v", state.Err)
		}
		time.Sleep(time.Hour)
		same(t, "asked", d.seen(), []string{"login"})
	})
}

func TestFrameLimit(t *testing.T) {
	if _, err := frame(frameAuth, map[string]string{"token": strings.Repeat("x", 500)}); KindOf(err) != KindInvalid {
		t.Errorf("a frame above the limit: %v", err)
	}
	raw, err := frame(framePing, struct{}{})
	if err != nil || !json.Valid(raw) {
		t.Errorf("%s, %v", raw, err)
	}
}
