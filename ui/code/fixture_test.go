package code

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/theme"
)

const family = "👨\u200d👩\u200d👧"

func testPane(lang Language, width, height int) *Pane {
	th := theme.New("auto", "unicode", false)
	p := New(&th, lang)
	p.Resize(width, height)
	return p
}

// key is the press that a terminal sends for a name like "alt+b".
func key(name string) tea.KeyPressMsg {
	var k tea.Key
	for {
		mod, rest, ok := strings.Cut(name, "+")
		m := map[string]tea.KeyMod{"ctrl": tea.ModCtrl, "alt": tea.ModAlt, "shift": tea.ModShift}[mod]
		if !ok || m == 0 {
			break
		}
		k.Mod |= m
		name = rest
	}
	named := map[string]rune{"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace,
		"delete": tea.KeyDelete, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "space": tea.KeySpace}
	if code, ok := named[name]; ok {
		k.Code = code
		return tea.KeyPressMsg(k)
	}
	k.Code = []rune(name)[0]
	if k.Mod&^tea.ModShift == 0 {
		k.Text = name
	}
	return tea.KeyPressMsg(k)
}

// do presses keys one after the other; "'text" types text.
func do(p *Pane, keys ...string) {
	for _, k := range keys {
		typed, ok := strings.CutPrefix(k, "'")
		if !ok {
			p.Update(key(k))
			continue
		}
		for typed != "" {
			cluster, _ := ansi.FirstGraphemeCluster(typed, ansi.GraphemeWidth)
			p.Update(tea.KeyPressMsg{Code: tea.KeyExtended, Text: cluster})
			typed = typed[len(cluster):]
		}
	}
}

// marked is the text with a | where the cursor is.
func marked(p *Pane) string {
	v, at := p.Value(), p.Offset()
	return v[:at] + "|" + v[at:]
}

// from puts a text with a | where the cursor is to be into a pane.
func from(p *Pane, s string) *Pane {
	at := strings.IndexByte(s, '|')
	p.SetValue(s[:at] + s[at+1:])
	p.Go(at)
	return p
}

// checkDrawing holds what is true of every drawing.
func checkDrawing(t interface{ Fatalf(string, ...any) }, p *Pane) {
	view := p.View()
	x, y, ok := p.Cursor()
	if p.width == 0 || p.height == 0 {
		if view != "" || ok {
			t.Fatalf("no size, but drew %q with a cursor: %v", view, ok)
		}
		return
	}
	rows := strings.Split(view, "\n")
	if len(rows) != p.height {
		t.Fatalf("%d rows of %d", len(rows), p.height)
	}
	for i, row := range rows {
		if got := ansi.WcWidth.StringWidth(ansi.Strip(row)); got != p.width {
			t.Fatalf("row %d is %d of %d cells wide: %q", i, got, p.width, row)
		}
	}
	if !ok || x < 0 || x >= p.width || y < 0 || y >= p.height {
		t.Fatalf("cursor at %d,%d (%v) of %d×%d", x, y, ok, p.width, p.height)
	}
}

func plainView(t *testing.T, p *Pane) string {
	t.Helper()
	checkDrawing(t, p)
	return ansi.Strip(p.View())
}

func withCursor(t *testing.T, p *Pane) string {
	t.Helper()
	rows := strings.Split(plainView(t, p), "\n")
	x, y, _ := p.Cursor()
	rows[y] = ansi.WcWidth.Truncate(rows[y], x, "") + "▁" + ansi.WcWidth.TruncateLeft(rows[y], x+1, "")
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " ")
	}
	return strings.Join(rows, "\n")
}

// fields are names as a contact has them.
func fields() []Candidate {
	return []Candidate{
		{Name: "contact.name", Value: "Aarav “AJ” शर्मा"}, {Name: "contact.phone_number", Value: "919810000000"},
		{Name: "contact.profile_name", Value: ""}, {Name: "contact.metadata.plan", Value: "gold\nsecond line"},
		{Name: "user.name", Value: "Ravi"}, {Name: "organization.name", Value: "Chai & Co."},
		{Name: "name", Value: "Aarav “AJ” शर्मा", Short: true}, {Name: "phone", Value: "919810000000", Short: true},
	}
}
