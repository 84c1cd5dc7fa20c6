package serve

import (
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"charm.land/ssh"
	"github.com/anmitsu/go-shlex"

	"keydesk/cmd/serve/tray"
)

// Session is one agent at one terminal, or one command of theirs.
type Session struct {
	ID    string
	Agent string
	From  string    // the client's address
	Began time.Time // when the session began
	// Args is the command, nil for a desk.
	Args []string
	// Terminal says that the client has one.
	Terminal bool
	// Environ is what the client says about its terminal, by an allow-list.
	Environ []string
	Tray    *tray.Tray

	In       io.Reader
	Out, Err io.Writer

	living   *living
	lives    *lives
	window   *window
	draining <-chan struct{}
	left     time.Duration
	audit    *Audit
	metrics  *Metrics
}

// Other is the newest desk of the same agent that was open when this one began: since when, and the
// address it came from.
func (s *Session) Other() (since time.Time, from string, open bool) {
	one := s.living.desk(s.Agent, s.lives)
	if one == nil {
		return time.Time{}, "", false
	}
	if host, _, err := net.SplitHostPort(one.from); err == nil {
		return one.began, host, true
	}
	return one.began, one.from, true
}

// Size is the terminal's, clamped.
func (s *Session) Size() (columns, rows int) { return s.window.size() }

// Resized tells that Size is another one.
func (s *Session) Resized() <-chan struct{} { return s.window.changed }

// Draining is closed when the server was told to end; Left is how long a session may go on then.
func (s *Session) Draining() <-chan struct{} { return s.draining }

// Left is how long a session may go on once Draining is closed.
func (s *Session) Left() time.Duration { return s.left }

// Getenv is a variable that the client set, "" if it did not, or may not.
func (s *Session) Getenv(name string) string {
	value := ""
	for _, pair := range s.Environ {
		if n, v, _ := strings.Cut(pair, "="); n == name {
			value = v
		}
	}
	return value
}

// Audit is the server's record of who did what.
func (s *Session) Audit(event string, attrs ...any) {
	s.audit.Note(event, append([]any{"agent", s.Agent, "session", s.ID, "from", s.From}, attrs...)...)
}

// Metrics are the server's figures.
func (s *Session) Metrics() *Metrics { return s.metrics }

// words are the command. One whose quotes do not close ("Don't") is taken at its blanks, and is never
// none, which would be a desk.
func words(raw ssh.Session) []string {
	if list, err := shlex.Split(raw.RawCommand(), true); err == nil && len(list) > 0 {
		return list
	}
	return append([]string{}, strings.Fields(raw.RawCommand())...)
}

// session makes a Session of what the SSH library has. The returned functions end with it.
func (srv *Server) session(ctx context.Context, raw ssh.Session, agent string, end context.CancelCauseFunc) *Session {
	s := &Session{
		ID: srv.newID(), Agent: agent, From: raw.RemoteAddr().String(), Began: srv.now(), Tray: srv.trays.of(agent),
		living: &srv.living, draining: srv.draining, left: srv.limits.Drain, audit: srv.o.Audit, metrics: srv.o.Metrics,
	}
	s.lives, _ = ctx.Value(livesKey{}).(*lives)
	if raw.RawCommand() != "" {
		s.Args = words(raw)
	}
	pty, sizes, terminal := raw.Pty()
	s.Terminal, s.window = terminal, newWindow(pty.Window)
	s.Environ = environ(pty.Term, raw.Environ())
	if terminal {
		go s.window.follow(sizes) // ends with the channel
	}
	idle := time.AfterFunc(srv.limits.Idle, func() { end(errIdle) })
	context.AfterFunc(ctx, func() { idle.Stop() })
	in := &input{from: raw, piped: s.Args != nil && !terminal, end: end, idle: idle, most: srv.limits.Idle}
	cut := sync.OnceFunc(func() {
		end(errSilent)
		_ = connOf(raw).Close() // a channel's own end waits for the client, which does not answer
	})
	write := func(to io.Writer) io.Writer {
		return &output{to: to, limit: srv.limits.Write, cut: cut, wrote: func(n int) {
			srv.o.Metrics.sent(n)
			if took, was := in.answered(); was && s.Terminal {
				srv.o.Metrics.key(took)
			}
		}}
	}
	s.In, s.Out, s.Err = in, write(raw), write(raw.Stderr())
	return s
}
