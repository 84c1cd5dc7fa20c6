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

func TestHoursBetween(t *testing.T) {
	monday := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC)
	at := func(day int, clock string) time.Time {
		c, _ := time.Parse("15:04", clock)
		return monday.AddDate(0, 0, day).Add(sinceMidnight(c))
	}
	for _, c := range []struct {
		hours    string
		from, to time.Time
		want     time.Duration
	}{
		{"", at(0, "10:00"), at(1, "10:00"), 24 * time.Hour},
		{"", at(1, "10:00"), at(0, "10:00"), 0},
		{"mon-fri 09:00-18:00", at(0, "10:00"), at(0, "10:40"), 40 * time.Minute},
		{"mon-fri 09:00-18:00", at(0, "17:50"), at(1, "09:10"), 20 * time.Minute},
		{"mon-fri 09:00-18:00", at(4, "17:00"), at(7, "10:00"), 2 * time.Hour},
		{"mon-fri 09:00-18:00", at(0, "07:00"), at(0, "08:00"), 0},
		{"mon-fri 09:00-18:00, sat 10:00-12:00", at(4, "18:00"), at(7, "09:00"), 2 * time.Hour},
		{"22:00-06:00", at(0, "21:00"), at(1, "07:00"), 8 * time.Hour},
		{"sat sun", at(4, "12:00"), at(7, "12:00"), 48 * time.Hour},
		{"09:00-12:00, 10:00-13:00", at(0, "00:00"), at(1, "00:00"), 4 * time.Hour},
	} {
		q, err := ParseQuietHours(c.hours)
		if got := q.Between(c.from, c.to); err != nil || got != c.want {
			t.Errorf("%q from %v to %v: %v, want %v (%v)", c.hours, c.from, c.to, got, c.want, err)
		}
	}
}
