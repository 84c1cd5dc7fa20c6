package thread

import (
	"strings"
	"testing"

	"keydesk/client"
	"keydesk/ui/text"
)

// reversed are the parts of the view that are drawn as hits.
func reversed(p *Pane) []string {
	var list []string
	for _, part := range strings.Split(p.View(), "\x1b[7m")[1:] {
		hit, _, _ := strings.Cut(part, "\x1b[m")
		list = append(list, hit)
	}
	return list
}

func TestFindMarksWhatMatchesWhateverItsCase(t *testing.T) {
	for _, plain := range []bool{false, true} {
		p := testPane(40, 12, plain)
		menu := in("3", "", noon)
		menu.Type, menu.Interactive = "interactive", &client.Interactive{Type: "button", Body: "Which one?", Buttons: []client.Choice{{Title: "The BLUE one"}}}
		p.Merge([]client.Message{
			in("1", "the *blue* kettle, bluer than blue", noon), in("2", "a red one", noon), menu, in("4", "Zoë schrieb Straße 你好", noon),
		})
		p.SetFind("Blue")
		if got := strings.Join(reversed(p), "|"); got != "blue|blue|blue|BLUE" && got != "BLUE|blue|blue|blue" {
			t.Errorf("plain %v: marked %q in\n%s", plain, got, p.View())
		}
		for needle, want := range map[string]string{"zoe s": "Zoë s", "STRASSE": "Straße", "好": "好", "kettle, b": "kettle, b"} {
			p.SetFind(needle)
			if got := strings.Join(reversed(p), "|"); got != want {
				t.Errorf("plain %v: %q marked %q, want %q", plain, needle, got, want)
			}
		}
		p.SetFind("")
		if got := reversed(p); got != nil {
			t.Errorf("plain %v: still marked: %q", plain, got)
		}
	}
}

// A hit inside bold, struck or code text keeps its place, and its row its width.
func TestAHitWithinFormattedText(t *testing.T) {
	p := testPane(30, 10, false)
	p.Merge([]client.Message{in("1", "*bold ~struck~* `code` _slanted words that break over rows_", noon)})
	for _, needle := range []string{"ld str", "code", "words that b", "o", "*bold"} {
		p.SetFind(needle)
		marked := strings.Join(reversed(p), "")
		if needle != "*bold" && !strings.Contains(strings.ReplaceAll(marked, " ", ""), strings.ReplaceAll(needle, " ", "")) {
			t.Errorf("%q marked %q in\n%q", needle, marked, p.View())
		}
		if needle == "*bold" && marked != "" {
			t.Errorf("a sign that is not drawn was found: %q", marked)
		}
		for _, row := range strings.Split(p.View(), "\n") {
			if text.Width(row) != 30 {
				t.Errorf("%q: a row of %d cells: %q", needle, text.Width(row), row)
			}
		}
	}
}

func TestHitsAreCountedFromTheNewest(t *testing.T) {
	p := testPane(40, 10, true)
	p.Merge(numbered(100, 140))
	p.SetFind("m13")
	if at, of := p.Hits(); at != 0 || of != 10 {
		t.Fatalf("%d of %d before any was selected", at, of)
	}
	var went []string
	for p.Hit(true) {
		m, _ := p.Selected()
		went = append(went, m.ID)
		if at, of := p.Hits(); at != len(went) || of != 10 {
			t.Fatalf("%s is %d of %d, want %d of 10", m.ID, at, of, len(went))
		}
		if !has(p, strings.TrimPrefix(m.ID, "id000")) {
			t.Fatalf("%s is not on screen", m.ID)
		}
	}
	if len(went) != 10 || went[0] != "id000139" || went[9] != "id000130" {
		t.Fatalf("went to %q", went)
	}
	p.Merge(numbered(60, 100)) // an older page changes no number
	if at, of := p.Hits(); at != 10 || of != 10 {
		t.Fatalf("%d of %d after an older page", at, of)
	}
	if !p.Hit(false) {
		t.Fatal("there is one nearer to the newest")
	}
	if m, _ := p.Selected(); m.ID != "id000131" {
		t.Fatalf("went to %s", m.ID)
	}
	p.Merge([]client.Message{in("id000130", "another text now", p.items[70].msg.CreatedAt)})
	if _, of := p.Hits(); of != 9 {
		t.Fatalf("%d hits after one was edited away", of)
	}
}

func TestReturningToAMark(t *testing.T) {
	p := testPane(40, 10, true)
	p.Merge(numbered(100, 140))
	for name, to := range map[string]func(){"at the newest": func() { p.ToNewest() }, "in the middle": func() { p.Scroll(-23) }} {
		to()
		before, mark := p.View(), p.Mark()
		p.SetFind("m101")
		if !p.Hit(true) || p.View() == before {
			t.Fatalf("%s: nothing moved", name)
		}
		p.SetFind("")
		p.Return(mark)
		if p.View() != before {
			t.Errorf("%s: not where it was:\n%s\nbut\n%s", name, before, p.View())
		}
	}
	mark := p.Mark()
	p.Remove(p.items[p.first.pos].msg.ID)
	p.Return(mark) // its message is gone: rest on the newest
	if !p.AtNewest() {
		t.Error("a mark without its message does not rest on the newest")
	}
}

// What was made ready step by step gives the answers that looking at once gives, also for what comes
// in meanwhile, and in another kind of drawing.
func TestPreparingChangesNoHits(t *testing.T) {
	p := testPane(40, 10, false)
	p.Merge(numbered(0, 250))
	for range 2 {
		if !p.PrepareFind(100) {
			t.Fatal("250 messages are ready after 200")
		}
	}
	p.Merge([]client.Message{in("new", "*m13* came in", noon.AddDate(1, 0, 0))})
	if p.PrepareFind(100) {
		t.Fatal("251 messages are not ready after 300")
	}
	for range 2 {
		p.SetFind("m13")
		if _, of := p.Hits(); of != 12 {
			t.Errorf("%d hits, want m13, m130 to m139 and the new one", of)
		}
		p.SetFind("*m13")
		if _, of := p.Hits(); of != 0 {
			t.Errorf("%d hits of a sign that is not drawn", of)
		}
		p.EndFind()
	}
	for _, it := range p.items {
		if it.said != nil && it.said.folded != nil {
			t.Fatal("what finding needs is kept after it ended")
		}
	}
	p.PrepareFind(300)
	p.SetTheme(testPane(40, 10, true).th) // every sign is drawn there
	p.SetFind("*m13")
	if _, of := p.Hits(); of != 1 {
		t.Errorf("%d hits where the sign is drawn, want 1", of)
	}
}
