package guide

import (
	"regexp"
	"strings"

	"keydesk/ui/markdown"
	"keydesk/ui/text"
)

// Hit is a line of the guide that has the words looked for.
type Hit struct {
	Topic   string
	Heading string // it stands below; "" before the first
	Text    string // without marks
}

// sentence ends where the next one begins.
var sentence = regexp.MustCompile(`[.:;?] +`)

// Search finds what has all of the words, in any order: sentences, rows of tables, lines of code. Where
// the words are spread over a paragraph, that is the hit.
func Search(topics []Topic, words string) []Hit {
	looked := text.NewSearch(words)
	var hits []Hit
	for _, topic := range topics {
		heading := ""
		for _, b := range markdown.Parse(topic.Text) {
			if b.Kind == markdown.Heading && b.Level > 1 {
				heading = markdown.Words(b.Text)
			}
			for _, line := range found(b, looked) {
				hits = append(hits, Hit{Topic: topic.Name, Heading: heading, Text: line})
			}
		}
	}
	return hits
}

// found are the parts of a block that have the words.
func found(b markdown.Block, looked text.Search) []string {
	var lines []string
	switch b.Kind {
	case markdown.Code:
		lines = b.Lines
	case markdown.Table:
		for _, row := range b.Cells {
			lines = append(lines, strings.TrimSpace(markdown.Words(strings.Join(row, "  "))))
		}
	default:
		whole := markdown.Words(b.Text)
		from := 0
		for _, at := range sentence.FindAllStringIndex(whole, -1) {
			lines = append(lines, strings.TrimSpace(whole[from:at[1]]))
			from = at[1]
		}
		lines = append(lines, whole[from:])
		if hits := matching(lines, looked); len(hits) > 0 {
			return hits
		}
		lines = []string{whole}
	}
	return matching(lines, looked)
}

func matching(lines []string, looked text.Search) []string {
	var hits []string
	for _, line := range lines {
		if looked.In(text.Fold(line)) {
			hits = append(hits, strings.TrimSpace(line))
		}
	}
	return hits
}
