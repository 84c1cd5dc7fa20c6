package compose

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestFormattingLooksAsItWillArrive(t *testing.T) {
	p := testPane(60, 6)
	p.SetValue("a *bold* _slanted_ `code` and snake_case_name")
	v := p.View()
	for _, want := range []string{"\x1b[1mbold\x1b[m", "\x1b[3mslanted\x1b[m"} {
		if !strings.Contains(v, want) {
			t.Errorf("no %q in %q", want, v)
		}
	}
	if got := strings.TrimSpace(ansi.Strip(v)); !strings.HasSuffix(got, "a *bold* _slanted_ `code` and snake_case_name") {
		t.Errorf("the signs are gone, or more: %q", got)
	}
	p.SetNote("NOTE")
	if v := p.View(); strings.Contains(v, "\x1b[1mbold") {
		t.Errorf("a note is formatted: %q", v)
	}
	p.SetNote("")
	do(p, "backspace")
	p.SetValue("*b")
	if strings.Contains(p.View(), "\x1b[1mb") {
		t.Error("what is not closed is bold")
	}
	do(p, "'*")
	if !strings.Contains(p.View(), "\x1b[1mb\x1b[m") {
		t.Errorf("closing it made nothing bold: %q", p.View())
	}
}

// However it is formatted, a row is drawn as wide as it is, and says the same.
func TestFormattingChangesNoWidth(t *testing.T) {
	for _, s := range []string{
		"*नमस्ते मेरा ऑर्डर* _你好，请问发货了吗_ ~" + family + "~", "*\u0301b* _👍🏽_ `\u200d`", "```one\ntwo " + strings.Repeat("long ", 30) + "``` *x*",
	} {
		for _, w := range []int{3, 12, 40} {
			p := testPane(w, 30)
			p.SetValue(s)
			styled := p.View()
			checkDrawing(t, p)
			p.th.Plain = true
			if got, want := ansi.Strip(styled), ansi.Strip(p.View()); got != want {
				t.Errorf("%q at %d:\n%s\nwithout formatting\n%s", s, w, got, want)
			}
		}
	}
}

func TestReplaceIsBoundedAndUndone(t *testing.T) {
	p := testPane(40, 6)
	do(p, "'before")
	p.Replace("\x1b[31mafter\r\n" + strings.Repeat("x", 2*Most))
	if p.Chars() != Most || !strings.HasPrefix(p.Value(), "after\nx") || !strings.Contains(plainView(t, p), "too long") {
		t.Fatalf("%d characters, %.20q", p.Chars(), p.Value())
	}
	if !p.CanUndo() || !p.Undo() || p.Value() != "before" || !p.CanRedo() {
		t.Fatalf("undo gave %.20q", p.Value())
	}
}
