package remind

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Reminder is what somebody asked for.
type Reminder struct {
	Due      time.Time
	Answered bool   // it is over when the customer writes before
	Words    string // its own; "" for none
}

// morning is when a day without a time of day begins for somebody who answers customers.
const morning = 9

// furthest is how far ahead a reminder may be: beyond that a slip is likelier than a wish.
const furthest = 366 * 24 * time.Hour

// errNonsense tells what can be written.
var errNonsense = errors.New(`write when, for example "in 2 hours", "tomorrow at nine", "fri 14:30", "3 Dec" or "if no answer by tomorrow", and behind a colon what about`)

// Parse reads a reminder at a moment, in the place of who asks.
func Parse(s string, now time.Time) (Reminder, error) {
	when, words := split(strings.TrimSpace(s))
	r := Reminder{Words: words}
	when = strings.ToLower(strings.Join(strings.Fields(when), " "))
	for _, lead := range []string{"if no answer by ", "if no answer ", "unless answered by ", "no answer by "} {
		if rest, ok := strings.CutPrefix(when, lead); ok {
			when, r.Answered = rest, true
			break
		}
	}
	if when == "" {
		return Reminder{}, errNonsense
	}
	var err error
	if r.Due, err = moment(when, now); err != nil {
		return Reminder{}, err
	}
	switch {
	case !r.Due.After(now):
		return Reminder{}, fmt.Errorf("%s is over already; a reminder is for later", r.Due.Format("Mon, 2 Jan 2006 15:04"))
	case r.Due.Sub(now) > furthest:
		return Reminder{}, fmt.Errorf("%s is more than a year ahead; a reminder is for at most a year", r.Due.Format("2 Jan 2006"))
	}
	return r, nil
}

// split parts the time from the reminder's own words. A colon between digits is one of the time.
func split(s string) (when, words string) {
	for i, c := range s {
		if c != ':' && c != ',' {
			continue
		}
		if c == ':' && i > 0 && digit(s[i-1]) && i+1 < len(s) && digit(s[i+1]) {
			continue
		}
		return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
	}
	return s, ""
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

var span = regexp.MustCompile(`^(?:in )?(\d{1,4}|an?|one|two|three|half an) ?(m|min|mins|minutes?|h|hours?|hrs?|d|days?|w|weeks?)$`)

// moment reads a time.
func moment(s string, now time.Time) (time.Time, error) {
	if m := span.FindStringSubmatch(s); m != nil {
		return ahead(m[1], m[2], now)
	}
	day, rest, err := dayOf(s, now)
	if err != nil {
		return time.Time{}, err
	}
	hour, minute, err := clock(rest)
	if err != nil {
		return time.Time{}, err
	}
	at := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, now.Location())
	if s == rest && !at.After(now) { // a time of day alone is the next one
		at = time.Date(day.Year(), day.Month(), day.Day()+1, hour, minute, 0, 0, now.Location())
	}
	return at, nil
}

// ahead is so many minutes, hours, days or weeks from now.
func ahead(count, unit string, now time.Time) (time.Time, error) {
	words := map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
	n, known := words[count]
	if !known && count != "half an" {
		n, _ = strconv.Atoi(count) // at most four digits
	}
	switch unit[0] {
	case 'm':
		return now.Add(time.Duration(n) * time.Minute), nil
	case 'h':
		if count == "half an" {
			return now.Add(30 * time.Minute), nil
		}
		return now.Add(time.Duration(n) * time.Hour), nil
	case 'w':
		n *= 7
	}
	if n == 0 {
		return time.Time{}, errNonsense
	}
	return now.AddDate(0, 0, n), nil
}

var (
	weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	months   = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
	dates    = []struct {
		form             *regexp.Regexp
		year, month, day int
	}{
		{regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})\b`), 1, 2, 3},
		{regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(\d{4})?`), 3, 2, 1},
		{regexp.MustCompile(`^(\d{1,2}) ([a-z]{3,9})\b(?: (\d{4})\b)?`), 3, 2, 1},
		{regexp.MustCompile(`^([a-z]{3,9}) (\d{1,2})\b(?:,? (\d{4})\b)?`), 3, 1, 2},
	}
)

// dayOf reads the day that a text begins with, and what follows it. Without one it is today.
func dayOf(s string, now time.Time) (day time.Time, rest string, err error) {
	first, after, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(s, "on "), "next "), " ")
	switch first {
	case "today":
		return now, after, nil
	case "tonight":
		if after == "" {
			after = "20:00"
		}
		return now, after, nil
	case "tomorrow", "tmrw":
		return now.AddDate(0, 0, 1), after, nil
	}
	if n := named(weekdays, first); n >= 0 {
		days := (n - int(now.Weekday()) + 7) % 7
		if days == 0 {
			days = 7
		}
		return now.AddDate(0, 0, days), after, nil
	}
	text := strings.TrimPrefix(s, "on ")
	for _, d := range dates {
		m := d.form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		month, _ := strconv.Atoi(m[d.month]) // 0 for a name
		if month == 0 {
			if month = named(months, m[d.month]) + 1; month == 0 {
				continue
			}
		}
		number, _ := strconv.Atoi(m[d.day])
		year, _ := strconv.Atoi(m[d.year]) // 0 for none
		day, err := date(year, month, number, now)
		return day, strings.TrimSpace(text[len(m[0]):]), err
	}
	return now, s, nil
}

// date is a day, the next of its kind if no year is said.
func date(year, month, day int, now time.Time) (time.Time, error) {
	at := time.Date(max(year, now.Year()), time.Month(month), day, 0, 0, 0, 0, now.Location())
	if year != 0 {
		at = time.Date(year, time.Month(month), day, 0, 0, 0, 0, now.Location())
	}
	if year == 0 && at.Before(now.AddDate(0, 0, -1)) {
		at = at.AddDate(1, 0, 0)
	}
	if at.Day() != day || int(at.Month()) != month {
		return time.Time{}, fmt.Errorf("there is no day %d of month %d", day, month)
	}
	return at, nil
}

// named is the place of a name in a list, of which at least three letters are written; -1 for none.
func named(list []string, s string) int {
	for i, name := range list {
		if len(s) >= 3 && strings.HasPrefix(name, s) {
			return i
		}
	}
	return -1
}

var (
	ofDay = regexp.MustCompile(`^(\d{1,2})(?:[:.h](\d{2}))? ?(am|pm|o'clock)?$`)
	hours = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"eleven": 11, "twelve": 12, "noon": 12, "midday": 12, "morning": morning, "afternoon": 14, "evening": 18}
)

// clock reads a time of day; "" is the morning.
func clock(s string) (hour, minute int, err error) {
	s = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(s, "at "), "in the "))
	if s == "" {
		return morning, 0, nil
	}
	if h, ok := hours[s]; ok {
		return h, 0, nil
	}
	m := ofDay.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, errNonsense
	}
	hour, _ = strconv.Atoi(m[1])   // two digits at most
	minute, _ = strconv.Atoi(m[2]) // 0 for none
	switch {
	case m[3] == "pm" && hour < 12:
		hour += 12
	case m[3] == "am" && hour == 12:
		hour = 0
	}
	if hour > 23 || minute > 59 {
		return 0, 0, fmt.Errorf("%s is no time of day", s)
	}
	return hour, minute, nil
}

// When is a moment as a reminder tells it: "today 14:30", "tomorrow 9:00", "Fri 9:00", "3 Dec 9:00".
func When(at, now time.Time) string {
	at = at.In(now.Location())
	day := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	}
	switch days := int(day(at).Sub(day(now)).Hours() / 24); {
	case days == 0:
		return "today " + at.Format("15:04")
	case days == 1:
		return "tomorrow " + at.Format("15:04")
	case days > 1 && days < 7:
		return at.Format("Mon 15:04")
	case at.Year() == now.Year():
		return at.Format("2 Jan 15:04")
	}
	return at.Format("2 Jan 2006 15:04")
}
