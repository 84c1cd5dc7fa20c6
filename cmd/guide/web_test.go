package guide

import (
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	source "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"keydesk/ui/markdown"
)

// TestTheWebReadsTheSame compares what is drawn here, block by block, with what a library reads that
// knows all of Markdown: the guide uses no more of it than ui/markdown does.
func TestTheWebReadsTheSame(t *testing.T) {
	t.Parallel()
	parser := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()
	for _, topic := range Topics() {
		text := []byte(topic.Text)
		w := &web{text: text}
		if err := ast.Walk(parser.Parse(source.NewReader(text)), w.block); err != nil {
			t.Fatal(err)
		}
		var here []string
		for _, b := range markdown.Parse(topic.Text) {
			switch b.Kind {
			case markdown.Code:
				here = append(here, strings.Join(b.Lines, "\n"))
			case markdown.Table:
				for _, row := range b.Cells {
					for _, cell := range row {
						here = append(here, markdown.Words(cell))
					}
				}
			default:
				here = append(here, markdown.Words(b.Text))
			}
		}
		for i := range max(len(here), len(w.read)) {
			if i >= len(here) || i >= len(w.read) || here[i] != w.read[i] {
				t.Errorf("%s: here %q, on the web %q", topic.Name, slices.Concat(here, []string{"", ""})[i], slices.Concat(w.read, []string{"", ""})[i])
				break
			}
		}
	}
}

// web collects the texts of blocks.
type web struct {
	text []byte
	read []string
}

func (w *web) block(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.FencedCodeBlock:
		w.read = append(w.read, strings.TrimSuffix(string(n.Lines().Value(w.text)), "\n"))
		return ast.WalkSkipChildren, nil
	case *ast.Heading, *ast.Paragraph, *ast.TextBlock, *tables.TableCell:
		w.read = append(w.read, w.words(n))
		return ast.WalkSkipChildren, nil
	}
	return ast.WalkContinue, nil
}

// words is the text inside of a block, without marks.
func (w *web) words(n ast.Node) string {
	var b strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		piece, ok := child.(*ast.Text)
		switch {
		case !ok:
			b.WriteString(w.words(child))
			continue
		case n.Kind() == ast.KindCodeSpan:
			b.WriteString(strings.NewReplacer(`\|`, "|", "\n", " ").Replace(string(piece.Value(w.text))))
		default:
			b.Write(util.UnescapePunctuations(piece.Value(w.text)))
		}
		if piece.SoftLineBreak() {
			b.WriteString(" ")
		}
	}
	return b.String()
}
