//go:build unix

package cmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/badline"
	"keydesk/client/emulator"
	"keydesk/client/store"
)

// crashDesk is a platform behind a line that can break, and a home for consoles that are killed.
type crashDesk struct {
	t    *testing.T
	em   *emulator.Emulator
	line *badline.Line
	home string
	env  []string
	past *client.Client // the platform itself, past the line
}

func newCrashDesk(t *testing.T) *crashDesk {
	t.Helper()
	em, err := emulator.New(emulator.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	url, err := em.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	line, err := badline.Listen(t.Context(), strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	key := em.Users()[2].APIKey
	past, err := client.New(client.Options{BaseURL: url, Credentials: client.Credentials{APIKey: key}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { past.Close(); line.Close(); _ = em.Close() })
	return &crashDesk{t: t, em: em, line: line, home: t.TempDir(), past: past,
		env: []string{"KEYDESK_URL=http://" + line.Addr(), "KEYDESK_API_KEY=" + key}}
}

// desk starts a console and opens the first conversation.
func (d *crashDesk) desk() *screenUser {
	d.t.Helper()
	w := startTerminal(d.t, d.home, 100, 30, d.env)
	w.waitFor("Aarav", "live")
	w.press("\r")
	w.waitFor("Any news?", "send")
	return w
}

// kill ends a console as a power cut does.
func (d *crashDesk) kill(w *screenUser) {
	d.t.Helper()
	if err := w.cmd.Process.Kill(); err != nil {
		d.t.Fatal(err)
	}
	<-w.exited
}

// ours are the texts that the platform holds of the conversation's last n messages of ours.
func (d *crashDesk) ours() string {
	d.t.Helper()
	page, err := d.past.Messages(d.t.Context(), d.em.ContactIDs()[0], client.MessageQuery{Limit: 50})
	if err != nil {
		d.t.Fatal(err)
	}
	var all []string
	for _, m := range page.Messages {
		if m.Direction == client.Outgoing && strings.HasPrefix(m.Body, "after all ") {
			all = append(all, strings.TrimPrefix(m.Body, "after all "))
		}
	}
	return strings.Join(all, ",")
}

// unsent counts what the local store has of the person's own.
func (d *crashDesk) unsent() store.Unsent {
	d.t.Helper()
	files, err := filepath.Glob(filepath.Join(d.home, "state", "keydesk", "desk", "*", "*.db"))
	if err != nil || len(files) != 1 {
		d.t.Fatalf("%d files of the desk, %v", len(files), err)
	}
	s := store.New(store.Options{Path: files[0]})
	defer s.Close()
	u, err := s.Unsent(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return u
}

// wait looks until something is so that no screen tells.
func (d *crashDesk) wait(what string, ready func() bool) {
	d.t.Helper()
	end := time.NewTimer(patience)
	defer end.Stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !ready() {
		select {
		case <-again.C:
		case <-end.C:
			d.t.Fatalf("%s did not come", what)
		}
	}
}

// TestAKilledConsoleLosesNothing kills a console while messages wait for the line and half a note is
// typed: the next one sends them, in order and once, and has the note.
func TestAKilledConsoleLosesNothing(t *testing.T) {
	t.Parallel()
	d := newCrashDesk(t)
	w := d.desk()
	d.line.Down()
	w.press("after all one\r")
	w.waitFor("1 waiting")
	w.press("after all two\r")
	w.waitFor("2 waiting")
	w.press("\x0e") // ctrl+n: a note
	w.waitFor("NOTE")
	w.press("half a thought")
	w.waitFor("half a thought")
	w.press("\x1b") // leaving the composer; what was typed is written within half a second
	w.waitFor("1 draft unsent")
	d.wait("the note in the local store", func() bool { return d.unsent().Drafts == 1 })
	d.kill(w)
	d.line.Up()
	w = startTerminal(t, d.home, 100, 30, d.env)
	w.waitFor("Aarav", "live", "1 draft unsent")
	d.wait("the messages", func() bool { return strings.Count(d.ours(), ",") == 1 })
	w.press("\r")
	w.waitFor("after all two", "a note waits")
	w.press("\x0e")
	w.waitFor("NOTE", "half a thought")
	d.kill(w)
	if got := d.ours(); got != "one,two" {
		t.Errorf("the platform holds %q", got)
	}
}

// TestARestoredDraftIsSentWithoutALine sends a draft of a killed console from the next one while the platform
// is away, and kills that as well: the third delivers it once, and the draft is gone.
func TestARestoredDraftIsSentWithoutALine(t *testing.T) {
	t.Parallel()
	d := newCrashDesk(t)
	w := d.desk()
	w.press("after all once")
	w.waitFor("after all once")
	d.wait("the draft in the local store", func() bool { return d.unsent().Drafts == 1 })
	d.kill(w)
	d.line.Down()
	w = startTerminal(t, d.home, 100, 30, d.env)
	w.waitFor("Aarav", "1 draft unsent")
	w.press("\r")
	w.waitFor("after all once", "⏎ send")
	var pressed time.Time
	d.wait("the message in the local store", func() bool {
		if time.Since(pressed) > 1500*time.Millisecond { // not a key that is held, nor before the draft can have been read
			w.press("\r")
			pressed = time.Now()
		}
		u := d.unsent()
		return u.Messages == 1 && u.Drafts == 0
	})
	d.kill(w)
	d.line.Up()
	w = startTerminal(t, d.home, 100, 30, d.env)
	d.wait("the message", func() bool { return d.ours() == "once" })
	d.wait("an empty local store", func() bool { return d.unsent().None() })
	d.kill(w)
	if got := d.ours(); got != "once" {
		t.Errorf("the platform holds %q", got)
	}
}

// TestAConsoleKilledWhileItSendsSendsOnce kills a console that waits for the answer to a send which
// the platform has carried out: the next one finds it in the thread.
func TestAConsoleKilledWhileItSendsSendsOnce(t *testing.T) {
	t.Parallel()
	d := newCrashDesk(t)
	w := d.desk()
	carried := make(chan struct{})
	d.line.Set(badline.Fault{When: badline.To("POST", "/messages"), Times: 1, Deaf: true, After: func() { close(carried) }})
	w.press("after all once\r")
	<-carried
	d.kill(w)
	w = startTerminal(t, d.home, 100, 30, d.env)
	w.waitFor("live", "The message to Aarav Sharma had arrived")
	d.kill(w)
	if got := d.ours(); got != "once" {
		t.Errorf("the platform holds %q", got)
	}
}

// TestAConsoleKilledWhileItSendsAFileKeepsIt kills a console that waits for the answer to a file. The
// next one does not send it by itself: it finds it in the thread, or asks and sends it with its caption.
func TestAConsoleKilledWhileItSendsAFileKeepsIt(t *testing.T) {
	t.Parallel()
	for name, arrives := range map[string]bool{"arrived": true, "did not arrive": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newCrashDesk(t)
			if err := os.WriteFile(filepath.Join(d.home, "report.pdf"), []byte("%PDF-1.7 ..."), 0o600); err != nil {
				t.Fatal(err)
			}
			w := d.desk()
			under := make(chan struct{})
			fault := badline.Fault{When: badline.To("POST", "/messages/media"), Times: 1, Swallow: true, Before: func() { close(under) }}
			if arrives {
				fault = badline.Fault{When: fault.When, Times: 1, Deaf: true, After: fault.Before}
			}
			d.line.Set(fault)
			w.press("\x0f") // ctrl+o
			w.waitFor("Send a file to")
			w.press("/~/report.pdf\r")
			w.waitFor("Caption")
			w.press("after all once\r")
			<-under
			d.kill(w)
			w = startTerminal(t, d.home, 100, 30, d.env)
			if arrives { // it is found before anybody opens the conversation
				w.waitFor("live", "report.pdf had arrived: it was not sent a second time")
			} else {
				w.waitFor("Aarav", "live", "1 not sent")
				w.press("\r")
				w.waitFor("cut off under way", "R retry", "after all once")
				w.press("\x1b[Z") // shift+tab: the message
				w.press("R")
				w.waitFor("Send the file again?")
				pressed := time.Now()
				d.wait("the answer to the question", func() bool {
					if time.Since(pressed) > time.Second { // not taken before it can have been read, nor from a key that is held
						pressed = time.Now()
						w.press("y")
					}
					return !w.shows("Send the file again?")
				})
				w.wait("an end of the file", func(screen string) bool {
					return strings.Contains(screen, "after all once") && !strings.Contains(screen, "not sent")
				})
			}
			d.wait("an empty local store", func() bool { return d.unsent().None() })
			d.kill(w)
			if got := d.ours(); got != "once" {
				t.Errorf("the platform holds %q", got)
			}
		})
	}
}
