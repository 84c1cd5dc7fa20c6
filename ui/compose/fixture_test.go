package compose

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/theme"
)

func testPane(width, maxHeight int) *Pane {
	th := theme.New("auto", "unicode", false)
	p := New(&th)
	p.Resize(width, maxHeight)
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
		"delete": tea.KeyDelete}
	if code, ok := named[name]; ok {
		k.Code = code
	} else {
		k.Code = []rune(name)[0]
		if k.Mod&^tea.ModShift == 0 {
			k.Text = name
		}
	}
	return tea.KeyPressMsg(k)
}

// do presses keys one after the other, "'text" types text, and "|" stands for nothing.
func do(p *Pane, keys ...string) {
	for _, k := range keys {
		if typed, ok := strings.CutPrefix(k, "'"); ok {
			for s := typed; s != ""; {
				cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
				p.Update(tea.KeyPressMsg{Code: tea.KeyExtended, Text: cluster})
				s = s[len(cluster):]
			}
			continue
		}
		p.Update(key(k))
	}
}

// marked is the text with a | where the cursor is.
func marked(p *Pane) string { return p.value[:p.at] + "|" + p.value[p.at:] }

// from makes a pane of a text with a | where the cursor is to be.
func from(p *Pane, s string) *Pane {
	at := strings.IndexByte(s, '|')
	p.SetValue(s[:at] + s[at+1:])
	p.moveTo(p.edge(at))
	return p
}

func checkDrawing(t interface{ Fatalf(string, ...any) }, p *Pane) {
	height, view := p.Height(), p.View()
	x, y, ok := p.Cursor()
	if height == 0 {
		if view != "" || ok {
			t.Fatalf("no height, but drew %q with a cursor: %v", view, ok)
		}
		return
	}
	rows := strings.Split(view, "\n")
	if len(rows) != height || height > p.maxHeight {
		t.Fatalf("%d rows, height %d of %d", len(rows), height, p.maxHeight)
	}
	for i, row := range rows {
		if got := ansi.WcWidth.StringWidth(ansi.Strip(row)); got != p.width {
			t.Fatalf("row %d is %d of %d cells wide: %q", i, got, p.width, row)
		}
	}
	if !ok || x < 0 || x >= p.width || y < 0 || y >= height {
		t.Fatalf("cursor at %d,%d (%v) of %d×%d", x, y, ok, p.width, height)
	}
}

func plainView(t *testing.T, p *Pane) string {
	t.Helper()
	checkDrawing(t, p)
	return ansi.Strip(p.View())
}
