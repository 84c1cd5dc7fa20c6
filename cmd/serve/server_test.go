package serve

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// signer is a key of its own for every name.
func signer(t *testing.T, name string) ssh.Signer {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, name)
	s, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// running is a server that a test talks to.
type running struct {
	*Server
	address string
	audit   *lines
	end     func() // tells it to end, and waits until it did
}

// lines is what was written, for several goroutines.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func run(t *testing.T, limits Limits, open func(context.Context, *Session) int) *running {
	t.Helper()
	return runBehind(t, limits, open, nil)
}

// runBehind is run with balancers before it.
func runBehind(t *testing.T, limits Limits, open func(context.Context, *Session) int, balancers []netip.Prefix) *running {
	t.Helper()
	folder := t.TempDir()
	audit := &lines{}
	srv := New(Options{
		HostKey: signer(t, "host"),
		Agents:  NewAgents(map[string][]ssh.PublicKey{"ravi": {signer(t, "ravi").PublicKey()}, "maya": {signer(t, "maya").PublicKey()}}),
		Limits:  limits, Open: open, Folder: func(agent string) string { return filepath.Join(folder, agent) }, TrayLimit: 1 << 20,
		Audit: NewAudit(audit), Metrics: NewMetrics(),
	})
	listener, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, Behind(listener, balancers)) }()
	end := sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	t.Cleanup(end)
	return &running{Server: srv, address: listener.Addr().String(), audit: audit, end: end}
}

func (r *running) dial(t *testing.T, name string) *ssh.Client {
	t.Helper()
	c, err := r.try(t, name, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// try connects with a key; told takes what a client shows of the server's refusal.
func (r *running) try(t *testing.T, name string, told func(string)) (*ssh.Client, error) {
	return ssh.Dial("tcp", r.address, &ssh.ClientConfig{
		User:            "whoever",
		HostKeyCallback: ssh.FixedHostKey(signer(t, "host").PublicKey()),
		Auth: []ssh.AuthMethod{ssh.PublicKeys(signer(t, name)), ssh.KeyboardInteractive(func(_, instruction string, _ []string, _ []bool) ([]string, error) {
			if told != nil {
				told(instruction)
			}
			return nil, nil
		})},
	})
}

// terminalWith opens a desk that is typed into.
func terminalWith(t *testing.T, c *ssh.Client) (in io.Writer, out io.Reader) {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RequestPty("xterm-256color", 24, 80, ssh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	in, _ = s.StdinPipe()
	out, _ = s.StdoutPipe()
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	return in, out
}

// terminal opens a desk.
func terminal(t *testing.T, c *ssh.Client, columns, rows int, env map[string]string) (s *ssh.Session, out io.Reader) {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range env {
		_ = s.Setenv(name, value) // the server may not take it
	}
	if err := s.RequestPty("xterm-256color", rows, columns, ssh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	out, _ = s.StdoutPipe()
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	return s, out
}

func TestAnAgentIsWhoHasTheKey(t *testing.T) {
	r := run(t, Limits{}, func(_ context.Context, s *Session) int {
		fmt.Fprintf(s.Out, "%s %v %v", s.Agent, s.Args, s.Terminal)
		return 7
	})
	for _, name := range []string{"ravi", "maya"} {
		s, err := r.dial(t, name).NewSession()
		if err != nil {
			t.Fatal(err)
		}
		out, err := s.Output(`run "Create ticket" --yes`)
		var exit *ssh.ExitError
		if string(out) != name+" [run Create ticket --yes] false" || !errors.As(err, &exit) || exit.ExitStatus() != 7 {
			t.Errorf("%s: %q, %v", name, out, err)
		}
	}
}

func TestAStrangerIsToldInOneLine(t *testing.T) {
	r := run(t, Limits{}, func(context.Context, *Session) int {
		t.Error("a stranger has a session")
		return 0
	})
	var told []string
	if c, err := r.try(t, "somebody", func(s string) {
		if s != "" {
			told = append(told, s)
		}
	}); err == nil {
		_ = c.Close()
		t.Fatal("a stranger came in")
	}
	fingerprint := ssh.FingerprintSHA256(signer(t, "somebody").PublicKey())
	if len(told) != 1 || !strings.Contains(told[0], fingerprint) || strings.Contains(told[0], "\n") {
		t.Errorf("told %q", told)
	}
	if !strings.Contains(r.audit.String(), fingerprint) {
		t.Errorf("the audit log has %s", r.audit)
	}
	r.SetAgents(NewAgents(map[string][]ssh.PublicKey{"new": {signer(t, "somebody").PublicKey()}}))
	if c, err := r.try(t, "somebody", nil); err != nil {
		t.Errorf("after the settings name the key: %v", err)
	} else {
		_ = c.Close()
	}
}

func TestOnlyHarmlessVariablesComeIn(t *testing.T) {
	got := make(chan []string, 1)
	r := run(t, Limits{}, func(_ context.Context, s *Session) int {
		got <- s.Environ
		return 0
	})
	terminal(t, r.dial(t, "ravi"), 80, 24, map[string]string{
		"COLORTERM": "truecolor", "LANG": "de_DE.UTF-8", "LC_ALL": "C", "TZ": "Asia/Kolkata", "TERM_PROGRAM": "kitty",
		"BROWSER": "touch /tmp/x", "EDITOR": "vi", "VISUAL": "vi", "TMUX": "/tmp/x,1,0", "HOME": "/root", "PATH": "/tmp",
		"LD_PRELOAD": "/tmp/x.so", "LC_x=1": "1", "KEYDESK_URL": "https://evil.example", "SSH_CONNECTION": "1", "TERM": "evil",
	})
	allowed := map[string]bool{"TERM=xterm-256color": true, "COLORTERM=truecolor": true, "LANG=de_DE.UTF-8": true, "LC_ALL=C": true, "TZ=Asia/Kolkata": true, "TERM_PROGRAM=kitty": true}
	list := <-got
	for _, pair := range list {
		if !allowed[pair] {
			t.Errorf("%s came in", pair)
		}
	}
	if len(list) != len(allowed) {
		t.Errorf("came in: %v", list)
	}
}

func TestTheWindowIsClamped(t *testing.T) {
	sizes := make(chan [2]int)
	r := run(t, Limits{}, func(ctx context.Context, s *Session) int {
		for {
			select {
			case <-s.Resized():
				w, h := s.Size()
				sizes <- [2]int{w, h}
			case <-ctx.Done():
				return 0
			}
		}
	})
	s, _ := terminal(t, r.dial(t, "ravi"), 80, 24, nil)
	if got := <-sizes; got != [2]int{80, 24} {
		t.Errorf("began as %v", got)
	}
	for range 50 { // the library's own channel holds one, and blocks all requests when it is full
		if err := s.WindowChange(65_535, 65_535); err != nil {
			t.Fatal(err)
		}
	}
	for got := range sizes {
		if got == [2]int{maxColumns, maxRows} {
			break
		}
		if got != [2]int{80, 24} {
			t.Errorf("became %v", got)
		}
	}
	go func() {
		for range sizes { // those that follow
		}
	}()
	_ = s.Close()
}

// A channel that is closed on a connection that lives on ends its desk: EOF is all there is to know it by.
func TestAClosedChannelEndsItsDesk(t *testing.T) {
	why := make(chan error, 1)
	r := run(t, Limits{}, func(ctx context.Context, s *Session) int {
		go func() { _, _ = io.Copy(io.Discard, s.In) }()
		<-ctx.Done()
		why <- context.Cause(ctx)
		return 0
	})
	c := r.dial(t, "ravi")
	s, _ := terminal(t, c, 80, 24, nil)
	_ = s.Close()
	if got := <-why; !errors.Is(got, errGone) {
		t.Errorf("ended by %v", got)
	}
	if _, _, err := c.SendRequest("still there", true, nil); err != nil {
		t.Errorf("the connection ended as well: %v", err)
	}
}

func TestAClientThatStopsReadingIsCutOff(t *testing.T) {
	failed := make(chan error, 1)
	r := run(t, Limits{Write: 50 * time.Millisecond}, func(ctx context.Context, s *Session) int {
		screen := bytes.Repeat([]byte("x"), 64<<10)
		for {
			if _, err := s.Out.Write(screen); err != nil {
				<-ctx.Done()
				failed <- context.Cause(ctx)
				return 1
			}
		}
	})
	terminal(t, r.dial(t, "ravi"), 80, 24, nil) // its output is not read
	if got := <-failed; !errors.Is(got, errSilent) {
		t.Errorf("ended by %v", got)
	}
}

func TestAPanicEndsOneSession(t *testing.T) {
	r := run(t, Limits{}, func(ctx context.Context, s *Session) int {
		if s.Agent == "ravi" {
			panic("a fault")
		}
		_, _ = io.Copy(s.Out, s.In)
		return 0
	})
	maya, out := terminalWith(t, r.dial(t, "maya"))
	s, err := r.dial(t, "ravi").NewSession()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	s.Stderr = &said
	if err := s.Run("run"); err == nil || !strings.Contains(said.String(), "fault of its own") {
		t.Errorf("%v, said %q", err, said.String())
	}
	if _, err := io.WriteString(maya, "still here"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("still here"))); err != nil {
		t.Errorf("the other session ended as well: %v", err)
	}
}

func TestSessionsAreCounted(t *testing.T) {
	r := run(t, Limits{Sessions: 2, PerAgent: 1}, func(ctx context.Context, s *Session) int {
		fmt.Fprint(s.Out, "ready")
		<-ctx.Done()
		return 0
	})
	_, out := terminal(t, r.dial(t, "ravi"), 80, 24, nil)
	if _, err := io.ReadFull(out, make([]byte, len("ready"))); err != nil {
		t.Fatal(err)
	}
	s, err := r.dial(t, "ravi").NewSession()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	s.Stderr = &said
	if err := s.Run("run"); err == nil || !strings.Contains(said.String(), "ravi has 1 sessions, which is the most") {
		t.Errorf("%v, said %q", err, said.String())
	}
}

func TestDrainingTellsAndEnds(t *testing.T) {
	told := make(chan struct{})
	r := run(t, Limits{Drain: time.Hour}, func(ctx context.Context, s *Session) int {
		fmt.Fprint(s.Out, "ready")
		select {
		case <-s.Draining():
			close(told)
		case <-ctx.Done():
		}
		return 0
	})
	_, out := terminal(t, r.dial(t, "ravi"), 80, 24, nil)
	if _, err := io.ReadFull(out, make([]byte, len("ready"))); err != nil {
		t.Fatal(err)
	}
	if err := r.Well(); err != nil {
		t.Errorf("before: %v", err)
	}
	r.end()
	<-told
	if err := r.Well(); !errors.Is(err, errDraining) {
		t.Errorf("after: %v", err)
	}
	if c, err := net.Dial("tcp", r.address); err == nil {
		_ = c.Close()
		t.Error("it still listens")
	}
}

func TestASessionThatDoesNotLeaveIsEnded(t *testing.T) {
	why := make(chan error, 1)
	r := run(t, Limits{Drain: time.Millisecond}, func(ctx context.Context, s *Session) int {
		fmt.Fprint(s.Out, "ready")
		<-ctx.Done()
		why <- context.Cause(ctx)
		return 0
	})
	_, out := terminal(t, r.dial(t, "ravi"), 80, 24, nil)
	if _, err := io.ReadFull(out, make([]byte, len("ready"))); err != nil {
		t.Fatal(err)
	}
	r.end()
	if got := <-why; !errors.Is(got, errDraining) {
		t.Errorf("ended by %v", got)
	}
}

func TestNothingButSessionsIsServed(t *testing.T) {
	r := run(t, Limits{}, func(context.Context, *Session) int { return 0 })
	c := r.dial(t, "ravi")
	if conn, err := c.Dial("tcp", r.address); err == nil {
		_ = conn.Close()
		t.Error("a port of the server can be reached through it")
	}
	if l, err := c.Listen("tcp", "127.0.0.1:0"); err == nil {
		_ = l.Close()
		t.Error("the server listens for a client")
	}
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.RequestSubsystem("netconf"); err == nil {
		t.Error("a subsystem that there is not was begun")
	}
}

func TestFilesGoIntoTheAgentsOwnTray(t *testing.T) {
	r := run(t, Limits{}, func(context.Context, *Session) int { return 0 })
	put := func(agent, name string) *sftp.Client {
		c, err := sftp.NewClient(r.dial(t, agent))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		f, err := c.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, "from "+agent); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	ravi, maya := put("ravi", "receipt.pdf"), put("maya", "receipt.pdf")
	for agent, c := range map[string]*sftp.Client{"ravi": ravi, "maya": maya} {
		f, err := c.Open("receipt.pdf")
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(f); string(got) != "from "+agent {
			t.Errorf("%s has %q", agent, got)
		}
	}
	if !strings.Contains(r.audit.String(), `"name":"receipt.pdf"`) {
		t.Errorf("the audit log has %s", r.audit)
	}
	for line := range strings.Lines(r.audit.String()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
}

func TestMetricsAnswer(t *testing.T) {
	m := NewMetrics()
	m.key(5 * time.Millisecond)
	m.began("desk")
	address, stop, err := m.Listen(t.Context(), "127.0.0.1:0", func() error { return errDraining })
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) (int, string) {
		resp, err := http.Get("http://" + address.String() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(body)
	}
	if code, body := get("/metrics"); code != 200 || !strings.Contains(body, "keydesk_sessions 1") || !strings.Contains(body, "keydesk_key_seconds_count 1") {
		t.Errorf("%d %s", code, body)
	}
	if code, body := get("/healthz"); code != 503 || !strings.Contains(body, "about to end") {
		t.Errorf("%d %s", code, body)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	(*Metrics)(nil).Script("done") // counts nothing
}

func TestHostKeys(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no mode bits on Windows")
	}
	path := filepath.Join(t.TempDir(), "serve", "host_ed25519")
	first, err := HostKey(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("kept as %v, %v", info, err)
	}
	again, err := HostKey(path)
	if err != nil || !bytes.Equal(first.PublicKey().Marshal(), again.PublicKey().Marshal()) {
		t.Errorf("the next start has another key: %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := HostKey(path); err == nil || !strings.Contains(err.Error(), "others can read the host key") {
		t.Errorf("readable for others: %v", err)
	}
	if err := errors.Join(os.WriteFile(path, []byte("nonsense"), 0o600), os.Chmod(path, 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := HostKey(path); err == nil || !strings.Contains(err.Error(), "holds no private key") {
		t.Errorf("nonsense: %v", err)
	}
}

func TestAPortInUseIsTold(t *testing.T) {
	l, err := Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := Listen(t.Context(), l.Addr().String()); err == nil || !strings.Contains(err.Error(), "another program listens on") {
		t.Errorf("in use: %v", err)
	}
}

func TestAnIdleSessionEnds(t *testing.T) {
	why := make(chan error, 1)
	r := run(t, Limits{Idle: time.Millisecond}, func(ctx context.Context, s *Session) int {
		<-ctx.Done()
		why <- context.Cause(ctx)
		return 0
	})
	terminal(t, r.dial(t, "ravi"), 80, 24, nil)
	if got := <-why; !errors.Is(got, errIdle) {
		t.Errorf("ended by %v", got)
	}
}

// stalled is a connection that stops reading, as that of a laptop that was closed.
type stalled struct {
	net.Conn
	closed <-chan struct{}
}

func (s stalled) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	select {
	case <-s.closed:
		select {} // for the rest of the test
	default:
		return n, err
	}
}

func TestAClientThatDoesNotAnswerIsEnded(t *testing.T) {
	why := make(chan error, 1)
	r := run(t, Limits{KeepAlive: 20 * time.Millisecond}, func(ctx context.Context, s *Session) int {
		fmt.Fprint(s.Out, "ready")
		<-ctx.Done()
		why <- context.Cause(ctx)
		return 0
	})
	conn, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	closed := make(chan struct{})
	c, chans, reqs, err := ssh.NewClientConn(stalled{Conn: conn, closed: closed}, r.address, &ssh.ClientConfig{
		HostKeyCallback: ssh.InsecureIgnoreHostKey(), Auth: []ssh.AuthMethod{ssh.PublicKeys(signer(t, "ravi"))},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, out := terminal(t, ssh.NewClient(c, chans, reqs), 80, 24, nil)
	if _, err := io.ReadFull(out, make([]byte, len("ready"))); err != nil {
		t.Fatal(err)
	}
	close(closed)
	if got := <-why; !errors.Is(got, errSilent) {
		t.Errorf("ended by %v", got)
	}
	_ = conn.Close()
}
