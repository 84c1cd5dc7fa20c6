package cmd

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hinshun/vt10x"
	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"keydesk/client/emulator"
	"keydesk/cmd/app"
)

// office is a server with agents, in this process, and the platform that they work on.
type office struct {
	t        *testing.T
	platform *emulator.Emulator
	url      string // the platform's
	folder   string // the server's
	file     string // its settings
	settings string // what stands in them
	address  string
	log      *guarded
	stop     func() int // tells the server to end, and waits for its exit code
}

// guarded is a buffer for several goroutines.
type guarded struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (g *guarded) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.buf.Write(p)
}

func (g *guarded) String() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.buf.String()
}

// agentKey is a key of its own for every name.
func agentKey(t *testing.T, name string) ssh.Signer {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, name)
	s, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// openOffice serves ravi and maya, each with the API key of another user of the platform.
func openOffice(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	o.serve()
	return o
}

// newOffice is openOffice before it serves.
func newOffice(t *testing.T) *office {
	t.Helper()
	platform, err := emulator.New(emulator.Options{Contacts: 12, Seed: 1, Rate: 0})
	if err != nil {
		t.Fatal(err)
	}
	url, err := platform.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = platform.Close() })
	o := &office{t: t, platform: platform, url: url, folder: t.TempDir(), log: &guarded{}}
	o.file = filepath.Join(o.folder, "config.toml")
	o.settings = fmt.Sprintf("motion = false\n[profiles.work]\nurl = %q\n[serve]\nfolder = %q\nmetrics = \"off\"\ndrain = \"1s\"\n", url, filepath.Join(o.folder, "serve"))
	users := platform.Users()
	o.hire("ravi", users[0].APIKey, `time_zone = "Asia/Kolkata"`)
	o.hire("maya", users[1].APIKey, "")
	return o
}

// hire writes an agent into the settings.
func (o *office) hire(name, key, more string) {
	o.t.Helper()
	file := filepath.Join(o.folder, name+".key")
	if err := os.WriteFile(file, []byte(key), 0o600); err != nil {
		o.t.Fatal(err)
	}
	public := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(agentKey(o.t, name).PublicKey())))
	o.settings += fmt.Sprintf("[serve.agents.%s]\nkeys = [%q]\napi_key = \"${file:%s}\"\nprofile = \"work\"\n%s\n", name, public, file, more)
	if err := os.WriteFile(o.file, []byte(o.settings), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

var servedAt = regexp.MustCompile(`on (127\.0\.0\.1:\d+)`)

// serve runs keydesk serve as a command line does.
func (o *office) serve() {
	o.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- Run(ctx, app.Env{Args: []string{"serve", "--config", o.file, "--listen", "127.0.0.1:0"}, Stdin: strings.NewReader(""),
			Stdout: in, Stderr: o.log, Getenv: func(string) string { return "" }})
		_ = in.Close()
	}()
	o.stop = sync.OnceValue(func() int {
		cancel()
		return <-done
	})
	o.t.Cleanup(func() { o.stop() })
	line, err := bufio.NewReader(out).ReadString('\n')
	at := servedAt.FindStringSubmatch(line)
	if err != nil || at == nil {
		o.t.Fatalf("the server said %q, %v, %s", line, err, o.log)
	}
	o.address = at[1]
}

func (o *office) dial(name string) *ssh.Client {
	o.t.Helper()
	c, err := ssh.Dial("tcp", o.address, &ssh.ClientConfig{User: "x", HostKeyCallback: ssh.InsecureIgnoreHostKey(), Auth: []ssh.AuthMethod{ssh.PublicKeys(agentKey(o.t, name))}})
	if err != nil {
		o.t.Fatalf("%s: %v", name, err)
	}
	o.t.Cleanup(func() { _ = c.Close() })
	return c
}

// command runs one over SSH.
func (o *office) command(name, command string) (out, said string, code int) {
	o.t.Helper()
	s, err := o.dial(name).NewSession()
	if err != nil {
		o.t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	s.Stdout, s.Stderr = &stdout, &stderr
	err = s.Run(command)
	var exit *ssh.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitStatus()
	} else if err != nil {
		o.t.Fatalf("%s: %v", command, err)
	}
	return stdout.String(), stderr.String(), code
}

// seat is an agent at a terminal.
type seat struct {
	t       *testing.T
	session *ssh.Session
	in      io.Writer
	mu      sync.Mutex
	screen  vt10x.Terminal
	all     bytes.Buffer // every byte that came
	changed chan struct{}
	over    chan struct{}
}

// sit opens an agent's desk.
func (o *office) sit(name string, env map[string]string) *seat {
	o.t.Helper()
	d, err := sitDown(o.t, o.dial(name), env)
	if err != nil {
		o.t.Fatal(err)
	}
	return d
}

// sitDown opens a desk on a connection.
func sitDown(t *testing.T, c *ssh.Client, env map[string]string) (*seat, error) {
	s, err := c.NewSession()
	if err != nil {
		return nil, err
	}
	for k, v := range env {
		if err := s.Setenv(k, v); err != nil {
			return nil, err
		}
	}
	if err := s.RequestPty("xterm-256color", 24, 100, ssh.TerminalModes{}); err != nil {
		return nil, err
	}
	d := &seat{t: t, session: s, screen: vt10x.New(vt10x.WithSize(100, 24), vt10x.WithWriter(io.Discard)), changed: make(chan struct{}), over: make(chan struct{})}
	d.in, _ = s.StdinPipe()
	out, _ := s.StdoutPipe()
	if err := s.Shell(); err != nil {
		return nil, err
	}
	go d.follow(out)
	return d, nil
}

// follow draws what comes until its end.
func (d *seat) follow(out io.Reader) {
	defer close(d.over)
	buffer := make([]byte, 32<<10)
	for {
		n, err := out.Read(buffer)
		d.mu.Lock()
		d.all.Write(buffer[:n])
		_, _ = d.screen.Write(buffer[:n])
		close(d.changed)
		d.changed = make(chan struct{})
		d.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (d *seat) press(keys string) {
	d.t.Helper()
	if _, err := io.WriteString(d.in, keys); err != nil {
		d.t.Fatal(err)
	}
}

// sees waits for words on the screen.
func (d *seat) sees(words ...string) {
	d.t.Helper()
	if screen, why := d.awaits(words...); why != "" {
		d.t.Fatalf("%s:\n%s", why, screen)
	}
}

// awaits waits for words on the screen, and says why they did not come.
func (d *seat) awaits(words ...string) (screen, why string) {
	end := time.NewTimer(patience)
	defer end.Stop()
	for {
		d.mu.Lock()
		screen, changed := d.screen.String(), d.changed
		d.mu.Unlock()
		missing := ""
		for _, w := range words {
			if !strings.Contains(screen, w) {
				missing = w
			}
		}
		if missing == "" {
			return screen, ""
		}
		select {
		case <-changed:
		case <-d.over:
			return screen, fmt.Sprintf("the session ended without %q", missing)
		case <-end.C:
			return screen, fmt.Sprintf("no %q on the screen", missing)
		}
	}
}

// leave ends the desk by keys, and waits for the end of the session.
func (d *seat) leave() {
	d.t.Helper()
	d.press("\x1b")
	d.press("\x03\x03")
	if err := d.session.Wait(); err != nil {
		d.t.Errorf("the desk ended with %v", err)
	}
	<-d.over
}

// everything is every byte that a terminal was sent.
func (d *seat) everything() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all.String()
}

func TestTwoAgentsOfOneServerHaveNothingInCommon(t *testing.T) {
	o := openOffice(t)
	own := filepath.Join(o.folder, "serve", "agents", "maya")
	if err := os.MkdirAll(own, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(own, "config.toml"), []byte("glyphs = \"ascii\"\nread_only = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	users := o.platform.Users()
	ravi, maya := o.sit("ravi", nil), o.sit("maya", map[string]string{"TZ": "America/New_York"})
	ravi.sees("live", strings.Fields(users[0].Name)[0])
	maya.sees("live", strings.Fields(users[1].Name)[0])
	ravi.press("\r")
	ravi.sees("Reply")
	ravi.press("a draft of ravi alone")
	ravi.sees("a draft of ravi alone")
	maya.press("\r")
	maya.sees("Reply")
	maya.press("words of maya")
	maya.sees("words of maya")
	ravi.leave()
	maya.leave()
	if strings.Contains(maya.everything(), "a draft of ravi") || strings.Contains(ravi.everything(), "words of maya") {
		t.Error("one agent saw what the other wrote")
	}
	if !strings.Contains(ravi.everything(), "│") || strings.Contains(maya.everything(), "│") {
		t.Error("the settings of one agent hold for the other")
	}
	o.holds("ravi", "a draft of ravi alone", "words of maya")
	o.holds("maya", "words of maya", "a draft of ravi alone")
	if !strings.Contains(o.log.String(), "read_only") {
		t.Errorf("that read_only is not an agent's to choose is not in the log: %s", o.log)
	}
	again := o.sit("ravi", nil) // from another machine, say
	again.sees("live", "1 draft unsent")
	again.press("\r")
	again.sees("a draft of ravi alone")
	again.leave()
}

// holds looks into everything that is kept of an agent.
func (o *office) holds(agent, want, never string) {
	o.t.Helper()
	found := false
	err := filepath.WalkDir(filepath.Join(o.folder, "serve", "agents", agent), func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		found = found || bytes.Contains(data, []byte(want))
		if bytes.Contains(data, []byte(never)) {
			o.t.Errorf("%s holds %q", path, never)
		}
		if info, _ := e.Info(); runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			o.t.Errorf("others can read %s", path)
		}
		return err
	})
	if err != nil || !found {
		o.t.Errorf("nothing of %s holds %q (%v)", agent, want, err)
	}
}

func TestCommandsOverSSH(t *testing.T) {
	o := openOffice(t)
	out, said, code := o.command("ravi", "actions list")
	if code != 0 || !strings.Contains(out, "Create ticket") {
		t.Fatalf("actions list: %d, %s%s", code, out, said)
	}
	contact := o.platform.ContactIDs()[0]
	if out, said, code := o.command("ravi", fmt.Sprintf(`run "Copy phone" --contact %s --yes --json`, contact)); code != 0 || !strings.Contains(out, `"success"`) {
		t.Errorf("run: %d, %s%s", code, out, said)
	}
	if out, _, _ := o.command("ravi", "history"); !strings.Contains(out, "Copy phone") {
		t.Errorf("the history of ravi is %q", out)
	}
	if out, _, _ := o.command("maya", "history"); strings.Contains(out, "Copy phone") {
		t.Errorf("maya has the history of ravi: %q", out)
	}
	if out, said, code := o.command("ravi", "guide search serve lock"); code != 0 || !strings.Contains(out, "serve.lock") {
		t.Errorf("the guide: %d, %s%s", code, out, said)
	}
	audit, err := os.ReadFile(filepath.Join(o.folder, "serve", "audit.log"))
	if err != nil || !strings.Contains(string(audit), `"msg":"action","agent":"ravi"`) || !strings.Contains(string(audit), contact) {
		t.Errorf("the audit log has %s, %v", audit, err)
	}
	secret := filepath.Join(o.folder, "ravi.key")
	for command, want := range map[string]string{
		"ls /":                            `"ls" does not run here`,
		"sh -c id":                        `"sh" does not run here`,
		"serve":                           "over SSH these work",
		"config show":                     "over SSH these work",
		"demo":                            "over SSH these work",
		"actions pull":                    "over SSH these work",
		"history prune --older-than 1d":   "over SSH these work",
		"scp -t .":                        "leave out -O",
		"actions list --config " + secret: "are the server's",
		"actions list --profile work":     "are the server's",
		"run --url http://127.0.0.1:1 X --contact 1":                           "are the server's",
		"run -f " + secret + " --contact 1":                                    "files are on your own machine",
		"run X --context " + secret:                                            "files are on your own machine",
		`run "Create ticket" --contact ` + contact + ` --allow-host localhost`: "the server's to say",
	} {
		out, said, code := o.command("ravi", command)
		if code != app.ExitUsage || !strings.Contains(said, want) || strings.Count(strings.TrimSpace(said), "\n") > 0 {
			t.Errorf("%s: %d, %q %q, want %q", command, code, out, said, want)
		}
	}
	s, err := o.dial("ravi").NewSession()
	if err != nil {
		t.Fatal(err)
	}
	var told bytes.Buffer
	s.Stderr = &told
	if err := s.Run(""); err == nil || !strings.Contains(told.String(), "the desk needs a terminal") {
		t.Errorf("without a terminal: %v, %q", err, told.String())
	}
}

// piped runs a command over SSH that reads.
func (o *office) piped(name, command, input string) (out, said string, code int) {
	o.t.Helper()
	s, err := o.dial(name).NewSession()
	if err != nil {
		o.t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	s.Stdin, s.Stdout, s.Stderr = strings.NewReader(input), &stdout, &stderr
	err = s.Run(command)
	var exit *ssh.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitStatus()
	} else if err != nil {
		o.t.Fatalf("%s: %v", command, err)
	}
	return stdout.String(), stderr.String(), code
}

// ssh joins the words of a command, so the quotes that a shell took away are gone.
func TestANameOfSeveralWordsNeedsNoQuotesOverSSH(t *testing.T) {
	o := openOffice(t)
	contact := o.platform.ContactIDs()[0]
	for _, command := range []string{
		"run Copy phone --contact " + contact + " --yes --json",
		"keydesk run Copy phone --contact=" + contact + " --yes --json",
		"run 'Copy phone' --contact " + contact + " --yes --json",
	} {
		if out, said, code := o.command("ravi", command); code != 0 || !strings.Contains(out, `"success"`) {
			t.Errorf("%s: %d, %s%s", command, code, out, said)
		}
	}
	if _, said, code := o.command("ravi", "run Don't call --contact "+contact); code == 0 || !strings.Contains(said, "Don't call") {
		t.Errorf("an apostrophe: %d, %q", code, said)
	}
}

func TestActionsAndContextsComeThroughStandardInput(t *testing.T) {
	o := openOffice(t)
	contact := o.platform.ContactIDs()[0]
	for what, text := range map[string]string{
		"JSON": `{"name": "Tell", "action_type": "javascript", "config": {"code": "return {toast: {message: 'read it'}}"}}`,
		"TOML": "name = \"Tell\"\ntype = \"javascript\"\n[config]\ncode = \"return {toast: {message: 'read it'}}\"\n",
	} {
		if out, said, code := o.piped("ravi", "run -f - --contact "+contact+" --yes --json", text); code != 0 || !strings.Contains(out, "read it") {
			t.Errorf("%s: %d, %s%s", what, code, out, said)
		}
	}
	context := `{"contact": {"id": "1", "phone_number": "919810000000", "name": "Asha"}}`
	if out, said, code := o.piped("ravi", "run Copy phone --context - --yes --json", context); code != 0 || !strings.Contains(out, "919810000000") {
		t.Errorf("a context: %d, %s%s", code, out, said)
	}
}

func TestFilesTravelThroughTheTray(t *testing.T) {
	o := openOffice(t)
	files, err := sftp.NewClient(o.dial("ravi"))
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	f, err := files.Create("receipt.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, "Receipt 4711"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	d := o.sit("ravi", nil)
	d.sees("live")
	d.press("\r")
	d.sees("Reply")
	d.press("\x0f") // attach
	d.sees("receipt.txt")
	d.press("rec\t\t")
	d.sees("aption")
	sent := make(chan string, 1)
	o.platform.Intercept(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/messages/media") {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			sent <- string(body)
		}
		return false
	})
	d.press("\r")
	if body := <-sent; !strings.Contains(body, "Receipt 4711") {
		t.Errorf("sent was %q", body)
	}
	d.sees("receipt.txt")
	d.leave()
	audit, err := os.ReadFile(filepath.Join(o.folder, "serve", "audit.log"))
	if err != nil || !strings.Contains(string(audit), `"way":"sent","name":"receipt.txt","contact_id":"`) {
		t.Errorf("the audit log has %s, %v", audit, err)
	}
}

func TestNewAgentsComeInWithoutARestart(t *testing.T) {
	o := openOffice(t)
	d := o.sit("ravi", nil)
	d.sees("live")
	o.settings = strings.Replace(o.settings, "motion = false", "motion = false\nglyphs = \"ascii\"", 1)
	o.hire("lena", o.platform.Users()[2].APIKey, "")
	d.sees("New settings hold: glyphs.") // a desk that is open says what holds for it
	if strings.Contains(d.everything(), "serve.") || strings.Contains(d.everything(), "restart") {
		t.Error("a desk was told about other agents")
	}
	out, said, code := o.command("lena", "actions list")
	if code != 0 {
		t.Errorf("the new agent: %d, %s%s", code, out, said)
	}
	d.leave()
}

func TestWhoIsRemovedIsSignedOut(t *testing.T) {
	o := openOffice(t)
	before := o.dial("ravi")
	d := o.sit("ravi", nil)
	d.sees("live")
	d.press("\r")
	d.sees("Reply")
	d.press("half a sentence")
	d.sees("half a sentence")
	head, _, _ := strings.Cut(o.settings, "[serve.agents.ravi]")
	o.settings = head
	o.hire("maya", o.platform.Users()[1].APIKey, "")
	<-d.over
	o.holds("ravi", "half a sentence", "\x00\x00never\x00\x00")
	s, err := before.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run("actions list"); err == nil {
		t.Error("a connection of before still works")
	}
	audit, err := os.ReadFile(filepath.Join(o.folder, "serve", "audit.log"))
	if err != nil || !strings.Contains(string(audit), `"msg":"removed","agent":"ravi"`) || !strings.Contains(string(audit), "not let in here any more") {
		t.Errorf("the audit log has %s, %v", audit, err)
	}
}

func TestADeskSaysWhatIsWrongWithTheAgentsOwnSettings(t *testing.T) {
	o := openOffice(t)
	own := filepath.Join(o.folder, "serve", "agents", "maya")
	if err := os.MkdirAll(own, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(own, "config.toml"), []byte("theme = \"nonesuch\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := o.sit("maya", nil)
	d.sees("Your own settings are left out")
	d.leave()
	if strings.Contains(d.everything(), o.folder) {
		t.Error("a desk shows a path of the server")
	}
	var out bytes.Buffer
	code := Run(t.Context(), app.Env{Args: []string{"serve", "check", "--config", o.file, "--listen", "127.0.0.1:0"}, Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }})
	if code != 1 || !strings.Contains(out.String(), "✗ agent maya: your own settings are left out") {
		t.Errorf("serve check: %d\n%s", code, out.String())
	}
	first := o.sit("ravi", nil)
	first.sees("live")
	second := o.sit("ravi", nil)
	second.sees("Another desk of yours is open")
	if strings.Contains(first.everything(), "Another desk") {
		t.Error("the only desk was told of another")
	}
}

func TestAServerThatEndsTellsItsAgents(t *testing.T) {
	o := openOffice(t)
	d := o.sit("ravi", nil)
	d.sees("live")
	d.press("\r")
	d.sees("Reply")
	d.press("half a sentence")
	d.sees("half a sentence")
	code := make(chan int, 1)
	go func() { code <- o.stop() }()
	d.sees("The server ends in 1s")
	<-d.over
	if got := <-code; got != 0 {
		t.Errorf("the server ended with %d: %s", got, o.log)
	}
	o.holds("ravi", "half a sentence", "\x00\x00never\x00\x00")
	o.serve()
	again := o.sit("ravi", nil)
	again.sees("live", "1 draft unsent")
	again.press("\r")
	again.sees("half a sentence")
	again.leave()
}

func TestServeCheck(t *testing.T) {
	o := openOffice(t)
	check := func() (string, int) {
		var out bytes.Buffer
		code := Run(t.Context(), app.Env{Args: []string{"serve", "check", "--config", o.file, "--listen", "127.0.0.1:0"}, Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }})
		return out.String(), code
	}
	if out, code := check(); code != 0 || !strings.Contains(out, "agent maya: signed in") {
		t.Errorf("in order: %d\n%s", code, out)
	}
	o.inDatabase("postgres://u:hunter2@127.0.0.1:1/keydesk")
	if out, code := check(); code != 1 || !strings.Contains(out, "✗ store: the database cannot be reached: connect: connection refused (127.0.0.1/keydesk)\n") || strings.Contains(out, "hunter2") {
		t.Errorf("no database: %d\n%s", code, out)
	}
	if err := errors.Join(os.WriteFile(filepath.Join(o.folder, "maya.key"), []byte("whm_wrong"), 0o600), os.Chmod(filepath.Join(o.folder, "ravi.key"), 0o644)); err != nil {
		t.Fatal(err)
	}
	out, code := check()
	if code != 1 || !strings.Contains(out, "✗ agent maya") || !strings.Contains(out, "others can read the secret") || strings.Contains(out, "whm_wrong") {
		t.Errorf("out of order: %d\n%s", code, out)
	}
}

func TestTheDemoLetsEverybodyIn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	done := make(chan int, 1)
	log := &guarded{}
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	go func() {
		done <- Run(ctx, app.Env{Args: []string{"demo", "--ssh", "127.0.0.1:0", "--rate", "0"}, Stdout: in, Stderr: log, Getenv: func(string) string { return "" }})
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	at := regexp.MustCompile(`ssh -p (\d+) (127\.0\.0\.1)`).FindStringSubmatch(line)
	if err != nil || at == nil {
		t.Fatalf("the demo said %q, %v, %s", line, err, log)
	}
	o := &office{t: t, address: at[2] + ":" + at[1]}
	one, other := o.sit("somebody", nil), o.sit("somebody else", nil)
	one.sees("live")
	other.sees("live")
	one.leave()
	cancel()
	if code := <-done; code != 0 {
		t.Errorf("ended with %d: %s", code, log)
	}
}
