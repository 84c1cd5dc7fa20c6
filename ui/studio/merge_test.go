package studio

import (
	"strings"
	"testing"

	"keydesk/actions"
	"keydesk/ui/text"
)

func sides(t *testing.T) (base, mine, theirs actions.Stored) {
	const form = `{"id":"1","name":"%n","action_type":"webhook","is_active":%a,"display_order":0,"config":{"url":"%u","headers":{"A":"1"%h},"body":"%b"}}`
	make := func(n, a, u, h, b string) actions.Stored {
		return parse(t, strings.NewReplacer("%n", n, "%a", a, "%u", u, "%h", h, "%b", b).Replace(form))
	}
	return make("N", "true", "https://a", "", "x\\ny"), make("Mine", "true", "https://mine", "", "x\\nz"), make("N", "false", "https://theirs", `,"B":"2"`, "x\\nz")
}

func TestWhatBothChangedWaitsForADecision(t *testing.T) {
	base, mine, theirs := sides(t)
	m := NewMerge(base, mine, theirs)
	got := map[string]Pick{}
	for _, f := range m.Fields {
		got[f.Name] = f.Pick
	}
	want := map[string]Pick{"name": Mine, "active": Theirs, "url": Undecided, "headers.B": Theirs} // the body is the same on both sides
	if len(got) != len(want) {
		t.Fatalf("fields: %v", got)
	}
	for name, pick := range want {
		if got[name] != pick {
			t.Errorf("%s: %v, not %v", name, got[name], pick)
		}
	}
	if m.Open() != 1 || m.Fields[m.At].Name != "url" || m.OnlyPlace() {
		t.Fatalf("%d to decide, the bar is on %s", m.Open(), m.Fields[m.At].Name)
	}
	m.Take(Mine)
	s := m.Result()
	if s.Name != "Mine" || s.Active || s.Config["url"] != "https://mine" || s.Config["headers"].(map[string]any)["B"] != "2" || s.Config["body"] != "x\nz" {
		t.Fatalf("%s", s.JSON())
	}
	m.TakeAll(Theirs)
	if !m.Result().Same(theirs) {
		t.Errorf("all theirs: %s", m.Result().JSON())
	}
	m.TakeAll(Mine)
	if !m.Result().Same(mine) {
		t.Errorf("all mine: %s", m.Result().JSON())
	}
	for w := 20; w < 120; w += 7 {
		for _, row := range m.View(look(), w, 14) {
			if text.Width(row) != w {
				t.Fatalf("%d of %d cells: %q", text.Width(row), w, row)
			}
		}
	}
}

func TestPlaceAndStateAloneAreNoConflict(t *testing.T) {
	base, mine, _ := sides(t)
	theirs := base.Clone()
	theirs.Order, theirs.Active = 7, false
	m := NewMerge(base, mine, theirs)
	if !m.OnlyPlace() {
		t.Fatal("a moved action is a conflict")
	}
	if s := m.Result(); s.Order != 7 || s.Active || s.Name != "Mine" {
		t.Fatalf("%s", s.JSON())
	}
}

// Unsaved work is kept without secrets: those of the platform come back from there, new ones have to
// be typed again and are never replaced by the old ones unseen.
func TestWorkIsKeptWithoutSecrets(t *testing.T) {
	base := parse(t, `{"id":"1","name":"N","action_type":"webhook","config":{"url":"https://a/?token=old-token","headers":{"Authorization":"Bearer old-secret","X-Api-Key":"key-1"},"body":"b"}}`)
	f := Open(look(), base, base, TextArea)
	f.SetText(FieldBody, "new body")
	f.PutEntry(FieldHeaders, 0, Row{Name: "Authorization", Value: "Bearer new-secret"})
	kept := f.Draft()
	for _, secret := range []string{"old-token", "old-secret", "new-secret", "key-1"} {
		if strings.Contains(kept, secret) {
			t.Fatalf("%s is on the disk: %s", secret, kept)
		}
	}
	list := DecodeDrafts(kept + "\n\n" + kept + "broken")
	if len(list) != 2 {
		t.Fatalf("%d pieces of work", len(list))
	}
	b, work := list[0].Restore(base)
	if !b.Same(base) {
		t.Fatalf("base is %s", b.JSON())
	}
	headers := work.Config["headers"].(map[string]any)
	if work.Config["body"] != "new body" || headers["X-Api-Key"] != "key-1" || work.Config["url"] != "https://a/?token=old-token" {
		t.Fatalf("work is %s", work.JSON())
	}
	if lost := Unkept(work); len(lost) != 1 || lost[0].Field != "headers.Authorization" {
		t.Fatalf("to be typed again: %v", lost)
	}
}
