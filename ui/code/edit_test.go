package code

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestKeys(t *testing.T) {
	cases := []struct {
		name, start string
		keys        []string
		want        string
	}{
		{"typing in between", "a|c", []string{"'b"}, "ab|c"},
		{"home stops at no place within a cluster", "a\u0301|", []string{"home", "'b", "home"}, "|ba\u0301"},
		{"home passes a blank that has a mark", "  \u0301x|", []string{"home"}, "  \u0301|x"},
		{"tab is two spaces", "|a", []string{"tab"}, "  |a"},
		{"enter keeps the indent", "  a|", []string{"enter", "'b"}, "  a\n  b|"},
		{"enter within the indent", " |   a", []string{"enter"}, " \n |   a"},
		{"enter behind a brace goes further in", "if (x) {|", []string{"enter", "'y"}, "if (x) {\n  y|"},
		{"enter between brackets opens them", "  f({|})", []string{"enter"}, "  f({\n    |\n  })"},
		{"a placeholder opens no block", "{{|", []string{"enter"}, "{{\n|"},
		{"a closing bracket goes back out", "{\n    |", []string{"'}"}, "{\n  }|"},
		{"a closing bracket behind text stays", "  a|", []string{"')"}, "  a)|"},
		{"a closing bracket types on one undo", "{\n  |", []string{"'}", "alt+z"}, "{\n  |"},
		{"backspace takes a step of the indent", "    |a", []string{"backspace"}, "  |a"},
		{"backspace takes one space in a line", "a  |b", []string{"backspace"}, "a |b"},
		{"backspace joins lines", "a\n|b", []string{"backspace"}, "a|b"},
		{"delete joins lines", "a|\nb", []string{"delete"}, "a|b"},
		{"backspace at the start", "|a", []string{"backspace"}, "|a"},
		{"a family goes at once", family + "|b", []string{"backspace"}, "|b"},
		{"a family is stepped over", family + "|", []string{"left"}, "|" + family},
		{"a combining mark joins what stands before it", "e|", []string{"'\u0301", "left"}, "|e\u0301"},
		{"left and right over a line end", "a\n|b", []string{"left", "left", "right", "right"}, "a\n|b"},
		{"home goes to the text first", "  ab|", []string{"home", "'<"}, "  <|ab"},
		{"home twice goes to the start", "  ab|", []string{"home", "home", "'<"}, "<|  ab"},
		{"end", "a|b\nc", []string{"end"}, "ab|\nc"},
		{"words", "const user_name = 1|", []string{"ctrl+left", "ctrl+left"}, "const |user_name = 1"},
		{"words to the right", "|a.bc(d)", []string{"alt+f", "alt+f"}, "a.bc|(d)"},
		{"word over a line end", "one\n|two", []string{"ctrl+w"}, "|two"},
		{"word deleted to the right", "|one two", []string{"alt+d"}, "| two"},
		{"ctrl+u takes the line, then its end", "a\nb|c\nd", []string{"ctrl+u", "ctrl+u"}, "a|\nd"},
		{"ctrl+u on the first line", "|\nb", []string{"ctrl+u"}, "|b"},
		{"the whole text", "a\nb|\nc", []string{"ctrl+end", "'>", "ctrl+home", "'<"}, "<|a\nb\nc>"},
		{"undo types by words", "|", []string{"'one two", "alt+z"}, "one |"},
		{"undo of a pasted text", "a|b", []string{"paste x\r\ny\r\n", "alt+z"}, "a|b"},
		{"redo", "|", []string{"'one two", "alt+z", "alt+z", "alt+y"}, "one |"},
		{"typing ends redo", "|", []string{"'one", "alt+z", "'x", "alt+y"}, "x|"},
		{"undo of a line break", "  a|b", []string{"enter", "alt+z"}, "  a|b"},
		{"undo after moving", "ab|", []string{"'c", "left", "'x", "alt+z"}, "ab|c"},
		{"nothing to undo", "a|", []string{"alt+z", "alt+y"}, "a|"},
		{"many lines pasted in between", "a|d", []string{"paste \n b\n\tc\n"}, "a\n b\n\tc\n|d"},
		{"a paste loses terminal sequences", "|", []string{"paste \x1b[31mred\x1b[0m\x00"}, "red|"},
		{"keys of the owner", "a|", []string{"ctrl+e", "esc", "shift+tab", "ctrl+k", "ctrl+s", "alt+1"}, "a|"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := from(testPane(JavaScript, 40, 6), c.start)
			for _, k := range c.keys {
				if pasted, ok := strings.CutPrefix(k, "paste "); ok {
					p.Update(tea.PasteMsg{Content: pasted})
				} else {
					do(p, k)
				}
				checkDrawing(t, p)
			}
			if got := marked(p); got != c.want {
				t.Errorf("%q became %q, want %q", c.start, got, c.want)
			}
			if p.size != len(p.Value()) {
				t.Errorf("size %d of %d bytes", p.size, len(p.Value()))
			}
		})
	}
}

func TestUndoGoesBackToTheStart(t *testing.T) {
	p := from(testPane(JavaScript, 30, 5), "const a = 1;|")
	want := p.Value()
	do(p, "enter", "'if (a) {", "enter", "'b()", "enter", "'}", "ctrl+home", "tab", "ctrl+u", "delete", "alt+d")
	p.Replace("something\nelse")
	done := p.Value()
	steps := 0
	for ; p.undo(); steps++ {
	}
	if p.Value() != want {
		t.Fatalf("undone to %q", p.Value())
	}
	for range steps {
		p.redo()
	}
	if p.Value() != done {
		t.Errorf("redone to %q, want %q", p.Value(), done)
	}
}

func TestWhatIsStoredStaysAsItIs(t *testing.T) {
	const odd = "a\u202eb\x1b[31m\u200bc\x00"
	p := testPane(JavaScript, 40, 3)
	p.SetValue(odd + "\r\nx\ry")
	if got := p.Value(); got != odd+"\nx\ny" {
		t.Errorf("kept %q", got)
	}
	if view := plainView(t, p); strings.ContainsAny(view, "\u202e\u200b\x00\x1b") || !strings.Contains(view, "a?b") {
		t.Errorf("drew %q", view)
	}
}

func TestTooMuchIsCutAndSaid(t *testing.T) {
	p := testPane(JSON, 60, 3)
	p.Update(tea.PasteMsg{Content: strings.Repeat("好", Limit/3+5)})
	if got := len(p.Value()); got > Limit || got < Limit-3 {
		t.Errorf("took %d bytes", got)
	}
	if view := plainView(t, p); !strings.Contains(view, "only the first 256 KiB were taken") {
		t.Errorf("drew %q", view)
	}
	do(p, "backspace")
	if view := plainView(t, p); strings.Contains(view, "too long") {
		t.Error("still says that something was cut")
	}
}

func TestUpAndDownGoByRows(t *testing.T) {
	p := from(testPane(JavaScript, 15, 6), "abcdefghijklmnopqrs|\nxy")
	// 14 cells a row: "abcdefghijklmn", "opqrs", "xy".
	do(p, "up", "'1")
	if got := marked(p); got != "abcde1|fghijklmnopqrs\nxy" {
		t.Fatalf("up went to %q", got)
	}
	p = from(testPane(JavaScript, 15, 6), "abcdefghijklmnopqrs|\nxy")
	do(p, "down", "up")
	if got := marked(p); got != "abcdefghijklmnopqrs|\nxy" {
		t.Fatalf("down and up went to %q", got)
	}
	if do(p, "down"); p.Update(key("down")) {
		t.Error("down in the last row is not the owner's")
	}
}

func TestClick(t *testing.T) {
	p := testPane(JavaScript, 40, 6)
	p.SetValue("const a = 1;\nlet 你好 = 2;")
	p.SetProblems([]Problem{{Offset: 6, Text: "a is a bad name"}})
	if !p.Click(4+2, 0) || marked(p) != "co|nst a = 1;\nlet 你好 = 2;" {
		t.Errorf("clicked to %q", marked(p))
	}
	if !p.Click(10, 1) || marked(p) != "const |a = 1;\nlet 你好 = 2;" {
		t.Errorf("a click on the problem went to %q", marked(p))
	}
	if !p.Click(4+7, 2) || marked(p) != "const a = 1;\nlet 你|好 = 2;" {
		t.Errorf("clicked to %q", marked(p))
	}
	if p.Click(3, 4) {
		t.Error("a click below the text was taken")
	}
}
