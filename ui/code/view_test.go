package code

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	_ "keydesk/cmd/chance" // the same draws every time
	"keydesk/ui/theme"
)

const sampleScript = `// Copies the number, with 好 and ` + family + `
const order = contact.metadata?.order ?? "none"; /* a comment
that goes on */ let n = 0x1F / 2;
if (/^\d+[/]$/.test(order)) {
  return { clipboard: ` + "`#${order.map(o => { return `a${o}` })}`" + ` };
}`

const sampleBody = `{
  "subject": "WhatsApp: {{contact.name}}",
  "tags": {{contact.tags}}, "n": -1.5e3, "ok": true,
  "very long": "` + "Where is my order? It should have been here on Monday.你好，请问发货了吗？ " + `"
}`

// Screens of both languages at several sizes, with problems. The cursor is drawn as ▁ here.
func TestScreens(t *testing.T) {
	for _, size := range [][2]int{{76, 12}, {40, 12}, {22, 9}, {9, 5}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			var screens []string
			p := testPane(JavaScript, size[0], size[1])
			p.SetHint("The script, or ctrl+e for your editor")
			screens = append(screens, withCursor(t, p))
			p.SetValue(sampleScript)
			at := strings.Index(sampleScript, "n = 0x1F")
			p.SetProblems([]Problem{{Offset: at, Text: "n is never used"}, {Offset: at + 4, Text: "0x1F is written 31 here", Warning: true}})
			p.Go(at)
			screens = append(screens, withCursor(t, p))
			p.SetLanguage(JSON)
			p.SetValue(sampleBody)
			p.SetProblems([]Problem{{Offset: strings.Index(sampleBody, "{{contact.tags"), Text: "{{contact.tag}} does not exist; did you mean {{contact.tags}}?"}})
			screens = append(screens, withCursor(t, p))
			p.Go(strings.Index(sampleBody, "Monday"))
			screens = append(screens, withCursor(t, p))
			golden.RequireEqual(t, strings.Join(screens, "\n"+strings.Repeat("=", size[0])+"\n")+"\n")
		})
	}
}

func TestColouredScreen(t *testing.T) {
	p := testPane(JavaScript, 60, 8)
	p.SetValue(sampleScript)
	p.SetProblems([]Problem{{Offset: 70, Text: "is wrong"}})
	p.Go(strings.Index(sampleScript, "{\n  return"))
	js := p.View()
	p.SetLanguage(JSON)
	p.SetValue(sampleBody)
	golden.RequireEqual(t, js+"\n"+p.View()+"\n")
}

// Every colour is also a shape: without colours the pieces of a problem are still there.
func TestAProblemIsToldInWords(t *testing.T) {
	th := theme.New("auto", "ascii", true)
	p := New(&th, JSON)
	p.Resize(50, 4)
	p.SetValue("{\"a\": }")
	p.SetProblems([]Problem{{Offset: 6, Text: "a value is missing"}})
	view := ansi.Strip(p.View())
	if !strings.Contains(view, "x 1 {") || !strings.Contains(view, "x column 7: a value is missing") {
		t.Errorf("drew\n%s", view)
	}
}

func TestProblemsMoveWithTheirLine(t *testing.T) {
	p := from(testPane(JavaScript, 40, 8), "|a\nb\nc")
	p.SetProblems([]Problem{{Offset: 4, Text: "bad c"}})
	do(p, "enter", "enter", "down", "'xx")
	if rows := strings.Split(plainView(t, p), "\n"); !strings.HasPrefix(rows[4], "✗ 5 c") || !strings.Contains(rows[5], "bad c") {
		t.Errorf("drew\n%s", strings.Join(rows, "\n"))
	}
	if !p.NextProblem() || marked(p) != "\n\na\nxxb\n|c" {
		t.Errorf("the problem is at %q", marked(p))
	}
	do(p, "ctrl+home", "delete", "delete")
	if rows := strings.Split(plainView(t, p), "\n"); !strings.HasPrefix(rows[2], "✗ 3 c") {
		t.Errorf("drew\n%s", strings.Join(rows, "\n"))
	}
	p.Replace("one line")
	checkDrawing(t, p)
}

// What is wrong with the cursor's line is seen with it.
func TestTheProblemOfTheCursorsLineIsVisible(t *testing.T) {
	p := testPane(JavaScript, 40, 4)
	p.SetValue(strings.Repeat("x\n", 20) + "end")
	p.SetProblems([]Problem{{Offset: 40, Text: "the end is wrong"}})
	do(p, "ctrl+end")
	if view := plainView(t, p); !strings.Contains(view, "the end is wrong") {
		t.Errorf("drew\n%s", view)
	}
}

func TestBracketsThatBelongTogether(t *testing.T) {
	const reversed = "\x1b[7m"
	cases := map[string]int{
		"|f(a[1], ')')":       0,
		"f|(a[1], ')')":       2,
		"f(a[1], ')')|":       2,
		"f(a|[1], ')')":       2,
		"f(a[1], '|)')":       0,
		"f(a // )|":           0,
		"|(]":                 0,
		"`a${|b}`":            2,
		"if (a) {\n  b()\n}|": 2,
	}
	for s, want := range cases {
		p := from(testPane(JavaScript, 40, 6), s)
		if got := strings.Count(p.View(), reversed); got != want {
			t.Errorf("%q: %d brackets are marked, want %d", s, got, want)
		}
	}
}

func TestAnythingDrawsWithinItsSize(t *testing.T) {
	keys := []string{"left", "right", "up", "down", "home", "end", "backspace", "delete", "enter", "ctrl+w", "alt+b", "alt+f", "alt+d",
		"ctrl+u", "alt+z", "alt+y", "ctrl+home", "ctrl+end", "pgup", "pgdown", "tab", "esc", "ctrl+space", "shift+tab"}
	texts := []string{"a", " ", "{{", "}}", "{{contact.n", "{", "}", "(", ")", "\"", "`", "${", "/*", "*/", "//", "/x/", "word ", "你好", family,
		"👍🏽", "e\u0301", "नमस्ते ", "شكرا", "🇮🇳", "\t", "\u200d", "\u0301", "한", "ᄒ", "ᅡ", "\u202e", "'", "\\", "0x1", ":"}
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom([]Language{Text, JSON, JavaScript}).Draw(t, "lang")
		p := testPane(lang, rapid.IntRange(0, 50).Draw(t, "w"), rapid.IntRange(0, 9).Draw(t, "h"))
		p.SetSource(fields)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 12).Draw(t, "do") {
			case 0:
				p.Resize(rapid.IntRange(-1, 200).Draw(t, "w"), rapid.IntRange(-1, 20).Draw(t, "h"))
			case 1:
				p.Update(tea.PasteMsg{Content: rapid.String().Draw(t, "paste")})
			case 2:
				p.Click(rapid.IntRange(-5, 60).Draw(t, "x"), rapid.IntRange(-2, 20).Draw(t, "y"))
			case 3:
				p.SetProblems([]Problem{{Offset: rapid.IntRange(-3, 300).Draw(t, "at"), Text: rapid.String().Draw(t, "problem")},
					{Offset: rapid.IntRange(0, 20).Draw(t, "at"), Text: "warning", Warning: true}})
			case 4:
				p.SetValue(rapid.String().Draw(t, "value"))
			case 5:
				p.Update(tea.PasteMsg{Content: strings.Repeat(rapid.SampledFrom(texts).Draw(t, "text"), rapid.IntRange(1, 200).Draw(t, "n"))})
			case 6, 7, 8:
				do(p, "'"+rapid.SampledFrom(texts).Draw(t, "text"))
			case 9:
				p.NextProblem()
			default:
				do(p, rapid.SampledFrom(keys).Draw(t, "key"))
			}
			checkDrawing(t, p)
			if p.size != len(p.Value()) {
				t.Fatalf("size %d of %d bytes", p.size, len(p.Value()))
			}
			if got := p.edge(p.at.line, p.at.col); got != p.at.col {
				t.Fatalf("the cursor is inside a cluster: %q at %d, not %d", p.lines[p.at.line].s, p.at.col, got)
			}
		}
	})
}

// What is kept over a key is the same as what is worked out afresh.
func TestWhatIsRememberedIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := testPane(JavaScript, rapid.IntRange(2, 30).Draw(t, "w"), 6)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			p.Go(rapid.IntRange(0, 400).Draw(t, "at"))
			if rapid.Bool().Draw(t, "delete") {
				do(p, "ctrl+w")
			}
			p.Update(tea.PasteMsg{Content: rapid.StringOfN(rapid.SampledFrom([]rune("ab 好`{}$/*\n\u0301"+family)), 0, 90, -1).Draw(t, "s")})
			got := p.View()
			fresh := testPane(JavaScript, p.width, 6)
			fresh.SetValue(p.Value())
			fresh.top, fresh.at = p.top, p.at
			if want := fresh.View(); got != want {
				t.Fatalf("%q drew\n%s\nafresh\n%s", p.Value(), got, want)
			}
		}
	})
}

// A key costs what is visible: a text of 64 KiB takes no longer than one of a few lines, whether it
// is of many lines or of one.
func BenchmarkTyping(b *testing.B) {
	for _, c := range []struct {
		name string
		lang Language
		text string
	}{
		{"short", JavaScript, sampleScript},
		{"64KiB", JavaScript, strings.Repeat(sampleScript+"\n", 64<<10/(len(sampleScript)+1))},
		{"64KiBOneLine", JSON, strings.Repeat(`{"subject": "WhatsApp: {{contact.name}}"}, `, 64<<10/43)},
		{"64KiBOneLineCJK", JSON, strings.Repeat("你好，请问发货了吗？", 64<<10/30)},
	} {
		for _, at := range []string{"start", "end"} {
			b.Run(c.name+"/"+at, func(b *testing.B) {
				th := theme.New("auto", "unicode", false)
				p := New(&th, c.lang)
				p.Resize(80, 30)
				p.SetValue(c.text)
				if at == "end" {
					p.Go(len(c.text))
				}
				p.View()
				b.ReportAllocs()
				for b.Loop() {
					p.Update(tea.KeyPressMsg{Code: 'x', Text: "x"})
					p.View()
					p.Cursor()
				}
			})
		}
	}
}
