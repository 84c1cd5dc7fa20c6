package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/text"
)

// Waiting times of the session.
const (
	firstRetry = 2 * time.Second  // after a failed start; doubles
	lastRetry  = 30 * time.Second // up to this
)

// session is who is signed in where, and how the line to the platform is.
type session struct {
	ready    bool // signed in, the desk is alive
	identity client.Identity
	enforced bool // the platform refused what the role lacks a right for, where others let it pass
	line     client.StreamState
	problem  error // why the start failed
	out      bool  // the platform does not accept the sign-in any more
	retryIn  time.Duration
}

// connected is the answer to signing in.
type connected struct {
	identity client.Identity
	asked    time.Time
	err      error
}

// retryStart asks to sign in again after a failed start.
type retryStart struct{}

func (retryStart) arrive(r *lineRoom) tea.Cmd { return r.connect() }

// connect signs in. The list and the actions are asked for at the same time:
// the client makes them wait for its one sign-in, and the first screen comes
// one round trip earlier.
func (r *lineRoom) connect() tea.Cmd {
	platform, asked := r.deps.Platform, r.deps.Now()
	return tea.Batch(
		call(r.door(), readLimit, platform.Connect, func(id client.Identity, err error) tea.Msg {
			return connected{identity: id, asked: asked, err: err}
		}),
		r.list.loadContacts(1, false),
		r.reread(theActions),
	)
}

func (msg connected) arrive(r *lineRoom) tea.Cmd {
	s := &r.session
	if msg.err != nil {
		s.problem = msg.err
		switch client.KindOf(msg.err) { // waiting does not mend a wrong password
		case client.KindNotSignedIn:
			if r.deps.Host.HasTray() && !r.dialogs.Open() { // on a server nothing else can be done, and nothing was begun yet
				return r.askSignIn()
			}
			return nil
		case client.KindInvalid:
			return nil
		}
		s.retryIn = min(max(firstRetry, 2*s.retryIn), lastRetry)
		return r.deps.After(s.retryIn, retryStart{})
	}
	again := s.problem != nil
	s.ready, s.problem, s.out, s.retryIn, s.identity = true, nil, false, 0, msg.identity
	r.facts.Took(r.deps.Now(), msg.asked, theRights, nil)
	r.inbox.SetMe(msg.identity.User.ID)
	cmds := []tea.Cmd{r.list.fillIndex(), r.own(), r.reread(thePeople, theTransfers), r.listen()}
	if !r.alerts.minutes {
		r.alerts.minutes = true
		cmds = append(cmds, r.alerts.awaitMinute())
	}
	if again {
		cmds = append(cmds, r.list.loadContacts(1, false), r.reread(theActions))
		if c := r.chats.open; c != nil { // opened as it was kept
			cmds = append(cmds, r.loadNewest(c), r.reread(contactKey(c.id)))
		}
	}
	return tea.Batch(cmds...)
}

// listen starts the realtime line, or polling where there is none.
func (r *lineRoom) listen() tea.Cmd {
	events := r.deps.Events
	if events == nil {
		return r.pollLater()
	}
	ctx, log := r.deps.Context, r.deps.Logger
	run := func() tea.Msg {
		if err := events.Run(ctx); err != nil && client.KindOf(err) != client.KindCancelled { // else we leave
			log.Error("the realtime line ended", "err", err)
		}
		return nil
	}
	return tea.Batch(run, r.nextEvents())
}

// trouble tells a failed call in one sentence, once for all calls that fail
// while the platform is away: the header tells of the line already.
func (r *shell) trouble(doing string, err error) tea.Cmd {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	r.deps.Logger.Warn("could not "+doing, "err", err)
	if client.KindOf(err) == client.KindNotAllowed {
		r.facts.Heard(theRights, theActions) // what the role may has changed
	}
	if !r.session.ready {
		return nil // the start screen says it
	}
	if client.KindOf(err) == client.KindNotSignedIn {
		return r.signedOut()
	}
	return r.say(levelBad, text.Line(err.Error()))
}

// behind plans to catch up after something failed that was fetched by itself. It
// is told once: not while the header tells of the line, nor each time that it
// fails again.
func (r *desk) behind(doing string, err error) tea.Cmd {
	again := !r.catching.failed.IsZero() && r.deps.Now().Sub(r.catching.failed) <= 3*r.catching.wait
	later := r.missed(err)
	if r.away(err) || again {
		return later
	}
	return tea.Batch(later, r.trouble(doing, err))
}

// away says whether err is what the header tells of already: nothing fetched by
// itself in the background need say it again.
func (r *shell) away(err error) bool {
	return client.KindOf(err) == client.KindUnreachable && r.lineDown()
}

// lineDown says whether there should be a realtime line and is none.
func (r *shell) lineDown() bool {
	return r.session.ready && r.deps.Events != nil && r.session.line.State != client.Live && !r.session.line.Since.IsZero()
}

// profileFlag is " --profile NAME" where a person needs it.
func (r *shell) profileFlag() string {
	if r.deps.Profile == "" || r.deps.Profile == "default" {
		return ""
	}
	return " --profile " + r.deps.Profile
}
