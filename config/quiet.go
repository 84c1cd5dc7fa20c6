package config

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// QuietHours are times of a week: those at which nothing notifies, or at which
// somebody works. The zero value has none.
type QuietHours struct{ spans []quietSpan }

// quietSpan is a time of day on some days. One that ends before it begins goes
// over midnight, and belongs to the day on which it begins.
type quietSpan struct {
	days     [7]bool
	from, to time.Duration
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ParseQuietHours reads "22:00-07:00", "mon-fri 18:00-09:00" or "sat sun", or
// several of them with commas between. The error is the rest of a sentence.
func ParseQuietHours(s string) (QuietHours, error) {
	var q QuietHours
	if strings.TrimSpace(s) == "" {
		return q, nil
	}
	for part := range strings.SplitSeq(s, ",") {
		span := quietSpan{to: 24 * time.Hour}
		any, timed := false, false
		for word := range strings.FieldsSeq(strings.ToLower(part)) {
			switch from, to, isRange := strings.Cut(word, "-"); {
			case isRange && strings.Contains(from, ":") && !timed:
				a, errA := time.Parse("15:04", from)
				b, errB := time.Parse("15:04", to)
				if errA != nil || errB != nil || a.Equal(b) {
					return QuietHours{}, fmt.Errorf("cannot hold %q; a time is written 22:00-07:00", word)
				}
				span.from, span.to, timed = sinceMidnight(a), sinceMidnight(b), true
			default:
				if !span.addDays(from, to, isRange) {
					return QuietHours{}, fmt.Errorf("cannot hold %q; write 22:00-07:00, mon-fri 18:00-09:00 or sat sun", word)
				}
				any = true
			}
		}
		if !any && !timed {
			return QuietHours{}, fmt.Errorf("has nothing between two commas")
		}
		if !any {
			span.days = [7]bool{true, true, true, true, true, true, true}
		}
		q.spans = append(q.spans, span)
	}
	return q, nil
}

func sinceMidnight(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}

func (s *quietSpan) addDays(from, to string, isRange bool) bool {
	a := slices.Index(weekdays, from)
	b := a
	if isRange {
		b = slices.Index(weekdays, to)
	}
	if a < 0 || b < 0 {
		return false
	}
	for d := a; ; d = (d + 1) % 7 {
		s.days[d] = true
		if d == b {
			return true
		}
	}
}

// Hold says whether nothing may notify at t, by the clock of t's own place.
func (q QuietHours) Hold(t time.Time) bool {
	at, day := sinceMidnight(t), int(t.Weekday())
	for _, s := range q.spans {
		if s.from < s.to {
			if s.days[day] && at >= s.from && at < s.to {
				return true
			}
			continue
		}
		if s.days[day] && at >= s.from || s.days[(day+6)%7] && at < s.to {
			return true
		}
	}
	return false
}

// mostCounted bounds what Between counts: whoever waits longer waits too long anyway.
const mostCounted = 60 * 24 * time.Hour

// Between is how much of the time from one moment to another lies in these hours, by the clock of
// the moments' own place; all of it if there are none.
func (q QuietHours) Between(from, to time.Time) time.Duration {
	if len(q.spans) == 0 || !to.After(from) {
		return max(0, to.Sub(from))
	}
	if to.Sub(from) > mostCounted {
		from = to.Add(-mostCounted)
	}
	var counted time.Duration
	year, month, day := from.Date()
	for n := 0; ; n++ {
		midnight := time.Date(year, month, day+n, 0, 0, 0, 0, from.Location())
		if !midnight.Before(to) {
			return counted
		}
		counted += q.onDay(midnight, from, to)
	}
}

// onDay is how much of the time from one moment to another lies in these hours of a day.
func (q QuietHours) onDay(midnight, from, to time.Time) (counted time.Duration) {
	for at := midnight; at.Before(midnight.AddDate(0, 0, 1)) && at.Before(to); {
		next := q.nextEdge(at)
		if q.Hold(at) {
			a, b := later(at, from), earlier(next, to)
			counted += max(0, b.Sub(a))
		}
		at = next
	}
	return counted
}

// nextEdge is the next moment after one at which a span begins or ends, or midnight.
func (q QuietHours) nextEdge(at time.Time) time.Time {
	year, month, day := at.Date()
	next := time.Date(year, month, day+1, 0, 0, 0, 0, at.Location())
	for _, s := range q.spans {
		for _, edge := range [...]time.Duration{s.from, s.to} {
			t := time.Date(year, month, day, int(edge.Hours()), int(edge.Minutes())%60, 0, 0, at.Location())
			if t.After(at) && t.Before(next) {
				next = t
			}
		}
	}
	return next
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func quietHours(v any) error {
	_, err := ParseQuietHours(v.(string))
	return err
}
