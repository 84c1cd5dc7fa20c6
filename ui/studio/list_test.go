package studio

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"keydesk/actions"
	_ "keydesk/cmd/chance" // the same draws every time
)

// Writing what Reorder says makes the platform show the new order, and no smaller number of writes
// would for a single move among orders with room.
func TestReorderShowsTheNewOrder(t *testing.T) {
	born := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "n")
		list := make([]Entry, n)
		for i := range list {
			list[i].Stored = actions.Stored{ID: string(rune('a' + i)), Order: rapid.IntRange(0, 15).Draw(t, "order")}
			list[i].Created = born.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "age")*100+i) * time.Second)
		}
		list = Sorted(list)
		if still := Reorder(list); anyBelow(list) == false && len(still) > 0 && room(list) {
			t.Fatalf("nothing moved, and %v is written for %v", still, orders(list))
		}
		for range rapid.IntRange(1, 4).Draw(t, "moves") {
			if n > 1 {
				i := rapid.IntRange(0, n-2).Draw(t, "at")
				list[i], list[i+1] = list[i+1], list[i]
			}
		}
		want := ids(list)
		after := slices.Clone(list)
		for _, p := range Reorder(list) {
			if p.Order < 0 {
				t.Fatalf("order %d", p.Order)
			}
			for i := range after {
				if after[i].Stored.ID == p.ID {
					after[i].Stored.Order = p.Order
				}
			}
		}
		if got := ids(Sorted(after)); got != want {
			t.Fatalf("the platform shows %s, not %s: %v", got, want, orders(after))
		}
	})
}

func anyBelow(list []Entry) bool {
	for i, e := range list {
		if e.Stored.Order < i {
			return true
		}
	}
	return false
}

// room says that no two have the same order.
func room(list []Entry) bool {
	for i := 1; i < len(list); i++ {
		if list[i].Stored.Order == list[i-1].Stored.Order {
			return false
		}
	}
	return true
}

func ids(list []Entry) string {
	s := ""
	for _, e := range list {
		s += e.Stored.ID
	}
	return s
}

func orders(list []Entry) []int {
	var out []int
	for _, e := range list {
		out = append(out, e.Stored.Order)
	}
	return out
}

func TestReorderWritesLittle(t *testing.T) {
	of := func(orders ...int) []Entry {
		list := make([]Entry, len(orders))
		for i, n := range orders {
			list[i].Stored = actions.Stored{ID: string(rune('a' + i)), Order: n}
		}
		return list
	}
	for _, x := range []struct {
		orders []int
		writes int
	}{
		{[]int{0, 1, 2, 3}, 0},
		{[]int{10, 30, 20, 40}, 1}, // one of them fits between
		{[]int{0, 2, 1, 3}, 2},     // a swap of neighbours without room
		{[]int{1, 2, 3, 0}, 1},     // the first to the end
		{[]int{3, 0, 1, 2}, 3},     // the last to the front: there is no room before it
		{[]int{9, 5, 6, 7}, 1},     // but here there is
	} {
		if got := Reorder(of(x.orders...)); len(got) != x.writes {
			t.Errorf("%v: %v, not %d writes", x.orders, got, x.writes)
		}
	}
}

func TestTheListFiltersAndSorts(t *testing.T) {
	entry := func(id, name string, active bool, problems int) Entry {
		e := Entry{Stored: actions.Stored{ID: id, Name: name, Active: active, Type: actions.TypeURL, Config: map[string]any{"url": "https://" + id + ".example.com/?key=hush"}}}
		e.Findings = make([]actions.Finding, problems)
		return e
	}
	var l List
	l.Set([]Entry{entry("a", "Zebra", false, 0), entry("b", "Äpfel", true, 2), entry("c", "王", true, 1)})
	l.Move(2)
	shown := func() string {
		s := ""
		for _, i := range l.shown {
			s += l.all[i].Stored.ID
		}
		return s
	}
	for _, want := range []string{"bac", "bca", "bca", "abc", "abc"} { // name, state, problems, last run, order
		l.SortNext()
		if got := shown(); got != want {
			t.Errorf("by %s: %s, not %s", l.Sorting(), got, want)
		}
		if e, _ := l.Selected(); e.Stored.ID != "c" {
			t.Errorf("by %s the bar is on %s", l.Sorting(), e.Stored.ID)
		}
	}
	l.Filter("apfel")
	if shown() != "b" || l.Shift(1) {
		t.Errorf("the filter shows %s", shown())
	}
	l.Filter("hush")
	if _, ok := l.Selected(); ok {
		t.Error("a secret can be searched for")
	}
	l.Filter("")
	l.ToTop()
	if !l.Shift(1) || shown() != "bac" {
		t.Errorf("after a move: %s", ids(l.all))
	}
}
