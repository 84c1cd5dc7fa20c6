package text

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	_ "keydesk/cmd/chance" // the same draws every time
)

// nasty reads the corpus.
func nasty(tb testing.TB) []string {
	tb.Helper()
	data, err := os.ReadFile("testdata/nasty.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		s, err := strconv.Unquote(line)
		if err != nil {
			tb.Fatalf("%s: %v", line, err)
		}
		list = append(list, s)
	}
	return list
}

// check is everything that holds for any text at all.
func check(t interface {
	Helper()
	Errorf(string, ...any)
}, in string, w int,
) {
	t.Helper()
	safe, line := Safe(in), Line(in)
	inert(t, in, safe)
	if Safe(safe) != safe || Line(line) != line || Line(safe) != line {
		t.Errorf("%q: not stable: %q → %q, %q → %q", in, safe, Safe(safe), line, Line(line))
	}
	if strings.ContainsAny(line, "\n\r\t") || strings.Contains(line, "  ") || strings.TrimSpace(line) != line {
		t.Errorf("%q: Line is %q", in, line)
	}
	for _, row := range append(strings.Split(safe, "\n"), line) {
		checkRow(t, row, w)
		checkStyled(t, row, w)
	}
	checkWrap(t, safe, w)
}

// inert fails where safe text could do more than print.
func inert(t interface {
	Helper()
	Errorf(string, ...any)
}, in, safe string,
) {
	t.Helper()
	if !utf8.ValidString(safe) {
		t.Errorf("%q: invalid UTF-8 %q", in, safe)
	}
	for _, r := range safe {
		if r != '\n' && (unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Variation_Selector) ||
			!unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Zs) || r != ' ' && unicode.Is(unicode.Zs, r)) {
			t.Errorf("%q: %U stayed", in, r)
		}
	}
}

func checkRow(t interface {
	Helper()
	Errorf(string, ...any)
}, row string, w int,
) {
	t.Helper()
	sum := 0
	for _, r := range row {
		sum += ansi.WcWidth.StringWidth(string(r))
	}
	if got := Width(row); got != sum || got != ansi.WcWidth.StringWidth(row) {
		t.Errorf("Width(%q) = %d, by rune %d, by renderer %d", row, got, sum, ansi.WcWidth.StringWidth(row))
	}
	if got := ansi.GraphemeWidth.StringWidth(Clustered(row)); got != sum {
		t.Errorf("Clustered(%q) has %d cells, want %d", row, got, sum)
	}
	for _, s := range []string{Cut(row, w), CutWith(row, w, "~"), CutLeft(row, w)} {
		if Width(s) > max(0, w) {
			t.Errorf("cut %q to %d: %q has %d", row, w, s, Width(s))
		}
	}
	if p, q := Pad(row, w), PadLeft(row, w); Width(p) != max(0, w) || Width(q) != max(0, w) {
		t.Errorf("pad %q to %d: %q, %q", row, w, p, q)
	}
}

// checkStyled cuts text between styles: no style may be left open.
func checkStyled(t interface {
	Helper()
	Errorf(string, ...any)
}, row string, w int,
) {
	t.Helper()
	styled := "\x1b[1m" + row + "\x1b[m\x1b[4m" + row + "\x1b[m"
	if got := Pad(styled, w); w > 0 && (Width(got) != w || strings.Count(got, "\x1b[m") != 2) {
		t.Errorf("Pad(%q, %d) = %q", styled, w, got)
	}
}

func checkWrap(t interface {
	Helper()
	Errorf(string, ...any)
}, safe string, w int,
) {
	t.Helper()
	rows := Wrap(safe, w)
	if w <= 0 {
		if rows != nil {
			t.Errorf("Wrap(%q, %d) = %q", safe, w, rows)
		}
		return
	}
	for _, row := range rows {
		if Width(row) > w {
			t.Errorf("Wrap(%q, %d): %q has %d", safe, w, row, Width(row))
		}
	}
	if solid(strings.Join(rows, "")) != solid(safe) && w > 1 {
		t.Errorf("Wrap(%q, %d) lost text: %q", safe, w, rows)
	}
}

// solid is s without its white space.
func solid(s string) string { return strings.Join(strings.Fields(s), "") }

func TestNastyText(t *testing.T) {
	for _, s := range nasty(t) {
		for _, w := range []int{-1, 0, 1, 2, 3, 4, 5, 7, 10, 16, 33, 80} {
			check(t, s, w)
		}
	}
}

func TestAnyText(t *testing.T) {
	list := nasty(t)
	piece := rapid.OneOf(
		rapid.SampledFrom(list),
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 8), func(b []byte) string { return string(b) }),
		rapid.SampledFrom([]string{
			"\x1b", "[", "]", "\a", "\x1b\\", "\u009c", "\x9b", "\u200d", "\ufe0f", "\u0301", "\u093e", "\u094d", "क", "ำ", "👍", "🏽", "❤", "🇮",
			"\u1100", "\u1161", "\u11a8", "가", " ", "\n", "\r", "x", "\U0001fa77", "\u202e", "你", "\ufffd",
		}),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "")
		check(t, s, rapid.IntRange(-1, 20).Draw(t, "width"))
	})
}

func FuzzText(f *testing.F) {
	for i, s := range nasty(f) {
		f.Add(s, i%24)
	}
	f.Fuzz(func(t *testing.T, s string, w int) { check(t, s, min(w, 200)) })
}

func TestCleanTextCostsNothing(t *testing.T) {
	for _, s := range []string{"plain text", "Zoë O’Brien 你好 Ravi शर्मा 👍", "two\nlines"} {
		if n := testing.AllocsPerRun(10, func() { _ = Safe(s); _ = Width(s); _ = Cut(s, 200) }); n != 0 {
			t.Errorf("%q: %v allocations", s, n)
		}
	}
}
