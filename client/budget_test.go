package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// meter is a hosted platform: so many requests a minute, told in headers.
type meter struct {
	mu     sync.Mutex
	limit  int
	window time.Time
	used   int
	worst  int // most in any window
	denied int
}

func (m *meter) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now := time.Now(); now.Sub(m.window) >= time.Minute {
		m.window, m.used = now, 0
	}
	m.used++
	m.worst = max(m.worst, m.used)
	w.Header().Set("X-RateLimit-Limit", itoa(m.limit))
	w.Header().Set("X-RateLimit-Remaining", itoa(max(m.limit-m.used, 0)))
	w.Header().Set("X-RateLimit-Reset", itoa(int(m.window.Add(time.Minute).Unix())))
	if m.used > m.limit {
		m.denied++
		w.WriteHeader(429)
		return
	}
	fmt.Fprint(w, `{"status":"success","data":{"id":"u"}}`)
}

// An hour of brisk work, three requests every five seconds, and prefetching
// all the while: nothing is refused, and the person hardly waits.
func TestBudgetOfABriskHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &meter{limit: 100}
		c := connectTo(t, m, Options{})
		ctx, stop := context.WithCancel(t.Context())
		var prefetching sync.WaitGroup
		fetched := 0
		prefetching.Go(func() {
			for ctx.Err() == nil {
				if _, err := c.Me(Prefetch(ctx)); err != nil {
					if !errors.Is(err, context.Canceled) && KindOf(err) != KindCancelled {
						t.Error(err)
					}
					return
				}
				fetched++
			}
		})
		var longest time.Duration
		for range 720 {
			began := time.Now()
			for range 3 {
				if _, err := c.Me(ctx); err != nil {
					t.Fatal(err)
				}
			}
			longest = max(longest, time.Since(began))
			time.Sleep(5 * time.Second)
		}
		if b := c.Budget(); !b.Limited || b.Limit != 100 || b.Spent == 0 || b.Spent > 100 {
			t.Errorf("the budget says %+v", b)
		}
		stop()
		prefetching.Wait()
		m.mu.Lock() // the prefetch that was stopped may still be served
		defer m.mu.Unlock()
		if m.denied > 0 || m.worst > 100 {
			t.Errorf("%d refused, %d in one minute", m.denied, m.worst)
		}
		if longest > time.Second {
			t.Errorf("the person waited %v", longest)
		}
		if fetched < 1000 {
			t.Errorf("only %d prefetched", fetched)
		}
	})
}

// Where only the limit is told, no minute holds more than it, wherever the
// minute begins.
func TestBudgetOfAnyMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at []time.Time
		c := connectTo(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			at = append(at, time.Now())
			w.Header().Set("X-RateLimit-Limit", "100")
			fmt.Fprint(w, `{"id":"u"}`)
		}), Options{})
		for range 400 {
			if _, err := c.Me(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		worst, first := 0, 0
		for i := range at[1:] { // the very first taught the limit
			for at[i].Sub(at[first]) >= time.Minute {
				first++
			}
			worst = max(worst, i-first+1)
		}
		if worst > 101 || worst < 80 {
			t.Errorf("%d in one minute", worst)
		}
	})
}

// Without a told limit a person is never throttled; prefetching is.
func TestBudgetOfAPlatformWithoutLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connectTo(t, answers(200, `{"id":"u"}`), Options{})
		began := time.Now()
		for range 500 {
			if _, err := c.Me(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took > 0 {
			t.Errorf("a person waited %v", took)
		}
		for range 70 {
			if _, err := c.Me(Prefetch(t.Context())); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took < 19*time.Second || took > 22*time.Second {
			t.Errorf("70 prefetches took %v", took)
		}
	})
}

// limited answers 429 until a time, in one of the ways of saying so.
func limited(until time.Time, say func(h http.Header) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if time.Now().Before(until) {
			body := say(w.Header())
			w.WriteHeader(429)
			fmt.Fprint(w, body)
			return
		}
		fmt.Fprint(w, `{"id":"u"}`)
	})
}

func TestWaitsAsTold(t *testing.T) {
	says := map[string]func(h http.Header) string{
		"header":  func(h http.Header) string { h.Set("Retry-After", "20"); return "" },
		"body":    func(http.Header) string { return `{"success":false,"error":{"retry_after_seconds":20}}` },
		"message": func(http.Header) string { return `{"status":"error","message":"Retry in 20 seconds"}` },
		"nothing": func(http.Header) string { return `{"status":"error","message":"Too many requests"}` },
	}
	for name, say := range says {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				until := began.Add(20 * time.Second)
				if name == "nothing" {
					until = began.Add(4 * time.Second)
				}
				c := connectTo(t, limited(until, say), Options{})
				_, err := c.UpdateContact(t.Context(), "c1", ContactChange{Name: new("x")})
				if err != nil && KindOf(err) != KindProtocol {
					t.Error(err)
				}
				if took := time.Since(began); took < 4*time.Second || took > 21*time.Second {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

func TestDoesNotWaitLongerThanTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		say := func(h http.Header) string { h.Set("Retry-After", "20"); return `{"message":"Too many requests."}` }
		c := connectTo(t, limited(began.Add(20*time.Second), say), Options{})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		for range 2 { // the second is not even sent
			_, err := c.Me(ctx)
			wantKind(t, err, KindRateLimited)
			if at, ok := RetryAt(err); !ok || at.Sub(began) != 20*time.Second {
				t.Errorf("to be tried again at %v", at)
			}
		}
		if took := time.Since(began); took > 0 {
			t.Errorf("waited %v for nothing", took)
		}
		if b := c.Budget(); b.Blocked.Sub(began) != 20*time.Second || b.Spent != 1 {
			t.Errorf("the budget says %+v", b)
		}
	})
}

// A platform that refuses for ever is not asked for ever.
func TestEndlessRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		say := func(h http.Header) string { h.Set("Retry-After", "1"); return "" }
		c := connectTo(t, limited(time.Now().Add(1000*time.Hour), say), Options{})
		_, err := c.Me(t.Context())
		wantKind(t, err, KindRateLimited)
	})
}
