package compose

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

const family = "👨\u200d👩\u200d👧"

func TestKeys(t *testing.T) {
	cases := []struct {
		name, start string
		keys        []string
		want        string
	}{
		{"typing", "|", []string{"'hi"}, "hi|"},
		{"typing in between", "a|c", []string{"'b"}, "ab|c"},
		{"space", "a|", []string{" "}, "a |"},
		{"new lines", "|", []string{"'a", "shift+enter", "'b", "alt+enter", "'c", "ctrl+j", "'d", "enter"}, "a\nb\nc\nd\n|"},
		{"backspace", "ab|c", []string{"backspace"}, "a|c"},
		{"backspace over a line end", "a\n|b", []string{"backspace"}, "a|b"},
		{"backspace at the start", "|a", []string{"backspace"}, "|a"},
		{"delete", "a|bc", []string{"delete"}, "a|c"},
		{"a family goes at once", "a" + family + "|b", []string{"backspace"}, "a|b"},
		{"a family is stepped over", family + "|", []string{"left"}, "|" + family},
		{"delete a family", "|" + family + "b", []string{"delete"}, "|b"},
		{"a skin tone", "👍🏽👍🏽|", []string{"backspace"}, "👍🏽|"},
		{"a flag", "🇮🇳🇮🇳|", []string{"backspace"}, "🇮🇳|"},
		{"Devanagari", "नमस्ते|", []string{"left", "left"}, "न|मस्ते"},
		{"a combining mark", "e\u0301|", []string{"backspace"}, "|"},
		{"left over a line end", "a\n|b", []string{"left", "left"}, "|a\nb"},
		{"home and end are the line's", "ab\nc|d\nef", []string{"home", "'<", "end", "'>"}, "ab\n<cd>|\nef"},
		{"ctrl+a and ctrl+e", "ab\nc|d", []string{"ctrl+a", "'<", "ctrl+e", "'>"}, "ab\n<cd>|"},
		{"the whole text", "ab\nc|d\ne", []string{"ctrl+home", "'<", "ctrl+end", "'>"}, "<ab\ncd\ne>|"},
		{"word left", "one two, three|", []string{"alt+b", "ctrl+left"}, "one |two, three"},
		{"word right", "|one two, three", []string{"alt+f", "ctrl+right"}, "one two|, three"},
		{"ctrl+w takes all up to a space", "see https://a.example/b|", []string{"ctrl+w"}, "see |"},
		{"alt+backspace takes a word", "see a.example|", []string{"alt+backspace"}, "see a.|"},
		{"alt+d", "one| two three", []string{"alt+d"}, "one| three"},
		{"word over a line end", "one\n|two", []string{"ctrl+w"}, "|two"},
		{"ctrl+u takes the line", "one\ntwo| three\nfour", []string{"ctrl+u"}, "one\n|\nfour"},
		{"ctrl+u takes an empty line", "one\n|\nfour", []string{"ctrl+u"}, "one|\nfour"},
		{"ctrl+u on nothing", "|", []string{"ctrl+u"}, "|"},
		{"undo a cleared line", "one two|", []string{"ctrl+u", "ctrl+_"}, "one two|"},
		{"undo typing by words", "|", []string{"'one two", "alt+z", "alt+z"}, "|"},
		{"undo one word", "|", []string{"'one two", "alt+z"}, "one |"},
		{"redo", "|", []string{"'one two", "alt+z", "alt+z", "alt+y"}, "one |"},
		{"typing ends redo", "|", []string{"'one", "alt+z", "'x", "alt+y"}, "x|"},
		{"undo after moving", "ab|", []string{"'c", "left", "'x", "alt+z"}, "ab|c"},
		{"nothing to undo", "a|", []string{"alt+z"}, "a|"},
		{"keys of the owner", "a|", []string{"ctrl+k", "ctrl+n", "ctrl+r", "tab", "esc", "alt+1"}, "a|"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := from(testPane(40, 6), c.start)
			do(p, c.keys...)
			if got := marked(p); got != c.want {
				t.Errorf("%q became %q, want %q", c.start, got, c.want)
			}
			checkDrawing(t, p)
		})
	}
}

func TestUpAndDownGoByVisibleRows(t *testing.T) {
	p := from(testPane(13, 9), "abcde fghij klmno|\n你好\nz")
	// The rows are "abcde fghij", "klmno", "你好", "z".
	do(p, "up", "'1")
	if got := marked(p); got != "abcde1| fghij klmno\n你好\nz" {
		t.Fatalf("up went to %q", got)
	}
	p = from(testPane(13, 9), "abcde fghij klmno|\n你好\nz")
	do(p, "down")
	if got := marked(p); got != "abcde fghij klmno\n你好|\nz" {
		t.Fatalf("down went to %q", got)
	}
	do(p, "down", "up", "up")
	if got := marked(p); got != "abcde fghij klmno|\n你好\nz" {
		t.Fatalf("the column was lost: %q", got)
	}
	do(p, "left", "left", "down")
	if got := marked(p); got != "abcde fghij klmno\n你|好\nz" {
		t.Fatalf("column 3 of a wide row is %q", got)
	}
}

func TestUpInTheFirstRowIsTheOwners(t *testing.T) {
	p := from(testPane(40, 6), "a\nb|")
	if !p.AtLastRow() || p.AtFirstRow() || p.Update(key("down")) {
		t.Fatal("down in the last row was taken")
	}
	if !p.Update(key("up")) || !p.AtFirstRow() || p.Update(key("up")) {
		t.Fatal("up in the first row was taken")
	}
}

func TestUpdateTellsWhatChanged(t *testing.T) {
	p := from(testPane(40, 6), "a|")
	for name, want := range map[string]bool{"right": false, "delete": false, "ctrl+k": false, "esc": false, "tab": false, "alt+z": false} {
		if got := p.Update(key(name)); got != want {
			t.Errorf("%s: changed %v", name, got)
		}
	}
	if !p.Update(key("left")) || !p.Update(key("x")) || p.Update(tea.KeyReleaseMsg{Code: 'x', Text: "x"}) {
		t.Error("a move and a letter change something, a release does not")
	}
}

func TestALetterOfAnotherLayoutIsItsKey(t *testing.T) {
	p := from(testPane(40, 6), "one two|")
	p.Update(tea.KeyPressMsg{Code: 'ц', BaseCode: 'w', Mod: tea.ModCtrl})
	if got := marked(p); got != "one |" {
		t.Fatalf("ctrl+ц gave %q", got)
	}
	// On a French keyboard ctrl+a is the key labelled A, which lies where Q is.
	p.Update(tea.KeyPressMsg{Code: 'a', BaseCode: 'q', Mod: tea.ModCtrl})
	if got := marked(p); got != "|one " {
		t.Fatalf("ctrl+a gave %q", got)
	}
	p.Update(tea.KeyPressMsg{Code: 'e', Text: "€", Mod: tea.ModCtrl | tea.ModAlt})
	if got := marked(p); got != "€|one " {
		t.Fatalf("AltGr+e gave %q", got)
	}
}

func TestPasteIsText(t *testing.T) {
	cases := map[string]string{
		"one\r\ntwo\rthree\nfour":        "one\ntwo\nthree\nfour",
		"tab\there":                      "tab\there",
		"\x1b[31mred\x1b[0m \x1b]0;t\a!": "red !",
		"cut \x1b]0;off":                 "cut ]0;off",
		"cut \x1b]0;off\nline\a":         "cut ]0;off\nline",
		"nul\x00bell\ax":                 "nulbellx",
		"c1\u009b31m":                    "c131m",
		"a\u2028b\u2029c\vd\fe\u0085f":   "a\nb\nc\nd\ne\nf",
		"broken\xff":                     "broken\uFFFD",
		family + "👍🏽❤️🇮🇳":                family + "👍🏽❤️🇮🇳",
		"می\u200cخواهم \u200fשלום":       "می\u200cخواهم \u200fשלום",
		"\uFFFD stays":                   "\uFFFD stays",
	}
	for in, want := range cases {
		p := testPane(40, 6)
		p.Update(tea.PasteMsg{Content: in})
		if p.Value() != want {
			t.Errorf("%q became %q, want %q", in, p.Value(), want)
		}
		checkDrawing(t, p)
		p.SetValue(in)
		if p.Value() != want {
			t.Errorf("SetValue(%q) kept %q", in, p.Value())
		}
	}
}

func TestClearCanBeUndone(t *testing.T) {
	p := testPane(40, 6)
	do(p, "'a long draft")
	p.Clear()
	if p.Value() != "" {
		t.Fatalf("got %q", p.Value())
	}
	do(p, "ctrl+_")
	if p.Value() != "a long draft" {
		t.Fatalf("got %q", p.Value())
	}
	p.SetValue("another conversation")
	if do(p, "ctrl+_"); p.Value() != "another conversation" {
		t.Fatalf("undo reached into another conversation: %q", p.Value())
	}
}

func TestTheLimitIsToldAndNothingIsLost(t *testing.T) {
	p := testPane(60, 6)
	p.SetValue(strings.Repeat("é", Limit-201))
	if strings.Contains(plainView(t, p), "characters") {
		t.Fatal("told too early")
	}
	do(p, "'xy")
	if !strings.Contains(plainView(t, p), "199 characters left") || p.Over() != 0 {
		t.Fatalf("got\n%s", plainView(t, p))
	}
	p.Update(tea.PasteMsg{Content: strings.Repeat("z", 300)})
	if p.Over() != 101 || !strings.Contains(plainView(t, p), "101 characters too many") {
		t.Fatalf("%d over\n%s", p.Over(), plainView(t, p))
	}
	if p.Chars() != Limit+101 || len(p.Value()) != 2*(Limit-201)+302 {
		t.Fatalf("%d characters", p.Chars())
	}
	p.Update(tea.PasteMsg{Content: strings.Repeat("w", 5*Limit)})
	if p.Chars() != Most || !strings.Contains(plainView(t, p), "too long") {
		t.Fatalf("%d characters\n%s", p.Chars(), plainView(t, p))
	}
}

func TestClickPutsTheCursor(t *testing.T) {
	p := testPane(30, 6)
	p.SetQuote("Where is my order?")
	p.SetValue("abc你好\nsecond")
	for _, c := range []struct {
		x, y int
		ok   bool
		want string
	}{
		{1, 1, true, "|abc你好\nsecond"},
		{5, 1, true, "abc|你好\nsecond"},
		{6, 1, true, "abc你|好\nsecond"},
		{29, 1, true, "abc你好|\nsecond"},
		{0, 2, true, "abc你好\n|second"},
		{3, 0, false, "abc你好\n|second"},
		{3, 3, false, "abc你好\n|second"},
	} {
		if ok := p.Click(c.x, c.y); ok != c.ok || marked(p) != c.want {
			t.Errorf("click at %d,%d: %v, %q, want %q", c.x, c.y, ok, marked(p), c.want)
		}
	}
}

func TestOneCharacterIsOne(t *testing.T) {
	p := testPane(60, 6)
	for n, want := range map[int]string{Limit - 1: "1 character left", Limit + 1: "1 character too many"} {
		p.SetValue(strings.Repeat("é", n))
		if !strings.Contains(plainView(t, p), want) {
			t.Errorf("%q is missing\n%s", want, plainView(t, p))
		}
	}
}
