package manual

import (
	"fmt"
	"strings"

	"keydesk/cmd/guide"
	"keydesk/ui/markdown"
)

// manGuide writes every topic of the guide, a section each.
func manGuide(b *strings.Builder) {
	for _, topic := range guide.Topics() {
		fmt.Fprintf(b, ".SH \"GUIDE: %s\"\n", strings.ToUpper(topic.Name))
		for _, block := range markdown.Parse(topic.Text) {
			manBlock(b, block)
		}
	}
}

func manBlock(b *strings.Builder, block markdown.Block) {
	switch block.Kind {
	case markdown.Heading:
		if block.Level > 1 { // the first one is the section's
			fmt.Fprintf(b, ".SS \"%s\"\n", quoted(markdown.Words(block.Text)))
			return
		}
		_, about, _ := strings.Cut(markdown.Words(block.Text), ": ")
		fmt.Fprintf(b, ".I \"%s\"\n", quoted(about))
	case markdown.Item:
		fmt.Fprintf(b, ".IP \"%s\" 3\n%s\n", Roff(block.Mark), inline(block.Text))
	case markdown.Code:
		b.WriteString(".PP\n.RS 4\n.nf\n")
		for _, line := range block.Lines {
			b.WriteString(Roff(line) + "\n")
		}
		b.WriteString(".fi\n.RE\n")
	case markdown.Table:
		manTable(b, block.Cells)
	default:
		b.WriteString(".PP\n" + inline(block.Text) + "\n")
	}
}

// manTable writes a row as its first cell and below it the others, named where there are several: tables of
// troff need a program of their own.
func manTable(b *strings.Builder, cells [][]string) {
	for _, row := range cells[1:] {
		first := row[0]
		if first == "" {
			first = "\\&"
		} else {
			first = inline(first)
		}
		var rest []string
		for i, cell := range row[1:] {
			if cell == "" {
				continue
			}
			if name := cells[0][i+1]; len(row) > 2 && name != "" {
				cell = name + ": " + cell
			}
			rest = append(rest, inline(cell))
		}
		fmt.Fprintf(b, ".TP\n%s\n%s\n", first, strings.Join(rest, "\n.br\n"))
	}
}

// inline is a text with its marks: bold for what is typed or strong, italic for links.
func inline(line string) string {
	var b strings.Builder
	for i, s := range markdown.Spans(line) {
		text := Roff(s.Text)
		if i > 0 {
			text = strings.TrimPrefix(text, `\&`)
		}
		switch s.Style {
		case markdown.Verbatim, markdown.Strong:
			text = `\fB` + text + `\fR`
		case markdown.Link:
			text = `\fI` + text + `\fR`
		}
		b.WriteString(text)
	}
	return b.String()
}

// quoted is a text as an argument between quotes.
func quoted(s string) string { return strings.ReplaceAll(Roff(s), `"`, `\(dq`) }
