//go:build unix

package cmd

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"keydesk/client"
	"keydesk/client/badline"
	"keydesk/cmd/app"
	"keydesk/cmd/chance"
)

// chaosMemory is what a console may have taken at its end, in kB: the tests are in its binary.
const chaosMemory = 200 << 10

// chaos is one shift in which everything happens in an order that nobody thought of.
type chaos struct {
	*crashDesk
	dice *rand.Rand
	w    *screenUser
	done []string // what happened, for the one who reads a failure
	told []string // marks of the messages that were written, in order
}

// TestChaos uses the real program in a terminal, against the platform behind a bad line: texts, drafts,
// random keys, pastes, bytes and sizes, a line that breaks in every way, kills, stops and ends. After it
// the platform has every text once and in order, the store has nothing left, the log has no panic, and
// the terminal is as it was. KEYDESK_CHAOS=60s goes on for so long, -rapid.seed=N draws another shift.
func TestChaos(t *testing.T) {
	t.Parallel()
	limit, err := time.ParseDuration(os.Getenv("KEYDESK_CHAOS"))
	if err != nil {
		limit = 3 * time.Second
	}
	t.Logf("seed %d", chance.Seed())
	x := &chaos{crashDesk: newCrashDesk(t), dice: rand.New(rand.NewPCG(chance.Seed(), 7))}
	defer func() {
		if t.Failed() {
			x.w.mu.Lock()
			defer x.w.mu.Unlock()
			t.Logf("what happened: %s\n%s", strings.Join(x.done, ", "), x.w.screen.String())
		}
	}()
	x.open()
	steps := []func(){x.write, x.write, x.write, x.draft, x.junk, x.junk, x.resize, x.trouble, x.trouble, x.pause, x.end}
	for began := time.Now(); time.Since(began) < limit; {
		steps[x.dice.IntN(len(steps))]()
	}
	x.agrees()
}

func (x *chaos) note(format string, args ...any) {
	x.done = append(x.done, fmt.Sprintf(format, args...))
}

// open mends the line, starts a console and opens the first conversation.
func (x *chaos) open() {
	x.t.Helper()
	x.line.Set()
	x.line.Up()
	x.w = startTerminal(x.t, x.home, 100, 30, x.env)
	x.w.waitFor("Aarav", "live")
	x.w.press("\r")
	x.w.waitFor("⏎ send")
}

// mark types a text that is like no other, and waits until it is on the screen.
func (x *chaos) mark() string {
	x.t.Helper()
	mark := fmt.Sprintf("chaos-%03d;", len(x.told)+1)
	x.told = append(x.told, mark)
	x.w.press(mark)
	x.w.waitFor(mark)
	return mark
}

// write sends a text. Once the composer is empty it is the desk's to deliver.
func (x *chaos) write() {
	mark := x.mark()
	x.note("sent %s", mark)
	x.w.press("\r")
	x.wait("the text to be in the store or on the platform", func() bool { return x.taken(mark) })
}

// draft types a text, kills the console once the store has it, and sends it from the next.
func (x *chaos) draft() {
	mark := x.mark()
	x.note("draft %s", mark)
	x.wait("the draft in the store", func() bool { return x.stored("drafts", mark) })
	x.memory()
	x.kill(x.w)
	x.open()
	x.w.waitFor(mark)
	var pressed time.Time
	x.wait("the draft to be sent", func() bool {
		if time.Since(pressed) > 1500*time.Millisecond { // it is not taken before the draft can have been read, nor held down
			x.w.press("\r")
			pressed = time.Now()
		}
		return x.taken(mark)
	})
}

// stored says whether a table of the local store holds a text, or the table's rows are gone to be sent.
func (x *chaos) stored(table, text string) bool {
	x.t.Helper()
	files, err := filepath.Glob(filepath.Join(x.home, "state", "keydesk", "desk", "*", "*.db"))
	if err != nil || len(files) != 1 {
		x.t.Fatalf("%d files of the desk, %v", len(files), err)
	}
	db, err := sql.Open("sqlite", "file:"+files[0]+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		x.t.Fatal(err)
	}
	defer db.Close()
	var n int
	err = db.QueryRowContext(x.t.Context(), "SELECT count(*) FROM "+table+" WHERE body LIKE ?", "%"+text+"%").Scan(&n)
	return err == nil && n > 0
}

// taken says whether a text that was sent is the store's or the platform's by now.
func (x *chaos) taken(mark string) bool { return x.stored("outbox", mark) || x.holds(mark) > 0 }

// junk gives the console what no person types, without a key that sends, and ends it.
func (x *chaos) junk() {
	x.note("junk")
	keys := []string{"\x1b", "\t", "\x1b[Z", "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x0c", "\x0b", "?", "/", "\x1b[200~one\ntwo\x1b[201~",
		"\x1b[<0;5;7M", "\x1b[<0;5;7m", "\x1b[<64;20;9M", "\x1b[I", "\x1b[O", "\x1bo", "\x1bn", "\x1b[1;1;1;1;1;1m", "\x1b]11;rgb:ff/ff/ff\a", "王", "👩‍👩‍👧", "\x7f"}
	for range 30 {
		if x.dice.IntN(3) == 0 {
			b := make([]byte, x.dice.IntN(40))
			for i := range b {
				if b[i] = byte(x.dice.IntN(256)); strings.IndexByte("\r\n\x03\x1a\x1c\x15\x04", b[i]) >= 0 {
					b[i] = ' ' // what sends, ends or stops
				}
			}
			x.w.press(string(b))
			continue
		}
		x.w.press(keys[x.dice.IntN(len(keys))])
	}
	x.end()
}

// wait looks until something is so that no screen tells. It gives up while the console is still there to be seen.
func (x *chaos) wait(what string, ready func() bool) {
	x.t.Helper()
	for end := time.Now().Add(patience / 3); !ready(); {
		if time.Now().After(end) {
			x.t.Fatalf("%s did not come", what)
		}
		x.w.redrawn()
	}
}

func (x *chaos) resize() {
	columns, rows := 1+x.dice.IntN(220), 1+x.dice.IntN(70)
	x.note("%d×%d", columns, rows)
	for _, size := range [][2]int{{columns, rows}, {100, 30}} {
		x.w.mu.Lock()
		x.w.screen.Resize(size[0], size[1])
		x.w.mu.Unlock()
		if err := pty.Setsize(x.w.master, &pty.Winsize{Cols: uint16(size[0]), Rows: uint16(size[1])}); err != nil {
			x.t.Fatal(err)
		}
	}
	x.w.press("\x0c")
	x.w.waitFor("⏎ send")
}

// trouble does one thing to the line, or mends it.
func (x *chaos) trouble() {
	send := badline.To("POST", "/messages")
	faults := []badline.Fault{{When: send, Times: 1, Deaf: true}, {When: send, Times: 1, Lost: true}, {When: send, Times: 1, Torn: true}, {When: send, Times: 1, Refuse: true},
		{When: send, Times: 1, Half: true}, {When: send, Times: 1, Answer: badline.TooMany("1")}, {When: send, Times: 2, Answer: &badline.Reply{Status: http.StatusServiceUnavailable}},
		{Times: 3, Spoil: func(b []byte) []byte { return []byte(`{"status":"success","data":[[[]]]}`) }}}
	switch n := x.dice.IntN(4); n {
	case 0:
		x.note("line down")
		x.line.Down()
	case 1:
		x.note("line cut")
		x.line.Cut()
	case 2:
		i := x.dice.IntN(len(faults))
		x.note("fault %d", i)
		x.line.Set(faults[i])
	default:
		x.note("line up")
		x.line.Set()
		x.line.Up()
	}
}

// pause stops the process for a moment, as a closed lid does.
func (x *chaos) pause() {
	x.note("stopped")
	for _, signal := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGCONT} {
		if err := x.w.cmd.Process.Signal(signal); err != nil {
			x.t.Fatal(err)
		}
	}
}

// end ends the console, by a power cut or in order, and starts the next.
func (x *chaos) end() {
	x.memory()
	if x.dice.IntN(2) == 0 {
		x.note("killed")
		x.kill(x.w)
	} else {
		x.note("ended")
		if err := x.w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			x.t.Fatal(err)
		}
		x.w.ends(app.ExitDone)
	}
	x.open()
}

// memory looks how much the console took at most.
func (x *chaos) memory() {
	x.t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", x.w.cmd.Process.Pid))
	if err != nil {
		return // a system without it
	}
	if m := regexp.MustCompile(`VmHWM:\s+(\d+)`).FindSubmatch(data); m != nil {
		if kb, _ := strconv.Atoi(string(m[1])); kb > chaosMemory {
			x.t.Errorf("the console took %d MiB", kb>>10)
		}
	}
}

// holds counts how often the platform has a text that holds mark.
func (x *chaos) holds(mark string) int {
	return strings.Count(strings.Join(x.bodies(), "\n"), mark)
}

// bodies are the texts of ours in the first conversation, oldest first.
func (x *chaos) bodies() []string {
	x.t.Helper()
	var all []string
	for before := ""; ; {
		page, err := x.past.Messages(x.t.Context(), x.em.ContactIDs()[0], client.MessageQuery{Limit: 100, Before: before})
		if err != nil {
			x.t.Fatal(err)
		}
		var list []string
		for _, m := range page.Messages {
			if m.Direction == client.Outgoing {
				list = append(list, m.Body)
			}
		}
		all = append(list, all...) // pages go back in time
		if !page.HasMore || len(page.Messages) == 0 {
			return all
		}
		before = page.Messages[0].ID
	}
}

// agrees mends the line and looks whether all is as it should be.
func (x *chaos) agrees() {
	x.t.Helper()
	x.kill(x.w)
	x.note("at the end")
	x.open()
	x.wait("an empty outbox", func() bool {
		if x.unsent().Messages > 0 && x.w.shows("R retry") {
			x.w.press("R")
		}
		return x.unsent().Messages == 0
	})
	found := regexp.MustCompile(`chaos-\d+;`).FindAllString(strings.Join(x.bodies(), "\n"), -1)
	if got, want := strings.Join(found, ""), strings.Join(x.told, ""); got != want {
		x.t.Errorf("the platform has %s\nand was sent     %s", got, want)
	}
	if len(x.told) > 0 {
		x.w.waitFor(x.told[len(x.told)-1])
	}
	if err := x.w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		x.t.Fatal(err)
	}
	x.w.ends(app.ExitDone)
	log, err := os.ReadFile(filepath.Join(x.home, "state", "keydesk", "keydesk.log"))
	if err != nil {
		x.t.Fatal(err)
	}
	if at := strings.Index(string(log), "panic"); at >= 0 {
		x.t.Errorf("the log has a panic: …%s", log[at:min(len(log), at+2000)])
	}
	x.t.Logf("%d texts, %d steps", len(x.told), len(x.done))
}

// redrawn waits until something is drawn, or for a moment.
func (w *screenUser) redrawn() {
	w.mu.Lock()
	changed := w.changed
	w.mu.Unlock()
	select {
	case <-changed:
	case <-time.After(20 * time.Millisecond):
	}
}
