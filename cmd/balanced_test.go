package cmd

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"keydesk/client"
	"keydesk/cmd/testdatabase"
)

var (
	teamFor    = flag.Duration("team", 0, "how long TestTeam works; 0: a short shift")
	teamProxy  = flag.Bool("team-haproxy", false, "TestTeam works through HAProxy")
	teamAgents = flag.Int("team-agents", 0, "how many agents work in TestTeam; 0: few")
)

// balancer is a balancer of TCP connections: each goes to the next server that takes it.
type balancer struct {
	listener net.Listener
	mu       sync.Mutex
	servers  []string
	next     int
}

func balance(t *testing.T, n int) *balancer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	b := &balancer{listener: l, servers: make([]string, n)}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go b.carry(c)
		}
	}()
	return b
}

func (b *balancer) set(i int, address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.servers[i] = address
}

// carry carries one connection to its end.
func (b *balancer) carry(c net.Conn) {
	defer c.Close()
	for range len(b.servers) {
		b.mu.Lock()
		address := b.servers[b.next%len(b.servers)]
		b.next++
		b.mu.Unlock()
		to, err := net.Dial("tcp", address)
		if err != nil {
			continue
		}
		go func() {
			_, _ = io.Copy(to, c)
			_ = to.Close()
		}()
		_, _ = io.Copy(c, to)
		return
	}
}

// freePort is a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// haproxy starts a HAProxy before servers, and returns where it listens.
func haproxy(t *testing.T, servers []string) string {
	t.Helper()
	need(t, "haproxy")
	at := freePort(t)
	config := "defaults\n mode tcp\n timeout connect 1s\n timeout client 1h\n timeout server 1h\n retries 3\n option redispatch 1\nlisten desk\n bind " + at + "\n balance leastconn\n"
	for i, server := range servers {
		config += fmt.Sprintf(" server s%d %s check inter 500ms fall 1 rise 1 send-proxy-v2\n", i, server)
	}
	file := filepath.Join(t.TempDir(), "haproxy.cfg")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("haproxy", "-db", "-f", file)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed, which is an error to Wait
	})
	return at
}

// process is one server as a process of its own.
type process struct {
	cmd *exec.Cmd
	out io.Reader
}

// spawn starts a server, and returns where it listens.
func (o *office) spawn(exe, listen string) (*process, string, error) {
	cmd := exec.Command(exe, "serve", "--config", o.file, "--listen", listen)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+o.folder, "XDG_CONFIG_HOME="+o.folder)
	cmd.Stderr = o.log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	line := make([]byte, 256)
	n, err := io.ReadAtLeast(out, line, 40)
	at := servedAt.FindSubmatch(line[:n])
	if at == nil {
		return nil, "", fmt.Errorf("the server said %q, %v, %s", line[:n], err, o.log)
	}
	return &process{cmd: cmd, out: out}, string(at[1]), nil
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait() // it was killed, which is an error to Wait
}

// written is a text that an agent typed.
type written struct {
	text  string
	shown time.Time // since when it stood on the screen
	cut   time.Time // when the session broke in which it was written, zero for never
}

// shift is one agent at work, through the balancer.
type shift struct {
	t       *testing.T
	name    string
	address string
	pace    time.Duration // between texts: all desks show each of them
	pause   atomic.Bool   // sits there and types no more
	texts   []written
	backIn  []time.Duration
}

// work types and sends until the end, and comes back whenever the connection breaks.
func (s *shift) work(ctx context.Context) {
	cut := time.Now()
	for n := 0; ctx.Err() == nil; {
		c, err := ssh.Dial("tcp", s.address, &ssh.ClientConfig{User: "x", HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: 5 * time.Second, Auth: []ssh.AuthMethod{ssh.PublicKeys(agentKey(s.t, s.name))}})
		if err != nil {
			<-time.After(50 * time.Millisecond) // every server was just killed, say
			continue
		}
		d, err := sitDown(s.t, c, nil)
		if err == nil {
			if _, why := d.awaits("live"); why == "" {
				s.backIn = append(s.backIn, time.Since(cut))
				first := len(s.texts)
				for ctx.Err() == nil && !s.pause.Load() && s.send(d, n) {
					n++
				}
				n++
				if s.pause.Load() {
					select {
					case <-ctx.Done():
					case <-d.over:
					}
				}
				if ctx.Err() == nil {
					for i := range s.texts[first:] {
						s.texts[first+i].cut = time.Now()
					}
				}
			}
		}
		cut = time.Now()
		_ = c.Close()
	}
}

// send types one text and sends it; false when the connection broke.
func (s *shift) send(d *seat, n int) bool {
	w := written{text: fmt.Sprintf("%s-%d.", s.name, n)}
	defer func() { s.texts = append(s.texts, w) }()
	for _, step := range []struct{ keys, sees string }{{"\r", "Reply"}, {w.text, w.text}, {"\r", w.text}} {
		if _, err := io.WriteString(d.in, step.keys); err != nil {
			w.cut = time.Now()
			return false
		}
		if _, why := d.awaits(step.sees); why != "" {
			w.cut = time.Now()
			return false
		}
		if step.keys == w.text {
			w.shown = time.Now()
		}
	}
	select { // reads what is answered
	case <-time.After(s.pace):
	case <-d.over:
		w.cut = time.Now()
		return false
	}
	_, err := io.WriteString(d.in, "\x1b")
	return err == nil
}

// holdings is all that the platform has, or that waits in the database, in one text.
func holdings(t *testing.T, o *office, address string) (sent, waits, drafts string) {
	t.Helper()
	c, err := client.New(client.Options{BaseURL: o.url, Credentials: client.Credentials{APIKey: o.platform.Users()[0].APIKey}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var all strings.Builder
	for _, id := range o.platform.ContactIDs() {
		for before := ""; ; {
			page, err := c.Messages(t.Context(), id, client.MessageQuery{Limit: 50, Before: before})
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range page.Messages {
				fmt.Fprintln(&all, m.Body)
			}
			if !page.HasMore || len(page.Messages) == 0 {
				break
			}
			before = page.Messages[0].ID
		}
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for table, into := range map[string]*string{"outbox": &waits, "drafts": &drafts} {
		if err := db.QueryRow("SELECT coalesce(string_agg(body, E'\\n'), '') FROM keydesk." + table).Scan(into); err != nil {
			t.Fatal(err)
		}
	}
	return all.String(), waits, drafts
}

// TestTeam has agents at work at several servers behind a balancer, while servers are killed and the database
// is restarted: nothing is lost and nothing doubled. -team 5m -team-agents 60 is a long shift.
func TestTeam(t *testing.T) {
	long, agents, servers := *teamFor, *teamAgents, 3
	if long == 0 {
		long = 12 * time.Second
	}
	if agents == 0 {
		agents = 4
	}
	server, address := testdatabase.Own(t)
	o := newOffice(t)
	users := o.platform.Users()
	var shifts []*shift
	for i := range agents {
		s := &shift{t: t, name: fmt.Sprintf("agent%02d", i), pace: 500*time.Millisecond + time.Duration(agents)*100*time.Millisecond}
		o.hire(s.name, users[i%len(users)].APIKey, "")
		shifts = append(shifts, s)
	}
	o.inDatabase(address)
	b := balance(t, servers)
	exe := linked(t, t.TempDir())
	var branches []*office
	var running []*process
	through, listen := b.listener.Addr().String(), slices.Repeat([]string{"127.0.0.1:0"}, servers)
	if *teamProxy {
		o.settings = strings.Replace(o.settings, "[serve]\n", "[serve]\nbalancers = [\"127.0.0.1\"]\n", 1)
		for i := range listen {
			listen[i] = freePort(t)
		}
		through = haproxy(t, listen)
	}
	for i := range servers {
		branch := o.copy()
		p, at, err := branch.spawn(exe, listen[i])
		if err != nil {
			t.Fatal(err)
		}
		b.set(i, at)
		branches, running = append(branches, branch), append(running, p)
	}
	t.Cleanup(func() {
		for _, p := range running {
			p.kill()
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	var work sync.WaitGroup
	for _, s := range shifts {
		s.address = through
		work.Go(func() { s.work(ctx) })
	}
	began, kills := time.Now(), 0
	var outages []outage
	restarts := []time.Duration{long / 3, 2 * long / 3}
	if *teamFor == 0 {
		restarts = restarts[1:]
	}
	for time.Since(began) < long {
		<-time.After(4 * time.Second) // the rhythm of what goes wrong
		if len(restarts) > 0 && time.Since(began) > restarts[0] {
			restarts = restarts[1:]
			from := time.Now()
			server.Kill()
			if err := server.Start(); err != nil {
				t.Fatal(err)
			}
			outages = append(outages, outage{from, time.Now()})
			continue
		}
		i := kills % servers
		kills++
		running[i].kill()
		p, at, err := branches[i].spawn(exe, listen[i])
		if err != nil {
			t.Fatal(err)
		}
		running[i] = p
		b.set(i, at)
	}
	for _, s := range shifts {
		s.pause.Store(true)
	}
	rest := time.Now()
	for settled := 0; settled < 2 && time.Since(rest) < 3*time.Minute; { // somebody is there to take over what is left
		<-time.After(2 * time.Second)
		if _, waits, _ := holdings(t, o, address); waits == "" {
			settled++
		}
	}
	stop()
	work.Wait()
	judgeTeam(t, o, address, shifts, outages, kills)
}

// outage is when the database was away.
type outage struct{ from, until time.Time }

// mayBeLost tells whether a text of a session that broke was kept nowhere yet: it was just typed, or was in memory
// only because the database was away, which the header says.
func (w written) mayBeLost(outages []outage) (away, may bool) {
	if w.shown.IsZero() {
		return false, true
	}
	since := w.shown
	for _, o := range outages {
		if o.from.Sub(since) < keptWithin && o.until.After(since) {
			since, away = o.until, true
		}
	}
	return away, !w.cut.IsZero() && w.cut.Sub(since) < keptWithin
}

// keptWithin is how long after it was shown a text may be kept nowhere, on a machine with other work.
const keptWithin = 5 * time.Second

func judgeTeam(t *testing.T, o *office, address string, shifts []*shift, outages []outage, kills int) {
	t.Helper()
	sent, waits, drafts := holdings(t, o, address)
	texts, lost, doubled, excused, inOutage, inDrafts := 0, 0, 0, 0, 0, 0
	var back []time.Duration
	for _, s := range shifts {
		back = append(back, s.backIn...)
		for _, w := range s.texts {
			texts++
			away, may := w.mayBeLost(outages)
			switch n := strings.Count(sent, w.text); {
			case n > 1:
				doubled++
				t.Errorf("%q was sent %d times", w.text, n)
			case n == 1:
			case strings.Contains(drafts, w.text) || strings.Contains(waits, w.text):
				inDrafts++
			case may && away:
				inOutage++
			case may:
				excused++
			default:
				lost++
				t.Errorf("%q is lost: shown %s, cut %s", w.text, w.shown.Format(time.TimeOnly), w.cut.Format(time.TimeOnly))
			}
		}
	}
	slices.Sort(back)
	if len(back) == 0 || texts == 0 {
		t.Fatal(errors.New("nobody worked"))
	}
	t.Logf("%d texts of %d agents, %d kills: %d lost, %d doubled, %d drafts, %d cut off before they were kept, %d while the database was away; back in %s (half), %s (most)",
		texts, len(shifts), kills, lost, doubled, inDrafts, excused, inOutage, back[len(back)/2].Round(time.Millisecond), back[len(back)-1].Round(time.Millisecond))
}

// copy is the same office at another place, before it serves.
func (o *office) copy() *office {
	b := &office{t: o.t, platform: o.platform, url: o.url, folder: o.t.TempDir(), log: &guarded{}}
	b.file = filepath.Join(b.folder, "config.toml")
	b.settings = folderLine.ReplaceAllString(o.settings, fmt.Sprintf("folder = %q", filepath.Join(b.folder, "serve")))
	if err := os.WriteFile(b.file, []byte(b.settings), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return b
}
