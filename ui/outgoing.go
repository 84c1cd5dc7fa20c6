package ui

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/thread"
)

// aboutSending marks a notice that tells of something which did not go out; it
// is no number of a run.
const aboutSending = -1

// outgoing is everything on its way out, and the jobs of its files.
type outgoing struct {
	*delivery.Outbox
	words itemWords
	jobs  map[string]*job // by item
	// templates are those on their way, by item: their forms open again where they fail.
	templates map[string]client.Template
}

// newOutbox begins with nothing on its way out.
func (r *outRoom) newOutbox() {
	words := itemWords{now: r.deps.Now, zone: r.deps.Location}
	r.out = outgoing{words: words, jobs: map[string]*job{}, templates: map[string]client.Template{}, Outbox: delivery.New(delivery.Options{
		Known: r.chats.known, Words: words.held, Store: r.deps.Store != nil,
	})}
	r.chats.out = r.out.Outbox
}

// known is what is in memory of a conversation.
func (cs *chats) known(contact string) delivery.Known {
	c := cs.byID[contact]
	if c == nil {
		return delivery.Known{}
	}
	return delivery.Known{Recent: c.recent, Loaded: c.loaded}
}

// localID makes the temporary id of something on its way out, which is also its
// name in the local store.
func localID() string { return thread.LocalPrefix + rand.Text() }

// count counts what is on its way out.
func (o *outgoing) count(counts func(delivery.Item) bool) int {
	n := 0
	for _, it := range o.Items("") {
		if counts(it) {
			n++
		}
	}
	return n
}

func isFile(it delivery.Item) bool {
	_, file := it.Content.(delivery.File)
	return file
}

// messages counts what is not with the platform besides files, or not for certain.
// What went back to where it was written is a draft again.
func (o *outgoing) messages() int {
	return o.count(func(it delivery.Item) bool { return !isFile(it) && !returned(it) })
}

// returned says whether something that did not go out is where it was written.
func returned(it delivery.Item) bool { return !inThread(it) && it.State.Waits() }

func (o *outgoing) files() int { return o.count(isFile) }

// lost counts the files that go with this console; stored says whether the local
// store can be used.
func (o *outgoing) lost(stored bool) int {
	return o.count(func(it delivery.Item) bool {
		return isFile(it) && (!stored || !it.Stored && it.State != delivery.Storing)
	})
}

// shipping counts the files that are being sent right now, and outlive that.
func (o *outgoing) shipping() int {
	return o.count(func(it delivery.Item) bool {
		j := o.jobs[it.ID]
		return isFile(it) && it.Stored && it.State == delivery.Sending && j != nil && j.state == jobRunning
	})
}

// deliver does what is to be done about everything on its way out, and shows what
// became of it. It is asked after every message.
func (r *outRoom) deliver() tea.Cmd {
	r.out.Ready(r.session.ready && !r.session.out)
	var cmds []tea.Cmd
	for {
		for _, w := range r.out.Next(r.deps.Now()) {
			cmds = append(cmds, r.work(w))
		}
		changes := r.out.Changes()
		switch c := r.chats.open; {
		case len(changes) > 0:
			cmds = append(cmds, r.showChanges(changes))
		case c == nil || !c.dropReturned():
			return tea.Batch(cmds...)
		}
	}
}

// work does one thing of an outbox.
func (r *outRoom) work(w delivery.Work) tea.Cmd {
	switch w.Step {
	case delivery.Store:
		row, _ := w.Item.Row()
		return r.write(w.Item.ID, func(ctx context.Context, s *store.Store) error { return s.Enqueue(ctx, row) })
	case delivery.NoteHeld:
		it := w.Item
		return r.write(it.ID, func(ctx context.Context, s *store.Store) error { return s.Return(ctx, it.ID, it.Unsure, it.Words) })
	case delivery.Forget:
		r.kept.done = append(r.kept.done, w.Item.ID)
	case delivery.Send:
		return r.carry(w.Item)
	case delivery.Look:
		return r.lookFor(w)
	case delivery.Wait:
		return r.deps.After(w.At.Sub(r.deps.Now()), woke{})
	}
	return nil
}

// rowWritten tells whether the local store took what it was told of an item.
type rowWritten struct {
	id  string
	err error
}

// write tells the local store of an item.
func (r *outRoom) write(id string, do func(context.Context, *store.Store) error) tea.Cmd {
	kept := r.deps.Store
	return call(r.door(), keepLimit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, do(ctx, kept)
	}, func(_ struct{}, err error) tea.Msg { return rowWritten{id: id, err: err} })
}

func (msg rowWritten) arrive(r *outRoom) tea.Cmd {
	r.out.Stored(r.deps.Now(), msg.id, msg.err)
	if errors.Is(msg.err, store.ErrElsewhere) {
		return r.say(levelInfo, "Another desk of yours sent this, or threw it away: it is not sent from here.")
	}
	if msg.err == nil || errors.Is(msg.err, store.ErrTaken) {
		return r.keepWorks()
	}
	return r.keepTrouble(msg.err)
}

// woke says that a time has come for which something on its way out waited.
type woke struct{}

func (woke) arrive(r *outRoom) tea.Cmd {
	r.out.Woke()
	return nil
}

// rows is the local store as far as it has an item.
func (r *outRoom) rows() delivery.Rows {
	if r.deps.Store == nil {
		return nil
	}
	return r.deps.Store
}

// carry sends an item whose turn it is.
func (r *outRoom) carry(it delivery.Item) tea.Cmd {
	if f, file := it.Content.(delivery.File); file {
		return r.files.startJob(r.fileJob(it, f))
	}
	rows, platform, words := r.rows(), r.deps.Platform, r.out.words.held
	return call(r.door(), writeLimit, func(ctx context.Context) (client.Message, error) {
		return delivery.Carry(ctx, rows, it, words, func(ctx context.Context, it delivery.Item) (client.Message, error) {
			return hand(ctx, platform, it)
		})
	}, func(m client.Message, err error) tea.Msg { return sent{id: it.ID, message: m, err: err} })
}

// hand hands an item without a file to the platform.
func hand(ctx context.Context, platform *client.Client, it delivery.Item) (client.Message, error) {
	switch x := it.Content.(type) {
	case delivery.Text:
		return platform.Send(ctx, it.Contact, client.OutgoingMessage{Text: x.Body, ReplyTo: x.ReplyTo, Account: it.Account})
	case delivery.Template:
		return platform.SendTemplate(ctx, it.Contact, x.Name, x.Values, it.Account)
	case delivery.Reaction:
		list, err := platform.React(ctx, it.Contact, x.Message, x.Emoji)
		return client.Message{ID: x.Message, ContactID: it.Contact, Reactions: list}, err
	case delivery.Note:
		if x.Edit != "" {
			n, err := platform.EditNote(ctx, it.Contact, x.Edit, x.Body)
			return delivery.NoteMessage(n), err
		}
		n, err := platform.AddNote(ctx, it.Contact, x.Body)
		return delivery.NoteMessage(n), err
	}
	return client.Message{}, delivery.Unsent(errors.New("it is of no kind that can be sent"))
}

// sent is the platform's answer to what was sent from here.
type sent struct {
	id      string // of the item
	message client.Message
	err     error
}

func (msg sent) arrive(r *outRoom) tea.Cmd { return r.answered(msg.id, msg.message, msg.err) }

// answered takes in the platform's answer to an item, and says once that nothing
// goes out for now.
func (r *outRoom) answered(id string, m client.Message, err error) tea.Cmd {
	var reached tea.Cmd
	if err == nil {
		reached = r.reached()
		if r.notice.about == aboutSending {
			r.notice.text = "" // the trouble is over
		}
	}
	away := r.out.Away()
	r.out.Answered(r.deps.Now(), id, m, err)
	it, here := r.out.Item(id)
	if away || !r.out.Away() || !here {
		return reached
	}
	r.deps.Logger.Warn("what is sent waits for the line", "contact", it.Contact, "reached", it.Reached, "kind", client.KindOf(err).String())
	words := "The platform was not reached: what you send waits, and goes out by itself when it is back."
	if it.Reached {
		words = "The line broke while sending: whether it arrived is asked before it is sent again."
	}
	told := r.say(levelWarn, words)
	r.notice.about = aboutSending
	return tea.Batch(reached, told)
}

// looked is what the platform holds since something was sent that may have arrived.
type looked struct {
	work delivery.Work
	page client.MessagePage
	err  error
}

// lookFor asks the platform whether something arrived. For a file that nobody waits
// for it does so wherever a person might not need the request budget.
func (r *outRoom) lookFor(w delivery.Work) tea.Cmd {
	limit, platform, aside, me := readLimit, r.deps.Platform, isFile(w.Item) && !w.Item.Forced, r.session.identity.User.ID
	if aside {
		limit = indexLimit
	}
	return call(r.door(), limit, func(ctx context.Context) (client.MessagePage, error) {
		if aside {
			ctx = client.Prefetch(ctx)
		}
		if _, note := w.Item.Content.(delivery.Note); note {
			list, err := delivery.NotesSince(ctx, platform, w.Contact, w.Since, me)
			return client.MessagePage{Messages: list}, err
		}
		return delivery.Since(ctx, platform, w.Contact, w.Since)
	}, func(page client.MessagePage, err error) tea.Msg { return looked{work: w, page: page, err: err} })
}

func (msg looked) arrive(r *outRoom) tea.Cmd {
	_, note := msg.work.Item.Content.(delivery.Note)
	if c := r.chats.byID[msg.work.Contact]; c != nil && msg.err == nil && !note {
		r.mergeNewest(c, msg.page)
	}
	r.out.Looked(r.deps.Now(), msg.work, msg.page.Messages, msg.err)
	return nil
}

// reached takes note that the platform answers: what waited for it goes out,
// and what a console that is gone left behind.
func (r *outRoom) reached() tea.Cmd {
	var cmds []tea.Cmd
	if r.session.out { // it answers: the sign-in holds after all
		r.session.out = false
		cmds = append(cmds, r.catchUp()) // what was refused meanwhile is not asked for again by itself
	}
	if r.out.Reach(true) {
		cmds = append(cmds, r.adopt())
	}
	return tea.Batch(cmds...)
}

// adopted is what consoles which are gone have left.
type adopted struct {
	list []store.Outgoing
	err  error
}

func (r *outRoom) adopt() tea.Cmd {
	kept := r.deps.Store
	if kept == nil {
		return nil
	}
	return call(r.door(), keepLimit, kept.Adopt, func(list []store.Outgoing, err error) tea.Msg { return adopted{list: list, err: err} })
}

func (msg adopted) arrive(r *outRoom) tea.Cmd {
	if msg.err != nil {
		return r.keepTrouble(msg.err)
	}
	r.takeOver(msg.list)
	return nil
}

// takeOver takes in what earlier consoles did not send.
func (r *outRoom) takeOver(list []store.Outgoing) {
	for _, row := range list {
		contact, known := r.inbox.Contact(row.Contact)
		if !known {
			contact = client.Contact{ID: row.Contact, Account: row.Account}
		}
		r.chats.get(contact, r.deps, &r.Theme, r.messageHints())
	}
	if n := r.out.Adopt(list); n > 0 {
		r.arrange()
		r.deps.Logger.Info("messages of an earlier console", "count", n)
	}
}

// ago is a time of some hours or days in words.
func ago(d time.Duration) string {
	if d < 48*time.Hour {
		return dialog.Plural(int(d.Hours()), "hour", "hours")
	}
	return dialog.Plural(int(d.Hours()/24), "day", "days")
}
