package studio

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"keydesk/actions"
	"keydesk/ui/text"
)

// at is where words are drawn in the form.
func at(t *testing.T, f *Form, width, height int, words string) (x, y int) {
	t.Helper()
	rows, _ := f.View(width, height)
	for y, row := range rows {
		plain := ansi.Strip(row)
		if before, _, ok := strings.Cut(plain, words); ok {
			return text.Width(before), y
		}
	}
	t.Fatalf("%q is not on the screen:\n%s", words, ansi.Strip(strings.Join(rows, "\n")))
	return 0, 0
}

func TestAClickChoosesWhatIsThere(t *testing.T) {
	s := parse(t, odd)
	f := Open(look(), s, s, TextArea)
	for _, size := range [][2]int{{120, 40}, {76, 40}, {40, 8}} {
		f.Focus(FieldMethod)
		f.SetChoice(FieldMethod, "POST")
		x, y := at(t, f, size[0], size[1], "Method")
		if f.Click(x, y); f.Focused() != FieldMethod {
			t.Errorf("%v: the label of Method led to %s", size, f.Focused())
		}
	}
	x, y := at(t, f, 120, 40, "PUT")
	if !f.Click(x, y) || f.Text(FieldMethod) != "PUT" {
		t.Errorf("PUT was clicked, and %s is chosen", f.Text(FieldMethod))
	}
	if f.Click(x, y) {
		t.Error("the chosen answer again is called a change")
	}
	f.Focus(FieldHeaders)
	x, y = at(t, f, 120, 60, "add a header")
	if f.Click(x, y) {
		t.Error("a look at an entry is called a change")
	}
	if _, i, _, there := f.Entry(); f.Focused() != FieldHeaders || there || i != len(f.Entries(FieldHeaders)) {
		t.Errorf("add a header led to entry %d of %s", i, f.Focused())
	}
	f.Focus(FieldName)
	f.SetText(FieldName, "one 王 two")
	x, y = at(t, f, 120, 40, "two")
	f.Click(x, y)
	if before, _ := f.find(FieldName).line.Split(); before != "one 王 " {
		t.Errorf("the cursor stands behind %q", before)
	}
	f.ReadOnly = "no right"
	f.Focus(FieldMethod)
	x, y = at(t, f, 120, 40, "DELETE")
	if f.Click(x, y) || f.Text(FieldMethod) != "PUT" {
		t.Error("a click changed what can only be read")
	}
}

func TestAFreshFormTellsWhatBelongsThereFirst(t *testing.T) {
	open := func() *Form {
		f := Open(look(), actions.Stored{}, New(), TextArea)
		f.SetFindings(f.Stored().Definition().Lint())
		return f
	}
	screen := func(f *Form) string {
		f.SetFindings(f.Stored().Definition().Lint())
		rows, _ := f.View(76, 30)
		return ansi.Strip(strings.Join(rows, "\n"))
	}
	f := open()
	if got := screen(f); strings.Contains(got, "empty, and") || !strings.Contains(got, "e.g. Create ticket") || !strings.Contains(got, "e.g. https://") {
		t.Errorf("at first:\n%s", got)
	}
	if got := f.Missing(); got != "Name and URL" {
		t.Errorf("missing: %q", got)
	}
	f.Next()
	if got := screen(f); !strings.Contains(got, "is empty, and the platform wants one") || strings.Contains(got, "url: is empty") {
		t.Errorf("the name was left:\n%s", got)
	}
	if got := f.Missing(); got != "" {
		t.Errorf("missing: %q", got)
	}
	f = open()
	f.Tried()
	if got := screen(f); !strings.Contains(got, "is empty, and the platform wants one") || !strings.Contains(got, "url: is empty") {
		t.Errorf("saving was tried:\n%s", got)
	}
}

// A sentence that does not fit loses its example before it loses its end.
func TestSentencesAreWrappedNotCut(t *testing.T) {
	f := Open(look(), actions.Stored{}, New(), TextArea)
	for _, x := range f.fields {
		for _, room := range []int{80, 64} {
			if got := strings.Join(f.sentence("", x.help, x.help, room, beside), " "); strings.Contains(got, f.th.Glyphs.Cut) && !strings.Contains(x.help, f.th.Glyphs.Cut) {
				t.Errorf("%s in %d cells: %s", x.id, room, got)
			}
		}
	}
	rows := f.sentence("! ", "this is wrong; write something very long that does not fit", "this is wrong", 20, 2)
	if got := strings.Join(rows, "|"); got != "! this is wrong" {
		t.Errorf("%q", got)
	}
}
