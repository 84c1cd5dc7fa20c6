package jsregexp

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestMatches compares with what every browser finds: the match and its groups, "-" for a group that took no
// part, "none" for no match.
func TestMatches(t *testing.T) {
	for _, tc := range []struct{ pattern, flags, text, want string }{
		{`^Name: (.*)$`, "m", "Name: Ann\r\n", "Name: Ann|Ann"},
		{`\b\w+`, "", "élan", "lan"},
		{`[\uD800-\uDBFF][\uDC00-\uDFFF]`, "", "Hi 😀", "😀"},
		{`(?:(foo|bar)|(baz|qux))+`, "", "foobaz", "foobaz|-|baz"},
		{`(z)((a+)?(b+)?(c))*`, "", "zaacbbbcac", "zaacbbbcac|z|ac|a|-|c"},
		{`(?:a*)*`, "", "b", ""},
		{`(a*)*`, "", "b", "|-"},
		{`(?=(a+))a*b\1`, "", "baaabac", "aba|a"},
		{`(.*?)a(?!(a+)b\2c)\2(.*)`, "", "baaabaac", "baaabaac|ba|-|abaac"},
		{`(?<=\$)\d+`, "", "for $42", "42"},
		{`(?<!\$)\b\d+`, "", "$42 17", "17"},
		{`\1(a)`, "", "aa", "a|a"},
		{`k`, "i", "\u212a", "none"},
		{`k`, "iu", "\u212a", "\u212a"},
		{`^.$`, "", "😀", "none"},
		{`^.$`, "u", "😀", "😀"},
		{`\p{Lu}+`, "u", "abÉÀc", "ÉÀ"},
		{`\P{L}`, "u", "a1", "1"},
		{`[\p{L}--[a-z]]`, "v", "abÄ", "Ä"},
		{`a.c`, "s", "a\nc", "a\nc"},
		{`a{2,3}?`, "", "aaaa", "aa"},
		{`[^]`, "", "\n", "\n"},
		{`[]`, "", "a", "none"},
		{`\cJ`, "", "\n", "\n"},
		{`(?:(?<n>a)|b(?<n>c))\k<n>`, "", "bcc", "bcc|-|c"},
		{`(?<year>\d{4})-\k<year>`, "", "2024-2024", "2024-2024|2024"},
	} {
		p, err := Compile(utf16.Encode([]rune(tc.pattern)), tc.flags)
		if err != nil {
			t.Errorf("%s: %v", tc.pattern, err)
			continue
		}
		text := utf16.Encode([]rune(tc.text))
		found, err := p.Exec(text, 0, false, nil)
		got := "none"
		if found != nil {
			var groups []string
			for i := 0; i < len(found); i += 2 {
				if found[i] < 0 {
					groups = append(groups, "-")
				} else {
					groups = append(groups, string(utf16.Decode(text[found[i]:found[i+1]])))
				}
			}
			got = strings.Join(groups, "|")
		}
		if err != nil || got != tc.want {
			t.Errorf("/%s/%s on %q: %q, want %q (%v)", tc.pattern, tc.flags, tc.text, got, tc.want, err)
		}
	}
}

// TestWhatIsNoExpression is refused, and what is one elsewhere but not here says so.
func TestWhatIsNoExpression(t *testing.T) {
	for _, tc := range []struct {
		pattern, flags string
		unsupported    bool
	}{
		{`(`, "", false}, {`)`, "", false}, {`[b-a]`, "", false}, {`a{2,1}`, "", false}, {`*`, "", false}, {`\`, "", false},
		{`{`, "u", false}, {`\p{Nonsense}`, "u", true},
		{`((?<n>a)+(b|c))(?<n>a)?`, "", false}, {`(?<n>a)(?:b|(?<n>c))`, "", false},
		{`\k<a>(?<b>x)`, "", false}, {`(?i:a)`, "", true},
	} {
		_, err := Compile(utf16.Encode([]rune(tc.pattern)), tc.flags)
		var e *Error
		if !errors.As(err, &e) || e.Unsupported != tc.unsupported {
			t.Errorf("/%s/%s: %v", tc.pattern, tc.flags, err)
		}
	}
}
