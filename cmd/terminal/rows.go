package terminal

import (
	"bytes"
	"io"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"unsafe"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// fewRows is how many changed rows are not worth looking for some that scrolled: at least three must have,
// and a selection that moves changes four.
const fewRows = 4

// scrolls tells where Bubble Tea lets terminals scroll.
const scrolls = runtime.GOOS != "windows"

// rowDrawer draws the rows that changed, at once and in the event loop. Bubble Tea parses and compares
// all cells of the screen for every frame, in a goroutine that waits for its ticker: 1 to 3 ms of a key
// whose own work takes 0.3. Its renderer cannot be replaced from outside, so this works with the fields of
// the pinned version's, and leaves to it what changes anything but rows, title and cursor.
type rowDrawer struct {
	mu           *sync.Mutex
	out          *io.Writer
	buf          *bytes.Buffer
	screen       **uv.TerminalRenderer
	cells        *uv.ScreenBuffer
	drawn        **tea.View // what the terminal shows
	next         *tea.View
	width        *int
	height       *int
	starting     *bool
	pendingErase *bool
	synchronized *bool
}

// rowDrawerOf finds what it needs in a running program; nil where this version keeps something of it under
// another name or type.
func rowDrawerOf(program *tea.Program) *rowDrawer {
	if program == nil {
		return nil
	}
	field := reflect.ValueOf(program).Elem().FieldByName("renderer")
	if !field.IsValid() || field.Kind() != reflect.Interface || field.IsNil() || field.Elem().Kind() != reflect.Pointer {
		return nil
	}
	renderer := field.Elem().Elem()
	if renderer.Kind() != reflect.Struct {
		return nil
	}
	d := &rowDrawer{}
	found := fieldOf(renderer, "mu", &d.mu) && fieldOf(renderer, "w", &d.out) && fieldOf(renderer, "buf", &d.buf) &&
		fieldOf(renderer, "scr", &d.screen) && fieldOf(renderer, "cellbuf", &d.cells) &&
		fieldOf(renderer, "lastView", &d.drawn) && fieldOf(renderer, "view", &d.next) &&
		fieldOf(renderer, "width", &d.width) && fieldOf(renderer, "height", &d.height) &&
		fieldOf(renderer, "starting", &d.starting) && fieldOf(renderer, "pendingErase", &d.pendingErase) &&
		fieldOf(renderer, "syncdUpdates", &d.synchronized)
	if !found {
		return nil
	}
	return d
}

// fieldOf points at a field by its name, if it has the type that is expected.
func fieldOf[T any](of reflect.Value, name string, at **T) bool {
	field := of.FieldByName(name)
	if !field.IsValid() || field.Type() != reflect.TypeFor[T]() {
		return false
	}
	*at = (*T)(unsafe.Pointer(field.UnsafeAddr()))
	return true
}

// draw brings view to the terminal and reports whether it could; if not, the renderer's own next frame
// does.
func (d *rowDrawer) draw(view tea.View) bool {
	if d == nil {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	last, screen := *d.drawn, *d.screen
	// Off the alternate screen the program is over, or somebody else has the terminal.
	if last == nil || !screen.Fullscreen() || *d.starting || *d.pendingErase || !sameModes(last, &view) ||
		d.cells.Bounds() != uv.Rect(0, 0, *d.width, *d.height) {
		return false
	}
	rows, ok := changedRows(last.Content, view.Content, *d.height)
	if !ok {
		return false
	}
	if view.WindowTitle != last.WindowTitle {
		_, _ = screen.WriteString(ansi.SetWindowTitle(view.WindowTitle))
	}
	if was, is := cursorStyle(last.Cursor), cursorStyle(view.Cursor); was != is {
		_, _ = screen.WriteString(ansi.SetCursorStyle(is))
	}
	for _, row := range rows {
		uv.NewStyledString(row.text).Draw(d.cells, uv.Rect(0, row.y, *d.width, 1))
	}
	if len(rows) > 0 {
		d.render(len(rows))
	}
	if view.Cursor != nil {
		screen.MoveTo(view.Cursor.X, view.Cursor.Y)
	}
	if screen.Flush() != nil || d.write(last.Cursor != nil, view.Cursor != nil) != nil {
		return false
	}
	*d.drawn, *d.next = &view, view
	return true
}

// render compares the rows that were drawn with what the terminal shows. Whether rows scrolled is looked
// for among all rows of the screen, and a row that stays may lie where others scroll.
func (d *rowDrawer) render(changed int) {
	screen := *d.screen
	search := scrolls && changed > fewRows
	for y := 0; search && y < *d.height; y++ {
		d.cells.TouchLine(0, y, *d.width)
	}
	screen.SetScrollOptim(search)
	screen.Render(d.cells.RenderBuffer)
	screen.SetScrollOptim(scrolls)
}

// write sends what was collected, as one update.
func (d *rowDrawer) write(shown, show bool) error {
	var out bytes.Buffer
	body := d.buf.Bytes()
	before, after := "", ""
	switch {
	case *d.synchronized && len(body) > 0:
		before, after = ansi.SetModeSynchronizedOutput, ansi.ResetModeSynchronizedOutput
	case !*d.synchronized && len(body) > 0 && shown && show:
		before, after = ansi.ResetModeTextCursorEnable, ansi.SetModeTextCursorEnable
	}
	if shown && !show {
		before += ansi.ResetModeTextCursorEnable
	}
	if show && !shown {
		after = ansi.SetModeTextCursorEnable + after
	}
	out.WriteString(before)
	out.Write(body)
	out.WriteString(after)
	d.buf.Reset()
	if out.Len() == 0 {
		return nil
	}
	_, err := (*d.out).Write(out.Bytes())
	return err
}

// sameModes reports whether two views differ in nothing but rows, title and where the cursor is.
func sameModes(a, b *tea.View) bool {
	return a.AltScreen && b.AltScreen && a.Content != "" && b.Content != "" && b.OnMouse == nil &&
		a.DisableBracketedPasteMode == b.DisableBracketedPasteMode && a.ReportFocus == b.ReportFocus &&
		a.MouseMode == b.MouseMode && a.KeyboardEnhancements == b.KeyboardEnhancements &&
		a.ForegroundColor == b.ForegroundColor && a.BackgroundColor == b.BackgroundColor &&
		a.ProgressBar == nil && b.ProgressBar == nil && plainCursor(a.Cursor) && plainCursor(b.Cursor)
}

func plainCursor(c *tea.Cursor) bool { return c == nil || c.Color == nil }

// cursorStyle is the number of a cursor's shape; 0: there is none.
func cursorStyle(c *tea.Cursor) int {
	switch {
	case c == nil:
		return 0
	case c.Blink:
		return int(c.Shape)*2 + 1
	}
	return int(c.Shape)*2 + 2
}

// row is a line of the screen.
type row struct {
	y    int
	text string
}

// changedRows are the rows that differ. It reports false where rows do not stand for themselves: a style
// or a link that goes on into the next one, or more rows than fit.
func changedRows(was, is string, height int) (rows []row, ok bool) {
	for y := range height {
		old, oldRest, oldMore := strings.Cut(was, "\n")
		text, rest, more := strings.Cut(is, "\n")
		if oldMore != more || !more && y != height-1 || !closed(text) {
			return nil, false
		}
		if old != text {
			if !closed(old) {
				return nil, false
			}
			rows = append(rows, row{y, text})
		}
		was, is = oldRest, rest
	}
	return rows, was == "" && is == ""
}

// closed reports whether a row ends without a style and outside of a link.
func closed(row string) bool {
	if at := strings.LastIndex(row, "\x1b["); at >= 0 {
		if rest := row[at+2:]; !strings.HasPrefix(rest, "m") && !strings.HasPrefix(rest, "0m") {
			return false
		}
	}
	const link = "\x1b]8;"
	at := strings.LastIndex(row, link)
	return at < 0 || strings.HasPrefix(row[at+len(link):], ";\x1b") || strings.HasPrefix(row[at+len(link):], ";\a")
}
