package delivery

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/cmd/chance"
)

// Whatever happens to one send: what is handed over stands once on the platform, in order; what the
// person has to decide goes out once when they say so.
func TestEveryFaultOfASend(t *testing.T) {
	for _, put := range []func(*desk, string){(*desk).text, (*desk).file} {
		for f := works; f < faultCount; f++ {
			for g := works; g < faultCount; g++ {
				d := newDesk(t)
				d.platform.next = once(f, g)
				put(d, "1")
				d.run()
				d.text("2")
				d.run()
				for range 3 {
					for _, it := range d.Items("") {
						if !d.Again(it.ID) {
							t.Fatalf("%s, %s: %+v cannot be sent again", f, g, it)
						}
						d.run()
					}
				}
				got := d.platform.bodies("c")
				slices.Sort(got)
				if fmt.Sprint(got) != "[1 2]" || len(d.Items("")) != 0 || len(d.console.rows) != 0 {
					t.Fatalf("%s, %s: the platform holds %v, left %+v, rows %v", f, g, got, d.Items(""), d.console.rows)
				}
			}
		}
	}
}

// A look comes before every repeat, unless the request surely did not reach the platform.
func TestWhatIsLookedUp(t *testing.T) {
	for f := noConnection; f < faultCount; f++ {
		d := newDesk(t)
		d.platform.next = once(f)
		d.text("1")
		d.run()
		for _, it := range d.Items("") {
			d.Again(it.ID)
		}
		d.run()
		if want := f != noConnection; (d.platform.looks > 0) != want {
			t.Errorf("%s: %d looks", f, d.platform.looks)
		}
	}
}

// A console that ends anywhere leaves everything to the next one, which sends it once.
func TestARestartInEveryState(t *testing.T) {
	for f := works; f < faultCount; f++ {
		for steps := range 12 {
			d := newDesk(t)
			d.platform.next = once(f)
			d.text("1")
			d.text("2")
			kept := 0
			for range steps {
				d.step(nil)
			}
			kept = len(d.console.rows) + len(d.platform.holds)
			d.restart()
			d.run()
			for _, it := range d.Items("") {
				d.Again(it.ID)
				d.run()
			}
			if got := d.platform.bodies("c"); len(got) < min(kept, 2) || len(got) > 2 || len(slices.Compact(got)) != len(got) {
				t.Fatalf("%s after %d steps: the platform holds %v, left %+v", f, steps, got, d.Items(""))
			}
		}
	}
}

// What was sent when its console died, and whose answer nobody noted, is looked for first.
func TestAClaimThatNobodyReturned(t *testing.T) {
	for _, arrived := range []bool{true, false} {
		d := newDesk(t)
		d.text("1")
		d.step(nil)
		w := d.Next(d.clock)
		if len(w) != 1 || w[0].Step != Send {
			t.Fatalf("%+v", w)
		}
		_ = d.console.Claim(t.Context(), "1", w[0].Item.After)
		if arrived {
			_, _ = d.platform.send(t.Context(), w[0].Item)
		}
		d.restart()
		d.run()
		if got := d.platform.bodies("c"); fmt.Sprint(got) != "[1]" || len(d.console.rows) != 0 {
			t.Fatalf("arrived %v: %v", arrived, got)
		}
	}
}

func TestAnotherConsoleHasIt(t *testing.T) {
	d := newDesk(t)
	d.text("1")
	d.step(nil)
	other := d.console
	other.n = 7
	other.adopt(d.console.n)
	d.run()
	if len(d.platform.holds) != 0 || len(d.Items("")) != 0 || d.console.rows["1"] == nil {
		t.Fatalf("it was sent by both: %v", d.platform.holds)
	}
}

// A file that was cut off is never sent again by itself.
func TestAFileThatWasCutOffIsAsked(t *testing.T) {
	d := newDesk(t)
	d.platform.next = once(lostRequest)
	d.file("1")
	d.run()
	it, _ := d.Item("1")
	if it.State != Held || it.Why != NotThere || len(d.platform.holds) != 0 {
		t.Fatalf("%+v", it)
	}
	d.text("2")
	d.run()
	if got := fmt.Sprint(d.platform.bodies("c")); got != "[2]" {
		t.Fatalf("those behind it: %s", got)
	}
}

// A note that may have arrived is looked for among the notes, whatever stands in the thread.
func TestANoteThatMayHaveArrived(t *testing.T) {
	for f, want := range map[fault]string{lostAnswer: "[n 1]", lostRequest: "[1 n]", status500Took: "[n 1]", status500: "[1 n]"} {
		d := newDesk(t)
		d.platform.next = once(f)
		d.Put(Item{ID: "n", Contact: "c", Content: Note{Body: "n"}, Written: d.clock})
		for d.Items("")[0].State <= Sending {
			d.step(nil)
		}
		d.text("1")
		d.run()
		d.Again("n") // where it is the person's to decide
		d.run()
		if got := fmt.Sprint(d.platform.bodies("c")); got != want || d.platform.looks != 1 || len(d.Items("")) != 0 || len(d.console.rows) != 0 {
			t.Fatalf("%s: %s, %d looks, left %+v", f, got, d.platform.looks, d.Items(""))
		}
	}
}

// A reaction replaces itself, so it needs no look.
func TestAReactionIsSentAgain(t *testing.T) {
	d := newDesk(t)
	d.platform.next = once(lostAnswer)
	d.Put(Item{ID: "r", Contact: "c", Content: Reaction{Message: "m", Emoji: "👍"}, Written: d.clock})
	d.run()
	if n := len(d.platform.holds); n != 2 || d.platform.looks != 0 || len(d.Items("")) != 0 {
		t.Fatalf("%d, %d looks, %+v", n, d.platform.looks, d.Items(""))
	}
}

func TestWhatWaitedTooLongIsAsked(t *testing.T) {
	d := newDesk(t)
	d.Ready(false)
	d.text("1")
	d.step(nil)
	d.clock = d.clock.Add(StaleAfter + time.Minute)
	d.Ready(true)
	d.text("2")
	d.run()
	if it, _ := d.Item("1"); it.Why != Old || fmt.Sprint(d.platform.bodies("c")) != "[2]" || d.console.rows["1"].Held == "" {
		t.Fatalf("%+v %v", it, d.platform.bodies("c"))
	}
	d.Again("1")
	d.run()
	if got := fmt.Sprint(d.platform.bodies("c")); got != "[2 1]" {
		t.Fatal(got)
	}
}

// The words of a colleague are not taken for ours, and where that is not clear the person decides.
func TestSeveralCandidates(t *testing.T) {
	d := newDesk(t)
	d.platform.next = once(lostRequest)
	d.text("ok")
	for d.Items("")[0].State != Unknown {
		d.step(nil)
	}
	for range 2 {
		_, _ = d.platform.send(t.Context(), Item{Contact: "c", Content: Text{Body: "ok"}})
	}
	d.run()
	if it, _ := d.Item("ok"); it.State != Held || it.Why != Several || it.Count != 2 {
		t.Fatalf("%+v", it)
	}
	d.Resend("ok")
	d.run()
	if n := len(d.platform.bodies("c")); n != 3 {
		t.Fatalf("%d", n)
	}
}

// An event tells of a message before its answer comes: the answer changes nothing then.
func TestAnEventBeforeTheAnswer(t *testing.T) {
	d := newDesk(t)
	d.text("1")
	d.step(nil)
	w := d.Next(d.clock)[0]
	m, _ := d.platform.send(t.Context(), w.Item)
	d.Changes()
	d.Told("c", []client.Message{m}, func(string) bool { return true })
	if list := d.Changes(); len(list) != 1 || list[0].State != Sent || list[0].Message.ID != m.ID || !d.Settled("c", m.ID) {
		t.Fatalf("%+v", list)
	}
	d.Answered(d.clock, "1", m, nil)
	if list := d.Changes(); len(list) != 0 {
		t.Fatalf("%+v", list)
	}
}

// What is thrown away while the store still writes it leaves no row.
func TestThrownAwayWhileItIsStored(t *testing.T) {
	d := newDesk(t)
	d.text("1")
	w := d.Next(d.clock)[0]
	if !d.Withdraw("1") || len(d.Items("")) != 0 {
		t.Fatal("it is still there")
	}
	row, _ := w.Item.Row()
	d.Stored(d.clock, "1", d.console.Enqueue(t.Context(), row))
	d.run()
	if len(d.console.rows) != 0 || len(d.platform.holds) != 0 {
		t.Fatalf("%v %v", d.console.rows, d.platform.holds)
	}
}

// Whatever the line does, in whatever order answers come in, and whenever a console ends: nothing
// doubles, nothing is lost, texts keep their order.
func TestOnceAndInOrder(t *testing.T) {
	for i := range uint64(2000) {
		seed := chance.Seed() + i
		dice := rand.New(rand.NewPCG(seed, 1))
		d := newDesk(t)
		bad := true
		d.console.full = func() bool { return bad && seed%3 == 0 && dice.IntN(3) == 0 }
		d.platform.next = func() fault {
			if !bad {
				return works
			}
			return fault(dice.IntN(int(faultCount) - 1)) // 403 is the person's to decide
		}
		var texts, files []string
		for i := range 6 {
			id := fmt.Sprint(i)
			if dice.IntN(4) == 0 {
				files = append(files, id)
				d.file(id)
			} else {
				texts = append(texts, id)
				d.text(id)
			}
			for range dice.IntN(6) {
				d.step(dice)
			}
			if dice.IntN(8) == 0 && !slices.ContainsFunc(d.Items(""), func(it Item) bool { return !it.Stored }) {
				d.restart()
			}
		}
		settle := func() {
			for range 3000 {
				if !d.step(dice) {
					return
				}
			}
			t.Fatalf("seed %d: it does not come to an end: %+v", seed, d.Items(""))
		}
		bad = dice.IntN(2) == 0
		for range 40 {
			settle()
			bad = false
			for _, it := range d.Items("") {
				d.Again(it.ID)
				settle()
			}
		}
		count := map[string]int{}
		for _, b := range d.platform.bodies("c") {
			count[b]++
		}
		for _, id := range append(texts, files...) {
			if count[id] != 1 {
				t.Fatalf("seed %d: the platform holds %v, left %+v", seed, d.platform.bodies("c"), d.Items(""))
			}
		}
		if len(d.console.rows) != 0 {
			t.Fatalf("seed %d: rows are left: %v", seed, d.console.rows)
		}
	}
}

// Without anything that the person decides, texts stand in the order in which they were written.
func TestTextsKeepTheirOrder(t *testing.T) {
	for i := range uint64(2000) {
		seed := chance.Seed() + i
		dice := rand.New(rand.NewPCG(seed, 2))
		d := newDesk(t)
		mild := []fault{works, noConnection, lostRequest, lostAnswer, status503, status503Took, status429, status429Took}
		d.platform.next = func() fault { return mild[dice.IntN(len(mild))] }
		var want []string
		for i := range 8 {
			d.text(fmt.Sprint(i))
			want = append(want, fmt.Sprint(i))
			for range dice.IntN(5) {
				d.step(dice)
			}
		}
		for range 3000 {
			if !d.step(dice) {
				break
			}
		}
		if got := d.platform.bodies("c"); !slices.Equal(got, want) {
			t.Fatalf("seed %d: the platform holds %v, left %+v", seed, got, d.Items(""))
		}
	}
}
