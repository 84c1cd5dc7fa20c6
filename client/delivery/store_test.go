package delivery

import (
	"fmt"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/store"
)

// A write that fails is tried again, less and less often, until the store has what it lacks.
func TestAFullDiskIsTriedAgain(t *testing.T) {
	d := newDesk(t)
	writes := 0
	d.console.full = func() bool { writes++; return writes <= 5 }
	d.Ready(false)
	began := d.clock
	d.text("1")
	d.run()
	if d.console.rows["1"] == nil || writes != 6 || d.clock.Sub(began) < time.Minute {
		t.Fatalf("%d writes within %s: %v", writes, d.clock.Sub(began), d.console.rows)
	}
	d.Ready(true)
	d.run()
	if len(d.console.rows) != 0 || len(d.platform.holds) != 1 {
		t.Fatalf("rows %v, the platform holds %v", d.console.rows, d.platform.holds)
	}
}

// What could not be written goes out all the same, and leaves nothing behind.
func TestWithoutARowItIsSentAllTheSame(t *testing.T) {
	d := newDesk(t)
	d.console.full = func() bool { return true }
	d.text("1")
	d.run()
	if len(d.platform.holds) != 1 || len(d.Items("")) != 0 {
		t.Fatalf("the platform holds %v, left %+v", d.platform.holds, d.Items(""))
	}
}

// Why it is held is written later, where the disk was full at first.
func TestWhyItIsHeldIsWrittenLater(t *testing.T) {
	d := newDesk(t)
	d.text("1")
	d.step(nil)
	writes := 0
	d.console.full = func() bool { writes++; return writes <= 2 } // the claim, and why it is held
	d.run()
	if it, _ := d.Item("1"); it.Why != NotNoted || d.console.rows["1"].Held == "" || len(d.platform.holds) != 0 {
		t.Fatalf("%+v, row %+v", it, d.console.rows["1"])
	}
	d.Again("1")
	d.run()
	if len(d.console.rows) != 0 || len(d.platform.holds) != 1 {
		t.Fatalf("rows %v, the platform holds %v", d.console.rows, d.platform.holds)
	}
}

// A message of the same time as the newest that was known is recognized, also by the next console; the
// one that was known is not taken for it.
func TestTwoMessagesOfTheSameTime(t *testing.T) {
	at := time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC)
	known := client.Message{ID: "known", ContactID: "c", Direction: client.Outgoing, Type: "text", Body: "ok", CreatedAt: at}
	ours := known
	ours.ID = "ours"
	for _, restarts := range []bool{false, true} {
		for _, loaded := range []bool{false, true} {
			for _, arrived := range []bool{false, true} {
				box := New(Options{Known: func(string) Known { return Known{Recent: []client.Message{known}, Loaded: loaded} }})
				box.Ready(true)
				box.Put(Item{ID: "x", Contact: "c", Content: Text{Body: "ok"}, Written: at})
				it := box.Next(at)[0].Item
				box.Answered(at, "x", client.Message{}, &client.Error{Kind: client.KindUnreachable, Uncertain: true})
				if restarts {
					row, _ := it.Row()
					row.Unsure, row.Tried, row.Attempts = true, at, 1
					box = New(Options{})
					box.Ready(true)
					box.Adopt([]store.Outgoing{row})
				}
				box.Again("x")
				w := box.Next(at)[0]
				list := []client.Message{known}
				if arrived {
					list = append(list, ours)
				}
				box.Looked(at, w, list, nil)
				if _, waits := box.Item("x"); w.Step != Look || waits == arrived {
					t.Errorf("loaded %v, restarts %v, arrived %v: %v, still here %v", loaded, restarts, arrived, w.Step, waits)
				}
			}
		}
	}
}

// A file that may have arrived is looked for by the next console, whatever its row says; what was
// written down stays until that is known.
func TestAHeldFileIsLookedFor(t *testing.T) {
	d := newDesk(t)
	d.platform.next = once(lostAnswer)
	d.file("1")
	for d.Items("")[0].State <= Sending {
		d.step(nil)
	}
	d.console.rows["1"].Held = "stopped when all of it was sent"
	d.restart()
	if it := d.Items("")[0]; it.State != Unknown || it.Why != AsStored || it.Words == "" {
		t.Fatalf("%+v", it)
	}
	d.run()
	if len(d.Items("")) != 0 || len(d.platform.holds) != 1 || len(d.console.rows) != 0 {
		t.Fatalf("left %+v, the platform holds %v", d.Items(""), d.platform.holds)
	}
}

// A clock that was set back makes nothing wait longer than it takes to settle.
func TestAClockThatWasSetBack(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC)
	box := New(Options{})
	box.Ready(true)
	box.Adopt([]store.Outgoing{{ID: "x", Contact: "c", Kind: store.Reply, Body: "x", Written: now, Tried: now.Add(9 * time.Hour), Attempts: 1, Unsure: true}})
	if w := box.Next(now); len(w) != 1 || w[0].Step != Wait || w[0].At.Sub(now) > SettleFor {
		t.Fatalf("%+v", w)
	}
	box.Woke()
	if w := box.Next(now.Add(SettleFor)); len(w) != 1 || w[0].Step != Look {
		t.Fatalf("%+v", w)
	}
}

// While a database does not answer nothing is sent, whatever it may have noted; afterwards all goes out once
// and in order.
func TestADatabaseThatIsAwayIsWaitedFor(t *testing.T) {
	for name, answers := range map[string]int{"before the row": 0, "before the claim": 1, "before the return": 2} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			if name == "before the return" {
				d.platform.next = once(lostAnswer)
			}
			writes, away := 0, true
			d.console.fault = fmt.Errorf("the connection broke: %w", store.ErrLater)
			d.console.full = func() bool { writes++; return away && writes > answers }
			d.text("1")
			d.text("2")
			for range 40 {
				d.step(nil)
			}
			if most := answers / 2; len(d.platform.holds) > most {
				t.Fatalf("the platform holds %v", d.platform.holds)
			}
			away = false
			d.run()
			if len(d.console.rows) != 0 || len(d.Items("")) != 0 || len(d.platform.holds) != 2 || d.platform.holds[0].Body != "1" {
				t.Fatalf("rows %v, left %+v, the platform holds %v", d.console.rows, d.Items(""), d.platform.holds)
			}
		})
	}
}

// What another console of the desk sent goes without a word to the platform.
func TestWhatIsSentElsewhereIsGone(t *testing.T) {
	d := newDesk(t)
	d.text("1")
	w := d.Next(d.clock)[0]
	d.Stored(d.clock, w.Item.ID, store.ErrElsewhere)
	if w.Step != Store || len(d.Items("")) != 0 || len(d.Next(d.clock)) != 0 {
		t.Fatalf("%v, left %+v", w.Step, d.Items(""))
	}
}

// A row of a console that may live is looked for only when nothing can be under way any more.
func TestAConsoleThatMayLiveIsWaitedFor(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC)
	box := New(Options{})
	box.Ready(true)
	box.Adopt([]store.Outgoing{{ID: "x", Contact: "c", Kind: store.Reply, Body: "x", Written: now, Tried: now, Attempts: 1, Unsure: true, UnderWay: store.UnderWay}})
	box.Again("x")
	if w := box.Next(now); len(w) != 1 || w[0].Step != Wait || w[0].At.Sub(now) != store.UnderWay+SettleFor {
		t.Fatalf("%+v", w)
	}
	box.Woke()
	if w := box.Next(now.Add(store.UnderWay + SettleFor)); len(w) != 1 || w[0].Step != Look {
		t.Fatalf("%+v", w)
	}
}
