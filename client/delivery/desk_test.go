package delivery

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/store"
)

// fault is what the line or the platform does to one send.
type fault int

const (
	works         fault = iota
	noConnection        // the request was never written
	lostRequest         // it was written and did not arrive
	lostAnswer          // it was carried out, and no answer came
	status500           // refused with a fault of its own
	status500Took       // the same, after it had been stored
	status503
	status503Took
	status429
	status429Took
	status403
	faultCount
)

func (f fault) String() string {
	return [...]string{"works", "no connection", "lost request", "lost answer", "500", "500 stored", "503", "503 stored", "429", "429 stored", "403"}[f]
}

// platform is one that holds messages, and a line to it that breaks.
type platform struct {
	now    func() time.Time
	holds  []client.Message
	next   func() fault // what happens to a send
	looks  int
	unread error // the answer to looks
	broken error // of a send that no connection took
}

func (p *platform) send(_ context.Context, it Item) (client.Message, error) {
	f := works
	if p.next != nil {
		f = p.next()
	}
	m := client.Message{ID: fmt.Sprint("m", len(p.holds)), ContactID: it.Contact, Direction: client.Outgoing, CreatedAt: p.now(), Type: "text"}
	switch c := it.Content.(type) {
	case Text:
		m.Body = c.Body
	case File:
		m.Type, m.Body, m.MediaFilename = c.Type, c.Caption, client.UploadName(c.Name)
	case Template:
		m.Type, m.Body = "template", c.Name
	case Note:
		m.Type, m.Body = "note", c.Body
	}
	if slices.Contains([]fault{works, lostAnswer, status500Took, status503Took, status429Took}, f) {
		p.holds = append(p.holds, m)
	}
	status := func(n int, kind client.Kind) error { return &client.Error{Kind: kind, Status: n} }
	switch f {
	case noConnection:
		return m, p.broken
	case lostRequest, lostAnswer:
		return m, &client.Error{Kind: client.KindUnreachable, Uncertain: true}
	case status500, status500Took:
		return m, status(500, client.KindServer)
	case status503, status503Took:
		return m, status(503, client.KindServer)
	case status429, status429Took:
		return m, &client.Error{Kind: client.KindRateLimited, Status: 429, RetryAt: p.now().Add(7 * time.Second)}
	case status403:
		return m, status(403, client.KindNotAllowed)
	}
	return m, nil
}

func (p *platform) Messages(_ context.Context, contact string, q client.MessageQuery) (client.MessagePage, error) {
	p.looks++
	if q.MarkRead {
		return client.MessagePage{}, errors.New("a look marks nothing read")
	}
	var list []client.Message
	for _, m := range p.holds {
		if m.ContactID == contact && m.Type != "note" {
			list = append(list, m)
		}
	}
	return client.MessagePage{Messages: list}, p.unread
}

func (p *platform) Notes(_ context.Context, contact, _ string, _ int) (client.NotePage, error) {
	p.looks++
	var list []client.Note
	for _, m := range p.holds {
		if m.ContactID == contact && m.Type == "note" {
			list = append(list, client.Note{ID: m.ID, ContactID: contact, AuthorID: "me", Content: m.Body, CreatedAt: m.CreatedAt})
		}
	}
	return client.NotePage{Notes: list}, p.unread
}

func (p *platform) bodies(contact string) []string {
	var list []string
	for _, m := range p.holds {
		if m.ContactID == contact {
			list = append(list, m.Body)
		}
	}
	return list
}

// disk is a local store in memory, of several consoles.
type disk struct {
	rows  map[string]*rowOf
	order []string
	full  func() bool // whether the next write fails; nil: none does
	fault error       // of a write that fails
}

var errFull = errors.New("the disk is full")

func (d *disk) fails() bool { return d.full != nil && d.full() }

type rowOf struct {
	store.Outgoing
	console int
	sending bool
}

// console is what one console sees of the disk.
type console struct {
	*disk
	n   int
	now func() time.Time
}

func (c console) Enqueue(_ context.Context, m store.Outgoing) error {
	if c.fails() {
		return c.fault
	}
	if c.rows[m.ID] == nil {
		c.order = append(c.order, m.ID)
	}
	c.rows[m.ID] = &rowOf{Outgoing: m, console: c.n}
	return nil
}

func (c console) mine(id string) (*rowOf, error) {
	if r := c.rows[id]; r != nil && r.console == c.n {
		return r, nil
	}
	return nil, store.ErrTaken
}

func (c console) Claim(_ context.Context, id string, after time.Time, known ...string) error {
	r, err := c.mine(id)
	if err != nil || r.sending {
		return store.ErrTaken
	}
	if c.fails() {
		return c.fault
	}
	r.sending, r.After, r.Known, r.Tried = true, after, known, c.now()
	r.Attempts++
	return nil
}

func (c console) Return(_ context.Context, id string, unsure bool, held string) error {
	if c.fails() {
		return c.fault
	}
	r, err := c.mine(id)
	if err == nil {
		r.sending, r.Unsure, r.Held = false, unsure, held
	}
	return err
}

func (c console) Done(_ context.Context, id string) error {
	if _, err := c.mine(id); err != nil {
		return err
	}
	delete(c.rows, id)
	return nil
}

func (c console) adopt(gone int) []store.Outgoing {
	var list []store.Outgoing
	for _, id := range c.order {
		if r := c.rows[id]; r != nil && r.console == gone {
			r.Unsure, r.sending, r.console = r.Unsure || r.sending, false, c.n
			list = append(list, r.Outgoing)
		}
	}
	return list
}

// desk is an outbox at work, without a screen.
type desk struct {
	t     *testing.T
	clock time.Time
	*Outbox
	platform *platform
	console  console
	queue    []Work
}

// noNetwork is a line that takes no request.
type noNetwork struct{}

func (noNetwork) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("nothing answers there")
}

// unreached is what the client says of a send that surely did not reach the platform.
var unreached = func() error {
	c, err := client.New(client.Options{BaseURL: "http://platform.test", Credentials: client.Credentials{APIKey: "whm_x"}, Transport: noNetwork{}})
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = c.Send(context.Background(), "c", client.OutgoingMessage{Text: "x"})
	return err
}()

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, clock: time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC)}
	d.platform = &platform{now: func() time.Time { // no two things happen at once
		d.clock = d.clock.Add(time.Millisecond)
		return d.clock
	}}
	d.platform.broken = unreached
	d.console = console{disk: &disk{rows: map[string]*rowOf{}, fault: errFull}, now: d.platform.now}
	d.open()
	return d
}

func (d *desk) open() {
	d.Outbox = New(Options{Store: true, Words: func(it Item) string { return fmt.Sprint("held: ", it.Why) }, Known: func(contact string) Known {
		var k Known
		page, _ := d.platform.Messages(context.Background(), contact, client.MessageQuery{})
		d.platform.looks--
		k.Recent, k.Loaded = page.Messages, true
		return k
	}})
	d.Ready(true)
	d.queue = nil
}

// restart ends the console, and begins another one that takes over what it left.
func (d *desk) restart() {
	gone := d.console.n
	d.console.n++
	d.open()
	d.Adopt(d.console.adopt(gone))
}

// step does one work, a random one if dice are given; it reports whether there was any.
func (d *desk) step(dice *rand.Rand) bool {
	d.queue = append(d.queue, d.Next(d.clock)...)
	d.Changes()
	if len(d.queue) == 0 {
		return false
	}
	i := 0
	if dice != nil {
		i = dice.IntN(len(d.queue))
	}
	w := d.queue[i]
	d.queue = slices.Delete(d.queue, i, i+1)
	ctx := context.Background()
	switch w.Step {
	case Store:
		row, _ := w.Item.Row()
		d.Stored(d.clock, w.Item.ID, d.console.Enqueue(ctx, row))
	case Send:
		m, err := Carry(ctx, d.console, w.Item, d.o.Words, d.platform.send)
		d.Answered(d.clock, w.Item.ID, m, err)
	case Look:
		if _, note := w.Item.Content.(Note); note {
			list, err := NotesSince(ctx, d.platform, w.Contact, w.Since, "me")
			d.Looked(d.clock, w, list, err)
			break
		}
		page, err := Since(ctx, d.platform, w.Contact, w.Since)
		d.Looked(d.clock, w, page.Messages, err)
	case NoteHeld:
		d.Stored(d.clock, w.Item.ID, d.console.Return(ctx, w.Item.ID, w.Item.Unsure, w.Item.Words))
	case Forget:
		_ = d.console.Done(ctx, w.Item.ID)
	case Wait:
		if w.At.After(d.clock) {
			d.clock = w.At
		}
		d.Woke()
	}
	return true
}

// run works until nothing is left to do.
func (d *desk) run() {
	d.t.Helper()
	for range 2000 {
		if !d.step(nil) {
			return
		}
	}
	d.t.Fatalf("it does not come to an end: %+v", d.Items(""))
}

func (d *desk) text(id string) {
	d.clock = d.clock.Add(time.Millisecond)
	d.Put(Item{ID: id, Contact: "c", Content: Text{Body: id}, Written: d.clock})
}

func (d *desk) file(id string) {
	d.clock = d.clock.Add(time.Millisecond)
	d.Put(Item{ID: id, Contact: "c", Content: File{Attachment: store.Attachment{Name: id + ".pdf", Type: "document"}, Caption: id}, Written: d.clock})
}

// once lets the next sends meet faults, and all later ones none.
func once(list ...fault) func() fault {
	return func() fault {
		if len(list) == 0 {
			return works
		}
		f := list[0]
		list = list[1:]
		return f
	}
}
