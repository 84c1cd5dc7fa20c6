package history

import (
	"path/filepath"
	"strings"
	"testing"
)

// A run may still be under way in a process of another machine, which cannot be asked, or in one of this
// machine that is there and began when the row says.
func TestWhoMayStillBeAtARun(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "history.db"))
	p := strings.Split(s.owner, "/")
	if len(p) != 3 {
		t.Fatalf("this owner is %q", s.owner)
	}
	for owner, want := range map[string]bool{
		s.owner: true, "elsewhere/1/2": true, "": true, p[0] + "/1": true, s.owner + "/9": true,
		p[0] + "/x/" + p[2]: false, p[0] + "/0/" + p[2]: false, p[0] + "/-1/" + p[2]: false, p[0] + "/" + p[1] + "/another time": false,
	} {
		if got := s.alive(owner); got != want {
			t.Errorf("%q is there: %t", owner, got)
		}
	}
}
