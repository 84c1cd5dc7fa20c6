package client

import (
	"net/http"
	"strconv"
	"testing"
	"time"
)

// A limit is learned only from a header that tells one; a burst and a minute of the rate stay within it.
func TestWhatTheBudgetLearnsFromHeaders(t *testing.T) {
	told := func(limit string) http.Header { return http.Header{"X-Ratelimit-Limit": {limit}} }
	for _, bad := range []string{"", "x", "0", "-5", "1e3"} {
		b := newBudget(time.Now)
		if b.observe(told(bad)); b.told != nil || b.limit != 0 {
			t.Errorf("%q told a limit of %d", bad, b.limit)
		}
	}
	for _, limit := range []int{1, 2, 60, 600} {
		b := newBudget(time.Now)
		b.observe(told(strconv.Itoa(limit)))
		if b.told == nil || b.limit != limit || b.remaining != limit {
			t.Fatalf("%d: %+v", limit, b)
		}
		if perMinute := float64(b.told.Limit())*60 + float64(b.told.Burst()); limit > 1 && perMinute > float64(limit)+1e-6 || b.told.Burst() < 1 {
			t.Errorf("%d: %.1f a minute", limit, perMinute)
		}
	}
	b := newBudget(time.Now)
	h := told("60")
	h.Set("X-RateLimit-Remaining", "7")
	if b.observe(h); b.remaining != 7 {
		t.Errorf("%d remain", b.remaining)
	}
	before := b.told
	if b.observe(h); b.told != before {
		t.Error("the same limit began anew")
	}
}

// Only a newer message moves the time up to which nothing is missing.
func TestADoubtFollowsTheNewestMessage(t *testing.T) {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	var d doubt
	for _, x := range []struct {
		e    Event
		want time.Time
	}{
		{MessageReceived{Message: Message{CreatedAt: noon}}, noon},
		{MessageReceived{Message: Message{CreatedAt: noon.Add(-time.Hour)}}, noon},
		{StatusChanged{}, noon},
		{MessageReceived{Message: Message{CreatedAt: noon.Add(time.Second)}}, noon.Add(time.Second)},
	} {
		if d.hear(x.e); !d.told.Equal(x.want) {
			t.Errorf("%+v: %s", x.e, d.told)
		}
	}
}
