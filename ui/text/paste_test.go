package text

import (
	"strings"
	"testing"
)

func TestPaste(t *testing.T) {
	for in, want := range map[string]string{
		"two\r\n\tlines":         "two\r\n\tlines",
		"a\x1b[201~; rm -rf ~\r": "a; rm -rf ~\r",
		"a\x1b]52;c;eA==\ab":     "ab",
		"half \x1b]0;open":       "half ]0;open",
		"abc\u202egnp.exe\u202c": "abcgnp.exe",
		"c1 \u009b31m \x03\x7f":  "c1  ",
		"👨‍👩‍👧 👍🏽 ❤️ می\u200cخواهم \u200fשלום": "👨‍👩‍👧 👍🏽 ❤️ می\u200cخواهم \u200fשלום",
		"\xffbytes": "\uFFFDbytes",
	} {
		if got := Paste(in); got != want {
			t.Errorf("Paste(%q) = %q, want %q", in, got, want)
		}
	}
	for _, s := range nasty(t) {
		if got := Paste(s); strings.ContainsFunc(got, acts) || Paste(got) != got {
			t.Errorf("Paste(%q) = %q", s, got)
		}
	}
}
