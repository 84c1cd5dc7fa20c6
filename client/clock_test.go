package client

import (
	"net/http"
	"testing"
	"time"
)

func TestClockSkew(t *testing.T) {
	var c Client
	if _, known := c.ClockSkew(); known {
		t.Error("known before any answer")
	}
	began := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for date, want := range map[string]time.Duration{
		"Fri, 20 Nov 2026 10:00:01 GMT": 500 * time.Millisecond, // as good as none
		"Fri, 20 Nov 2026 10:05:01 GMT": 5*time.Minute + 500*time.Millisecond,
		"Fri, 20 Nov 2026 09:00:01 GMT": -time.Hour + 500*time.Millisecond,
	} {
		c.skew.observe(http.Header{"Date": {date}}, began, began.Add(2*time.Second))
		if by, known := c.ClockSkew(); !known || by != want {
			t.Errorf("%s: %v", date, by)
		}
	}
	c.skew.observe(http.Header{"Date": {"soon"}}, began, began)
	c.skew.observe(http.Header{}, began, began)
	if _, known := c.ClockSkew(); !known {
		t.Error("forgotten by an answer without a time")
	}
}
