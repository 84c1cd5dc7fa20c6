package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keydesk/client/delivery"
	"keydesk/client/store"
)

// asked counts the requests for messages and the files sent since a number of requests.
func (p *pump) asked(since int) (looks, files int) {
	for _, q := range p.em.Requests()[since:] {
		switch {
		case q.Method == "GET" && strings.HasSuffix(q.Path, "/messages"):
			looks++
		case strings.HasSuffix(q.Path, "/messages/media"):
			files++
		}
	}
	return looks, files
}

// A file whose answer was lost is looked for by the name that the platform knows it by; all of a
// conversation at once.
func TestFilesWhoseAnswerWasLostAreLookedFor(t *testing.T) {
	for name, arrives := range map[string]bool{"arrived": true, "did not arrive": false} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			first := store.New(store.Options{Path: path, Now: func() time.Time { return time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC) }})
			b, home := withHome(t, bench{deps: func(d *Deps) { d.Store = first }})
			p := newPump(t, b)
			for _, name := range []string{`a "b\c".pdf`, "報告 🙂.pdf"} {
				if err := os.WriteFile(filepath.Join(home, name), []byte("%PDF-1.7 "+name), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			c := p.openFirst()
			mend := p.cut("/messages/media", arrives)
			p.sendFile(`a "b\c".pdf`, "file one")
			p.lineIsBack() // so that this one is tried too
			p.sendFile("報告 🙂.pdf", "file two")
			mend()
			p.clock = p.clock.Add(delivery.SettleFor)
			began := len(p.em.Requests())
			next, s := p.next(first, path)
			switch looks, files := next.asked(began); {
			case looks != 1 || files != 0:
				t.Fatalf("%d looks, %d files sent by themselves", looks, files)
			case arrives:
				next.shows("2 files had arrived: they were not sent a second time.")
				if n := next.unsentFiles(); n != 0 {
					t.Fatalf("%d wait", n)
				}
				if got := next.files(c.id); got != "a _b_c_.pdf one,報告 🙂.pdf two" {
					t.Fatalf("the platform holds %s", got)
				}
				nothingLeft(t, next, s)
			default:
				next.shows("2 not sent")
				next.openFirst()
				next.shows("and the conversation", "does not show it", "R retry")
			}
			next.fire()
			if _, files := next.asked(began); files != 0 {
				t.Fatalf("%d files sent by themselves", files)
			}
		})
	}
}

// The desk that sent it looks too, without a person.
func TestAFileWhoseAnswerWasLostIsLookedForAtOnce(t *testing.T) {
	p, _, _, s := withHomeAndStore(t)
	c := p.openFirst()
	mend := p.cut("/messages/media", true)
	p.sendFile("report.pdf", "file one")
	p.shows("failed: ", "Whether report.pdf arrived is not known")
	mend()
	p.receive(woke{}) // too soon
	p.hides("had arrived")
	p.clock = p.clock.Add(delivery.SettleFor)
	p.receive(woke{}) // before the thread is fetched again anyway
	p.shows("report.pdf had arrived: it was not sent a second time.")
	p.hides("✗") // in the list neither
	if got := p.files(c.id); got != "report.pdf one" || p.unsentFiles() != 0 {
		t.Fatalf("the platform holds %s", got)
	}
	nothingLeft(t, p, s)
}

// Without an answer nothing is known: it is asked again, or said.
func TestLookingForAFileFails(t *testing.T) {
	p, _, path, first := withHomeAndStore(t)
	c := p.openFirst()
	mend := p.cut("/messages/media", true)
	p.sendFile("report.pdf", "file one")
	mend()
	p.clock = p.clock.Add(delivery.SettleFor)
	away := p.unplug()
	p.fire()
	if p.unsentFiles() != 1 {
		t.Fatal("it was settled without an answer")
	}
	p.shows("failed: ")
	p.hides("does not show it")
	away()
	p.openFirst()
	for i := range delivery.LookPages*pageSize + 10 {
		p.em.Receive(c.id, fmt.Sprint("said meanwhile ", i))
	}
	p.fire()
	p.shows("too much was said", "read the conversation")
	next, _ := p.next(first, path)
	next.openFirst()
	next.press("shift+tab", "R")
	next.shows("Send the file again?", "It may have arrived all the same")
}

// Who edits it is told so on the smallest screen too.
func TestEditingAFileThatMayHaveArrivedWarns(t *testing.T) {
	b, _ := withHome(t, bench{width: 40, height: 12})
	p := newPump(t, b)
	p.openFirst()
	mend := p.cut("/messages/media", false)
	p.sendFile("report.pdf", "file one")
	mend()
	p.press("shift+tab", "e", "enter")
	p.shows("It may have arrived", "before you send it")
	p.press("esc")
	p.clock = p.clock.Add(delivery.SettleFor)
	p.receive(woke{})
	p.press("e", "enter")
	p.shows("The conversation does not show", "there twice.")
	checkBounds(t, p, 40, 12)
}
