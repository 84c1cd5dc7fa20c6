package markdown

import (
	"regexp"
	"strings"
)

var (
	itemMark   = regexp.MustCompile(`^(-|\d+\.) +`)
	comment    = regexp.MustCompile(`(?s)<!--.*?-->\n?`)
	picture    = regexp.MustCompile(`(?m)^!\[[^\]\n]*\]\([^)\n]*\)\n?`)
	tableRule  = regexp.MustCompile(`^\|(\s*:?-+:?\s*\|)+$`)
	emptyLines = regexp.MustCompile(`\n{3,}`)
)

// Bare is a text without its comments, which are for those who write it, and without its pictures, which
// stand in lines of their own and are for the web.
func Bare(source string) string {
	words := picture.ReplaceAllString(comment.ReplaceAllString(source, ""), "")
	return strings.TrimSpace(emptyLines.ReplaceAllString(words, "\n\n")) + "\n"
}

// Parse reads a text.
func Parse(source string) []Block {
	var blocks []Block
	open := false // the last block goes on in the next line
	lines := strings.Split(Bare(source), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "":
			open = false
		case strings.HasPrefix(line, "```"):
			code := Block{Kind: Code, Lang: strings.TrimPrefix(line, "```")}
			for i++; i < len(lines) && lines[i] != "```"; i++ {
				code.Lines = append(code.Lines, lines[i])
			}
			blocks, open = append(blocks, code), false
		case strings.HasPrefix(line, "#"):
			text := strings.TrimLeft(line, "#")
			blocks, open = append(blocks, Block{Kind: Heading, Level: len(line) - len(text), Text: strings.TrimSpace(text)}), false
		case strings.HasPrefix(line, "|"):
			table := Block{Kind: Table}
			for ; i < len(lines) && strings.HasPrefix(lines[i], "|"); i++ {
				if !tableRule.MatchString(lines[i]) {
					table.Cells = append(table.Cells, cells(lines[i]))
				}
			}
			i--
			blocks, open = append(blocks, table), false
		case itemMark.MatchString(line):
			mark := itemMark.FindString(line)
			blocks, open = append(blocks, Block{Kind: Item, Mark: strings.TrimSpace(mark), Text: line[len(mark):]}), true
		case open:
			blocks[len(blocks)-1].Text += " " + trimmed
		default:
			blocks, open = append(blocks, Block{Kind: Paragraph, Text: trimmed}), true
		}
	}
	return blocks
}

// cells splits a row of a table; a bar behind a backslash is text.
func cells(row string) []string {
	const bar = "\x00"
	row = strings.Trim(strings.ReplaceAll(strings.TrimSpace(row), `\|`, bar), "|")
	list := strings.Split(row, "|")
	for i := range list {
		list[i] = strings.TrimSpace(strings.ReplaceAll(list[i], bar, "|"))
	}
	return list
}
