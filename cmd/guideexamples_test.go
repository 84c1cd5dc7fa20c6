package cmd

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/anmitsu/go-shlex"

	"keydesk/cmd/guide"
	"keydesk/config"
	"keydesk/ui/markdown"
)

// commandLines are the keydesk calls in the shell examples of a text, without comments.
func commandLines(t *testing.T, source string) [][]string {
	t.Helper()
	var list [][]string
	for _, b := range markdown.Parse(source) {
		if b.Kind != markdown.Code || b.Lang != "sh" {
			continue
		}
		for _, line := range b.Lines {
			line, _, _ = strings.Cut(line, " #")
			words, err := shlex.Split(line, true)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if to := slices.Index(words, ">"); to >= 0 {
				words = words[:to]
			}
			if len(words) > 0 && words[0] == "keydesk" {
				list = append(list, words[1:])
			}
		}
	}
	return list
}

// TestGuideNamesCommandsThatThereAre parses every call that the guide shows.
func TestGuideNamesCommandsThatThereAre(t *testing.T) {
	t.Parallel()
	n := 0
	for _, topic := range guide.Topics() {
		for _, words := range commandLines(t, topic.Text) {
			parses(t, words)
			n++
		}
	}
	if n < 20 {
		t.Errorf("only %d calls were found", n)
	}
}

// TestGuideShowsSettingsThatThereAre reads the settings that the guide shows as examples.
func TestGuideShowsSettingsThatThereAre(t *testing.T) {
	t.Parallel()
	n := 0
	for _, topic := range guide.Topics() {
		for _, b := range markdown.Parse(topic.Text) {
			if b.Kind != markdown.Code || b.Lang != "toml" {
				continue
			}
			n++
			text := strings.ReplaceAll(strings.Join(b.Lines, "\n")+"\n", "ssh-ed25519 AAAA… ravi@laptop", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZVNeL8O7k7jb41is7F5M9kju0R7cWnbaqQMKSA5Uzu ravi@laptop")
			file := t.TempDir() + "/config.toml"
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := config.Load(file, func(string) string { return "" }); err != nil {
				t.Errorf("%s: %v\n%s", topic.Name, err, text)
			}
		}
	}
	if n < 3 {
		t.Errorf("only %d examples were found", n)
	}
}
