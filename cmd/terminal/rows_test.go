package terminal

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"keydesk/cmd/chance"
)

const testColumns, testRows = 60, 14

// shownNext is a model that shows the view it was sent.
type shownNext struct{ view tea.View }

func (shownNext) Init() tea.Cmd { return nil }

func (s shownNext) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if view, ok := msg.(tea.View); ok {
		s.view = view
	}
	return s, nil
}

func (s shownNext) View() tea.View { return s.view }

// frameWriter collects what is written since the last frame.
type frameWriter struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (w *frameWriter) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Write(b)
}

func (w *frameWriter) take() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.out.Reset()
	return w.out.String()
}

// drawnBy shows the views one after another and returns what each wrote; quick says whether the row
// drawer may draw.
func drawnBy(t *testing.T, quick bool, views []tea.View, synchronized bool) (frames []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		clock, out := &frameClock{}, &frameWriter{}
		var model tea.Model = shownNext{views[0]}
		if quick {
			model = paced{Model: model, clock: clock}
		}
		program := tea.NewProgram(model, tea.WithInput(nil), tea.WithOutput(out), tea.WithoutSignalHandler(),
			tea.WithWindowSize(testColumns, testRows), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		clock.program = program
		ended := make(chan error)
		go func() {
			_, err := program.Run()
			ended <- err
		}()
		time.Sleep(time.Second)
		if synchronized {
			program.Send(tea.ModeReportMsg{Mode: ansi.ModeSynchronizedOutput, Value: ansi.ModeReset})
		}
		clock.mu.Lock()
		found := clock.rows != nil
		clock.mu.Unlock()
		if quick && !found {
			t.Error("this version of Bubble Tea keeps what the row drawer needs elsewhere")
		}
		for _, view := range views {
			time.Sleep(time.Second)
			out.take()
			program.Send(view)
			if synctest.Wait(); !quick {
				time.Sleep(time.Second)
			}
			frames = append(frames, out.take())
		}
		program.Quit()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		clock.stop()
	})
	return frames
}

// randomViews are views of which each differs from the one before as a desk's do: some rows, all of them,
// rows that scroll, the title, the cursor.
func randomViews(r *rand.Rand, n int) (views []tea.View) {
	rows := make([]string, testRows)
	for y := range rows {
		rows[y] = randomRow(r)
	}
	v := tea.View{AltScreen: true, ReportFocus: true, WindowTitle: "keydesk"}
	for range n {
		switch r.IntN(6) {
		case 0:
			v.WindowTitle = fmt.Sprintf("keydesk (%d)", r.IntN(10))
		case 1:
			v.Cursor = nil
		case 2:
			v.Cursor = tea.NewCursor(r.IntN(testColumns), r.IntN(testRows))
			v.Cursor.Blink = r.IntN(2) == 0
		case 3: // scrolls
			by, from := 1+r.IntN(2), r.IntN(4)
			copy(rows[from:testRows-2], rows[from+by:])
		}
		for range r.IntN(7) {
			rows[r.IntN(testRows)] = randomRow(r)
		}
		v.Content = strings.Join(rows, "\n")
		views = append(views, v)
	}
	return views
}

func randomRow(r *rand.Rand) string {
	words := []string{"Aarav Sharma", "王小明", "\x1b[1mbold\x1b[m", "\x1b[38;5;12m│\x1b[m", "👩 Store", " ", "        ",
		"\x1b[2m14:02\x1b[0m", "धन्यवाद", "\x1b]8;;http://x.test\x1b\\link\x1b]8;;\x1b\\", "é", "─────"}
	row := ""
	for ansi.StringWidthWc(row) < testColumns {
		row += words[r.IntN(len(words))]
	}
	row = ansi.TruncateWc(row, testColumns, "") + "\x1b[m"
	return row + strings.Repeat(" ", max(0, testColumns-ansi.StringWidthWc(row)))
}

// TestRowsAreDrawnAsTheRendererDoes holds that what is drawn at once is, byte for byte, what Bubble Tea's
// own renderer would have drawn.
func TestRowsAreDrawnAsTheRendererDoes(t *testing.T) {
	for _, synchronized := range []bool{false, true} {
		views := randomViews(rand.New(rand.NewPCG(chance.Seed(), 1)), 300)
		want, got := drawnBy(t, false, views, synchronized), drawnBy(t, true, views, synchronized)
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("view %d, synchronized %v:\n got %q\nwant %q", i, synchronized, got[i], want[i])
			}
		}
	}
}

// TestRowsThatGoOnAreLeftToTheRenderer holds where rows cannot be drawn one by one.
func TestRowsThatGoOnAreLeftToTheRenderer(t *testing.T) {
	for name, views := range map[string][2]string{
		"a style that goes on": {"a\nb\nc", "\x1b[1ma\nb\nc"},
		"one that went on":     {"\x1b[1ma\nb\nc", "a\nb\nc"},
		"a link that goes on":  {"a\nb\nc", "a\x1b]8;;http://x.test\x1b\\\nb\nc"},
		"more rows":            {"a\nb\nc", "a\nb\nc\nd"},
		"fewer":                {"a\nb\nc", "a\nb"},
	} {
		if rows, ok := changedRows(views[0], views[1], 3); ok {
			t.Errorf("%s: drawn as %v", name, rows)
		}
	}
	rows, ok := changedRows("a\n\x1b[1mb\x1b[m\nc", "a\n\x1b[1mB\x1b[m\nc", 3)
	if !ok || len(rows) != 1 || rows[0].y != 1 {
		t.Errorf("one changed row is %v, %v", rows, ok)
	}
}
