package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
)

// Times of catching up with the platform.
const (
	pollEvery   = 20 * time.Second // without a realtime line: 2 requests, far under 100 a minute (contract §23)
	resyncPages = 4                // list pages fetched to catch up after the line was down
	resyncPause = 10 * time.Second // between two, when the line comes and goes every few seconds
	missedFirst = 5 * time.Second  // after something could not be fetched; doubles
	missedLast  = 60 * time.Second // up to this
)

// catching is how catching up goes: fetching what the realtime line did not tell,
// because it was down, or because the fetching itself failed.
type catching struct {
	polling bool          // a poll is due
	at      time.Time     // when catching up is due; zero when it is not
	aside   bool          // and what else events tell of
	began   time.Time     // when it was done last after the line came back
	failed  time.Time     // when something could not be fetched last
	wait    time.Duration // how long was waited after that
}

// pollNow asks to catch up because there is no realtime line.
type pollNow struct{}

// catchNow asks to catch up because something was missed.
type catchNow struct{ at time.Time }

// resync catches up after the line was down, or at its beginning: at once, or in
// a moment where it comes and goes every few seconds, so that the budget is left
// to the person.
func (r *lineRoom) resync(missed bool) tea.Cmd {
	now := r.deps.Now()
	if !missed {
		return r.catchUp()
	}
	r.catching.aside = true
	if due := r.catching.began.Add(resyncPause); due.After(now) {
		return r.catchLater(due)
	}
	r.catching.began = now
	return r.catchUp()
}

// catchLater plans to catch up, once however often it is asked: at the earliest
// of the times.
func (r *desk) catchLater(at time.Time) tea.Cmd {
	if due := r.catching.at; !due.IsZero() && !due.After(at) {
		return nil
	}
	r.catching.at = at
	return r.deps.After(at.Sub(r.deps.Now()), catchNow{at: at})
}

func (msg catchNow) arrive(r *lineRoom) tea.Cmd {
	if !msg.at.Equal(r.catching.at) {
		return nil // it was done earlier
	}
	r.catching.at = time.Time{}
	if r.lineDown() {
		return nil // it is done when the line is back
	}
	return r.catchUp()
}

// missed plans to catch up after something could not be fetched that no event
// will tell any more. While the line is down its return does that.
func (r *desk) missed(err error) tea.Cmd {
	if !r.session.ready || r.deps.Events == nil || r.lineDown() || !passing(err) {
		return nil
	}
	c, now := &r.catching, r.deps.Now()
	if !c.at.IsZero() {
		return nil
	}
	if c.wait == 0 || now.Sub(c.failed) > 3*c.wait {
		c.wait = missedFirst
	} else {
		c.wait = min(2*c.wait, missedLast)
	}
	c.failed = now
	at := now.Add(c.wait)
	if until, ok := client.RetryAt(err); ok && until.After(at) {
		at = until
	}
	return r.catchLater(at)
}

// passing says whether what failed with err may work by itself in a while.
func passing(err error) bool {
	switch client.KindOf(err) {
	case client.KindUnreachable, client.KindRateLimited, client.KindServer, client.KindProtocol, client.KindNotSignedIn:
		return true
	}
	return false
}

// pollLater asks to catch up in a while. It is asked once at a time, however
// often the line goes to and fro.
func (r *desk) pollLater() tea.Cmd {
	if r.catching.polling {
		return nil
	}
	r.catching.polling = true
	return r.deps.After(pollEvery, pollNow{})
}

// arrive catches up while there is no realtime line, and asks to be called
// again.
func (pollNow) arrive(r *lineRoom) tea.Cmd {
	r.catching.polling = false
	if r.deps.Events != nil && r.session.line.State != client.Offline {
		return nil
	}
	return tea.Batch(r.catchUp(), r.pollLater())
}

// catchUp fetches what was missed, by peeking: nothing is marked as read that
// nobody saw (contract §15.5).
func (r *lineRoom) catchUp() tea.Cmd {
	r.list.strangers.foreign = nil // what this role may see can have changed
	cmds := []tea.Cmd{r.list.loadContacts(1, true)}
	if r.kept.owned { // a console beside this one may have ended while nothing could be sent
		cmds = append(cmds, r.outbox.adopt())
	}
	if c := r.chats.open; c != nil {
		cmds = append(cmds, r.loadNewest(c), r.reread(contactKey(c.id)))
	}
	cmds = append(cmds, r.read(r.facts.Renew(r.deps.Now(), theActions, theRights), false))
	if r.catching.aside {
		r.catching.aside = false
		cmds = append(cmds, r.catchUpAside())
	}
	return tea.Batch(cmds...)
}

// catchUpAside fetches what else events tell of: transfers, and the notes of the open conversation, if they are on the screen.
func (r *lineRoom) catchUpAside() tea.Cmd {
	if c := r.chats.open; c != nil {
		c.about.asked = false
	}
	return tea.Batch(r.reread(theTransfers), r.contact.loadAbout())
}

// refresh catches up because somebody asked for it.
func (r *lineRoom) refresh() tea.Cmd {
	all := tea.Batch(r.catchUp(), r.reread(theActions, theRights, theTransfers))
	if r.lineDown() {
		return tea.Batch(r.say(levelInfo, "There is no line to the platform now; it is asked all the same, and again by itself."), all)
	}
	return all
}
