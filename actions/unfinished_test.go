package actions

import (
	"strings"
	"testing"
)

func TestAPlaceholderThatWasBegunIsNoticed(t *testing.T) {
	for _, c := range []struct{ url, want string }{
		{"https://x.example.com/?p={pho", "{pho looks unfinished, and is sent as it stands; did you mean {phone}?"},
		{"https://x.example.com/?p={pho&q=1", "did you mean {phone}?"},
		{"https://x.example.com/?p={contact.phone", "did you mean {{contact.phone_number}}?"},
		{"https://x.example.com/?p={contact.name}", "{contact.name} is sent as it stands; did you mean {{contact.name}}?"},
		{"https://x.example.com/?p={{contact.na", "{{ has no closing }}; did you mean {{contact.name}}?"},
		{"https://x.example.com/?p={{contact.", "did you mean {{contact.name}}?"},
		{"https://x.example.com/?p={{org", "did you mean {{organization.id}}?"},
		{"https://x.example.com/?p={{", "a placeholder looks like {{contact.name}}"},
		{"https://x.example.com/?p={zzzzzzzzzz", "a placeholder looks like {{contact.name}}"},
		{"https://x.example.com/?p={phone}&q={{contact.id}}", ""},
		{`https://x.example.com/?p={"a":1}`, ""},
		{"https://x.example.com/?p={{'{{'}}name", ""},
		{"https://x.example.com/?p={}", ""},
	} {
		d := Definition{Name: "A", Type: TypeURL, URL: URLTarget{URL: c.url}}
		var said []string
		for _, x := range d.Lint() {
			if x.Rule == RulePlaceholder {
				said = append(said, x.String())
			}
		}
		got := strings.Join(said, " | ")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.url, got, c.want)
		}
	}
}
