package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// Options make a Server. HostKey, Folder and Open are needed.
type Options struct {
	HostKey gossh.Signer
	Agents  Agents
	Limits  Limits
	// Folder is the folder of what an agent has here.
	Folder func(agent string) string
	// TrayLimit is how many bytes a tray takes.
	TrayLimit int64
	// Open runs a session to its end and returns its exit code. It returns soon after ctx ended, whose
	// cause says why.
	Open    func(ctx context.Context, s *Session) int
	Audit   *Audit
	Metrics *Metrics
	Logger  *slog.Logger
	Now     func() time.Time // nil: the clock
}

// Server gives desks to agents. New makes one.
type Server struct {
	o         Options
	limits    Limits
	ssh       *ssh.Server
	agents    atomic.Pointer[Agents]
	places    places
	living    living
	strangers strangers
	trays     trays
	now       func() time.Time
	draining  chan struct{}
	sessions  sync.WaitGroup
	endAll    context.CancelCauseFunc // ends every session
	ctx       context.Context
}

// agentKey is where a connection's permissions hold whose it is.
const agentKey = "keydesk-agent"

// keyKey is where they hold the bytes of the key.
const keyKey = "keydesk-key"

// New makes a server that does not listen yet.
func New(o Options) *Server {
	srv := &Server{o: o, limits: o.Limits.filled(), now: o.Now, draining: make(chan struct{})}
	if srv.now == nil {
		srv.now = time.Now
	}
	if srv.o.Logger == nil {
		srv.o.Logger = slog.New(slog.DiscardHandler)
	}
	srv.trays = trays{folder: o.Folder, limit: o.TrayLimit}
	srv.ctx, srv.endAll = context.WithCancelCause(context.Background())
	srv.SetAgents(o.Agents)
	srv.ssh = &ssh.Server{
		Version:              "keydesk",
		HostSigners:          []ssh.Signer{o.HostKey},
		Handler:              srv.handle,
		HandshakeTimeout:     srv.limits.Handshake,
		ServerConfigCallback: srv.config,
		ConnCallback:         srv.connected,
		SubsystemHandlers:    map[string]ssh.SubsystemHandler{"sftp": srv.handleFiles},
		ConnectionFailedCallback: func(conn net.Conn, err error) {
			srv.o.Logger.Debug("a connection came to nothing", "from", conn.RemoteAddr().String(), "err", err)
		},
	}
	return srv
}

// SetAgents changes who may come in. Sessions of those who may not any more are ended.
func (srv *Server) SetAgents(a Agents) {
	srv.agents.Store(&a)
	for _, s := range srv.living.all() {
		if !a.still(s.agent, s.key) {
			srv.o.Audit.Note("removed", "agent", s.agent, "from", s.from)
			s.end(errRemoved)
		}
	}
}

// SetTrayLimit changes how many bytes a tray takes.
func (srv *Server) SetTrayLimit(limit int64) { srv.trays.setLimit(limit) }

// config lets in who has a known key. The last way to sign in asks nothing: it tells whoever has none,
// once, where every client shows it.
func (srv *Server) config(ctx ssh.Context) *gossh.ServerConfig {
	told := false
	return &gossh.ServerConfig{
		MaxAuthTries: 10,
		AuthLogCallback: func(_ gossh.ConnMetadata, _ string, err error) {
			if release, ok := ctx.Value(releaseKey{}).(func()); ok && err == nil {
				release() // no stranger any more
			}
		},
		PublicKeyCallback: func(_ gossh.ConnMetadata, key gossh.PublicKey) (*gossh.Permissions, error) {
			agent := srv.agents.Load().Of(key)
			if agent == "" {
				ctx.SetValue(strangerKey{}, gossh.FingerprintSHA256(key))
				return nil, errors.New("no agent has this key")
			}
			return &gossh.Permissions{Extensions: map[string]string{agentKey: agent, keyKey: string(key.Marshal())}}, nil
		},
		KeyboardInteractiveCallback: func(conn gossh.ConnMetadata, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
			if !told {
				told = true
				fingerprint, _ := ctx.Value(strangerKey{}).(string)
				srv.refuseKey(conn, fingerprint, ask)
			}
			return nil, errors.New("no agent has this key")
		},
	}
}

type strangerKey struct{}

// refuseKey tells that a key is not known here.
func (srv *Server) refuseKey(conn gossh.ConnMetadata, fingerprint string, ask gossh.KeyboardInteractiveChallenge) {
	srv.o.Metrics.refuse("key")
	srv.o.Audit.Note("refused", "reason", "unknown key", "key", fingerprint, "user", conn.User(), "from", conn.RemoteAddr().String())
	sentence := "keydesk: you showed no key, and only keys let in here; ssh-keygen -t ed25519 makes one, whose .pub file your administrator needs"
	if fingerprint != "" {
		sentence = fmt.Sprintf("keydesk: no agent has your key (%s) here; send its .pub file to your administrator", fingerprint)
	}
	_, _ = ask("", sentence, nil, nil) // a client that is gone need not be told
}

// connected counts connections that nobody is known to be behind, in all and by address.
func (srv *Server) connected(ctx ssh.Context, conn net.Conn) net.Conn {
	leave := srv.strangers.take(conn.RemoteAddr(), srv.limits)
	if leave == nil {
		srv.o.Metrics.refuse("handshakes")
		if from, tell := srv.strangers.refused(conn.RemoteAddr(), srv.now()); tell {
			srv.o.Logger.Warn("connections without a known key are refused, there are too many at once", "from", from)
		}
		return nil
	}
	release := sync.OnceFunc(leave)
	ctx.SetValue(releaseKey{}, release)
	context.AfterFunc(ctx, release)
	return conn
}

type releaseKey struct{}

// connOf is the connection of a session.
func connOf(s ssh.Session) *gossh.ServerConn {
	return s.Context().Value(ssh.ContextKeyConn).(*gossh.ServerConn)
}

// agentOf is whose session it is.
func agentOf(s ssh.Session) string { return connOf(s).Permissions.Extensions[agentKey] }

// Serve takes connections until ctx ends, and then drains: agents are told, and what they wrote is
// kept.
func (srv *Server) Serve(ctx context.Context, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- srv.ssh.Serve(listener) }() // ends with the listener
	sweep := time.NewTicker(sweepEvery)
	defer sweep.Stop()
	for {
		select {
		case <-sweep.C:
			if err := srv.trays.sweep(); err != nil {
				srv.o.Logger.Warn("a tray could not be emptied", "err", err)
			}
		case err := <-failed:
			srv.endAll(errDraining)
			return fmt.Errorf("the server cannot listen any longer: %w", err)
		case <-ctx.Done():
			_ = listener.Close() // Serve returns
			<-failed
			srv.drain()
			return nil
		}
	}
}

// drain ends every session within its limits.
func (srv *Server) drain() {
	srv.places.close()
	close(srv.draining)
	over := make(chan struct{})
	go func() { // ends with the last session
		srv.sessions.Wait()
		close(over)
	}()
	if !within(over, srv.limits.Drain) {
		srv.endAll(errDraining)
		if !within(over, srv.limits.Leave) {
			srv.o.Logger.Error("sessions did not end in time and are cut off")
		}
	}
	srv.endAll(errDraining)
	_ = srv.ssh.Close() // connections that are left have no session
}

// within waits for something at most so long.
func within(over <-chan struct{}, limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-over:
		return true
	case <-timer.C:
		return false
	}
}

// Well is why the server takes no sessions, nil if it does.
func (srv *Server) Well() error {
	if srv.places.closed() {
		return errDraining
	}
	return nil
}

// newID names a session.
func (srv *Server) newID() string { return rand.Text()[:10] }

// begin takes a place for a session and gives the context that ends it.
func (srv *Server) begin(raw ssh.Session, kind string) (ctx context.Context, agent string, end context.CancelCauseFunc, done func(), err error) {
	agent = agentOf(raw)
	if err := srv.places.take(agent, srv.limits); err != nil {
		srv.o.Metrics.refuse("limit")
		srv.o.Audit.Note("refused", "reason", err.Error(), "agent", agent, "from", raw.RemoteAddr().String())
		return nil, agent, nil, nil, err
	}
	ctx, end = context.WithCancelCause(raw.Context())
	one := &lives{agent: agent, key: connOf(raw).Permissions.Extensions[keyKey], kind: kind, from: raw.RemoteAddr().String(), began: srv.now(), end: end}
	srv.living.add(one)
	ctx = context.WithValue(ctx, livesKey{}, one)
	if !srv.agents.Load().still(agent, one.key) { // a connection of before lives on
		srv.living.remove(one)
		srv.places.leave(agent)
		end(errRemoved)
		srv.o.Metrics.refuse("key")
		srv.o.Audit.Note("refused", "reason", "removed", "agent", agent, "from", one.from)
		return nil, agent, nil, nil, errRemoved
	}
	srv.sessions.Add(1)
	srv.o.Metrics.began(kind)
	unhook := context.AfterFunc(srv.ctx, func() { end(context.Cause(srv.ctx)) })
	srv.keepAlive(ctx, raw, end)
	return ctx, agent, end, func() {
		unhook()
		end(errGone)
		srv.o.Metrics.ended()
		srv.living.remove(one)
		srv.places.leave(agent)
		srv.sessions.Done()
	}, nil
}

// keepAlive asks the client now and then, until ctx ends, whether it is still there: a laptop that was
// closed tells nobody.
func (srv *Server) keepAlive(ctx context.Context, raw ssh.Session, end context.CancelCauseFunc) {
	next := time.AfterFunc(srv.limits.KeepAlive, func() {
		if ctx.Err() != nil {
			return
		}
		silent := time.AfterFunc(srv.limits.KeepAlive, func() {
			end(errSilent)
			_ = connOf(raw).Close() // the question below returns
		})
		_, err := raw.SendRequest("keepalive@openssh.com", true, nil)
		silent.Stop()
		if err != nil {
			end(errGone)
			return
		}
		srv.keepAlive(ctx, raw, end)
	})
	context.AfterFunc(ctx, func() { next.Stop() })
}

// handle runs a desk or a command.
func (srv *Server) handle(raw ssh.Session) {
	kind := "desk"
	if raw.RawCommand() != "" {
		kind = "command"
	}
	ctx, agent, end, done, err := srv.begin(raw, kind)
	if err != nil {
		_, _ = fmt.Fprintf(raw.Stderr(), "keydesk: %s\r\n", err)
		_ = raw.Exit(1)
		return
	}
	defer done()
	s := srv.session(ctx, raw, agent, end)
	if err := s.Tray.Sweep(); err != nil {
		srv.o.Logger.Warn("a tray could not be emptied", "agent", agent, "err", err)
	}
	s.Audit("begins", "kind", kind, "client", string(connOf(raw).ClientVersion()))
	code := srv.run(ctx, s)
	s.Audit("ends", "kind", kind, "after", srv.now().Sub(s.Began).Round(time.Second).String(), "why", why(ctx))
	_ = raw.Exit(code) // a client that is gone has no use for it
}

// why says what ended a session.
func why(ctx context.Context) string {
	if cause := context.Cause(ctx); cause != nil {
		return cause.Error()
	}
	return "the agent left"
}

// run runs a session; a panic in it ends this one only.
func (srv *Server) run(ctx context.Context, s *Session) (code int) {
	defer func() {
		if r := recover(); r != nil {
			srv.o.Metrics.refuse("panic")
			srv.o.Logger.Error("a session panicked", "session", s.ID, "agent", s.Agent, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			_, _ = fmt.Fprintf(s.Err, "\r\nkeydesk: the desk ended by a fault of its own; tell whoever runs the server, with session %s\r\n", s.ID)
			code = 1
		}
	}()
	return srv.o.Open(ctx, s)
}

// handleFiles gives the tray to scp and sftp.
func (srv *Server) handleFiles(raw ssh.Session) {
	ctx, agent, end, done, err := srv.begin(raw, "files")
	say := func(sentence string) {
		_, _ = fmt.Fprintf(raw.Stderr(), "keydesk: %s\n", sentence) // a client that is gone need not be told
	}
	if err != nil {
		say(err.Error())
		_ = raw.Exit(1)
		return
	}
	defer done()
	s := srv.session(ctx, raw, agent, end)
	stop := context.AfterFunc(ctx, func() {
		if !errors.Is(context.Cause(ctx), errGone) { // else the exit status is still to come
			_ = raw.Close()
		}
	})
	defer stop()
	if err := s.Tray.Sweep(); err != nil {
		srv.o.Logger.Warn("a tray could not be emptied", "agent", agent, "err", err)
	}
	err = s.Tray.Serve(nothingToClose{struct {
		*input
		*output
	}{s.In.(*input), s.Out.(*output)}}, say, func(name string, in bool) {
		way := "out"
		if in {
			way = "in"
		}
		srv.o.Metrics.file(way)
		s.Audit("file", "way", way, "name", name)
	})
	if err != nil && ctx.Err() == nil {
		srv.o.Logger.Info("a transfer of files ended", "agent", agent, "err", err)
	}
}

// Listen listens, and says what to do where it cannot.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("another program listens on %s already; end it, or choose another port with --listen", address)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("this user may not listen on %s; ports below 1024 need a right, so take --listen :2222", address)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s: %w", address, err)
	}
	return l, nil
}
