package code

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "keydesk/cmd/chance" // the same draws every time
)

// pieces writes tokens as kind(text), line by line.
func pieces(lang Language, s string) string {
	p := testPane(lang, 80, 20)
	p.SetValue(s)
	names := map[kind]string{keyword: "k", str: "s", comment: "c", number: "n", name: "m", placeholder: "p", bracket: "b"}
	var out []string
	for i := range p.lines {
		for _, t := range p.tokens(i) {
			out = append(out, fmt.Sprintf("%s(%s)", names[t.kind], p.lines[i].s[t.start:t.end]))
		}
	}
	return strings.Join(out, " ")
}

func TestPieces(t *testing.T) {
	cases := []struct {
		lang     Language
		in, want string
	}{
		{JavaScript, `let a = "b\"c" + 'd' // e`, `k(let) s("b\"c") s('d') c(// e)`},
		{JavaScript, "/* a\nb */ c", "c(/*) c( a) c(b */)"},
		{JavaScript, "a / b / c", ""},
		{JavaScript, `x = /a"[/]b/g; y`, `s(/a"[/]b/g)`},
		{JavaScript, `return /a/`, `k(return) s(/a/)`},
		{JavaScript, `(a) / 2 / f`, `b(() b()) n(2)`},
		{JavaScript, "`a${b + `c${d}e`}f` g", "s(`) s(a$) b({) s(`) s(c$) b({) b(}) s(e`) b(}) s(f`)"},
		{JavaScript, "`a\n${{}}b`", "s(`) s(a) s($) b({) b({) b(}) b(}) s(b`)"},
		{JavaScript, "`\\`a` 1.5 0x1F 2n", "s(`) s(\\`a`) n(1.5) n(0x1F) n(2n)"},
		{JavaScript, "a.return b.of", ""},
		{JavaScript, `"open`, `s("open)`},
		{JSON, `{"a": "b", "c": [-1.5e+3, true, nil]}`, `b({) m("a") s("b") m("c") b([) n(-1.5e+3) k(true) b(]) b(})`},
		{JSON, `{"a{{x}}b" : {{contact.tags}}}`, `b({) m("a) p({{x}}) m(b") p({{contact.tags}}) b(})`},
		{JSON, `"{{'{{'}} \" {{open"`, `s(") p({{'{{'}}) s( \" ) p({{open) s(")`},
		{JSON, `"{{`, `s(") p({{)`},
		{JSON, `"{{a}}{{b}}": 1`, `m(") p({{a}}) p({{b}}) m(") n(1)`},
		{JSON, `"\`, `s("\)`},
		{Text, `a={{x}}&b={{y`, `p({{x}}) p({{y)`},
	}
	for _, c := range cases {
		if got := pieces(c.lang, c.in); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

// Pieces are in order, within their line, and do not overlap, whatever the text is.
func TestPiecesAreInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("a1 \"'`\\/*{}$[]().:-\n好"))).Draw(t, "text")
		for _, lang := range []Language{Text, JSON, JavaScript} {
			p := testPane(lang, 20, 5)
			p.SetValue(s)
			for i := range p.lines {
				at := 0
				for _, x := range p.tokens(i) {
					if x.start < at || x.end <= x.start || x.end > len(p.lines[i].s) {
						t.Fatalf("%q line %d: %+v", s, i, x)
					}
					at = x.end
				}
			}
		}
	})
}
