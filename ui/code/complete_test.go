package code

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func offered(p *Popup) []string {
	var names []string
	for _, c := range p.list {
		names = append(names, c.Name)
	}
	return names
}

func TestWhatIsOffered(t *testing.T) {
	all := []string{"contact.name", "contact.phone_number", "contact.profile_name", "contact.metadata.plan", "user.name", "organization.name"}
	cases := []struct {
		before string
		braces bool
		want   []string
	}{
		{"", true, nil},
		{"{", false, nil},
		{"{{", false, all},
		{`"a": "{{ `, false, all},
		{"{{na", false, []string{"contact.name", "contact.profile_name", "user.name", "organization.name"}},
		{"{{contact.p", false, []string{"contact.phone_number", "contact.profile_name"}},
		{"{{PLAN", false, []string{"contact.metadata.plan"}},
		{"{{c.pn", false, []string{"contact.phone_number", "contact.profile_name", "contact.metadata.plan"}},
		{"{{zzz", false, nil},
		{"{{contact.name}}", false, nil},
		{"{{contact.name}} and {{us", false, []string{"user.name"}},
		{"{{a\nb", false, nil},
		{`{"a`, true, nil},
		{"https://crm.example/?p={", true, []string{"name", "phone"}},
		{"https://crm.example/?p={ph", true, []string{"phone"}},
		{"https://crm.example/?p={phone}&", true, nil},
		{"https://crm.example/?p={{us", true, []string{"user.name"}},
		{"{{user.name", false, nil},
	}
	for _, c := range cases {
		var p Popup
		p.Refresh(c.before, c.braces, fields)
		got := offered(&p)
		if !slices.Equal(got, c.want) {
			t.Errorf("%q offers %q, want %q", c.before, got, c.want)
		}
	}
}

func TestTaking(t *testing.T) {
	cases := []struct{ before, after, wantBefore, wantAfter string }{
		{"{{us", "", "{{user.name}}", ""},
		{"{{us", "}}!", "{{user.name}}", "!"},
		{"{{us", "er.email}} and", "{{user.name}}", " and"},
		{"{{us", `", "b": "{{x}}"`, "{{user.name}}", `", "b": "{{x}}"`},
		{"{{ us", " }}", "{{user.name}}", ""},
		{"a={ph", "&b={name}", "a={phone}", "&b={name}"},
		{"a={ph", "one}&b", "a={phone}", "&b"},
		{"x {{us", "}", "x {{user.name}}", ""},
	}
	for _, c := range cases {
		var p Popup
		p.Refresh(c.before, true, fields)
		before, after := p.Accept(c.before, c.after)
		if before != c.wantBefore || after != c.wantAfter || p.Open() {
			t.Errorf("%q|%q became %q|%q", c.before, c.after, before, after)
		}
	}
}

func TestCompletionInTheEditor(t *testing.T) {
	p := from(testPane(JSON, 60, 10), `{"to": "|"}`)
	p.SetSource(fields)
	do(p, "'{{")
	view := plainView(t, p)
	if !strings.Contains(view, "▌contact.name") || !strings.Contains(view, "Aarav “AJ” शर्मा") || !strings.Contains(view, "(empty)") || !strings.Contains(view, "gold second line") {
		t.Fatalf("drew\n%s", view)
	}
	do(p, "'pho", "tab")
	if got := marked(p); got != `{"to": "{{contact.phone_number}}|"}` || p.Offering() {
		t.Fatalf("took %q", got)
	}
	do(p, "alt+z")
	if got := marked(p); got != `{"to": "{{pho|"}` {
		t.Fatalf("undone to %q", got)
	}
	do(p, "backspace", "down", "enter", "'!")
	if got := marked(p); got != `{"to": "{{contact.profile_name}}!|"}` && got != `{"to": "{{contact.phone_number}}!|"}` {
		t.Fatalf("took %q", got)
	}
	p = from(p, `"|"`)
	do(p, "'{{", "esc", "'co")
	if p.Offering() {
		t.Error("it opened again after esc")
	}
	if p.Update(key("esc")) {
		t.Error("the second esc is not the owner's")
	}
	do(p, "ctrl+space")
	if !p.Offering() {
		t.Error("ctrl+space does not open it again")
	}
	do(p, "left")
	if p.Offering() {
		t.Error("it stays when the cursor goes away")
	}
	p = from(testPane(JavaScript, 60, 10), `f(|)`)
	p.SetSource(fields)
	if do(p, "'{{"); p.Offering() {
		t.Error("a script has no placeholders")
	}
}

// In a low pane what is offered goes above the cursor's row, and it never covers that.
func TestOfferedAboveTheCursor(t *testing.T) {
	p := from(testPane(Text, 30, 6), "a\nb\nc\nd\ne\n|")
	p.SetSource(fields)
	do(p, "'{{")
	rows := strings.Split(ansi.Strip(p.View()), "\n")
	if !strings.Contains(rows[5], " 6 {{") || !strings.Contains(rows[0]+rows[1]+rows[2], "contact.name") {
		t.Errorf("drew\n%s", strings.Join(rows, "\n"))
	}
	checkDrawing(t, p)
}
