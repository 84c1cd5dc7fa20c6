package guide

import (
	"embed"
	"fmt"
	"strings"

	"keydesk/config/near"
	"keydesk/ui/markdown"
)

//go:embed *.md
var files embed.FS

// order is that of the list: what one does first comes first.
var order = []string{
	"actions", "templates", "scripts", "studio", "git", "keys", "queue", "settings",
	"ssh", "serve", "security", "privacy", "troubleshooting", "figures",
}

// Topic is one chapter of the manual.
type Topic struct {
	Name  string
	About string // in one line
	Text  string // Markdown
}

// Topics are all of them, in their order.
func Topics() []Topic {
	list := make([]Topic, 0, len(order))
	for _, name := range order {
		list = append(list, read(name))
	}
	return list
}

// read reads a topic: the title of its text, behind the name, is what it is about.
func read(name string) Topic {
	text, err := files.ReadFile(name + ".md")
	if err != nil {
		panic(err) // it is part of the program
	}
	title, _, _ := strings.Cut(string(text), "\n")
	_, about, _ := strings.Cut(title, ": ")
	return Topic{Name: name, About: about, Text: markdown.Bare(string(text))}
}

// Find is the topic of a name, or of the beginning of one.
func Find(name string) (Topic, error) {
	name = strings.ToLower(strings.TrimSuffix(name, ".md"))
	begun := ""
	for _, known := range order {
		if known == name {
			return read(known), nil
		}
		if name != "" && strings.HasPrefix(known, name) {
			if begun != "" {
				begun = ""
				break
			}
			begun = known
		}
	}
	if begun != "" {
		return read(begun), nil
	}
	nearest, least := "", 3
	for _, known := range order {
		if d := near.Distance(name, known, least); d < least && 2*d < len(known) {
			nearest, least = known, d
		}
	}
	if nearest != "" {
		return Topic{}, fmt.Errorf("the guide has no topic %q; did you mean keydesk guide %s?", name, nearest)
	}
	return Topic{}, fmt.Errorf("the guide has no topic %q; keydesk guide lists them, keydesk guide search %s looks through all", name, name)
}
