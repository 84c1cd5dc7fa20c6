package code

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/theme"
)

func TestPaintJSON(t *testing.T) {
	th := theme.New("dark", "unicode", false)
	line := `  "subject": "WhatsApp: Aarav", "n": -1.5, "ok": true,`
	got := PaintJSON(&th, line, []Marked{{24, 29}})
	want := "  " + th.CodeKey.Render(`"subject"`) + th.Text.Render(": ") + th.CodeText.Render(`"WhatsApp: `) + th.Accent.Render("Aarav") +
		th.CodeText.Render(`"`) + th.Text.Render(", ") + th.CodeKey.Render(`"n"`) + th.Text.Render(": ") + th.CodeNumber.Render("-1.5") +
		th.Text.Render(", ") + th.CodeKey.Render(`"ok"`) + th.Text.Render(": ") + th.Strong.Render("true") + th.Text.Render(",")
	if ansi.Strip(got) != line {
		t.Errorf("the text became %q", ansi.Strip(got))
	}
	if plainStart := th.Text.Render("  ") + want[2:]; got != plainStart {
		t.Errorf("got  %q\nwant %q", got, plainStart)
	}
	for _, marks := range [][]Marked{{{0, len(line)}}, {{3, 8}, {8, 30}, {40, 41}}, {{50, len(line)}}} {
		if s := ansi.Strip(PaintJSON(&th, line, marks)); s != line {
			t.Errorf("%v: the text became %q", marks, s)
		}
	}
	if s := PaintJSON(&th, "\x1b[2Jx\ny", nil); ansi.Strip(s) != "x y" && s == "" {
		t.Errorf("got %q", s)
	}
}
