package batch

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	_ "keydesk/cmd/chance" // the same draws every time
)

// words is a step that says what it is.
type words string

func (w words) Text() string { return string(w) }

func targets(n int) []Target {
	list := make([]Target, n)
	for i := range list {
		list[i] = Target{ID: fmt.Sprint("c", i), Name: fmt.Sprint("Customer ", i)}
	}
	return list
}

// planned is a batch of which everything is planned.
func planned(n int) *Batch {
	b := New(targets(n))
	for i, ok := b.ToPlan(); ok; i, ok = b.ToPlan() {
		b.Took(i, words("plan"), nil)
	}
	return b
}

func statesOf(b *Batch) []State {
	var list []State
	for _, r := range b.Rows() {
		list = append(list, r.State)
	}
	return list
}

// TestNothingBeginsBeforeAllIsPlannedAndAgreedTo asks for the next row too early.
func TestNothingBeginsBeforeAllIsPlannedAndAgreedTo(t *testing.T) {
	b := New(targets(2))
	b.Took(0, words("plan"), nil)
	b.Begin()
	if _, ok := b.Next(); ok || b.Begun() {
		t.Fatal("a row began although another is not planned")
	}
	b.Took(1, nil, errors.New("the body is no JSON"))
	if _, ok := b.Next(); ok {
		t.Fatal("a row began although nobody agreed")
	}
	b.Begin()
	if i, ok := b.Next(); !ok || i != 0 {
		t.Fatalf("row %d, %v", i, ok)
	}
	if _, ok := b.Next(); ok {
		t.Fatal("two rows are under way")
	}
	b.Finish(0, Result{State: Done})
	if _, ok := b.Next(); ok || !b.Over() || b.Rows()[1].State != Refused {
		t.Fatalf("%v", statesOf(b))
	}
}

// TestPauseAndStop ends a batch in its middle.
func TestPauseAndStop(t *testing.T) {
	b := planned(4)
	b.Begin()
	b.Next()
	b.Pause()
	b.Finish(0, Result{State: Done})
	if _, ok := b.Next(); ok || b.Over() {
		t.Fatal("a batch that pauses goes on, or is over")
	}
	b.Resume()
	b.Next()
	b.Stop()
	if b.Over() {
		t.Fatal("it is over although a row is under way")
	}
	b.Finish(1, Result{State: Failed, Words: "500"})
	if want := []State{Done, Failed, Left, Left}; !slices.Equal(statesOf(b), want) || !b.Over() {
		t.Fatalf("%v, want %v", statesOf(b), want)
	}
	if again := b.Again(); len(again) != 3 || again[0].ID != "c1" {
		t.Fatalf("%v", again)
	}
}

// TestHaltingPutsTheRowBack pauses where the next rows would fare no better.
func TestHaltingPutsTheRowBack(t *testing.T) {
	b := planned(2)
	b.Begin()
	b.Next()
	b.Finish(0, Result{State: Failed, Words: "not run: the platform cannot be reached", Halts: true})
	why, paused := b.Paused()
	if !paused || why == "" || b.Rows()[0].State != Planned {
		t.Fatalf("%q %v %v", why, paused, statesOf(b))
	}
	b.Resume()
	if i, ok := b.Next(); !ok || i != 0 {
		t.Fatalf("row %d, %v", i, ok)
	}
	b.Stop()
	b.Finish(0, Result{State: Failed, Words: "not run", Halts: true})
	if want := []State{Failed, Left}; !slices.Equal(statesOf(b), want) {
		t.Fatalf("%v, want %v", statesOf(b), want)
	}
}

// TestEachRowIsDoneOnce presses every key in any order and holds that a row is begun at most once
// after it was shown, and that what ended stays so.
func TestEachRowIsDoneOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 6).Draw(t, "rows")
		b, begun, under := New(targets(n)), make([]int, n), -1
		ended := map[int]State{}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 6).Draw(t, "step") {
			case 0:
				if i, ok := b.ToPlan(); ok {
					var err error
					if rapid.Bool().Draw(t, "refused") {
						err = errors.New("no")
					}
					b.Took(i, words("plan"), err)
				}
			case 1:
				b.Begin()
			case 2, 3:
				if i, ok := b.Next(); ok {
					if under >= 0 || b.Count(Unplanned) > 0 {
						t.Fatalf("row %d began while %d is under way", i, under)
					}
					begun[i]++
					under = i
				}
			case 4:
				if under >= 0 {
					r := Result{State: rapid.SampledFrom([]State{Done, Failed, Uncertain, Changed}).Draw(t, "state")}
					r.Halts = r.State == Failed && rapid.Bool().Draw(t, "halts")
					b.Finish(under, r)
					if b.rows[under].State == Planned {
						begun[under]--
					}
					under = -1
				}
			case 5:
				b.Pause()
			case 6:
				if rapid.Bool().Draw(t, "resume") {
					b.Resume()
				} else {
					b.Stop()
				}
			}
			for i, r := range b.Rows() {
				if was, over := ended[i]; over && r.State != was {
					t.Fatalf("row %d was %v and is %v", i, was, r.State)
				}
				if r.State >= Done || r.State == Refused {
					ended[i] = r.State
				}
				if begun[i] > 1 {
					t.Fatalf("row %d began %d times", i, begun[i])
				}
			}
		}
	})
}
