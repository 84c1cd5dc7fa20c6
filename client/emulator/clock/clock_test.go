package clock

import (
	"strings"
	"testing"
	"time"
)

func TestClockKeepsOrder(t *testing.T) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	c := New(func() time.Time { return noon })
	var got []string
	add := func(after time.Duration, name string) { c.After(after, func() { got = append(got, name) }) }
	add(2*time.Second, "b")
	add(time.Second, "a")
	add(2*time.Second, "c")
	c.After(time.Second, func() { add(500*time.Millisecond, "nested") })
	add(time.Hour, "late")
	c.Advance(3 * time.Second)
	if strings.Join(got, " ") != "a nested b c" || !c.Now().Equal(noon.Add(3*time.Second)) {
		t.Errorf("%v at %v", got, c.Now())
	}
}
