package config

import (
	"testing"
	"time"
)

func TestQuietHoursHold(t *testing.T) {
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	at := func(day int, clock string) time.Time {
		c, err := time.Parse("15:04", clock)
		if err != nil {
			t.Fatal(err)
		}
		return monday.AddDate(0, 0, day).Add(sinceMidnight(c))
	}
	for _, c := range []struct {
		quiet string
		at    time.Time
		want  bool
	}{
		{"", at(0, "03:00"), false},
		{"22:00-07:00", at(0, "21:59"), false}, {"22:00-07:00", at(0, "22:00"), true},
		{"22:00-07:00", at(1, "06:59"), true}, {"22:00-07:00", at(1, "07:00"), false},
		{"mon-fri 18:00-09:00", at(5, "08:00"), true}, {"mon-fri 18:00-09:00", at(5, "18:00"), false}, {"mon-fri 18:00-09:00", at(0, "08:00"), false},
		{"sat sun", at(5, "12:00"), true}, {"sat sun", at(0, "00:00"), false},
		{"fri-mon 10:00-11:00, wed", at(6, "10:30"), true}, {"fri-mon 10:00-11:00, wed", at(2, "23:59"), true}, {"fri-mon 10:00-11:00, wed", at(1, "10:30"), false},
	} {
		q, err := ParseQuietHours(c.quiet)
		if err != nil || q.Hold(c.at) != c.want {
			t.Errorf("%q at %v: %v, %v", c.quiet, c.at, q.Hold(c.at), err)
		}
	}
	for _, bad := range []string{"22", "22:00", "22:00-22:00", "25:00-26:00", "mon-", "22:00-07:00,", "someday", "22:00-07:00 08:00-09:00"} {
		if _, err := ParseQuietHours(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
