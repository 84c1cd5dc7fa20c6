package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/command"
	"keydesk/ui/theme"
)

// wheelRows is how far one notch of the wheel scrolls.
const wheelRows = 3

// viewerKey is a key of a viewer besides scrolling and closing.
type viewerKey struct {
	id     string // of the key table, in the viewer's scope
	word   string // shown in the lower edge
	intent Intent
}

// viewer shows a text that may be longer than the screen: help, previews,
// replies, details. Its lines are made for a width and remembered.
type viewer struct {
	theme *theme.Theme
	keys  dialogKeys
	typed dialogKeys // while a search is typed
	title string
	lines func(width int) []string // styled, each at most width cells
	extra []viewerKey

	live bool // the lines change while it is open

	width  int
	drawn  []string
	top    int
	rows   int
	find   *field // open while a search is typed
	needle string // lower case
	hit    int    // the line of the hit gone to, -1 for none
	missed bool   // the needle is nowhere
}

// newViewer opens nothing yet. scope is scopeViewer, or one below it that has
// the extra keys.
func (r *kit) newViewer(scope, title string, lines func(width int) []string, extra ...viewerKey) *viewer {
	return &viewer{theme: &r.theme, keys: r.dialogKeys(scope), typed: r.dialogKeys(command.ScopeField), title: title, lines: lines, extra: extra, hit: -1}
}

func (v *viewer) Update(msg tea.Msg) Intent {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if v.find != nil {
			v.typeNeedle(msg)
			return nil
		}
		return v.key(v.keys.id(msg))
	case tea.PasteMsg:
		if v.find != nil {
			v.find.update(msg)
		}
	case tea.MouseWheelMsg:
		if msg.Mouse().Button == tea.MouseWheelUp {
			v.scroll(-wheelRows)
		} else {
			v.scroll(wheelRows)
		}
	}
	return nil
}

func (v *viewer) key(id string) Intent {
	for _, k := range v.extra {
		if k.id == id {
			return k.intent
		}
	}
	switch id {
	case "viewer.back":
		if v.needle == "" {
			return closeDialog{}
		}
		v.needle, v.hit, v.missed = "", -1, false
	case "viewer.close":
		return closeDialog{}
	case "viewer.up":
		v.scroll(-1)
	case "viewer.down":
		v.scroll(1)
	case "viewer.pageup":
		v.scroll(-max(1, v.rows-1))
	case "viewer.pagedown":
		v.scroll(max(1, v.rows-1))
	case "viewer.top":
		v.top = 0
	case "viewer.end":
		v.scroll(len(v.drawn))
	case "viewer.find":
		f := newField("find", false)
		v.find = &f
	case "viewer.next":
		v.next(v.from(1), 1)
	case "viewer.previous":
		v.next(v.from(-1), -1)
	}
	return nil
}

// from is the line at which the search for the next hit begins: past the last
// one, or at the top of what is shown.
func (v *viewer) from(step int) int {
	if v.hit < 0 {
		return v.top
	}
	return v.hit + step
}

func (v *viewer) scroll(by int) { v.top = max(0, min(v.top+by, len(v.drawn)-v.rows)) }

// typeNeedle edits the search; enter goes to the first hit.
func (v *viewer) typeNeedle(press tea.KeyPressMsg) {
	switch v.typed.typing(press) {
	case "field.cancel":
		v.find = nil
	case "field.accept":
		v.needle, v.find, v.hit = strings.ToLower(v.find.value()), nil, -1
		v.next(v.top, 1)
	default:
		v.find.update(press)
	}
}

// next goes to the next line that holds the needle, going around the end, and
// shows it with the lines before it.
func (v *viewer) next(from, step int) {
	v.hit, v.missed = -1, v.needle != ""
	if v.needle == "" {
		return
	}
	for i, n := from, 0; n < len(v.drawn); i, n = i+step, n+1 {
		at := (i%len(v.drawn) + len(v.drawn)) % len(v.drawn)
		if strings.Contains(strings.ToLower(ansi.Strip(v.drawn[at])), v.needle) {
			v.hit, v.missed = at, false
			if at < v.top || at >= v.top+v.rows {
				v.top = 0
				v.scroll(at - v.rows/3)
			}
			return
		}
	}
}

func (v *viewer) Draw(width, height int) panel {
	w := min(max(width-8, 38), 100)
	w = min(w, width-2)
	if w != v.width || v.live {
		v.width, v.drawn = w, v.lines(w-2)
	}
	v.rows = max(1, min(len(v.drawn), height-4))
	if v.find != nil {
		v.rows = max(1, min(v.rows, height-5)) // the search has a row of its own
	}
	v.scroll(0)
	body := make([]string, 0, v.rows)
	for i := v.top; i < min(len(v.drawn), v.top+v.rows); i++ {
		if i == v.hit {
			body = append(body, v.theme.Accent.Render(v.theme.Glyphs.Prompt)+v.marked(v.drawn[i]))
			continue
		}
		body = append(body, " "+v.drawn[i])
	}
	if v.find == nil {
		return panel{lines: box(v.theme, v.title, v.edge(), body, w)}
	}
	line, column := v.find.draw(w - 4)
	lines := box(v.theme, v.title, v.typed.hints("field.accept", "find", "field.cancel", "back"), append(body, " / "+line), w)
	return panel{lines: lines, cursor: &point{x: 4 + column, y: len(lines) - 2}}
}

// marked is a line with the needle in it reversed. The line loses its other
// colours: a hit may lie across them.
func (v *viewer) marked(line string) string {
	plain := ansi.Strip(line)
	at := strings.Index(strings.ToLower(plain), v.needle)
	if at < 0 || len(strings.ToLower(plain)) != len(plain) {
		return line // its letters change their length with their case: marked at its beginning only
	}
	end := at + len(v.needle)
	return plain[:at] + v.theme.Reverse.Render(plain[at:end]) + plain[end:]
}

// edge is the lower edge: what became of a search, how far one has read, the
// keys.
func (v *viewer) edge() []string {
	words := make([]string, 0, len(v.extra)+4)
	switch {
	case v.missed:
		words = append(words, fmt.Sprintf("%q is not in here", v.needle))
	case v.needle != "":
		words = append(words, v.keys.hints("viewer.next", "next", "viewer.previous", "previous")...)
	}
	if len(v.drawn) > v.rows {
		words = append(words, fmt.Sprintf("%s %d%%", v.theme.Glyphs.UpDown, 100*(v.top+v.rows)/max(1, len(v.drawn))))
	}
	for _, k := range v.extra {
		words = append(words, v.keys.hints(k.id, k.word)...)
	}
	if len(v.drawn) > v.rows && v.needle == "" {
		words = append(words, v.keys.hints("viewer.find", "find")...)
	}
	if v.needle != "" {
		return append(words, v.keys.hints("viewer.back", "end search")...)
	}
	return append(words, v.keys.hints("viewer.back", "close")...)
}
