package ui

import (
	"strings"
	"testing"
)

// The help begins with the keys of the place one is in, and has all on request, by the names that
// the settings take.
func TestHelpBeginsWithThisPlace(t *testing.T) {
	p := newPump(t, bench{role: "admin", width: 120, height: 36})
	p.press("?")
	p.shows("Keys here", "Who waits longest", "a all keys")
	p.hides("Reply to the selected message")
	p.press("a")
	p.shows("All keys", "list.open")
	p.press("esc", "alt+o", "?")
	p.shows("Keys here", "In the studio's list")
	if strings.Contains(p.screen(), "Who waits longest") {
		t.Error("the studio's help has the keys of the list")
	}
}
