package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/inbox"
)

// Waits is how long customers may wait, as the settings say.
type Waits struct {
	Warn, Bad time.Duration                          // a wait that is longer is shown so; 0: none is
	Worked    func(from, to time.Time) time.Duration // the working time between two moments; nil: all of it
	Closing   time.Duration                          // notify so long before a window closes; 0: never
}

// tellWaits gives the list what the settings say about waiting.
func (r *findRoom) tellWaits() {
	w := inbox.Waits{Warn: r.deps.Waits.Warn, Bad: r.deps.Waits.Bad}
	if worked, place := r.deps.Waits.Worked, r.deps.Location; worked != nil {
		w.Worked = func(from, to time.Time) time.Duration { return worked(from.In(place), to.In(place)) }
	}
	r.inbox.SetWaits(w)
}

// minuteOver draws anew what tells how long something lasts, and looks whose window closes.
type minuteOver struct{}

func (r *alertRoom) awaitMinute() tea.Cmd {
	now := r.deps.Now()
	return r.deps.After(now.Truncate(time.Minute).Add(time.Minute).Sub(now), minuteOver{})
}

func (minuteOver) arrive(r *alertRoom) tea.Cmd {
	return tea.Batch(r.awaitMinute(), r.closingSoon(), r.reminders.look(), r.unread.look())
}

// closingSoon notifies once of every conversation of mine whose customer waits while the window
// closes: afterwards only a template reaches them (contract §5.5).
func (r *alertRoom) closingSoon() tea.Cmd {
	within := r.deps.Waits.Closing
	if within == 0 || r.quiet() || r.deps.Notify != "mine" && r.deps.Notify != "all" {
		return nil
	}
	var cmds []tea.Cmd
	told := map[string]bool{}
	for _, c := range r.inbox.Closing(within) {
		if c.AssignedUserID != r.session.identity.User.ID {
			continue
		}
		if told[c.ID] = true; !r.closing[c.ID] {
			cmds = append(cmds, r.alertNow(r.find.closingAlert(c)))
		}
	}
	r.closing = told
	return tea.Batch(cmds...)
}

func (r *findRoom) closingAlert(c client.Contact) alert {
	left := 24*time.Hour - r.deps.Now().Sub(c.LastInboundAt)
	return alert{contact: c.ID, title: inbox.DisplayName(c), body: "waits for an answer, and the window " + inbox.ClosesWords(left), stays: true}
}

// nextWaiting goes to who needs me next.
func (r *findRoom) nextWaiting() tea.Cmd {
	_, searching := r.inbox.Search()
	if !r.inbox.NextWaiting() {
		return r.say(levelInfo, "Nobody waits: neither of yours, nor unassigned.")
	}
	if _, still := r.inbox.Search(); searching && !still {
		r.finding.typing = false
		r.overtake()
	}
	return r.morePages()
}

func (r *findRoom) needsWaiting() string {
	if r.inbox.Size(inbox.Waiting) == 0 {
		return "nobody waits for an answer, as far as is known"
	}
	return ""
}
