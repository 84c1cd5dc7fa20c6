package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/keys"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// viewerKey is a key of a viewer besides scrolling and closing.
type viewerKey struct {
	name   string
	word   string // shown in the lower edge
	intent Intent
}

// viewer shows a text that may be longer than the screen: help, previews,
// replies, details. Its lines are made for a width and remembered.
type viewer struct {
	theme *theme.Theme
	title string
	lines func(width int) []string // styled, each at most width cells
	keys  []viewerKey

	width  int
	drawn  []string
	top    int
	rows   int
	find   *field // open while a search is typed
	needle string
}

func newViewer(th *theme.Theme, title string, lines func(width int) []string, extra ...viewerKey) *viewer {
	return &viewer{theme: th, title: title, lines: lines, keys: extra}
}

func (v *viewer) update(msg tea.Msg) Intent {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if v.find != nil {
			v.typeNeedle(msg)
			return nil
		}
		return v.key(keys.Normal(msg))
	case tea.MouseWheelMsg:
		if msg.Mouse().Button == tea.MouseWheelUp {
			v.scroll(-wheelRows)
		} else {
			v.scroll(wheelRows)
		}
	}
	return nil
}

func (v *viewer) key(name string) Intent {
	for _, k := range v.keys {
		if k.name == name {
			return k.intent
		}
	}
	switch name {
	case "esc", "q":
		return closeDialog{}
	case "up", "k":
		v.scroll(-1)
	case "down", "j":
		v.scroll(1)
	case "pgup", "ctrl+u":
		v.scroll(-max(1, v.rows-1))
	case "pgdown", "ctrl+d", "space":
		v.scroll(max(1, v.rows-1))
	case "home", "g":
		v.top = 0
	case "end", "G":
		v.scroll(len(v.drawn))
	case "/":
		f := newField("find", false)
		v.find = &f
	case "n":
		v.next(v.top+1, 1)
	case "N":
		v.next(v.top-1, -1)
	}
	return nil
}

func (v *viewer) scroll(by int) { v.top = max(0, min(v.top+by, len(v.drawn)-v.rows)) }

// typeNeedle edits the search; enter goes to the first hit.
func (v *viewer) typeNeedle(press tea.KeyPressMsg) {
	switch keys.Normal(press) {
	case "esc":
		v.find = nil
	case "enter":
		v.needle, v.find = v.find.value(), nil
		v.next(v.top, 1)
	default:
		v.find.update(press)
	}
}

// next scrolls to the next line that holds the needle, going around the end.
func (v *viewer) next(from, step int) {
	if v.needle == "" {
		return
	}
	needle := strings.ToLower(v.needle)
	for i, n := from, 0; n < len(v.drawn); i, n = i+step, n+1 {
		at := (i%len(v.drawn) + len(v.drawn)) % len(v.drawn)
		if strings.Contains(strings.ToLower(ansi.Strip(v.drawn[at])), needle) {
			v.top = 0
			v.scroll(at)
			return
		}
	}
}

func (v *viewer) draw(width, height int) panel {
	w := min(max(width-8, 38), 100)
	w = min(w, width-2)
	if w != v.width {
		v.width, v.drawn = w, v.lines(w-2)
	}
	v.rows = max(1, min(len(v.drawn), height-4))
	v.scroll(0)
	body := make([]string, 0, v.rows)
	for _, line := range v.drawn[v.top:min(len(v.drawn), v.top+v.rows)] {
		body = append(body, " "+line)
	}
	p := panel{lines: box(v.theme, v.title, v.edge(), body, w)}
	if v.find != nil {
		line, column := v.find.draw(w - 6)
		last := len(p.lines) - 2
		p.lines[last] = v.theme.Faint.Render(v.theme.Glyphs.V) + text.Pad(" / "+line, w) + v.theme.Faint.Render(v.theme.Glyphs.V)
		p.cursor = &point{x: 4 + column, y: last}
	}
	return p
}

// edge is the lower edge: the keys, and how far one has read.
func (v *viewer) edge() string {
	words := make([]string, 0, len(v.keys)+3)
	for _, k := range v.keys {
		words = append(words, k.name+" "+k.word)
	}
	if len(v.drawn) > v.rows {
		words = append(words, fmt.Sprintf("↑↓ %d%%", 100*(v.top+v.rows)/max(1, len(v.drawn))))
	}
	return strings.Join(append(words, "esc close"), "  ")
}
