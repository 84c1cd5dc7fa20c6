package thread

import (
	"strings"
	"testing"

	"keydesk/client"
	"keydesk/ui/theme"
)

// Place tells who speaks, so that it holds without colours and in ASCII; for ears a word does.
func TestTwoSides(t *testing.T) {
	for glyphs, edge := range map[string]string{"unicode": "▐", "ascii": "|", "plain": ""} {
		p := testPane(60, 6, true)
		th := theme.New("auto", glyphs, true)
		p.SetTheme(&th)
		p.Merge([]client.Message{in("1", "theirs", noon), out("2", "ours", client.StatusRead, noon)})
		rows := screen(p)
		theirs, ours := rows[3], rows[5]
		if !strings.HasPrefix(theirs, "       theirs ") || strings.TrimRight(theirs, " ") != "       theirs" {
			t.Errorf("%s: theirs is %q", glyphs, theirs)
		}
		if edge == "" {
			if !strings.HasPrefix(ours, "       ours ") || !has(p, "from here") {
				t.Errorf("%s: ours is %q under %q", glyphs, ours, rows[4])
			}
			continue
		}
		if !strings.HasSuffix(ours, "ours "+edge) || !strings.HasSuffix(rows[4], "12:00 "+edge) {
			t.Errorf("%s: ours is %q under %q", glyphs, ours, rows[4])
		}
	}
}

// How far a message got changes while one looks: neither its time nor its text moves then.
func TestNothingOfOursMovesWithItsState(t *testing.T) {
	p := testPane(60, 8, true)
	p.Merge([]client.Message{out("1", "first", client.StatusPending, noon), out("2", "second", client.StatusPending, noon)})
	at := func(word string) string {
		for y, row := range screen(p) {
			if x := strings.Index(row, word); x >= 0 {
				return strings.Repeat("\n", y) + row[:x]
			}
		}
		t.Fatalf("no %q:\n%s", word, strings.Join(screen(p), "\n"))
		return ""
	}
	before := [2]int{len(at("first")), len(at("second"))}
	for _, s := range []client.Status{client.StatusSent, client.StatusDelivered, client.StatusRead} {
		p.SetStatus("1", s, "")
		p.SetStatus("2", s, "")
		if now := [2]int{len(at("first")), len(at("second"))}; now != before {
			t.Errorf("%s: %v, before %v", s, now, before)
		}
	}
}
