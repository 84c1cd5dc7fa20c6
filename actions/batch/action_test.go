package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"keydesk/actions"
	"keydesk/actions/template"
)

// desk is a receiver of webhooks, the conversations that an action is run for, and the record.
type desk struct {
	*testing.T
	mu      sync.Mutex
	got     map[string]string // body by press id
	hits    int
	answer  func(w http.ResponseWriter, hit int)
	engine  *actions.Engine
	names   map[string]string
	raw     string
	reads   error
	record  []actions.Run
	address string
}

func (d *desk) Begin(context.Context, actions.Run) error { return nil }
func (d *desk) Finish(_ context.Context, r actions.Run) error {
	d.record = append(d.record, r)
	return nil
}

func newDesk(t *testing.T) *desk {
	d := &desk{T: t, got: map[string]string{}, names: map[string]string{}}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		d.mu.Lock()
		defer d.mu.Unlock()
		d.hits++
		d.got[r.Header.Get("Idempotency-Key")] = string(body)
		if d.answer != nil {
			d.answer(w, d.hits)
		}
	}))
	t.Cleanup(srv.Close)
	d.address = srv.URL
	var err error
	d.engine, err = actions.NewEngine(actions.Config{
		Guard: actions.Guard{AllowHosts: []string{strings.TrimPrefix(srv.URL, "http://")}}, Recorder: d,
		Proxy: func(*url.URL) (*url.URL, error) { return nil, nil }, Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.engine.Close)
	d.raw = `{"id":"a1","name":"Ticket","action_type":"webhook","is_active":true,"config":{"url":"` + srv.URL + `","body":"{\"who\":\"{{contact.name}}\",\"about\":\"{{input.about}}\"}","keydesk":{"inputs":[{"name":"about","label":"About"}]}}}`
	for i := range 5 {
		d.names[fmt.Sprint("c", i)] = fmt.Sprint("Customer ", i)
	}
	return d
}

func (d *desk) version() Version {
	d.Helper()
	stored, err := actions.ParseStored([]byte(d.raw))
	if err != nil {
		d.Fatal(err)
	}
	return Version{Stored: stored, Definition: stored.Definition()}
}

var errAway = errors.New("the platform cannot be reached")

func (d *desk) job() Action {
	return Action{
		Engine: d.engine, Shown: d.version(), Inputs: map[string]any{"about": "the delay"},
		Subject: func(_ context.Context, id string) (template.Subject, error) {
			if d.reads != nil {
				return template.Subject{}, d.reads
			}
			return template.NewSubject([]byte(fmt.Sprintf(`{"id":%q,"name":%q}`, id, d.names[id])), []byte(`{"id":"u1"}`), nil)
		},
		Current: func(context.Context) (Version, error) {
			if d.raw == "" {
				return Version{}, ErrGone
			}
			return d.version(), nil
		},
		Halts: func(err error) bool { return errors.Is(err, errAway) },
	}
}

// plan plans all rows.
func (d *desk) plan(job Job, list []Target) *Batch {
	b := New(list)
	for i, ok := b.ToPlan(); ok; i, ok = b.ToPlan() {
		s, err := job.Plan(d.Context(), b.Rows()[i].Target)
		b.Took(i, s, err)
	}
	return b
}

// run does all rows; before is called ahead of each.
func (d *desk) run(job Job, b *Batch, before func(i int)) {
	b.Begin()
	for i, ok := b.Next(); ok; i, ok = b.Next() {
		if before != nil {
			before(i)
		}
		row := b.Rows()[i]
		b.Finish(i, job.Do(d.Context(), row.Target, row.Step))
	}
}

// TestWhatWasShownIsSent compares what arrived with the plans, byte for byte, each once.
func TestWhatWasShownIsSent(t *testing.T) {
	d := newDesk(t)
	job := d.job()
	b := d.plan(job, targets(5))
	if d.hits != 0 {
		t.Fatal("planning sends")
	}
	d.run(job, b, nil)
	if d.hits != 5 || b.Count(Done) != 5 || len(d.record) != 5 {
		t.Fatalf("%d arrived, %d done, %d recorded", d.hits, b.Count(Done), len(d.record))
	}
	for _, row := range b.Rows() {
		plan := row.Step.(Planning).Plan
		if got := d.got[plan.ID()]; got != string(plan.Request().Body) || !strings.Contains(row.Step.Text(), row.Name) {
			t.Errorf("%s: %q arrived, %q was shown", row.Name, got, plan.Request().Body)
		}
	}
}

// TestWhatChangedMeanwhileIsNotSent changes a name, the action, and takes the action away.
func TestWhatChangedMeanwhileIsNotSent(t *testing.T) {
	d := newDesk(t)
	job := d.job()
	b := d.plan(job, targets(5))
	d.run(job, b, func(i int) {
		switch i {
		case 1:
			d.names["c1"] = "Somebody Else"
		case 2:
			d.names["c1"] = "Customer 1"
			d.raw = strings.Replace(d.raw, "who", "whom", 1)
		case 3:
			d.raw = strings.Replace(d.raw, "whom", "who", 1)
		case 4:
			d.raw = ""
		}
	})
	want := []State{Done, Changed, Changed, Done, Refused}
	for i, row := range b.Rows() {
		if row.State != want[i] {
			t.Errorf("row %d is %v (%s), want %v", i, row.State, row.Words, want[i])
		}
	}
	if words := b.Rows()[1].Words; words != "not as it was shown any more: body" {
		t.Errorf("%q", words)
	}
	if words := b.Rows()[2].Words; !strings.Contains(words, "the action's body, body") {
		t.Errorf("%q", words)
	}
	if d.hits != 2 || len(d.record) != 5 {
		t.Fatalf("%d arrived, %d recorded", d.hits, len(d.record))
	}
	if again := b.Again(); len(again) != 2 || again[0].ID != "c1" || again[1].ID != "c2" {
		t.Fatalf("%v", again)
	}
}

// TestWhatIsRefusedIsShownAndNotRun plans what cannot be sent.
func TestWhatIsRefusedIsShownAndNotRun(t *testing.T) {
	d := newDesk(t)
	d.raw = strings.Replace(d.raw, d.address, "http://10.0.0.1/", 1)
	job := d.job()
	b := d.plan(job, targets(1))
	if row := b.Rows()[0]; row.State != Refused || row.Step == nil || !strings.Contains(row.Words, "10.0.0.1") {
		t.Fatalf("%v %q", row.State, row.Words)
	}
	d.run(job, b, nil)
	if d.hits != 0 || !b.Over() || len(b.Again()) != 0 {
		t.Fatal("what was refused was run, or offered again")
	}
}

// TestThePlatformGoesAway pauses instead of letting every row fail, and loses and repeats nothing.
func TestThePlatformGoesAway(t *testing.T) {
	d := newDesk(t)
	job := d.job()
	b := d.plan(job, targets(5))
	d.run(job, b, func(i int) {
		if i == 2 && d.reads == nil {
			d.reads = errAway
		}
	})
	if why, paused := b.Paused(); !paused || why != "not run: "+errAway.Error() || d.hits != 2 {
		t.Fatalf("%q %v, %d arrived", why, paused, d.hits)
	}
	d.reads = nil
	b.Resume()
	d.run(job, b, nil)
	if d.hits != 5 || len(d.got) != 5 || b.Count(Done) != 5 {
		t.Fatalf("%d arrived, %v", d.hits, statesOf(b))
	}
	d.reads = errAway
	if row := d.plan(job, targets(1)).Rows()[0]; row.State != Failed || row.Words != errAway.Error() {
		t.Fatalf("%v %q", row.State, row.Words)
	}
}

// TestFailedAloneAgain runs what failed again as a new press, and what may have arrived as the same.
func TestFailedAloneAgain(t *testing.T) {
	d := newDesk(t)
	d.answer = func(w http.ResponseWriter, hit int) {
		switch hit {
		case 2:
			w.WriteHeader(http.StatusBadRequest)
		case 3:
			panic(http.ErrAbortHandler)
		}
	}
	job := d.job()
	b := d.plan(job, targets(3))
	d.run(job, b, nil)
	if b.Rows()[1].State != Failed || b.Rows()[2].State != Uncertain {
		t.Fatalf("%v", statesOf(b))
	}
	again := d.plan(job, b.Again())
	d.run(job, again, nil)
	if len(again.Rows()) != 2 || again.Count(Done) != 2 {
		t.Fatalf("%v", statesOf(again))
	}
	id := func(row Row) string { return row.Step.(Planning).Plan.ID() }
	if id(again.Rows()[0]) == id(b.Rows()[1]) || id(again.Rows()[1]) != id(b.Rows()[2]) {
		t.Fatal("what failed is the same press, or what may have arrived is another")
	}
}
