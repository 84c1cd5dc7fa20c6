package app

import (
	"errors"
	"testing"
	"time"

	"keydesk/actions"
	"keydesk/actions/history"
	"keydesk/client/store"
	"keydesk/cmd/testdatabase"
)

// The record of runs is the same in a database, and each person's own.
func TestTheRecordInADatabase(t *testing.T) {
	_, address := testdatabase.Own(t)
	d, err := store.OpenDatabase(address, store.Part{Name: "history", Migrations: history.Migrations()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	now := time.Now().Truncate(time.Millisecond)
	of := func(name string) *history.Store {
		return history.New(history.Options{Rows: d.Rows(name), Retention: time.Hour})
	}
	ravi, maya, ctx := of("ravi"), of("maya"), t.Context()
	for i, name := range []string{"Create ticket", "Copy phone", "Copy 100% \\ of \x00 it"} {
		r := actions.Run{ID: string(rune('a' + i)), PlanID: "p", State: actions.StateRunning, Started: now.Add(time.Duration(i) * time.Second), ContactID: "c1", ContactName: "Aarav Sharma", ActionID: name, ActionName: name, Type: actions.TypeWebhook}
		if err := ravi.Begin(ctx, r); err != nil {
			t.Fatal(err)
		}
		r.State, r.Took, r.Log = actions.StateDone, time.Second, []string{"line"}
		if err := ravi.Finish(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	for want, f := range map[int]history.Filter{3: {}, 2: {Action: "COPY"}, 1: {Contact: "sharma", After: "b"}, 0: {State: actions.StateFailed}} {
		list, err := ravi.List(ctx, f)
		if err != nil || len(list) != want {
			t.Errorf("%+v: %d, %v", f, len(list), err)
		}
	}
	if r, err := ravi.Get(ctx, "p"); err != nil || r.ID != "c" || r.State != actions.StateDone || len(r.Log) != 1 || !r.Started.Equal(now.Add(2*time.Second)) {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := maya.Get(ctx, "p"); !errors.Is(err, history.ErrNotFound) {
		t.Errorf("maya has a run of ravi: %v", err)
	}
	if err := ravi.NoteTest(ctx, "key", actions.Tested{At: now, How: "dry"}); err != nil {
		t.Fatal(err)
	}
	if x, ok, err := ravi.Tested(ctx, "key"); err != nil || !ok || x.How != "dry" {
		t.Errorf("%+v %v %v", x, ok, err)
	}
	if _, ok, err := maya.Tested(ctx, "key"); err != nil || ok {
		t.Errorf("maya tested it: %v", err)
	}
	if n, err := maya.Prune(ctx, now.Add(time.Hour)); err != nil || n != 0 {
		t.Errorf("maya removed %d, %v", n, err)
	}
	if n, err := ravi.Prune(ctx, now.Add(time.Second)); err != nil || n != 1 {
		t.Errorf("ravi removed %d, %v", n, err)
	}
}
