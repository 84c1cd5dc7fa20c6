package ui

import (
	"testing"

	"keydesk/ui/dialog"
)

// Keys inside dialogs are the person's to change, the lower edge follows, and
// text stays text where somebody types.
func TestDialogKeysFollowTheSettings(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) {
		d.Keys = map[string][]string{"viewer.back": {"x"}, "viewer.close": {}, "chooser.down": {"ctrl+x"}, "chooser.close": {"ctrl+g"}}
	}})
	p.press("?")
	p.shows("x close")
	p.press("esc", "q")
	if !p.dialogOpen() {
		t.Fatal("a key taken away from the text still closes it")
	}
	p.press("x")
	if p.dialogOpen() {
		t.Fatal("the new key does not close the text")
	}
	p.press("ctrl+k")
	p.shows("ctrl+g close")
	c := p.dialog().(*dialog.Chooser)
	p.press("ctrl+x")
	if c.At != 1 {
		t.Fatalf("the bar is at %d after one step down", c.At)
	}
	p.typeText("x")
	if c.Field.Value() != "x" {
		t.Fatalf("typed %q", c.Field.Value())
	}
	p.press("ctrl+g")
	if p.dialogOpen() {
		t.Fatal("the new key does not close the list")
	}
}

// A key may mean one thing on the desk and another in a dialog, and the keys of
// texts reach into the kinds of text, so those do clash.
func TestDialogKeysClash(t *testing.T) {
	_, conflicts := New(Deps{Keys: map[string][]string{"preview.copy": {"j"}, "record.copy": {"ctrl+k"}}})
	if len(conflicts) != 1 {
		t.Fatalf("conflicts: %q", conflicts)
	}
}
