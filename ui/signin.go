package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// signedOut takes note that the platform does not accept the sign-in any more, and
// says so once. Nothing opens by itself: a line that hides what is typed must not
// come under somebody's fingers.
func (r *shell) signedOut() tea.Cmd {
	if r.session.out {
		return nil
	}
	r.session.out = true
	cmd := r.say(levelBad, "The platform ended your sign-in. What you write is kept and waits.")
	r.notice.hint = r.Label("signin") + " sign in again"
	return cmd
}

// needsAnotherSignIn is why there is nothing to sign in to, "" if there is.
func (r *lineRoom) needsAnotherSignIn() string {
	if r.session.out || client.KindOf(r.session.problem) == client.KindNotSignedIn {
		return ""
	}
	return "you are signed in"
}

// signIn asks for what lets one in again, over everything as it is.
type signIn struct {
	theme *theme.Theme
	keys  dialog.Keys
	email string // "" with an API key
	field dialog.Field
	busy  bool
	why   string // it was not accepted
	do    func(*signIn) tea.Cmd
}

// askSignIn opens the question for the password, or for the API key.
func (r *lineRoom) askSignIn() tea.Cmd {
	email, byKey := r.deps.Platform.SignedInBy()
	if byKey {
		email = ""
	}
	s := &signIn{theme: &r.Theme, keys: r.KeysIn(command.ScopeField), email: email, do: r.trySignIn}
	if email != "" {
		s.field = dialog.NewField("password of "+text.Line(email), true)
	} else {
		s.field = dialog.NewField("API key", true)
	}
	r.dialogs.Push(s)
	return nil
}

func (s *signIn) Update(msg tea.Msg) dialog.Intent {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		if !s.busy {
			s.field.Update(msg)
		}
		return nil
	}
	switch id := s.keys.Typing(press); {
	case id == "field.cancel":
		return dialog.CloseDialog{}
	case s.busy: // nothing but leaving
	case id == "field.accept":
		if s.field.Value() == "" {
			return nil
		}
		s.busy, s.why = true, ""
		return dialog.Also{Do: func() tea.Cmd { return s.do(s) }}
	default:
		s.field.Update(press)
	}
	return nil
}

func (s *signIn) Draw(width, _ int) dialog.Panel {
	w := min(min(max(width-8, 36), 66), width-2)
	line, column := s.field.Draw(w - 3)
	rows := []string{" " + s.theme.Accent.Render(s.theme.Glyphs.Prompt) + " " + line}
	switch {
	case s.busy:
		rows = append(rows, " "+s.theme.Faint.Render("asking the platform"+s.theme.Glyphs.Cut))
	case s.why != "":
		for _, row := range text.Wrap(text.Line(s.why), max(1, w-2)) {
			rows = append(rows, " "+s.theme.Bad.Render(row))
		}
	default:
		rows = append(rows, " "+s.theme.Faint.Render(text.CutWith("used for this console only, and kept nowhere", w-2, s.theme.Glyphs.Cut)))
	}
	title := "Sign in"
	if s.email != "" {
		title += " as " + text.CutWith(text.Line(s.email), max(8, w-16), s.theme.Glyphs.Cut)
	}
	return dialog.Panel{Lines: dialog.Box(s.theme, title, s.keys.Hints("field.accept", "sign in", "field.cancel", "later"), rows, w), Cursor: &dialog.Point{X: 4 + column, Y: 1}}
}

// signInTried is the platform's answer.
type signInTried struct {
	asked    *signIn
	identity client.Identity
	at       time.Time
	err      error
}

// trySignIn asks the platform. The desk stays whose it is.
func (r *lineRoom) trySignIn(s *signIn) tea.Cmd {
	platform, at, owner := r.deps.Platform, r.deps.Now(), r.session.identity.User.ID
	as := client.Credentials{APIKey: s.field.Value()}
	if s.email != "" {
		as = client.Credentials{Email: s.email, Password: s.field.Value()}
	}
	return call(r.door(), readLimit, func(ctx context.Context) (client.Identity, error) {
		return platform.SignIn(ctx, as, owner)
	}, func(id client.Identity, err error) tea.Msg {
		return signInTried{asked: s, identity: id, at: at, err: err}
	})
}

func (m signInTried) arrive(r *lineRoom) tea.Cmd {
	m.asked.busy = false
	if m.err != nil {
		m.asked.field.Set("")
		m.asked.why = m.err.Error()
		if client.KindOf(m.err) == client.KindNotSignedIn && m.asked.email != "" {
			m.asked.why = "Not accepted: the password is wrong, or the account is closed. Try again."
		}
		return nil
	}
	r.dialogs.Remove(m.asked)
	if !r.session.ready {
		r.session.problem = nil
		return tea.Batch(connected{identity: m.identity, asked: m.at}.arrive(r), r.list.loadContacts(1, false), r.reread(theActions))
	}
	r.session.out, r.session.identity = false, m.identity
	r.facts.Took(r.deps.Now(), m.at, theRights, nil)
	if again, ok := r.deps.Events.(interface{ Retry() }); ok {
		again.Retry()
	}
	return tea.Batch(r.say(levelGood, "Signed in again."), r.refresh(), r.outbox.reached())
}
