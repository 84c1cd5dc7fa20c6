package ui

import (
	"strings"
	"testing"
	"time"

	"keydesk/client/emulator"
)

// allowance is what the hosted platform allows (contract §23).
var allowance = emulator.RateLimit{API: 100, Burst: 10, Headers: true}

// An hour of brisk work on a platform that counts: a conversation every five
// seconds, an answer to every third, with the contact's panel open, customers
// writing, and all conversations fetched into the index meanwhile. No minute
// holds more requests than are allowed and no second more than a burst, nothing
// is refused, and the person does not wait for what is fetched ahead.
func TestAnHourOfBriskWorkStaysWithinTheBudget(t *testing.T) {
	const openings = 720
	o := emulator.Options{Contacts: 2000, RateLimit: allowance, RequestLog: 20_000}
	onShift(t, bench{emulator: o, width: 150, height: 40}, func(s *shift) {
		s.live()
		s.pass(5 * time.Second) // the person looks at the list
		ids := s.em.ContactIDs()
		var longest, all time.Duration
		for n := range openings {
			began := time.Now()
			s.press("esc", "down", "enter")
			c := s.openChat()
			s.awaitEvery(20*time.Millisecond, "the conversation", func() bool { return c.loaded && c.whole() })
			if n%3 == 0 {
				s.sendText("an answer")
				s.awaitEvery(20*time.Millisecond, "the answer", func() bool { return len(s.unsentOf(c)) == 0 })
			}
			took := time.Since(began)
			longest, all = max(longest, took), all+took
			if n%2 == 0 {
				s.em.Receive(ids[(7*n)%len(ids)], "hello")
			}
			s.pass(time.Until(began.Add(5 * time.Second)))
		}
		if b := s.platform().Budget(); !b.Limited || b.Limit != allowance.API || b.Spent == 0 || b.Spent > allowance.API {
			t.Errorf("the budget says %+v", b)
		}
		if known := s.list().Known(); known != len(ids) {
			t.Errorf("the index knows %d of %d conversations", known, len(ids))
		}
		s.within(t, allowance)
		t.Logf("the person waited %v on average, %v at most", all/openings, longest)
		if longest > 500*time.Millisecond || all/openings > 50*time.Millisecond {
			t.Errorf("the person waited %v on average, %v at most", all/openings, longest)
		}
	})
}

// within checks what came to the platform against its limits, wherever a minute
// or a second begins.
func (s *shift) within(t *testing.T, limit emulator.RateLimit) {
	t.Helper()
	var at []time.Time
	refused := 0
	for _, r := range s.em.Requests() {
		if !strings.HasPrefix(r.Path, "/api/") || strings.HasSuffix(r.Path, "/auth/login") {
			continue
		}
		at = append(at, r.At)
		if r.Status == 429 {
			refused++
		}
	}
	minute, second := most(at, time.Minute), most(at, time.Second)
	t.Logf("%d requests, at most %d in a minute and %d in a second", len(at), minute, second)
	if minute > limit.API || second > limit.Burst || refused > 0 {
		t.Errorf("%d in a minute, %d in a second, %d refused", minute, second, refused)
	}
}

// most is the largest number of times within any span.
func most(at []time.Time, span time.Duration) (n int) {
	first := 0
	for i := range at {
		for at[i].Sub(at[first]) >= span {
			first++
		}
		n = max(n, i-first+1)
	}
	return n
}

// While the realtime line is live and nobody is at the keys nothing is polled: an
// idle desk asks for nothing but what keeps it signed in.
func TestAnIdleDeskAsksForNothing(t *testing.T) {
	onShift(t, bench{emulator: emulator.Options{RequestLog: 20_000}}, func(s *shift) {
		s.live()
		c := s.openFirst()
		s.pass(idleAfter + time.Minute)
		s.em.ForgetRequests()
		for range 12 {
			s.pass(5 * time.Minute)
			s.em.Receive(s.em.ContactIDs()[30], "hello")
		}
		for _, r := range s.em.Requests() {
			if !strings.Contains(r.Path, "/auth/") {
				t.Errorf("asked for %s %s with %s open", r.Method, r.Path, c.name())
			}
		}
		s.agrees()
	})
}
