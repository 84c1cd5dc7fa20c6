package ui

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/thread"
)

// withHomeAndStore is a desk of somebody with some files, whose own words outlive it.
func withHomeAndStore(t *testing.T) (p *pump, home, path string, first *store.Store) {
	t.Helper()
	path = storePath(t)
	first, dep := withStore(t, path)
	b, home := withHome(t, bench{deps: dep})
	return newPump(t, b), home, path, first
}

// sendFile sends a file of the home with words under it, as a person does.
func (p *pump) sendFile(name, caption string) {
	p.t.Helper()
	p.press("ctrl+o")
	p.typeText("/~/" + name)
	p.press("enter")
	p.typeText(caption)
	p.press("enter")
}

// next ends a console and begins another one of the same person.
func (p *pump) next(ended *store.Store, path string) (*pump, *store.Store) {
	p.t.Helper()
	if err := p.keep(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	if err := ended.Close(); err != nil {
		p.t.Fatal(err)
	}
	s, dep := withStore(p.t, path)
	return p.again(dep), s
}

// files are the names of the files that the platform holds of ours in a conversation.
func (p *pump) files(id string) string {
	p.t.Helper()
	return p.sentWords(id, func(m client.Message) string {
		caption, is := strings.CutPrefix(m.Body, "file ")
		if !is {
			return ""
		}
		return m.MediaFilename + " " + caption
	})
}

// nothingLeft checks that the local store holds nothing that was not sent.
func nothingLeft(t *testing.T, p *pump, s *store.Store) {
	t.Helper()
	if err := p.keep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if u, err := s.Unsent(t.Context()); err != nil || !u.None() {
		t.Fatalf("%+v %v", u, err)
	}
}

func TestAFileThatWasNotSentOutlivesTheConsole(t *testing.T) {
	p, _, path, first := withHomeAndStore(t)
	c := p.openFirst()
	p.em.FailNext(1, 403, `{"status":"error","message":"No","data":null}`)
	p.sendFile("report.pdf", "file one")
	p.shows("It stays here with its caption")
	p.press("ctrl+c") // it is kept, so nothing is asked
	next, second := p.next(first, path)
	next.shows("1 not sent")
	next.do("outbox")
	next.shows("report.pdf, file one", "asks you")
	next.press("enter")
	next.shows("not sent: Could not send the file", "R retry  e edit  x drop")
	if got := next.files(c.id); got != "" {
		t.Fatalf("sent by itself: %s", got)
	}
	next.press("e")
	next.shows("~/report.pdf"[2:])
	next.press("enter")
	next.shows("file one")
	next.typeText(" and more")
	next.em.FailNext(1, 403, `{"status":"error","message":"No","data":null}`)
	next.press("enter")
	if n := len(next.openChat().items()); n != 1 {
		t.Fatalf("%d files stand there", n)
	}
	third, s := next.next(second, path)
	third.openFirst()
	third.press("shift+tab", "R")
	if got := third.files(c.id); got != "report.pdf one and more" {
		t.Fatalf("the platform holds %s", got)
	}
	third.hides("not sent")
	nothingLeft(t, third, s)
}

func TestAFileWaitsForTheLineOverARestart(t *testing.T) {
	p, _, path, first := withHomeAndStore(t)
	c := p.openFirst()
	plug := p.unplug()
	p.sendFile("report.pdf", "file one")
	p.clock = p.clock.Add(time.Second)
	p.sendFile("table.csv", "file two")
	p.shows("waiting for the line", "goes out by itself when it is back")
	p.fire()
	p.fire()
	if n := len(p.fileJobs()); n != 0 {
		t.Fatalf("%d attempts are listed as files", n)
	}
	next, s := p.next(first, path)
	next.shows("2 waiting")
	plug()
	next.fire()
	if got := next.files(c.id); got != "report.pdf one,table.csv two" {
		t.Fatalf("the platform holds %s", got)
	}
	next.hides("waiting")
	nothingLeft(t, next, s)
}

func TestAFileThatWaitedLongIsAsked(t *testing.T) {
	p, _, _, _ := withHomeAndStore(t)
	c := p.openFirst()
	plug := p.unplug()
	p.sendFile("report.pdf", "file one")
	p.clock = p.clock.Add(9 * time.Hour)
	plug()
	p.fire()
	if got := p.files(c.id); got != "" {
		t.Fatalf("the platform holds %s", got)
	}
	p.shows("written 9 hours ago")
	p.press("shift+tab", "R")
	if got := p.files(c.id); got != "report.pdf one" {
		t.Fatalf("the platform holds %s", got)
	}
}

// A console that died while it sent a file may have sent it: the next one never
// sends it by itself, and finds it where the thread has it.
func TestAFileThatWasUnderWayIsAsked(t *testing.T) {
	for name, arrived := range map[string]bool{"arrived": true, "did not arrive": false} {
		t.Run(name, func(t *testing.T) {
			p, home, path, first := withHomeAndStore(t)
			c := p.openFirst()
			f, err := p.host().Look("~/report.pdf")
			if err != nil {
				t.Fatal(err)
			}
			dead := store.New(store.Options{Path: path, Now: func() time.Time { return p.clock }})
			if _, err := dead.Own(t.Context(), p.identity().Organization.ID, p.me()); err != nil {
				t.Fatal(err)
			}
			row := store.Outgoing{ID: thread.LocalPrefix + "x", Contact: c.id, Kind: store.File, Body: "file one", Written: p.clock, File: &store.Attachment{
				Path: filepath.Join(home, "report.pdf"), Name: "report.pdf", Size: f.Size, Modified: f.Modified, Type: "document", MIME: "application/pdf"}}
			if err := dead.Enqueue(t.Context(), row); err != nil {
				t.Fatal(err)
			}
			if err := dead.Claim(t.Context(), row.ID, c.newest().CreatedAt, c.newest().ID); err != nil {
				t.Fatal(err)
			}
			p.clock = p.clock.Add(20 * time.Minute) // a slow line
			if arrived {
				p.sendFile("report.pdf", "file one")
			}
			if err := dead.Close(); err != nil {
				t.Fatal(err)
			}
			next, s := p.next(first, path)
			if arrived { // found before anybody opens the conversation
				next.shows("report.pdf had arrived: it was not sent a second time.")
				if got := next.files(c.id); got != "report.pdf one" || next.unsentFiles() != 0 {
					t.Fatalf("the platform holds %s, %d wait:\n%s", got, next.unsentFiles(), next.screen())
				}
				nothingLeft(t, next, s)
				return
			}
			next.shows("1 not sent")
			next.fire()
			next.fire()
			next.openFirst()
			if got := next.files(c.id); got != "" {
				t.Fatalf("sent by itself: %s", got)
			}
			next.shows("it was cut off under way, and the conversation", "does not show it", "R retry")
			next.press("shift+tab", "R")
			next.shows("Send the file again?", "The conversation does not show report.pdf.")
			next.clock = next.clock.Add(dialog.Ceiling)
			next.press("y")
			if got := next.files(c.id); got != "report.pdf one" {
				t.Fatalf("the platform holds %s", got)
			}
			nothingLeft(t, next, s)
		})
	}
}

// What is sent is what was chosen; a file that is another one now is told first.
func TestAFileThatChangedIsNotSentUnseen(t *testing.T) {
	p, home, path, first := withHomeAndStore(t)
	c := p.openFirst()
	plug := p.unplug()
	p.sendFile("report.pdf", "file one")
	p.clock = p.clock.Add(time.Second)
	p.sendFile("table.csv", "file two")
	next, s := p.next(first, path)
	if err := os.WriteFile(filepath.Join(home, "report.pdf"), []byte(pngHead+"a picture by now"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(home, "table.csv")); err != nil {
		t.Fatal(err)
	}
	plug()
	next.fire()
	if got := next.files(c.id); got != "" {
		t.Fatalf("the platform holds %s", got)
	}
	next.openFirst()
	next.shows("it has changed since it was chosen; sent again", "it could not be read: there is no file")
	next.press("shift+tab", "x")
	next.clock = next.clock.Add(dialog.Ceiling)
	next.press("y") // the table
	next.press("R")
	if m := next.newestOf(); m.Type != "image" || m.Body != "file one" {
		t.Fatalf("sent as it was: %+v", m)
	}
	nothingLeft(t, next, s)
}

func TestOnlyOneOfTwoConsolesHasAFile(t *testing.T) {
	p, _, path, _ := withHomeAndStore(t)
	c := p.openFirst()
	plug := p.unplug()
	p.sendFile("report.pdf", "file one")
	plug()
	_, dep := withStore(t, path)
	second := p.again(dep)
	second.openFirst()
	second.hides("waiting", "file one")
	second.fire()
	if got := second.files(c.id); got != "" {
		t.Fatalf("the second console sent %s of one that lives", got)
	}
	p.fire()
	second.fire()
	if got := p.files(c.id); got != "report.pdf one" {
		t.Fatalf("the platform holds %s", got)
	}
}

// Leaving stops a file that is being sent, and notes what that means for it.
func TestLeavingWhileAFileIsSent(t *testing.T) {
	p, home, path, first := withHomeAndStore(t)
	c := p.openFirst()
	under := make(chan struct{})
	p.em.Intercept(func(_ http.ResponseWriter, req *http.Request) bool {
		if strings.HasSuffix(req.URL.Path, "/messages/media") {
			close(under)
			<-req.Context().Done()
			return true
		}
		return false
	})
	f, err := p.host().Look(filepath.Join(home, "report.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	stored := p.sendFileNow(delivery.Item{Contact: c.id, Content: delivery.File{Caption: "file one",
		Attachment: store.Attachment{Path: f.Path, Name: f.Name, Size: f.Size, Modified: f.Modified, Type: "document"}}})().(rowWritten)
	send := p.giveAnswer(stored)
	if j := p.job(stored.id); j == nil || j.state != jobRunning {
		t.Fatal("it is not being sent")
	}
	go send()
	<-under
	p.press("ctrl+c")
	p.shows("Leave keydesk?", "1 file is on the way. Leaving keydesk stops that", "what has not arrived is here", "again next time, with its caption")
	next, _ := p.next(first, path)
	next.openFirst()
	next.shows("not sent: stopped when all of it was sent: it may have")
	if got := next.files(c.id); got != "" {
		t.Fatalf("sent by itself: %s", got)
	}
}

// A caption that was typed and not sent is there when the dialog opens the next time.
func TestACaptionThatWasNotSentIsKept(t *testing.T) {
	p, home, path, first := withHomeAndStore(t)
	c := p.openFirst()
	p.press("ctrl+o")
	p.typeText("report.pdf")
	p.press("enter")
	p.typeText("file half a thou")
	p.press("esc")
	p.shows("1 draft unsent", "a caption waits, ^o")
	p.press("ctrl+o")
	p.shows("report.pdf, PDF", "file half a thou")
	p.typeText("ght")
	p.fire() // the write is due, and the console dies with the dialog open
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, dep := withStore(t, path)
	next := p.again(dep)
	next.shows("1 draft unsent")
	if err := os.Rename(filepath.Join(home, "report.pdf"), filepath.Join(home, "moved.pdf")); err != nil {
		t.Fatal(err)
	}
	next.openFirst()
	next.press("ctrl+o")
	next.shows("there is no file", "file half a thought")
	next.typeText("/~/moved.pdf")
	next.press("enter", "enter")
	if got := next.files(c.id); got != "moved.pdf half a thought" {
		t.Fatalf("the platform holds %s", got)
	}
	next.hides("draft unsent")
	nothingLeft(t, next, second)
	next.press("ctrl+o")
	if d := next.dialog().(*attach); d.caption.Value() != "" {
		t.Fatalf("the caption %q is offered again", d.caption.Value())
	}
}

// What is edited of a file that was not sent is kept beside it, and offered with it.
func TestAnEditedCaptionIsKept(t *testing.T) {
	p, _, _, s := withHomeAndStore(t)
	c := p.openFirst()
	p.em.FailNext(1, 403, `{"status":"error","message":"No","data":null}`)
	p.sendFile("report.pdf", "file one")
	p.press("shift+tab", "e", "enter", "esc")
	if p.drafts() != 0 {
		t.Fatal("nothing was changed, and a draft is left")
	}
	p.press("e", "enter")
	p.typeText(" and more")
	p.press("esc", "e")
	p.shows("file one and more")
	p.press("enter", "enter")
	if got := p.files(c.id); got != "report.pdf one and more" {
		t.Fatalf("the platform holds %s", got)
	}
	nothingLeft(t, p, s)
}

// Beside the caption of another file that waits too, and over a crash.
func TestAnEditedCaptionIsKeptBesideAnother(t *testing.T) {
	p, _, path, first := withHomeAndStore(t)
	c := p.openFirst()
	p.em.FailNext(1, 403, `{"status":"error","message":"No","data":null}`)
	p.sendFile("report.pdf", "file one")
	p.press("ctrl+o")
	p.typeText("/~/table.csv")
	p.press("enter")
	p.typeText("file two")
	p.press("esc", "shift+tab", "e", "enter")
	p.typeText(" and more")
	p.fire() // the write is due, and the console dies with the dialog open
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, dep := withStore(t, path)
	next := p.again(dep)
	next.openFirst()
	next.press("shift+tab", "R") // with its own words, and both others stay
	next.fire()
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	third, dep := withStore(t, path)
	last := next.again(dep)
	last.openFirst()
	last.press("ctrl+o")
	last.shows("table.csv", "file two")
	last.press("enter", "ctrl+o") // of the file that went out
	last.shows("report.pdf", "file one and more")
	last.press("enter")
	if got := last.files(c.id); got != "report.pdf one,table.csv two,report.pdf one and more" {
		t.Fatalf("the platform holds %s", got)
	}
	last.hides("unsent")
	nothingLeft(t, last, third)
}

// What is typed while a message is sent again is no draft of that one.
func TestSendingAgainLeavesTheDraft(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{deps: dep})
	c := p.openFirst()
	c.merge([]client.Message{{ID: "refused", ContactID: c.id, Direction: client.Outgoing, Type: "text", Body: "post again", Status: client.StatusFailed, CreatedAt: p.clock}})
	p.typeText("half a thought")
	p.fire()
	p.press("shift+tab", "R")
	p.fire()
	if got := p.ours(c.id); got != "post again" {
		t.Fatalf("the platform holds %s", got)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_, dep = withStore(t, path)
	next := p.again(dep)
	next.openFirst()
	next.shows("half a thought")
}
