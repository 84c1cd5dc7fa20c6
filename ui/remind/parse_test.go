package remind

import (
	"strings"
	"testing"
	"time"
)

// now is a Friday.
var now = time.Date(2026, 11, 20, 10, 45, 0, 0, time.FixedZone("Berlin", 3600))

func TestPlainWords(t *testing.T) {
	for s, want := range map[string]string{
		"in 2 hours":                "2026-11-20 12:45",
		"2h":                        "2026-11-20 12:45",
		"half an hour":              "2026-11-20 11:15",
		"in 20 min":                 "2026-11-20 11:05",
		"in a week":                 "2026-11-27 10:45",
		"Tomorrow at nine":          "2026-11-21 09:00",
		"tomorrow":                  "2026-11-21 09:00",
		"tomorrow 14:30":            "2026-11-21 14:30",
		"tomorrow evening":          "2026-11-21 18:00",
		"tonight":                   "2026-11-20 20:00",
		"today at 3pm":              "2026-11-20 15:00",
		"16:00":                     "2026-11-20 16:00",
		"9:00":                      "2026-11-21 09:00",
		"at noon":                   "2026-11-20 12:00",
		"mon":                       "2026-11-23 09:00",
		"friday 8:15":               "2026-11-27 08:15",
		"next tue at ten":           "2026-11-24 10:00",
		"on 3 Dec":                  "2026-12-03 09:00",
		"dec 3 17:00":               "2026-12-03 17:00",
		"3.12. 8:00":                "2026-12-03 08:00",
		"2026-12-03 9:05":           "2026-12-03 09:05",
		"2 jan":                     "2027-01-02 09:00",
		"2 January 2027 noon":       "2027-01-02 12:00",
		"if no answer by tomorrow":  "2026-11-21 09:00",
		"if no answer in 3 days":    "2026-11-23 10:45",
		"tomorrow 9:30: ask again":  "2026-11-21 09:30",
		"fri, whether it arrived":   "2026-11-27 09:00",
		"in 1 hour: 10:30 was said": "2026-11-20 11:45",
	} {
		r, err := Parse(s, now)
		if err != nil || r.Due.Format("2006-01-02 15:04") != want {
			t.Errorf("%q is %v (%v), want %s", s, r.Due, err, want)
		}
		if r.Answered != strings.HasPrefix(s, "if no answer") {
			t.Errorf("%q: until answered: %v", s, r.Answered)
		}
	}
	if r, _ := Parse("tomorrow 9:30: ask again, please", now); r.Words != "ask again, please" {
		t.Errorf("%q", r.Words)
	}
}

func TestWhatIsNoReminder(t *testing.T) {
	for s, words := range map[string]string{
		"":                   "write when",
		"soon":               "write when",
		"in 0 days":          "write when",
		"tomorrow at lunch?": "write when",
		"today 9:00":         "is over already",
		"2026-11-19":         "Thu, 19 Nov 2026 09:00 is over already",
		"in 0 min":           "is over already",
		"tomorrow 25:00":     "25:00 is no time of day",
		"31 feb":             "there is no day 31 of month 2",
		"2028-01-01":         "more than a year ahead",
		"in 9999 days":       "more than a year ahead",
	} {
		if r, err := Parse(s, now); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q is %v, %v; want %q", s, r, err, words)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("tomorrow at nine: ask")
	f.Add("if no answer by 3.12.")
	f.Fuzz(func(t *testing.T, s string) {
		if r, err := Parse(s, now); err == nil && (!r.Due.After(now) || r.Due.Sub(now) > furthest) {
			t.Errorf("%q is %v", s, r.Due)
		}
	})
}

func TestWhen(t *testing.T) {
	for s, want := range map[string]string{"in 2 hours": "today 12:45", "tomorrow": "tomorrow 09:00", "mon": "Mon 09:00", "5 Dec": "5 Dec 09:00", "2 jan": "2 Jan 2027 09:00"} {
		r, err := Parse(s, now)
		if got := When(r.Due, now); err != nil || got != want {
			t.Errorf("%q is %q, want %q (%v)", s, got, want, err)
		}
	}
}
