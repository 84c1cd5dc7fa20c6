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
	"slices"
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
	done []string            // what happened, for the one who reads a failure
	ids  map[string]string   // of the conversations that are used, by name
	here string              // the one that is open
	told map[string][]string // marks of the messages that were written, by conversation, in order
	full bool                // the disk was full: what it held up goes out later than what was written behind it
}

// chaosNames are the conversations that are used.
var chaosNames = []string{"Aarav Sharma", "Priya Nair", "Zoë O'Brien"}

// TestChaos uses the real program in a terminal, against the platform behind a bad line: texts and drafts
// in several conversations, random keys, pastes, bytes and sizes, a line that breaks in every way, answers
// of a wrong shape, a disk that is full and has room again, kills, stops and ends. After it the platform
// has every text once and in order, the screen shows the last of each conversation, the store has nothing
// left, the log has no panic, and the terminal is as it was. KEYDESK_CHAOS=60s goes on for so long, -rapid.seed=N draws another shift.
func TestChaos(t *testing.T) {
	t.Parallel()
	limit, err := time.ParseDuration(os.Getenv("KEYDESK_CHAOS"))
	if err != nil {
		limit = 3 * time.Second
	}
	t.Logf("seed %d", chance.Seed())
	x := &chaos{crashDesk: newCrashDesk(t), dice: rand.New(rand.NewPCG(chance.Seed(), 7)), told: map[string][]string{}, ids: map[string]string{}, here: chaosNames[0]}
	for _, id := range x.em.ContactIDs() {
		if c, err := x.past.Contact(t.Context(), id); err != nil {
			t.Fatal(err)
		} else if slices.Contains(chaosNames, c.Name) {
			x.ids[c.Name] = id
		}
	}
	defer func() {
		if t.Failed() {
			x.w.mu.Lock()
			defer x.w.mu.Unlock()
			t.Logf("what happened: %s\n%s", strings.Join(x.done, ", "), x.w.screen.String())
		}
	}()
	x.open()
	steps := []func(){x.write, x.write, x.write, x.draft, x.junk, x.junk, x.resize, x.trouble, x.trouble, x.pause, x.end, x.hop, x.hop, x.fullDisk, x.ahead}
	for began := time.Now(); time.Since(began) < limit; {
		steps[x.dice.IntN(len(steps))]()
	}
	x.agrees()
}

func (x *chaos) note(format string, args ...any) {
	x.done = append(x.done, fmt.Sprintf(format, args...))
}

// open mends the line, starts a console and opens the conversation.
func (x *chaos) open() {
	x.t.Helper()
	x.line.Set()
	x.line.Up()
	x.w = startTerminal(x.t, x.home, 100, 30, x.env)
	x.w.waitFor("Aarav", "live")
	x.find()
}

// find opens the conversation by its name. The list is in no order that a test knows.
func (x *chaos) find() {
	x.t.Helper()
	x.w.press("/")
	x.w.waitFor("esc clear")
	x.w.press("\x15") // ctrl+u: what was typed ahead
	x.w.waitFor("name or phone number")
	x.w.press(x.here)
	x.w.waitFor("/ "+x.here, "▌"+x.here)
	x.w.press("\r")
	x.w.waitFor("⏎ send", "│ "+x.here+"  ")
}

// hop goes to another conversation.
func (x *chaos) hop() {
	x.goTo(chaosNames[x.dice.IntN(len(chaosNames))])
}

// goTo leaves the composer and opens a conversation.
func (x *chaos) goTo(name string) {
	x.here = name
	x.note("to %s", name)
	x.untilPressed("\x1b", "the list without a search", func() bool { // a notice may hide the row of keys for a moment
		x.w.mu.Lock()
		defer x.w.mu.Unlock()
		screen := x.w.screen.String()
		return strings.Contains(screen, "⏎ open") && !strings.Contains(screen, "end search")
	})
	x.find()
}

// mark types a text that is like no other, and waits until it is on the screen.
func (x *chaos) mark() string {
	x.t.Helper()
	mark := x.next()
	x.w.press(mark)
	x.w.waitFor(mark)
	return mark
}

// next is a text of its own for the conversation that is open.
func (x *chaos) next() string {
	mark := fmt.Sprintf("chaos-%03d;", x.count()+1)
	x.told[x.here] = append(x.told[x.here], mark)
	return mark
}

// count is how many texts were written.
func (x *chaos) count() int {
	n := 0
	for _, marks := range x.told {
		n += len(marks)
	}
	return n
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
	x.untilPressed("\r", "the draft to be sent", func() bool { return x.taken(mark) })
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
				if b[i] = byte(x.dice.IntN(256)); strings.IndexByte("\r\n\x03\x04\x13\x15\x1a\x1c", b[i]) >= 0 {
					b[i] = ' ' // what sends, ends or stops, also behind the end
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

// shapes are answers that no platform should give.
var shapes = []string{"", "null", "[]", "{}", `"x"`, `{"status":"success","data":[[[]]]}`, `{"status":"success","data":null}`, `{"status":"success","data":{"messages":7,"contacts":{},"id":[]}}`,
	"<html>502</html>", strings.Repeat(`{"data":`, 9000) + "1" + strings.Repeat("}", 9000), `{"status":"success","data":{"id":"` + strings.Repeat("x", 1<<20) + `"}}`, "\x00\xff"}

// trouble does one thing to the line, or mends it.
func (x *chaos) trouble() {
	send := badline.To("POST", "/messages")
	faults := []badline.Fault{{When: send, Times: 1, Deaf: true}, {When: send, Times: 1, Lost: true}, {When: send, Times: 1, Torn: true}, {When: send, Times: 1, Refuse: true},
		{When: send, Times: 1, Half: true}, {When: send, Times: 1, Answer: badline.TooMany("1")}, {When: send, Times: 2, Answer: &badline.Reply{Status: http.StatusServiceUnavailable}},
		{Times: 3, Spoil: func([]byte) []byte { return []byte(shapes[x.dice.IntN(len(shapes))]) }},
		{When: send, Times: 1, Spoil: func([]byte) []byte { return []byte(shapes[x.dice.IntN(len(shapes))]) }},
		{Times: 2, Spoil: func(b []byte) []byte { return b[:len(b)/2] }}}
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

// pause stops the process, as a closed lid does. What is typed meanwhile is there when it goes on.
func (x *chaos) pause() {
	mark := x.next()
	x.note("stopped, sent %s", mark)
	x.signal(syscall.SIGSTOP)
	x.w.press(mark)
	x.signal(syscall.SIGCONT)
	x.w.waitFor(mark)
	x.w.press("\r")
	x.wait("the text to be in the store or on the platform", func() bool { return x.taken(mark) })
}

func (x *chaos) signal(s syscall.Signal) {
	x.t.Helper()
	if err := x.w.cmd.Process.Signal(s); err != nil {
		x.t.Fatal(err)
	}
}

// fullDisk fills the disk, writes, and gives it room again: nothing was lost. What it held up the person
// sends again.
func (x *chaos) fullDisk() {
	if !limitFiles(x.w.cmd.Process.Pid, true) {
		return
	}
	x.full = true
	x.note("disk full")
	var marks []string
	for range 1 + x.dice.IntN(2) {
		marks = append(marks, x.mark())
		x.w.press("\r")
		x.w.waitFor("⏎ send")
	}
	if x.dice.IntN(2) == 0 {
		x.trouble()
	}
	limitFiles(x.w.cmd.Process.Pid, false)
	x.note("room again")
	x.wait("what was written on a full disk", func() bool { return !slices.ContainsFunc(marks, func(m string) bool { return !x.taken(m) }) })
}

// ahead types before the console has drawn anything, into the list and on: letters there are commands of
// the list, never a text that is sent.
func (x *chaos) ahead() {
	x.memory()
	x.note("killed, typed ahead")
	x.kill(x.w)
	x.line.Set()
	x.line.Up()
	x.w = startTerminal(x.t, x.home, 100, 30, x.env)
	x.w.press("\x1b[200~typed\nahead\x1b[201~")
	x.w.waitFor("Aarav", "live")
	x.find()
}

// end ends the console, by a power cut or in order, and starts the next.
func (x *chaos) end() {
	x.memory()
	if x.dice.IntN(2) == 0 {
		x.note("killed")
		x.kill(x.w)
	} else {
		x.note("ended")
		x.signal(syscall.SIGTERM)
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
	return strings.Count(strings.Join(x.bodies(x.here), "\n"), mark)
}

// bodies are the texts of ours in a conversation, oldest first.
func (x *chaos) bodies(name string) []string {
	x.t.Helper()
	var all []string
	for before := ""; ; {
		page, err := x.past.Messages(x.t.Context(), x.ids[name], client.MessageQuery{Limit: 100, Before: before})
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
	for _, name := range chaosNames {
		x.goTo(name)
		x.emptied()
		found := regexp.MustCompile(`chaos-\d+;`).FindAllString(strings.Join(x.bodies(name), "\n"), -1)
		last := ""
		if len(found) > 0 {
			last = found[len(found)-1]
		}
		want := slices.Clone(x.told[name])
		if x.full { // what the disk held up the person sent later
			slices.Sort(found)
			slices.Sort(want)
		}
		if !slices.Equal(found, want) {
			x.t.Errorf("%s: the platform has %v\nand was sent     %v", name, found, want)
		}
		x.w.wait("the end of "+name, func(screen string) bool {
			return strings.Contains(screen, last) && !strings.Contains(screen, "waiting") && !strings.Contains(screen, "not sent")
		})
	}
	x.wait("an empty outbox", func() bool { return x.unsent().Messages == 0 })
	x.signal(syscall.SIGTERM)
	x.w.ends(app.ExitDone)
	log, err := os.ReadFile(filepath.Join(x.home, "state", "keydesk", "keydesk.log"))
	if err != nil {
		x.t.Fatal(err)
	}
	if at := strings.Index(string(log), "panic"); at >= 0 {
		x.t.Errorf("the log has a panic: …%s", log[at:min(len(log), at+2000)])
	}
	x.t.Logf("%d texts, %d steps", x.count(), len(x.done))
}

// emptied waits until the open conversation has nothing left to send, and sends again what waits for the
// person.
func (x *chaos) emptied() {
	x.t.Helper()
	var pressed time.Time
	x.wait("an empty outbox of "+x.here, func() bool {
		if x.w.shows("not sent") && time.Since(pressed) > 1500*time.Millisecond {
			x.w.press("\x1b[Z") // shift+tab: the message
			x.w.press("R")
			pressed = time.Now()
		}
		all := strings.Join(x.bodies(x.here), "\n")
		return !slices.ContainsFunc(x.told[x.here], func(mark string) bool { return !strings.Contains(all, mark) })
	})
}

// untilPressed presses a key until it had its effect, as a person does who looks: the first may only have
// left what is inside.
func (x *chaos) untilPressed(key, what string, done func() bool) {
	x.t.Helper()
	var pressed time.Time
	x.wait(what, func() bool {
		if time.Since(pressed) > 1500*time.Millisecond { // not held down, and not before it can have been read
			x.w.press(key)
			pressed = time.Now()
		}
		return done()
	})
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
