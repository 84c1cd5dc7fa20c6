package delivery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/store"
)

// noon is when what is tested here was sent.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// ofOurs is a message of ours at a time after noon.
func ofOurs(id, body string, after time.Duration) client.Message {
	return client.Message{ID: id, ContactID: "c", Direction: client.Outgoing, Type: "text", Body: body, CreatedAt: noon.Add(after)}
}

// What an answer means: whether it is sent again, looked for, or the person's; how long it waits; and
// whether the platform is there at all.
func TestWhatAnAnswerMeans(t *testing.T) {
	text, file := Text{Body: "x"}, File{Caption: "x"}
	told := noon.Add(time.Minute)
	for _, x := range []struct {
		name    string
		content Content
		err     error
		want    verdict
	}{
		{"taken", text, claimError{store.ErrTaken}, verdict{signal: taken}},
		{"no claim", text, claimError{errFull}, verdict{signal: hold, why: NotNoted}},
		{"taken, but of no claim", text, store.ErrTaken, verdict{signal: refused, why: Fault, reached: true}},
		{"stopped", file, fmt.Errorf("x: %w", ErrStopped), verdict{signal: hold, why: Stopped}},
		{"never sent", text, Unsent(errFull), verdict{signal: refused, why: Fault}},
		{"refused", text, &client.Error{Kind: client.KindNotAllowed, Status: 403}, verdict{signal: refused, why: Fault, reached: true}},
		{"500", text, &client.Error{Kind: client.KindServer, Status: 500}, verdict{signal: refused, why: Fault, reached: true}},
		{"502", text, &client.Error{Kind: client.KindServer, Status: 502}, verdict{signal: lost, why: MayArrive, away: true, reached: true}},
		{"503", text, &client.Error{Kind: client.KindServer, Status: 503}, verdict{signal: lost, why: MayArrive, away: true, reached: true}},
		{"504", text, &client.Error{Kind: client.KindServer, Status: 504}, verdict{signal: lost, why: MayArrive, away: true, reached: true}},
		{"not reached", text, unreached, verdict{signal: deferred, why: ForLine, away: true}},
		{"no answer", text, &client.Error{Kind: client.KindUnreachable, Uncertain: true}, verdict{signal: lost, why: MayArrive, away: true, reached: true, unsure: true}},
		{"too many", text, &client.Error{Kind: client.KindRateLimited, Status: 429, RetryAt: told}, verdict{signal: lost, why: ForTime, until: told, reached: true}},
		{"too many, no time", text, &client.Error{Kind: client.KindRateLimited, Status: 429}, verdict{signal: lost, why: ForTime, until: noon.Add(RetryAfter), reached: true}},
		{"cancelled text", text, context.Canceled, verdict{signal: lost, why: MayArrive, reached: true, unsure: true}},
		{"cancelled file", file, context.Canceled, verdict{signal: hold, why: Stopped, reached: true, unsure: true}},
		{"cancelled by kind", file, &client.Error{Kind: client.KindCancelled, Uncertain: true}, verdict{signal: hold, why: Stopped, reached: true, unsure: true}},
	} {
		if got := judge(noon, &Item{Content: x.content}, x.err); got != x.want {
			t.Errorf("%s: %+v, want %+v", x.name, got, x.want)
		}
	}
}

// A message may be what became of an item if it is like it, of ours, no older than what was known, not
// known itself, and not far from when the item was sent; a file may take long.
func TestWhatMayBeAnItem(t *testing.T) {
	text := func(change func(*Item)) *Item {
		it := &Item{ID: "x", Contact: "c", Content: Text{Body: "ok"}, Tried: noon}
		change(it)
		return it
	}
	theirs := ofOurs("m", "ok", 0)
	theirs.Direction = client.Incoming
	template := ofOurs("m", "ok", 0)
	template.Type = "template"
	pdf := client.Message{ID: "m", Direction: client.Outgoing, Type: "document", Body: "cap", MediaFilename: "a.pdf", CreatedAt: noon.Add(time.Hour)}
	plain := func(*Item) {}
	file := func(caption, name string) func(*Item) {
		return func(it *Item) {
			it.Content = File{Attachment: store.Attachment{Name: name, Type: "document"}, Caption: caption}
		}
	}
	for _, x := range []struct {
		name   string
		change func(*Item)
		m      client.Message
		want   bool
	}{
		{"the same", plain, ofOurs("m", "ok", 0), true},
		{"another text", plain, ofOurs("m", "no", 0), false},
		{"of the customer's", plain, theirs, false},
		{"a template of that text", plain, template, false},
		{"never sent", func(it *Item) { it.Tried = time.Time{} }, ofOurs("m", "ok", 0), false},
		{"too early", plain, ofOurs("m", "ok", -ClockSkew), false},
		{"just not too early", plain, ofOurs("m", "ok", -ClockSkew+1), true},
		{"too late", plain, ofOurs("m", "ok", ClockSkew), false},
		{"just not too late", plain, ofOurs("m", "ok", ClockSkew-1), true},
		{"settled", plain, ofOurs("settled", "ok", 0), false},
		{"known before", func(it *Item) { it.before = map[string]bool{"m": true} }, ofOurs("m", "ok", 0), false},
		{"older than all that was known", func(it *Item) { it.complete, it.After = true, noon }, ofOurs("m", "ok", -fraction-1), false},
		{"within a second of what was known", func(it *Item) { it.complete, it.After = true, noon }, ofOurs("m", "ok", -fraction), true},
		{"no newer than what was known of some", func(it *Item) { it.After = noon }, ofOurs("m", "ok", 0), false},
		{"of that time, with its ids", func(it *Item) { it.After, it.Near = noon, []string{"k"} }, ofOurs("m", "ok", 0), true},
		{"newer than what was known of some", func(it *Item) { it.After = noon }, ofOurs("m", "ok", 1), true},
		{"nothing was known", func(it *Item) { it.complete = false }, ofOurs("m", "ok", -time.Minute), true},
		{"a file an hour later", file("cap", "a.pdf"), pdf, true},
		{"of another name", file("cap", "b.pdf"), pdf, false},
		{"of another caption", file("", "a.pdf"), pdf, false},
	} {
		c := &conversation{settled: map[string]bool{"settled": true}}
		if got := len(c.candidates(text(x.change), []client.Message{x.m})) == 1; got != x.want {
			t.Errorf("%s: %t", x.name, got)
		}
	}
}

// Items that cannot be told apart count together, as far as they may have arrived.
func TestItemsThatCannotBeToldApart(t *testing.T) {
	file := func(name, kind, caption string) File {
		return File{Attachment: store.Attachment{Name: name, Type: kind}, Caption: caption}
	}
	for i, x := range []struct {
		a, b Content
		want bool
	}{
		{Text{Body: "a"}, Text{Body: "a", ReplyTo: "m"}, true}, {Text{Body: "a"}, Text{Body: "b"}, false}, {Text{Body: "a"}, Note{Body: "a"}, false},
		{file("a", "image", "c"), file("a", "image", "c"), true}, {file("a", "image", "c"), file("b", "image", "c"), false},
		{file("a", "image", "c"), file("a", "video", "c"), false}, {file("a", "image", "c"), file("a", "image", "d"), false}, {file("", "", ""), Text{}, false},
		{Note{Body: "a"}, Note{Body: "a"}, true}, {Note{Body: "a"}, Note{Body: "a", Edit: "n"}, false}, {Template{Name: "a"}, Template{Name: "b"}, true}, {Template{}, Text{}, false},
		{Reaction{Emoji: "x"}, Reaction{Emoji: "x"}, false},
	} {
		if got := same(&Item{Content: x.a}, &Item{Content: x.b}); got != x.want {
			t.Errorf("pair %d: %t", i, got)
		}
	}
	c := &conversation{}
	for s := Storing; s < Sent; s++ {
		c.items = append(c.items, &Item{Content: Text{Body: "a"}, State: s})
	}
	c.items = append(c.items, &Item{Content: Text{Body: "a"}, State: Held, Reached: true}, &Item{Content: Text{Body: "a"}, State: Failed, Unsure: true}, &Item{Content: Text{Body: "b"}, State: Sending})
	if n := c.alike(c.items[0]); n != 5 { // Sending, Unknown, Looking, and the two
		t.Errorf("%d are alike", n)
	}
}

// The thread tells of an item only where it is clear which; a file that is being sent waits for its answer.
func TestToldOnlyWhatIsClear(t *testing.T) {
	all := func(string) bool { return true }
	for _, x := range []struct {
		name    string
		content Content
		err     error // of the send; nil: under way
		ms      []client.Message
		fresh   func(string) bool
		want    bool
	}{
		{"under way", Text{Body: "ok"}, nil, []client.Message{ofOurs("m", "ok", 0)}, all, true},
		{"under way, two", Text{Body: "ok"}, nil, []client.Message{ofOurs("m", "ok", 0), ofOurs("n", "ok", 0)}, all, true},
		{"known already", Text{Body: "ok"}, nil, []client.Message{ofOurs("m", "ok", 0)}, func(string) bool { return false }, false},
		{"may have arrived", Text{Body: "ok"}, &client.Error{Kind: client.KindUnreachable, Uncertain: true}, []client.Message{ofOurs("m", "ok", 0)}, all, true},
		{"may have arrived, two", Text{Body: "ok"}, &client.Error{Kind: client.KindUnreachable, Uncertain: true}, []client.Message{ofOurs("m", "ok", 0), ofOurs("n", "ok", 0)}, all, false},
		{"refused", Text{Body: "ok"}, &client.Error{Kind: client.KindNotAllowed, Status: 403}, []client.Message{ofOurs("m", "ok", 0)}, all, false},
		{"a file under way", File{Attachment: store.Attachment{Name: "a", Type: "text"}, Caption: "ok"}, nil, []client.Message{ofOurs("m", "ok", 0)}, all, false},
	} {
		o := New(Options{})
		o.Ready(true)
		o.Put(Item{ID: "x", Contact: "c", Content: x.content, Written: noon})
		o.Next(noon)
		if x.err != nil {
			o.Answered(noon, "x", client.Message{}, x.err)
		}
		o.Told("c", x.ms, x.fresh)
		o.Told("elsewhere", x.ms, x.fresh)
		if _, waits := o.Item("x"); waits == x.want {
			t.Errorf("%s: found %t", x.name, !waits)
		}
	}
}

// What waits says why, and goes when that is over: the line, the time that the platform named, its turn,
// a person's word after hours.
func TestWhatWaitsSaysWhy(t *testing.T) {
	for _, x := range []struct {
		name  string
		set   func(*Outbox, *Item)
		at    time.Time
		why   Why
		state State
	}{
		{"at once", func(*Outbox, *Item) {}, noon, NoReason, Sending},
		{"not signed in", func(o *Outbox, _ *Item) { o.Ready(false) }, noon, ForLine, Queued},
		{"away", func(o *Outbox, _ *Item) { o.Reach(false) }, noon, ForLine, Queued},
		{"asked for patience", func(_ *Outbox, it *Item) { it.Until = noon.Add(time.Second) }, noon, ForTime, Queued},
		{"patience is over", func(_ *Outbox, it *Item) { it.Until = noon }, noon, NoReason, Sending},
		{"old", func(*Outbox, *Item) {}, noon.Add(StaleAfter + 1), Old, Held},
		{"just not old", func(*Outbox, *Item) {}, noon.Add(StaleAfter), NoReason, Sending},
		{"old, and the person said so", func(_ *Outbox, it *Item) { it.Forced = true }, noon.Add(2 * StaleAfter), NoReason, Sending},
	} {
		o := New(Options{})
		o.Ready(true)
		o.Put(Item{ID: "x", Contact: "c", Content: Text{Body: "x"}, Written: noon})
		it := o.items["x"]
		x.set(o, it)
		work := o.Next(x.at)
		if it.State != x.state || it.Why != x.why {
			t.Errorf("%s: %s, %d", x.name, it.State, it.Why)
		}
		if sends := slices.ContainsFunc(work, func(w Work) bool { return w.Step == Send }); sends != (x.state == Sending) {
			t.Errorf("%s: work %+v", x.name, work)
		}
		if x.state == Sending && (it.Attempts != 1 || !it.Tried.Equal(x.at)) {
			t.Errorf("%s: %+v", x.name, it)
		}
	}
}

// A second message waits for the first; a note and a reaction have lanes of their own, and a file that the
// person sends now passes what waits.
func TestEachLaneHasItsOrder(t *testing.T) {
	o := New(Options{})
	o.Ready(true)
	for i, c := range []Content{Text{Body: "1"}, Text{Body: "2"}, Note{Body: "n"}, Note{Body: "m"}, Reaction{Message: "m"}, File{Caption: "f"}} {
		o.Put(Item{ID: fmt.Sprint(i), Contact: "c", Content: c, Written: noon.Add(time.Duration(i))})
	}
	sent := func() string {
		var ids string
		for _, w := range o.Next(noon) {
			if w.Step == Send {
				ids += w.Item.ID
			}
		}
		return ids
	}
	if got := sent(); got != "024" {
		t.Fatalf("sent %q first", got)
	}
	if it := o.items["1"]; it.Why != ForTurn {
		t.Errorf("the second says %d", it.Why)
	}
	if !o.Again("5") || sent() != "5" {
		t.Error("the file did not pass")
	}
	o.Answered(noon, "0", ofOurs("m0", "1", 0), nil)
	if got := sent(); got != "1" {
		t.Errorf("then %q", got)
	}
	if o.Again("1") || o.Resend("1") || o.Withdraw("1") {
		t.Error("what is being sent was sent again")
	}
}

// What may have arrived is looked for once a broken line has brought what it still brings, from some
// time before it was sent; the person need not wait.
func TestWhenItIsLookedFor(t *testing.T) {
	lost := &client.Error{Kind: client.KindUnreachable, Uncertain: true}
	begin := func() *Outbox {
		o := New(Options{})
		o.Ready(true)
		o.Put(Item{ID: "x", Contact: "c", Content: Text{Body: "x"}, Written: noon})
		o.Next(noon)
		o.Answered(noon, "x", client.Message{}, lost)
		return o
	}
	o := begin()
	if !o.Away() {
		t.Error("the platform is not taken for away")
	}
	if work := o.Next(noon); len(work) != 1 || work[0].Step != Wait || !work[0].At.Equal(noon.Add(RetryAfter)) {
		t.Errorf("while it is away: %+v", work)
	}
	if work := o.Next(noon); len(work) != 0 {
		t.Errorf("asked to be woken twice: %+v", work)
	}
	if !o.Reach(true) || o.Reach(true) {
		t.Error("reaching it again is no change, or one twice")
	}
	if work := o.Next(noon); len(work) != 1 || work[0].Step != Wait || !work[0].At.Equal(noon.Add(SettleFor)) {
		t.Errorf("before it settled: %+v", work)
	}
	o.Woke()
	if work := o.Next(noon.Add(SettleFor)); len(work) != 1 || work[0].Step != Look || !work[0].Since.Equal(noon.Add(-ClockSkew)) {
		t.Errorf("after it settled: %+v", work)
	}
	if work := o.Next(noon.Add(time.Hour)); len(work) != 0 {
		t.Errorf("looked for twice at once: %+v", work)
	}
	o.Looked(noon, Work{Contact: "c", Item: *o.items["x"]}, nil, lost)
	if it := o.items["x"]; it.State != Unknown || it.Why != MayArrive || !o.Away() {
		t.Errorf("a look that did not arrive: %+v", it)
	}
	if o = begin(); !o.Again("x") {
		t.Fatal("the person cannot look now")
	}
	if work := o.Next(noon); len(work) != 1 || work[0].Step != Look {
		t.Errorf("for the person: %+v", work)
	}
	o.Looked(noon, Work{Contact: "c", Item: *o.items["x"]}, nil, ErrTooMuch)
	if it := o.items["x"]; it.State != Held || it.Why != TooMuch || it.Forced {
		t.Errorf("too much was said: %+v", it)
	}
}

// A read that the platform refuses is told: of a text as its failure, of a file as a question.
func TestALookThatIsRefused(t *testing.T) {
	no := &client.Error{Kind: client.KindNotAllowed, Status: 403}
	for content, want := range map[Content]State{Text{Body: "x"}: Failed, Note{Body: "x"}: Failed, File{Caption: "x"}: Held} {
		o := New(Options{})
		o.Ready(true)
		o.Put(Item{ID: "x", Contact: "c", Content: content, Written: noon})
		o.Next(noon)
		o.Answered(noon, "x", client.Message{}, &client.Error{Kind: client.KindUnreachable, Uncertain: true})
		o.Again("x")
		w := o.Next(noon)
		o.Looked(noon, w[0], nil, no)
		if it := o.items["x"]; it.State != want || it.Why != NotLooked || !errors.Is(it.Err, no) {
			t.Errorf("%T: %+v", content, it)
		}
	}
}

// pages is a thread that gives one page after the other, and notes how it was asked.
type pages struct {
	list  [][]client.Message
	more  bool // it always says that there is more
	asked []string
}

func (p *pages) Messages(_ context.Context, _ string, q client.MessageQuery) (client.MessagePage, error) {
	p.asked = append(p.asked, q.Before)
	if len(p.list) == 0 {
		return client.MessagePage{HasMore: p.more}, nil
	}
	page := client.MessagePage{Messages: p.list[0], HasMore: p.more || len(p.list) > 1}
	p.list = p.list[1:]
	return page, nil
}

// A look goes back as far as it has to and no further, and ends where the platform brings nothing older.
func TestALookGoesBackToItsTime(t *testing.T) {
	page := func(id string, hours int) []client.Message {
		return []client.Message{{ID: id, CreatedAt: noon.Add(time.Duration(hours) * time.Hour)}, {ID: id + "b", CreatedAt: noon.Add(time.Duration(hours)*time.Hour + time.Minute)}}
	}
	var many [][]client.Message
	for i := range LookPages + 1 {
		many = append(many, page(fmt.Sprint("m", i), 100-i))
	}
	for _, x := range []struct {
		name  string
		p     pages
		asked int
		got   int
		err   error
	}{
		{"the first is enough", pages{list: [][]client.Message{page("a", 0), page("b", -1)}}, 1, 2, nil},
		{"the second reaches it", pages{list: [][]client.Message{page("a", 2), page("b", 0), page("c", -1)}}, 2, 4, nil},
		{"there is no more", pages{list: [][]client.Message{page("a", 2), page("b", 1)}}, 2, 4, nil},
		{"it brings nothing", pages{list: [][]client.Message{page("a", 2)}, more: true}, 2, 2, nil},
		{"it brings the same", pages{list: [][]client.Message{page("a", 2), page("a", 2)}, more: true}, 2, 2, nil},
		{"an empty thread", pages{more: true}, 1, 0, nil},
		{"too much", pages{list: many}, LookPages, 2 * LookPages, ErrTooMuch},
	} {
		got, err := Since(t.Context(), &x.p, "c", noon)
		if !errors.Is(err, x.err) || len(x.p.asked) != x.asked || len(got.Messages) != x.got {
			t.Errorf("%s: %v, asked %q, %d messages", x.name, err, x.p.asked, len(got.Messages))
		}
		if !slices.IsSortedFunc(got.Messages, func(a, b client.Message) int { return a.CreatedAt.Compare(b.CreatedAt) }) {
			t.Errorf("%s: not in order", x.name)
		}
	}
}

// fullRows is a local store whose writes fail as the test says.
type fullRows struct {
	console
	claim, noted error
	done         int
	held         string
}

func (r *fullRows) Claim(context.Context, string, time.Time, ...string) error { return r.claim }
func (r *fullRows) Return(_ context.Context, _ string, _ bool, held string) error {
	r.held = held
	return r.noted
}
func (r *fullRows) Done(context.Context, string) error { r.done++; return r.noted }

// What is sent is claimed first and noted behind; what cannot be claimed is not sent, and what cannot be
// noted is told.
func TestCarryClaimsSendsAndNotes(t *testing.T) {
	refusal := &client.Error{Kind: client.KindNotAllowed, Status: 403}
	for _, x := range []struct {
		name         string
		rows         *fullRows
		stored       bool
		answer       error
		sent, done   int
		held         string
		claims, late bool
	}{
		{"all is well", &fullRows{}, true, nil, 1, 1, "", false, false},
		{"not stored", &fullRows{}, false, nil, 1, 0, "", false, false},
		{"no claim", &fullRows{claim: errFull}, true, nil, 0, 0, "", true, false},
		{"refused", &fullRows{}, true, refusal, 1, 0, "why", false, false},
		{"lost", &fullRows{}, true, &client.Error{Kind: client.KindUnreachable, Uncertain: true}, 1, 0, "", false, false},
		{"refused, not noted", &fullRows{noted: errFull}, true, refusal, 1, 0, "why", false, true},
		{"refused, another's by now", &fullRows{noted: store.ErrTaken}, true, refusal, 1, 0, "why", false, false},
		{"sent, not noted", &fullRows{noted: errFull}, true, nil, 1, 1, "", false, false},
	} {
		sent := 0
		it := Item{ID: "x", Content: Text{Body: "x"}, Stored: x.stored, Words: "of before"}
		_, err := Carry(t.Context(), x.rows, it, func(it Item) string {
			if it.State != Failed {
				t.Errorf("%s: asked for words while %s", x.name, it.State)
			}
			return "why"
		}, func(context.Context, Item) (client.Message, error) { sent++; return client.Message{}, x.answer })
		var claim claimError
		var unnoted unnotedError
		if sent != x.sent || x.rows.done != x.done || x.rows.held != x.held || errors.As(err, &claim) != x.claims || errors.As(err, &unnoted) != x.late {
			t.Errorf("%s: sent %d, done %d, held %q, %v", x.name, sent, x.rows.done, x.rows.held, err)
		}
		if (err == nil) != (x.answer == nil && !x.claims) {
			t.Errorf("%s: %v", x.name, err)
		}
	}
}

// Writing again what is on its way changes nothing of it; of what waits it takes the place.
func TestPutAgain(t *testing.T) {
	o := New(Options{})
	put := func(body string) { o.Put(Item{ID: "x", Contact: "c", Content: Text{Body: body}, Written: noon}) }
	put("1")
	o.Next(noon)
	put("2")
	if list := o.Items("c"); len(list) != 1 || list[0].Content != (Text{Body: "2"}) {
		t.Errorf("what waits: %+v", list)
	}
	o.Ready(true)
	o.Next(noon)
	put("3")
	if list := o.Items("c"); len(list) != 1 || list[0].Content != (Text{Body: "2"}) || list[0].State != Sending {
		t.Errorf("what is on its way: %+v", list)
	}
	if len(o.Items("other")) != 0 || o.Settled("other", "m") || o.Settled("c", "m") {
		t.Error("another conversation has something")
	}
}
