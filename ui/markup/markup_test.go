package markup

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "keydesk/cmd/chance" // the same draws every time
)

var names = map[Attr]string{Bold: "b", Italic: "i", Struck: "s", Code: "c", Sign: "!"}

// told writes spans as "b(text)".
func told(s string, spans []Span) string {
	var b strings.Builder
	for _, sp := range spans {
		for _, a := range []Attr{Bold, Italic, Struck, Code, Sign} {
			if sp.Attr&a != 0 {
				b.WriteString(names[a])
			}
		}
		fmt.Fprintf(&b, "(%s)", s[sp.Start:sp.End])
	}
	return b.String()
}

func TestRead(t *testing.T) {
	cases := map[string]string{
		"nothing here":                "",
		"a *b* c":                     "!(*)b(b)!(*)",
		"*b _bi_*, ~s~":               "!(*)b(b )!(_)bi(bi)!(_*)!(~)s(s)!(~)",
		"snake_case_name 2*3*4 * x *": "",
		"*open and _i_":               "!(_)i(i)!(_)",
		"`*code*` ```a\n*b*``` *c*":   "!(`)c(*code*)!(`)!(```)c(a\n*b*)!(```)!(*)b(c)!(*)",
		"*two\nlines*":                "",
		"```open *b*":                 "!(*)b(b)!(*)",
		"*धन्यवाद* 你":                 "!(*)b(धन्यवाद)!(*)",
	}
	for in, want := range cases {
		if got := told(in, Read(in)); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestStrip(t *testing.T) {
	said, spans := Strip("*b _bi_* and `c`*")
	if said != "b bi and c*" || told(said, spans) != "b(b )bi(bi)c(c)" {
		t.Errorf("%q, %s", said, told(said, spans))
	}
}

// Spans are in order, within the text, apart from each other, and only signs are signs.
func TestSpansAreInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"*", "_", "~", "`", "```", "a", " ", "\n", "你", "word"})).Draw(t, "s"), "")
		at, signsSeen := 0, ""
		for _, sp := range Read(s) {
			if sp.Start < at || sp.End <= sp.Start || sp.End > len(s) {
				t.Fatalf("%q: %v", s, Read(s))
			}
			if at = sp.End; sp.Attr == Sign {
				signsSeen += s[sp.Start:sp.End]
			}
		}
		if strings.Trim(signsSeen, signs) != "" {
			t.Fatalf("%q: taken for signs: %q", s, signsSeen)
		}
		if said, _ := Strip(s); len(said) != len(s)-len(signsSeen) {
			t.Fatalf("%q became %q without %q", s, said, signsSeen)
		}
	})
}
