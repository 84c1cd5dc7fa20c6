package dialog

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/command"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// WheelRows is how far one notch of the wheel scrolls.
const WheelRows = 3

// ViewerKey is a key of a viewer besides scrolling and closing.
type ViewerKey struct {
	ID     string // of the key table, in the viewer's scope
	Word   string // shown in the lower edge
	Intent Intent
}

// Viewer shows a text that may be longer than the screen: help, previews,
// replies, details. Its lines are made for a width and remembered.
type Viewer struct {
	theme *theme.Theme
	Keys  Keys
	typed Keys // while a search is typed
	title string
	lines func(width int) []string // styled, each at most width cells
	extra []ViewerKey

	Live bool // the lines change while it is open

	Width  int
	Drawn  []string
	top    int
	rows   int
	find   *Field // open while a search is typed
	needle string // lower case
	Hit    int    // the line of the hit gone to, -1 for none
	missed bool   // the needle is nowhere
}

// NewViewer opens nothing yet. scope is scopeViewer, or one below it that has
// the extra keys.
func (k *Kit) NewViewer(scope, title string, lines func(width int) []string, extra ...ViewerKey) *Viewer {
	return &Viewer{theme: &k.Theme, Keys: k.KeysIn(scope), typed: k.KeysIn(command.ScopeField), title: title, lines: lines, extra: extra, Hit: -1}
}

// Update handles a key, a paste or the mouse.
func (v *Viewer) Update(msg tea.Msg) Intent {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if v.find != nil {
			v.typeNeedle(msg)
			return nil
		}
		return v.key(v.Keys.ID(msg))
	case tea.PasteMsg:
		if v.find != nil {
			v.find.Update(msg)
		}
	case tea.MouseWheelMsg:
		if msg.Mouse().Button == tea.MouseWheelUp {
			v.scroll(-WheelRows)
		} else {
			v.scroll(WheelRows)
		}
	}
	return nil
}

func (v *Viewer) key(id string) Intent {
	for _, k := range v.extra {
		if k.ID == id {
			return k.Intent
		}
	}
	switch id {
	case "viewer.back":
		if v.needle == "" {
			return CloseDialog{}
		}
		v.needle, v.Hit, v.missed = "", -1, false
	case "viewer.close":
		return CloseDialog{}
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
		v.scroll(len(v.Drawn))
	case "viewer.find":
		f := NewField("find", false)
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
func (v *Viewer) from(step int) int {
	if v.Hit < 0 {
		return v.top
	}
	return v.Hit + step
}

func (v *Viewer) scroll(by int) { v.top = max(0, min(v.top+by, len(v.Drawn)-v.rows)) }

// typeNeedle edits the search; enter goes to the first hit.
func (v *Viewer) typeNeedle(press tea.KeyPressMsg) {
	switch v.typed.Typing(press) {
	case "field.cancel":
		v.find = nil
	case "field.accept":
		v.needle, v.find, v.Hit = text.Fold(v.find.Value()), nil, -1
		v.next(v.top, 1)
	default:
		v.find.Update(press)
	}
}

// next goes to the next line that holds the needle, going around the end, and
// shows it with the lines before it.
func (v *Viewer) next(from, step int) {
	v.Hit, v.missed = -1, v.needle != ""
	if v.needle == "" {
		return
	}
	for i, n := from, 0; n < len(v.Drawn); i, n = i+step, n+1 {
		at := (i%len(v.Drawn) + len(v.Drawn)) % len(v.Drawn)
		if strings.Contains(text.Fold(ansi.Strip(v.Drawn[at])), v.needle) {
			v.Hit, v.missed = at, false
			if at < v.top || at >= v.top+v.rows {
				v.top = 0
				v.scroll(at - v.rows/3)
			}
			return
		}
	}
}

// Draw draws the text for a screen of the given size.
func (v *Viewer) Draw(width, height int) Panel {
	w := min(max(width-8, 38), 100)
	w = min(w, width-2)
	if w != v.Width || v.Live {
		v.Width, v.Drawn = w, v.lines(w-2)
	}
	v.rows = max(1, min(len(v.Drawn), height-4))
	if v.find != nil {
		v.rows = max(1, min(v.rows, height-5)) // the search has a row of its own
	}
	v.scroll(0)
	body := make([]string, 0, v.rows)
	for i := v.top; i < min(len(v.Drawn), v.top+v.rows); i++ {
		if i == v.Hit {
			body = append(body, v.theme.Accent.Render(v.theme.Glyphs.Prompt)+v.marked(v.Drawn[i]))
			continue
		}
		body = append(body, " "+v.Drawn[i])
	}
	if v.find == nil {
		return Panel{Lines: Box(v.theme, v.title, v.edge(), body, w)}
	}
	line, column := v.find.Draw(w - 4)
	lines := Box(v.theme, v.title, v.typed.Hints("field.accept", "find", "field.cancel", "back"), append(body, " / "+line), w)
	return Panel{Lines: lines, Cursor: &Point{X: 4 + column, Y: len(lines) - 2}}
}

// marked is a line with the needle in it reversed. The line loses its other
// colours: a hit may lie across them.
func (v *Viewer) marked(line string) string {
	plain := ansi.Strip(line)
	found := text.Matches(plain, v.needle)
	if len(found) == 0 {
		return line
	}
	at, end := found[0].Start, found[0].End
	return plain[:at] + v.theme.Reverse.Render(plain[at:end]) + plain[end:]
}

// edge is the lower edge: what became of a search, how far one has read, the
// keys.
func (v *Viewer) edge() []string {
	words := make([]string, 0, len(v.extra)+4)
	switch {
	case v.missed:
		words = append(words, fmt.Sprintf("%q is not in here", v.needle))
	case v.needle != "":
		words = append(words, v.Keys.Hints("viewer.next", "next", "viewer.previous", "previous")...)
	}
	if len(v.Drawn) > v.rows {
		words = append(words, fmt.Sprintf("%s %d%%", v.theme.Glyphs.UpDown, 100*(v.top+v.rows)/max(1, len(v.Drawn))))
	}
	for _, k := range v.extra {
		words = append(words, v.Keys.Hints(k.ID, k.Word)...)
	}
	if len(v.Drawn) > v.rows && v.needle == "" {
		words = append(words, v.Keys.Hints("viewer.find", "find")...)
	}
	if v.needle != "" {
		return append(words, v.Keys.Hints("viewer.back", "end search")...)
	}
	return append(words, v.Keys.Hints("viewer.back", "close")...)
}
