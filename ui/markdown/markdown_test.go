package markdown

import (
	"slices"
	"strings"
	"testing"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

const sample = `# Title: with ` + "`code`" + `

A paragraph of two
lines with **strong words**, a [link](other.md) and ` + "`a | b`" + `.

- one
  goes on
- two

1. first
2. second

| name | what \| which | says |
|---|---|---|
| ` + "`a`" + ` | words that are longer than a column of a narrow screen | yes |
| 王王 | short | |

` + "```sh\nkeydesk guide   # 王王王\n\n  indented\n```" + `
<!-- for those who write it -->
The end * of [it] with \* and ` + "`open"

func TestParse(t *testing.T) {
	t.Parallel()
	blocks := Parse(sample)
	var kinds []Kind
	for _, b := range blocks {
		kinds = append(kinds, b.Kind)
	}
	if want := []Kind{Heading, Paragraph, Item, Item, Item, Item, Table, Code, Paragraph}; !slices.Equal(kinds, want) {
		t.Fatalf("kinds %v, want %v", kinds, want)
	}
	if got := Words(blocks[1].Text); got != "A paragraph of two lines with strong words, a link and a | b." {
		t.Errorf("paragraph %q", got)
	}
	if got := blocks[2].Text; got != "one goes on" {
		t.Errorf("item %q", got)
	}
	if got := blocks[6].Cells; len(got) != 3 || got[0][1] != "what | which" || got[2][2] != "" {
		t.Errorf("cells %q", got)
	}
	if got := blocks[7]; got.Lang != "sh" || !slices.Equal(got.Lines, []string{"keydesk guide   # 王王王", "", "  indented"}) {
		t.Errorf("code %q of %q", got.Lines, got.Lang)
	}
	if got := Words(blocks[8].Text); got != "The end * of [it] with * and `open" {
		t.Errorf("what is no mark became %q", got)
	}
}

// TestDrawFitsEveryWidth also holds that no word is lost, and that styles end in the row in which they begin.
func TestDrawFitsEveryWidth(t *testing.T) {
	t.Parallel()
	looks := map[string]theme.Theme{"none": {}, "colours": theme.New("dark", "unicode", false), "no colours": theme.New("dark", "unicode", true)}
	for name, th := range looks {
		for width := 1; width < 130; width++ {
			for _, row := range Draw(&th, Parse(sample), width) {
				if got := text.Width(row); got > width && width > 8 {
					t.Fatalf("%s, width %d: %d cells: %q", name, width, got, row)
				}
				if strings.Contains(row, "\x1b[") && !strings.Contains(row[strings.LastIndex(row, "\x1b["):], "\x1b[m") {
					t.Fatalf("%s, width %d: a style is left open: %q", name, width, row)
				}
			}
		}
	}
	th := theme.Theme{}
	drawn := strings.Join(strings.Fields(strings.Join(Draw(&th, Parse(sample), 22), " ")), " ")
	for _, want := range []string{"with strong words, a link and `a | b`.", "- one goes on", "2. second", "what | which: words that are longer than a column of a narrow screen", "keydesk guide # 王王王"} {
		if !strings.Contains(drawn, want) {
			t.Errorf("%q is not in %q", want, drawn)
		}
	}
}

func TestDrawAlignsColumns(t *testing.T) {
	t.Parallel()
	th := theme.Theme{}
	got := Draw(&th, Parse("| k | does |\n|---|---|\n| 王 | opens |\n| `esc` | closes |\n"), 40)
	if want := []string{"k      does", "王     opens", "`esc`  closes"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPicturesAreForTheWeb(t *testing.T) {
	const before, after = "Words.\n\n", "More ![words](x.svg).\n"
	if got := Bare(before + "![The desk: a list](../pictures/desk.svg)\n\n" + after); got != before+after {
		t.Errorf("got %q", got)
	}
}
