package guide

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"keydesk/ui/markdown"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

func TestTopicsAreTheFiles(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, topic := range Topics() {
		listed = append(listed, topic.Name+".md")
		if topic.About == "" || strings.HasSuffix(topic.About, ".") || len(topic.About) > 90 {
			t.Errorf("%s is about %q", topic.Name, topic.About)
		}
		if strings.Contains(topic.Text, "<!--") {
			t.Errorf("%s has comments", topic.Name)
		}
	}
	slices.Sort(listed)
	if !slices.Equal(listed, names) {
		t.Errorf("topics %v, files %v", listed, names)
	}
}

// TestTopicsFitEveryScreen draws all of the guide for terminals of usual widths.
func TestTopicsFitEveryScreen(t *testing.T) {
	t.Parallel()
	th := theme.New("dark", "unicode", false)
	for _, topic := range Topics() {
		for _, width := range []int{36, 40, 80, 100, 120} {
			for _, row := range markdown.Draw(&th, markdown.Parse(topic.Text), width) {
				if got := text.Width(row); got > width {
					t.Errorf("%s at %d: %d cells: %q", topic.Name, width, got, row)
				}
			}
		}
	}
}

// TestLinksLeadSomewhere holds that what one topic names of another is there.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	for _, topic := range Topics() {
		for _, b := range markdown.Parse(topic.Text) {
			texts := []string{b.Text}
			for _, row := range b.Cells {
				texts = append(texts, row...)
			}
			for _, span := range spans(texts) {
				if span.Target != "" && !strings.HasPrefix(span.Target, "https://") {
					if _, err := os.Stat(span.Target); err != nil {
						t.Errorf("%s links to %s, which is not there", topic.Name, span.Target)
					}
				}
				if name, ok := strings.CutPrefix(span.Text, "keydesk guide "); ok && !strings.Contains(name, "TOPIC") {
					if _, err := Find(name); err != nil {
						t.Errorf("%s: %v", topic.Name, err)
					}
				}
			}
		}
	}
}

func spans(texts []string) []markdown.Span {
	var list []markdown.Span
	for _, s := range texts {
		list = append(list, markdown.Spans(s)...)
	}
	return list
}

func TestFind(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"keys": "keys", "Templates": "templates", "trouble": "troubleshooting", "ssh.md": "ssh"} {
		if got, err := Find(typed); err != nil || got.Name != want {
			t.Errorf("%q is %q, %v", typed, got.Name, err)
		}
	}
	for typed, want := range map[string]string{"scirpts": "did you mean keydesk guide scripts?", "key": "", "s": "lists them", "webhooks": "keydesk guide search webhooks", "": "lists them"} {
		if _, err := Find(typed); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", typed, err, want)
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	topics := []Topic{{Name: "keys", Text: "# Keys: all\n\nFirst words. The Café is open. Last.\n\n## Studio\n\n| key | does |\n|---|---|\n| `t` | Test it |\n\n```sh\nkeydesk open\n```\n\nOne open word: and another\none."}}
	for words, want := range map[string][]Hit{
		"cafe OPEN":    {{"keys", "", "The Café is open."}},
		"test":         {{"keys", "Studio", "t  Test it"}},
		"first last":   {{"keys", "", "First words. The Café is open. Last."}},
		"open keydesk": {{"keys", "Studio", "keydesk open"}},
		"another":      {{"keys", "Studio", "and another one."}},
		"nowhere":      nil,
	} {
		if got := Search(topics, words); !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", words, got, want)
		}
	}
}
