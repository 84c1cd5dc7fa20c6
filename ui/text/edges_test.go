package text

import (
	"strings"
	"testing"
	"unicode"
)

// A terminal sequence is as long as ECMA-48 makes it; what only begins like one has no length, so that
// the text behind it stays.
func TestSequencesEndWhereTheStandardEndsThem(t *testing.T) {
	long := strings.Repeat("1", maxSequence)
	for s, want := range map[string]int{
		"": 0, "x": 0, "\x1b": 0,
		"\x1b[m": 3, "\x1b[@": 3, "\x1b[~x": 3, "\x1b[?25hx": 6, "\x1b[0 q": 5, "\x1b[0/~": 5, "\x1b[": 0, "\x1b[1": 0,
		"\x1b[\x1f": 0, "\x1b[\x7f": 0, "\x1b[1\nm": 0, "\x9bm": 2, "\x9b1;2mx": 5, "\u009bm": 3, "\u009b1m": 4, "\x9b": 0,
		"\x1b[" + long: 0, "\x1b[" + long[:maxSequence-3] + "m": maxSequence, "\x1b[" + long[:maxSequence-2] + "m": 0,
		"\x1b]0;t\ax": 6, "\x1b]0;t\x1b\\x": 7, "\x1b]0;t\u009cx": 7, "\x9d0;t\a": 5, "\u009d0;t\a": 6, "\x1bPq\x1b\\": 5, "\x1bXs\a": 4, "\x1b^p\a": 4, "\x1b_a\a": 4,
		"\x90q\a": 3, "\x98s\a": 3, "\x9ep\a": 3, "\x9fa\a": 3, "\x1b]\a": 3, "\x1b]": 0, "\x1b]0;t": 0, "\x1b]0;\x1b[m\a": 0, "\x1b]0;t\x1b": 0,
		"\x1b]" + long + "\a": 0, "\x1b]" + long[1:] + "\a": maxSequence + 2,
		"\x1bNa": 3, "\x1bO~": 3, "\x1bO ": 3, "\x1bO\x7f": 0, "\x1bO\x1f": 0, "\x1bN": 0, "\x8ea": 2, "\x8fa": 2, "\u008ea": 3,
		"\x1b0": 2, "\x1b7x": 2, "\x1b~": 2, "\x1bc": 2, "\x1b\x7f": 0, "\x1b\x1f": 0, "\x1b\n": 0, "\x1b(B": 3, "\x1b /0": 4, "\x1b  !a": 5, "\x1b    a": 0, "\x1b (": 0, "\x1b(\n": 0, "\x1b(\x7f": 0,
		"\x80": 0, "\x84": 0, "\x8dx": 0, "\x99x": 0, "\x9ax": 0, "\x9cx": 0, "\xa0x": 0, "\u0084x": 0, "\xc2": 0, "\xc3\x9bm": 0, "\u00a0m": 0,
	} {
		if got := sequence(s); got != want {
			t.Errorf("%.20q has %d bytes, want %d", s, got, want)
		}
	}
}

// Each kind of rune that is treated in its own way begins and ends where Unicode has it: every one of
// the block is of the kind, and its neighbours are not.
func TestKindsOfRunesEndWhereTheirBlocksEnd(t *testing.T) {
	for _, x := range []struct {
		lo, hi rune
		is     class
		name   string
	}{
		{0x00, 0x08, unprintable, "controls before the tab"}, {0x0e, 0x1f, unprintable, "controls"}, {0x7f, 0x84, unprintable, "DEL and C1"}, {0x86, 0x9f, unprintable, "C1"},
		{'\t', '\t', tabulator, "tab"}, {'\n', '\r', lineBreak, "line ends"}, {0x85, 0x85, lineBreak, "next line"}, {0x2028, 0x2029, lineBreak, "separators"},
		{' ', ' ', blank, "space"}, {0xa0, 0xa0, blank, "no-break space"}, {0x3000, 0x3000, blank, "ideographic space"}, {0x2000, 0x200a, blank, "widths of space"},
		{'!', '~', letter, "ASCII"}, {0xa1, 0xac, letter, "Latin-1"}, {0xae, 0x2ff, letter, "Latin"},
		{0xad, 0xad, invisible, "soft hyphen"}, {0x20e3, 0x20e3, invisible, "keycap"}, {0x034f, 0x034f, invisible, "grapheme joiner"},
		{0x115f, 0x1160, invisible, "Hangul fillers"}, {0x17b4, 0x17b5, invisible, "Khmer vowels"}, {0x180b, 0x180f, invisible, "Mongolian selectors"},
		{0x3164, 0x3164, invisible, "Hangul filler"}, {0xfe00, 0xfe0f, invisible, "variation selectors"}, {0xffa0, 0xffa0, invisible, "half-width filler"},
		{0xe0000, 0xe0fff, invisible, "tags"}, {0x202a, 0x202e, invisible, "bidi"}, {0x2060, 0x206f, invisible, "format controls"}, {0xfeff, 0xfeff, invisible, "byte order mark"},
		{0x200d, 0x200d, joiner, "joiner"}, {0x1f1e6, 0x1f1ff, flagLetter, "flags"}, {0x1f3fb, 0x1f3ff, skinTone, "skin tones"},
		{0x1161, 0x1175, jamoVowel, "vowels"}, {0x11a8, 0x11c2, jamoTail, "final consonants"}, {0x0300, 0x034e, mark, "accents"},
		{0x0600, 0x0605, unprintable, "Arabic number signs"}, {0x1176, 0x11a7, unprintable, "old vowels"}, {0x11c3, 0x11ff, unprintable, "old finals"}, {0xe000, 0xf8ff, unprintable, "private use"},
		{0x2630, 0x2637, unprintable, "trigrams"}, {0x268a, 0x268f, unprintable, "monograms"}, {0x4dc0, 0x4dff, unprintable, "hexagrams"}, {0xfff9, 0xfffc, unprintable, "annotation"},
		{0x1d165, 0x1d166, unprintable, "stems"}, {0x1d300, 0x1d356, unprintable, "Tai Xuan Jing"}, {0x13440, 0x13455, unprintable, "hieroglyph controls"}, {0x1e030, 0x1e08f, unprintable, "Cyrillic modifiers"},
		{0x1fa75, 0x1fa77, newEmoji, "hearts"}, {0x1f6dc, 0x1f6dc, newEmoji, "wireless"}, {0x1faf7, 0x1faf8, newEmoji, "hands"}, {0x1facd, 0x1facf, newEmoji, "orca to donkey"},
		{0x3041, 0x3096, letter, "hiragana"}, {0x30a0, 0x30ff, letter, "katakana"}, {0x4e00, 0x9fff, letter, "ideographs"}, {0xac00, 0xd7a3, letter, "syllables"}, {0x1100, 0x115e, letter, "initial consonants"},
		{0x2190, 0x21ff, emoji, "arrows"}, {0x2300, 0x23ff, emoji, "technical"}, {0x2600, 0x262f, emoji, "symbols"}, {0x2690, 0x27bf, emoji, "dingbats"}, {0x2b00, 0x2b73, emoji, "more arrows"},
		{0x1f600, 0x1f64f, emoji, "faces"}, {0x2122, 0x2122, emoji, "trade mark"}, {0x2139, 0x2139, emoji, "information"},
	} {
		for r := x.lo; r <= x.hi; r++ {
			if got := classOf(r); got != x.is {
				t.Errorf("%s: %U is of class %d, want %d", x.name, r, got, x.is)
			}
		}
		if x.is == letter || x.is == emoji || x.is == unprintable || x.is == blank {
			continue // neighbours may be so for reasons of their own
		}
		for _, r := range []rune{x.lo - 1, x.hi + 1} {
			if classOf(r) == x.is && unicode.IsPrint(r) {
				t.Errorf("%s: %U is taken for one", x.name, r)
			}
		}
	}
	for r, is := range map[rune]class{'a': letter, 0x05d0: letter, 0x2193: emoji, 0x2200: letter, 0x22ff: letter, 0x2400: letter, 0x25ff: letter, 0x27c0: letter, 0x2aff: letter, 0x2c00: letter,
		0x2121: letter, 0x2123: letter, 0x2138: letter, 0x213a: letter, 0x218b: letter, 0x3040: unprintable, 0x3097: unprintable, 0x309b: letter, 0x3099: mark, 0x30fb: letter, 0xa000: letter, 0xabff: unprintable, 0xd7a4: unprintable,
		0x0606: letter, 0x0660: letter, 0x093e: spacingMark, 0x20e2: mark, 0x20e4: mark, 0x1f1e5: unprintable, 0x1f200: emoji, 0x1f3fa: emoji, 0x1f400: emoji, 0x3247: letter, 0x3250: letter, 0x1d164: letter, 0x1d357: unprintable} {
		if got := classOf(r); got != is {
			t.Errorf("%U is of class %d, want %d", r, got, is)
		}
	}
}

// Conjoining jamo become the syllable that they spell, from the first to the last of them; what spells
// none stays apart.
func TestJamoSpellSyllables(t *testing.T) {
	for in, want := range map[string]string{
		"\u1100\u1161": "가", "\u1112\u1175": "히", "\u1100\u1161\u11a8": "각", "\u1112\u1175\u11c2": "힣", "가\u11a8": "각", "히\u11c2": "힣", "한글": "한글",
		"\u1161": "ㅏ", "\u1175": "ㅣ", "x\u1161": "xㅏ", "\u10ff\u1161": "\u10ffㅏ", "\u1113\u1161": "\u1113ㅏ", "\u11a8": "\uFFFD", "각\u11a8": "각\uFFFD", "\u1100\u11a8": "\u1100\uFFFD",
		"\ud7a3\u11a8": "힣\uFFFD", "\uabff\u11a8": "\uFFFD\uFFFD", "가\u1161": "가ㅏ", "\u1100\u0301\u1161": "\u1100\u0301ㅏ", "가\u0301\u11a8": "가\u0301\uFFFD", "한\u1100\u1161a": "한가a", "\u1100\u1161\u0301": "가\u0301",
	} {
		if got := Safe(in); got != want {
			t.Errorf("%+q becomes %q, want %q", in, got, want)
		}
	}
}

// A joined emoji is its first one, whatever follows; a joiner behind anything else joins nothing.
func TestJoinedEmojiAreTheirFirst(t *testing.T) {
	for in, want := range map[string]string{
		"👩\u200d👩\u200d👧!": "👩!", "👩\u200da": "👩a", "👩\u200d a": "👩 a", "a\u200d👩": "a👩", "👩\u200d\U0001fa77": "👩", "👩\u200d\u2640": "👩", "\U0001fa77\u200d👩": ":pink_heart:", "👩\u200d\n👩": "👩\n👩",
		"👩\u0301\u200d👩": "👩\u0301", "👩\u200d\u0301👩": "👩\u0301👩", "👍🏽🏽": "👍", "👍\u0301🏽": "👍\u0301", "a🏽": "a\uFFFD", " 🏽": " \uFFFD", "\U0001fa77🏽": ":pink_heart:", "\U0001f6d8": ":landslide:", "☯": "☯",
	} {
		if got := Safe(in); got != want {
			t.Errorf("%+q becomes %q, want %q", in, got, want)
		}
	}
}

// What is typed keeps every letter and loses what nobody types: terminal sequences, as far as they
// have an end, and controls. Every end of a line is one.
func TestTypedKeepsLettersAndDropsSequences(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nb": "a\nb", "a\rb": "a\nb", "a\r\rb": "a\n\nb", "a\n\rb": "a\n\nb", "a\vb\fc": "a\nb\nc", "a\u0085b": "a\nb", "a\u2028b\u2029c": "a\nb\nc", "a\tb": "a\tb", "\r": "\n", "é\r": "é\n", "é\u2028": "é\n",
		"a\x1b[1mb": "ab", "a\x1b[~b": "ab", "a\x1b[@b": "ab", "a\x1b[?1;2cb": "ab", "a\x1b[ qb": "ab", "a\x1b[1\x7fb": "a[1b", "a\x1b[1\x1fb": "a[1b", "a\x1b[": "a[", "a\x1b": "a", "a\x1bb": "ab",
		"a\x1b]0;t\ab": "ab", "a\x1b]0;t\x1b\\b": "ab", "a\x1b]0;t\nb": "a]0;t\nb", "a\x1b]0;t": "a]0;t", "a\x1b]0;t\x1b": "a]0;t", "a\x1bPx\ab": "ab", "a\x1bXx\ab": "ab", "a\x1b^x\ab": "ab", "a\x1b_x\ab": "ab", "a\x1b]0;\x1b[m\ab": "ab",
		"a\x00\x07\x7fb": "ab", "a\u0080b": "ab", "é\x00": "é", "a\xffb": "a\uFFFDb", "a\uFFFDb": "a\uFFFDb", "é\xff": "é\uFFFD", "~\x7f": "~", " ~": " ~", "\x1f!": "!",
	} {
		if got := Typed(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestFirstCountsCharacters(t *testing.T) {
	for _, x := range []struct {
		s    string
		n    int
		want string
	}{{"", 3, ""}, {"abc", 0, ""}, {"abc", 2, "ab"}, {"abc", 3, "abc"}, {"abc", 4, "abc"}, {"你好吗", 1, "你"}, {"你好吗", 2, "你好"}, {"你好吗", 3, "你好吗"}, {"你好吗", 8, "你好吗"}} {
		if got := First(x.s, x.n); got != x.want {
			t.Errorf("the first %d of %q are %q, want %q", x.n, x.s, got, x.want)
		}
	}
}

// The next cluster is drawn as safely as any text, and knows its cells.
func TestNextIsWhatIsSeenAsOneLetter(t *testing.T) {
	for _, x := range []struct {
		s     string
		n     int
		drawn string
		cells int
	}{
		{"ab", 1, "a", 1}, {" ", 1, " ", 1}, {"~", 1, "~", 1}, {"\nx", 1, "", 0}, {"\tx", 1, "    ", 4}, {"\x7f", 1, "\uFFFD", 1}, {"é", 2, "é", 1}, {"e\u0301x", 3, "e\u0301", 1}, {"你好", 3, "你", 2},
		{"👩\u200d👧x", 11, "👩", 2}, {"👍🏽", 8, "👍", 2}, {"\u2028x", 3, "", 0}, {"\u200bx", 3, "", 0}, {"\xffx", 1, "\uFFFD", 1}, {"\r\nx", 2, "", 0}, {"a\u0301", 3, "a\u0301", 1},
	} {
		if n, drawn, cells := Next(x.s); n != x.n || drawn != x.drawn || cells != x.cells {
			t.Errorf("%q begins with %d bytes, drawn %q in %d, want %d, %q, %d", x.s, n, drawn, cells, x.n, x.drawn, x.cells)
		}
	}
}

// Accents of the scripts that are searched without them go; their neighbours, and the signs of other
// scripts, are letters.
func TestAccentsEndWhereTheirBlocksEnd(t *testing.T) {
	for _, x := range [][2]rune{{0x300, 0x36f}, {0x591, 0x5bd}, {0x5bf, 0x5c7}, {0x64b, 0x65f}, {0x670, 0x670}, {0x640, 0x640}} {
		for r := x[0] - 1; r <= x[1]+1; r++ {
			if want := r >= x[0] && r <= x[1]; accent(r) != want {
				t.Errorf("%U: %t", r, !want)
			}
		}
	}
	for _, x := range []struct{ s, query, want string }{
		{"Straße", "ss", "ß"}, {"GROẞ", "ss", "ẞ"}, {"ßa", "s", "ß"}, {"Zoe\u0308x", "e", "e\u0308"}, {"xe\u0308", "e", "e\u0308"}, {"ﬁx", "i", "ﬁ"}, {"aﬁ", "fi", "ﬁ"}, {"ﬃb", "fb", ""}, {"é", "e", "é"},
		{"你好", "好", "好"}, {"a", "a", "a"}, {"ab", "b", "b"}, {"éab", "ab", "ab"}, {"ab\u0301c", "b", "b\u0301"}, {"x", "", ""},
	} {
		got := ""
		if m := Matches(x.s, Fold(x.query)); len(m) > 0 {
			got = x.s[m[0].Start:m[0].End]
		}
		if got != x.want {
			t.Errorf("%q in %q: %q, want %q", x.query, x.s, got, x.want)
		}
	}
}

// What is cut at its start keeps its end, its cells and its styles.
func TestCutLeftKeepsTheEnd(t *testing.T) {
	for _, x := range []struct {
		s    string
		w    int
		want string
	}{
		{"abc", 0, ""}, {"abc", -1, ""}, {"abc", 1, "…"}, {"abc", 2, "…c"}, {"abc", 3, "abc"}, {"abc", 9, "abc"}, {"", 3, ""}, {"你好吗", 5, "…好吗"}, {"你好吗", 4, "…吗"}, {"ae\u0301b", 2, "…b"}, {"xae\u0301", 2, "…e\u0301"},
		{"\x1b[1mabc\x1b[m", 2, "\x1b[1m…c\x1b[m"}, {"a\x1b[1mbc", 1, "\x1b[1m…"},
	} {
		if got := CutLeft(x.s, x.w); got != x.want {
			t.Errorf("the last %d cells of %q are %q, want %q", x.w, x.s, got, x.want)
		}
	}
	for n, want := range map[int]int{-1: 0, 0: 0, 1: 1, len(spaces): len(spaces), len(spaces) + 1: len(spaces) + 1} {
		if s := Spaces(n); len(s) != want || strings.Trim(s, " ") != "" {
			t.Errorf("%d spaces are %q", n, s)
		}
	}
}

// Behind a cluster that the terminal takes for narrower stands a space, and nothing else is touched.
func TestClusteredFillsOnlyWhatIsMissing(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a": "a", "ab का": "ab का ", "काx": "का x", "aाb": "aा b", "का का": "का  का ", "é": "é", "e\u0301x": "e\u0301x", "你": "你", "\x1b[1mका\x1b[m": "\x1b[1mका \x1b[m", "\u0301a": "\u0301a",
	} {
		if got := Clustered(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}
