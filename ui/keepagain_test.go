package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keydesk/client/store"
	"keydesk/ui/dialog"
)

// fullDisk makes every write of a store fail, and lets it work again: its folder is a file meanwhile.
type fullDisk struct {
	t    testing.TB
	path string // of the folder
}

func newFullDisk(t testing.TB) fullDisk {
	d := fullDisk{t: t, path: filepath.Join(t.TempDir(), "desk")}
	d.fill()
	return d
}

func (d fullDisk) store() string { return filepath.Join(d.path, "desk.db") }

func (d fullDisk) fill() {
	d.t.Helper()
	if err := os.WriteFile(d.path, nil, 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (d fullDisk) free() {
	d.t.Helper()
	if err := os.Remove(d.path); err != nil {
		d.t.Fatal(err)
	}
}

// What could not be written is written once the disk has room, without another key; the header tells
// all the while, and leaving says what would be lost.
func TestAFullDiskIsTriedAgain(t *testing.T) {
	disk := newFullDisk(t)
	_, dep := withStore(t, disk.store())
	p := newPump(t, bench{deps: dep, width: 200, height: 40})
	c := p.openFirst()
	p.shows("nothing is kept")
	p.typeText("half a thought")
	for range 5 {
		p.fire()
	}
	p.shows("nothing is kept", "half a thought")
	p.press("ctrl+c")
	p.shows("You have 1 unsent draft", "throws away what you wrote")
	p.clock = p.clock.Add(dialog.Ceiling)
	p.press("n")
	if err := p.keep(t.Context()); err == nil || !strings.Contains(err.Error(), "1 draft: ") {
		t.Errorf("leaving says %v", err)
	}
	p.typeText("s")
	disk.free()
	p.fire()
	p.fire()
	p.hides("nothing is kept")
	if list := p.said(); !strings.Contains(list[len(list)-1].text, "What you write is kept again") {
		t.Errorf("said %+v", list)
	}
	other := store.New(store.Options{Path: disk.store(), Alive: func(string) bool { return false }})
	defer other.Close()
	st, err := other.Start(t.Context(), 9)
	if err != nil || len(st.Drafts) != 1 || st.Drafts[0].Body != "half a thoughts" || st.Drafts[0].Contact != c.id {
		t.Fatalf("%+v, %v", st.Drafts, err)
	}
}

// A text that waits for the platform while the disk is full is in the store once there is room, and a
// kill after that does not lose it.
func TestAFullDiskDoesNotLoseWhatWaits(t *testing.T) {
	disk := newFullDisk(t)
	_, dep := withStore(t, disk.store())
	p := newPump(t, bench{deps: dep, width: 200, height: 40})
	c := p.openFirst()
	mend := p.cutSends(false)
	defer mend()
	p.sendText("waits for the platform")
	if err := p.keep(t.Context()); err == nil || !strings.Contains(err.Error(), "1 message or file that did not go out: ") {
		t.Errorf("leaving says %v", err)
	}
	p.shows("nothing is kept")
	disk.free()
	for range 4 {
		p.clock = p.clock.Add(time.Minute)
		p.fire()
	}
	p.hides("nothing is kept")
	other := store.New(store.Options{Path: disk.store(), Alive: func(string) bool { return false }})
	defer other.Close()
	st, err := other.Start(t.Context(), 9)
	if err != nil || len(st.Outbox) != 1 || st.Outbox[0].Body != "waits for the platform" || st.Outbox[0].Contact != c.id {
		t.Fatalf("%+v, %v", st.Outbox, err)
	}
}

// The tries come further apart, and stop when the store works.
func TestTriesOfAFullDiskComeFurtherApart(t *testing.T) {
	disk := newFullDisk(t)
	_, dep := withStore(t, disk.store())
	p := newPump(t, bench{deps: dep})
	said := len(p.said())
	for range 12 {
		p.fire()
	}
	if n, _ := p.storeTries(); n != 13 {
		t.Errorf("%d tries", n)
	}
	if len(p.said()) != said {
		t.Errorf("it was said again: %+v", p.said())
	}
	disk.free()
	p.fire()
	p.fire()
	if n, failed := p.storeTries(); failed != nil || n != 0 {
		t.Errorf("after %d tries still %v", n, failed)
	}
}
