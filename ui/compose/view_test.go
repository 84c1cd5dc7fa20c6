package compose

import (
	"fmt"
	"io"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	_ "keydesk/cmd/chance" // the same draws every time
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

const manyScripts = "Hello Aarav, your parcel left Pune this morning.\n" +
	"你好，请问发货了吗？ महेश पाटील धन्यवाद شكرا جزيلا " + family + "👍🏽 🇮🇳\n" +
	"https://a.very.long.example/which/does/not/fit/into/one/row/of/a/narrow/composer?and=more\n\nend"

// Screens at several widths, with a reply, a note and nothing at all. The cursor is drawn as ▁ here.
func TestScreens(t *testing.T) {
	for _, w := range []int{66, 40, 20, 7} {
		t.Run(fmt.Sprint(w), func(t *testing.T) {
			var screens []string
			p := testPane(w, 40)
			p.SetLabel("Reply")
			p.SetPlaceholder("Reply to Aarav Sharma on WhatsApp")
			screens = append(screens, withCursor(t, p))
			p.SetValue(manyScripts)
			p.SetQuote("Where is my order? It should have been here on Monday, the latest")
			screens = append(screens, withCursor(t, p))
			p.Resize(w, 5)
			do(p, "up", "up")
			screens = append(screens, withCursor(t, p))
			p.SetLabel("NOTE")
			p.SetNote("NOTE  only colleagues see this")
			screens = append(screens, withCursor(t, p))
			p.Resize(w, 1)
			screens = append(screens, withCursor(t, p))
			golden.RequireEqual(t, strings.Join(screens, "\n"+strings.Repeat("=", w)+"\n")+"\n")
		})
	}
}

func withCursor(t *testing.T, p *Pane) string {
	t.Helper()
	rows := strings.Split(plainView(t, p), "\n")
	x, y, _ := p.Cursor()
	rows[y] = ansi.WcWidth.Truncate(rows[y], x, "") + "▁" + ansi.WcWidth.TruncateLeft(rows[y], x+1, "")
	return strings.Join(rows, "\n")
}

func TestColouredScreen(t *testing.T) {
	p := testPane(40, 10)
	p.SetLabel("NOTE")
	p.SetNote("NOTE  only colleagues see this")
	p.SetQuote("a quote")
	p.SetValue("hello\nthere")
	checkDrawing(t, p)
	golden.RequireEqual(t, p.View()+"\n")
}

func TestHeightGrowsToItsLimit(t *testing.T) {
	p := testPane(40, 4)
	for lines, want := range []int{1, 2, 3, 4, 4, 4} {
		p.SetValue(strings.Repeat("x\n", lines))
		if p.Height() != want {
			t.Errorf("%d lines: height %d, want %d", lines+1, p.Height(), want)
		}
	}
	p.SetQuote("q")
	p.SetValue("x")
	if p.Height() != 2 {
		t.Errorf("height %d with a quote", p.Height())
	}
}

// What is drawn is what terminals agree about; what is kept is what was written; and the column is
// that of what is drawn.
func TestTheCursorIsWhereTheTextEnds(t *testing.T) {
	cases := map[string]int{
		"": 0, "abc": 3, "你好": 4, family: 2, "👍🏽": 2, "e\u0301": 1, "a\u200db": 2, "❤️": 1, "नमस्ते": -1,
	}
	for s, want := range cases {
		p := testPane(60, 3)
		p.SetValue(s)
		x, y, ok := p.Cursor()
		shown := ansi.Strip(p.View())
		if want < 0 {
			want = ansi.WcWidth.StringWidth(strings.TrimRight(shown, " ")) - p.indent
		}
		if !ok || y != 0 || x != p.indent+want {
			t.Errorf("%q: cursor at %d, want %d", s, x-p.indent, want)
		}
		if p.Value() != s {
			t.Errorf("%q was kept as %q", s, p.Value())
		}
		if strings.ContainsAny(shown, "\u200d\ufe0f🏽") {
			t.Errorf("%q was drawn as it is: %q", s, shown)
		}
	}
}

func TestAnythingDrawsWithinItsSize(t *testing.T) {
	keys := []string{"left", "right", "up", "down", "home", "end", "backspace", "delete", "enter", "ctrl+w", "alt+b", "alt+f",
		"alt+d", "ctrl+u", "alt+z", "alt+y", "ctrl+home", "ctrl+end", "ctrl+left", "ctrl+right"}
	texts := []string{"a", " ", "word ", "你好", family, "👍🏽", "e\u0301", "नमस्ते ", "شكرا", "🇮🇳", "\t", "\u200d", "\u0301", "한", "ᄒ", "ᅡ"}
	rapid.Check(t, func(t *rapid.T) {
		p := testPane(rapid.IntRange(0, 50).Draw(t, "w"), rapid.IntRange(0, 9).Draw(t, "h"))
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 9).Draw(t, "do") {
			case 0:
				p.Resize(rapid.IntRange(-1, 200).Draw(t, "w"), rapid.IntRange(-1, 20).Draw(t, "h"))
			case 1:
				p.SetQuote(rapid.SampledFrom([]string{"", "quote"}).Draw(t, "quote"))
				p.SetNote(rapid.SampledFrom([]string{"", "NOTE", family}).Draw(t, "note"))
				p.SetLabel(rapid.SampledFrom([]string{"", "Reply", "你好"}).Draw(t, "label"))
			case 2:
				p.Update(tea.PasteMsg{Content: rapid.String().Draw(t, "paste")})
			case 3:
				p.Click(rapid.IntRange(-5, 60).Draw(t, "x"), rapid.IntRange(-2, 20).Draw(t, "y"))
			case 4, 5, 6:
				do(p, "'"+rapid.SampledFrom(texts).Draw(t, "text"))
			default:
				do(p, rapid.SampledFrom(keys).Draw(t, "key"))
			}
			checkDrawing(t, p)
			if p.edge(p.at) != p.at {
				t.Fatalf("the cursor is inside a cluster: %q at %d", p.value, p.at)
			}
			if text.Typed(p.value) != p.value {
				t.Fatalf("not clean: %q", p.value)
			}
		}
	})
}

// Rows hold all of the text, in order, and nothing twice.
func TestRowsCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := testPane(rapid.IntRange(1, 40).Draw(t, "w"), 10)
		p.SetValue(strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"a", "bc ", " ", "你", "\n", family, "longword"})).Draw(t, "text"), ""))
		p.lay()
		at := 0
		for _, r := range p.rows {
			if r.start != at || r.end < r.start {
				t.Fatalf("%q: rows %v", p.value, p.rows)
			}
			at = r.end
			if r.hard && at < len(p.value) {
				if p.value[at] != '\n' {
					t.Fatalf("%q: rows %v", p.value, p.rows)
				}
				at++
			}
			if r.start == r.end && !r.hard {
				t.Fatalf("%q: an empty row within a line: %v", p.value, p.rows)
			}
		}
		if at != len(p.value) {
			t.Fatalf("%q: rows %v", p.value, p.rows)
		}
	})
}

// A typed character costs few bytes, whatever is on the row. The renderer is the program's own.
func TestATypedCharacterCostsFewBytes(t *testing.T) {
	p := testPane(80, 4)
	p.SetLabel("Reply")
	p.SetValue("你好 👍🏽 " + family + " Hello ")
	var out strings.Builder
	scr := uv.NewTerminalRenderer(&out, []string{"TERM=xterm-256color"})
	scr.SetFullscreen(true)
	scr.SetRelativeCursor(false)
	cells := uv.NewScreenBuffer(80, 4)
	draw := func() int {
		out.Reset()
		cells.Clear()
		uv.NewStyledString(p.View()).Draw(cells, cells.Bounds())
		scr.Render(cells.RenderBuffer)
		x, y, _ := p.Cursor()
		scr.MoveTo(x, y)
		if err := scr.Flush(); err != nil && err != io.EOF {
			t.Fatal(err)
		}
		return out.Len()
	}
	if draw() == 0 {
		t.Fatal("the first frame cost nothing")
	}
	for _, s := range []string{"a", "b", " ", "好", "e\u0301", family} {
		do(p, "'"+s)
		if n := draw(); n == 0 || n > 40 {
			t.Errorf("%q cost %d bytes: %q", s, n, out.String())
		}
	}
}

func BenchmarkTyping(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"short", "Hello Aarav, your parcel left Pune this morning. "},
		{"long", strings.Repeat("Hello Aarav, your parcel left. ", 130)},
		{"longCJK", strings.Repeat("你好，请问发货了吗？", 400)},
	} {
		b.Run(c.name, func(b *testing.B) {
			th := theme.New("auto", "unicode", false)
			p := New(&th)
			p.Resize(80, 6)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if i%60 == 0 {
					p.SetValue(c.text)
				}
				i++
				p.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
				p.View()
				p.Cursor()
			}
		})
	}
}
