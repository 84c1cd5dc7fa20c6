package link

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for text, want := range map[string][]string{
		"see https://a.example/x?y=1#z.":                {"https://a.example/x?y=1#z"},
		"(https://en.wiki.example/Tea_(drink)), or not": {"https://en.wiki.example/Tea_(drink)"},
		"*https://a.example/x* _https://b.example/y_":   {"https://a.example/x", "https://b.example/y"},
		"https://a.example/x_":                          {"https://a.example/x_"},
		"请看https://a.example/路径。谢谢":                     {"https://a.example/路径"},
		"請看（https://a.example/x）":                       {"https://a.example/x"},
		"“https://a.example” and <https://b.example>":   {"https://a.example", "https://b.example"},
		"WWW.Example.com, HTTP://B.example/Q":           {"https://WWW.Example.com", "http://B.example/Q"},
		"mailto:a@b.example tel:112":                    {"mailto:a@b.example", "tel:112"},
		"call +91 (0) 98100 11111":                      {"tel:+919810011111"},
		"call +91 98100 11111, or +1 (415) 555-0100.":   {"tel:+919810011111", "tel:+14155550100"},
		"xhttps://a.example http:// https://. www. 1+1": nil,
		"+12 and +1234567 and 5+12345678901":            nil,
		"https://москва.example/":                       {"https://москва.example/"},
		"नमस्ते https://a.example/क।":                   {"https://a.example/क"},
	} {
		var got []string
		for _, l := range Find(text) {
			got = append(got, l.Target)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestDoubt(t *testing.T) {
	for target, want := range map[string]string{
		"https://example.com/x":                 "",
		"https://bücher.example":                "",
		"https://王小明.example":                   "",
		"https://shop王.example":                 "",
		"https://paypal.com@evil.example/":      "leads to evil.example",
		"https://pаypal.example":                "xn--pypal-4ve.example", // a Cyrillic а
		"https://аррӏе.example":                 "looks like Latin letters",
		"https://xn--bcher-kva.example":         "reads bücher.example",
		"http://10.0.0.7/":                      "by its number",
		"http://0x7f000001/":                    "by its number",
		"http://[::1]/":                         "by its number",
		"https://user:secret@example.com":       "before the @",
		"mailto:a@b.example":                    "",
		"tel:+919810000000":                     "",
		"https://exa\u0370mple.example/mixed/γ": "several alphabets",
	} {
		got := Doubt(target)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
}

// Whatever a message holds, what is found lies within it, in order, and names a
// way that may be opened.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"https://a.example/x", "*www.a.example*", "+91 98100 11111", "mailto:a@b", "（tel:1）", "http://\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, l := range Find(s) {
			if l.Start < last || l.End <= l.Start || l.End > len(s) {
				t.Fatalf("%q: %+v after %d", s, l, last)
			}
			last = l.End
			scheme, _, _ := strings.Cut(l.Target, ":")
			if !slices.Contains([]string{"http", "https", "mailto", "tel"}, scheme) {
				t.Fatalf("%q: %q", s, l.Target)
			}
			if strings.ContainsAny(l.Target, " \n\t<>\"") {
				t.Fatalf("%q: %q holds what ends an address", s, l.Target)
			}
			_ = Doubt(l.Target)
			if u, err := url.Parse(l.Target); err == nil {
				_ = Plain(u.Hostname())
			}
		}
	})
}
