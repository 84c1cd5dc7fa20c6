package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/mirror"
)

// idleAfter is how long after the last key nobody is taken to look any more:
// then nothing is read again until the next one.
const idleAfter = 3 * time.Minute

// looking is how what is on the screen is kept as young as it has to be.
type looking struct {
	input time.Time // of the last key, paste or click
	at    time.Time // the mirror is asked again then; zero: no time is planned
	keys  []mirror.Key
	uses  map[mirror.Ticket]func(mirror.Ready) tea.Cmd // what waits for fresh facts
}

// lookNow asks the mirror what has become too old.
type lookNow struct{ at time.Time }

// reader asks the platform for a fact, ahead of its use or because something waits.
type reader func(id string, ahead bool) tea.Cmd

// Facts that exist once.
var (
	theActions   = mirror.Key{Kind: mirror.Actions}
	theList      = mirror.Key{Kind: mirror.List}
	theRights    = mirror.Key{Kind: mirror.Rights}
	theTransfers = mirror.Key{Kind: mirror.Transfers}
	thePeople    = mirror.Key{Kind: mirror.People}
)

// contactKey names a contact among the facts.
func contactKey(id string) mirror.Key { return mirror.Key{Kind: mirror.Contact, ID: id} }

// threadKey names a conversation's newest messages among the facts.
func threadKey(id string) mirror.Key { return mirror.Key{Kind: mirror.Thread, ID: id} }

// newFacts begins with nothing known. What waits for facts of before is given up.
func (r *Root) newFacts() {
	r.facts = mirror.New()
	r.chats.facts = r.facts
	r.looking = looking{input: r.deps.Now()}
	r.run.runs.held = nil
}

// used says whether somebody looks at the desk.
func (r *desk) used() bool {
	return r.session.ready && r.watched && r.deps.Now().Sub(r.looking.input) < idleAfter
}

// watch tells the mirror what is looked at and reads what is too old for that, or
// for a use that waits.
func (r *desk) watch() tea.Cmd {
	l, now := &r.looking, r.deps.Now()
	l.keys = l.keys[:0]
	if r.used() {
		l.keys = append(l.keys, theList, theActions, theRights, theTransfers, thePeople)
		if c := r.chats.open; c != nil {
			l.keys = append(l.keys, contactKey(c.id))
			if c.loaded {
				l.keys = append(l.keys, threadKey(c.id))
			}
		}
	}
	cmds := []tea.Cmd{r.read(r.facts.Watch(now, l.keys...), true)}
	for _, ready := range r.facts.Settle(now) {
		do := l.uses[ready.Ticket]
		delete(l.uses, ready.Ticket)
		cmds = append(cmds, do(ready))
	}
	return tea.Batch(append(cmds, r.lookLater(now))...)
}

// lookLater plans to look again when the next fact becomes too old.
func (r *desk) lookLater(now time.Time) tea.Cmd {
	l, due := &r.looking, r.facts.Due(now)
	if due.IsZero() || !l.at.IsZero() && !due.Before(l.at) {
		return nil
	}
	l.at = due
	return r.deps.After(max(0, due.Sub(now)), lookNow{at: due})
}

func (msg lookNow) arrive(r *desk) tea.Cmd {
	if msg.at.Equal(r.looking.at) {
		r.looking.at = time.Time{}
	}
	return nil // Update looks after every message
}

// lookedAway has what may have changed while nobody looked read again.
func (r *desk) lookedAway() {
	r.facts.Heard(theActions, theRights, theTransfers, theList)
	if c := r.chats.open; c != nil {
		r.facts.Heard(contactKey(c.id))
	}
}

// whenFresh does something that takes facts out of the desk, once they are young
// enough or the platform took too long to tell.
func (r *desk) whenFresh(do func(mirror.Ready) tea.Cmd, keys ...mirror.Key) tea.Cmd {
	ticket, ask := r.facts.Use(r.deps.Now(), keys...)
	if r.looking.uses == nil {
		r.looking.uses = map[mirror.Ticket]func(mirror.Ready) tea.Cmd{}
	}
	r.looking.uses[ticket] = do
	return r.read(ask, false)
}

// foresee reads what an action of the open conversation is likely to need in a
// moment, so that pressing it seldom waits.
func (r *desk) foresee() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	return r.read(r.facts.Prepare(r.deps.Now(), contactKey(c.id), theActions), false)
}

// reread reads facts whatever their age.
func (r *desk) reread(keys ...mirror.Key) tea.Cmd {
	return r.read(r.facts.Ask(r.deps.Now(), keys...), false)
}

// changed reads facts again that this desk changed on the platform.
func (r *desk) changed(keys ...mirror.Key) tea.Cmd {
	return r.read(r.facts.Changed(r.deps.Now(), keys...), false)
}

// read asks the platform for facts. What nobody waits for lets the person's own
// requests go first.
func (r *desk) read(keys []mirror.Key, ahead bool) tea.Cmd {
	cmds := make([]tea.Cmd, 0, len(keys))
	for _, k := range keys {
		cmds = append(cmds, r.readers[k.Kind](k.ID, ahead))
	}
	return tea.Batch(cmds...)
}

// newReaders names who reads which fact.
func (r *Root) newReaders() {
	r.readers = map[mirror.Kind]reader{
		mirror.Contact:   r.readContact,
		mirror.Thread:    func(id string, _ bool) tea.Cmd { return r.loadMessages(id, "", pageSize) },
		mirror.Actions:   func(_ string, ahead bool) tea.Cmd { return r.run.readActions(ahead) },
		mirror.List:      func(string, bool) tea.Cmd { return r.list.readList() },
		mirror.Rights:    func(_ string, ahead bool) tea.Cmd { return r.line.readRights(ahead) },
		mirror.Transfers: func(_ string, ahead bool) tea.Cmd { return r.contact.readTransfers(ahead) },
		mirror.People:    func(string, bool) tea.Cmd { return r.contact.learnColleagues(false) },
	}
}

// refreshed hands the mirror an answer whose value the desk keeps elsewhere.
func (r *shell) refreshed(k mirror.Key, asked time.Time, err error) bool {
	if client.KindOf(err) == client.KindNotAllowed {
		err = nil // that is an answer too, and holds for a while
	}
	return r.facts.Took(r.deps.Now(), asked, k, err)
}
