package ui

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keydesk/client"
)

// unanswered carries requests out and loses their answers, while it is on.
type unanswered struct {
	next   http.RoundTripper
	method string
}

func (l *unanswered) RoundTrip(q *http.Request) (*http.Response, error) {
	answer, err := l.next.RoundTrip(q)
	if err == nil && q.Method == l.method && strings.Contains(q.URL.Path, "custom-actions") {
		_ = answer.Body.Close()
		return nil, errors.New("the line broke")
	}
	return answer, err
}

// An action whose creation arrived, and whose answer did not, is not made twice.
func TestANewActionIsMadeOnce(t *testing.T) {
	l := &unanswered{next: http.DefaultTransport}
	p := studioPump(t, bench{transport: l})
	p.press("n")
	p.typeText("Once")
	p.press("tab", "tab", "tab")
	p.typeText("https://crm.example.com/")
	l.method = http.MethodPost
	p.press("ctrl+s")
	p.shows("Once", "not saved", "tries again")
	l.method = ""
	p.press("ctrl+s")
	p.shows("Once is saved, switched off")
	if a := p.stored(); len(a) != 11 || a["Once"].Active {
		t.Fatalf("%d actions, Once is %+v", len(a), a["Once"])
	}
	p.typeText(" more")
	l.method = http.MethodPut
	p.press("ctrl+s")
	l.method = ""
	p.press("ctrl+s")
	p.shows("is saved.")
	p.hides("take mine")
}

// Work that waits while somebody else changes the action is compared, not lost
// and not put over theirs.
func TestWorkOnAnActionThatChangedMeanwhile(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("down", "e")
	p.typeText(" mine")
	p.press("esc")
	p.shows("*Open in CRM", "Not saved, but kept")
	p.onPlatform("Open in CRM", func(a *client.CustomAction) { a.Name = "Open in CRM, theirs" })
	p.press("R", "e")
	p.shows("Open in CRM mine", "changed on the platform since")
	p.press("ctrl+s")
	p.shows("both changed it", "Open in CRM, theirs", "Open in CRM mine")
	p.press("esc")
	p.shows("Open in CRM mine", "not saved")
	p.press("ctrl+s", "t", "enter")
	p.shows("nothing had to be saved")
	p.press("esc")
	p.hides("*Open")
}

func TestHeadersAreEditedAndMasked(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("e", "tab", "tab", "tab", "tab", "tab", "enter")
	p.shows("Header Authorization", "Value")
	p.hides("helpdesk-token")
	p.press("esc", "down", "enter")
	p.typeText("authorization")
	p.press("enter")
	p.typeText("x")
	p.press("enter", "enter")
	p.shows("There is a header Authorization already")
	p.press("tab", "tab")
	p.clearField()
	p.typeText("X-Customer")
	p.press("tab")
	p.clearField()
	p.typeText("{{contact.id}}")
	p.press("tab", "enter")
	p.shows("X-Customer: {{contact.id}}", "← contact.id")
	p.press("alt+.")
	p.shows("helpdesk-token")
	p.press("ctrl+s")
	if got := string(p.stored()["Create ticket"].Config); !strings.Contains(got, "X-Customer") || !strings.Contains(got, "Bearer helpdesk-token") {
		t.Fatal(got)
	}
}

func TestQuestionsAreMade(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("down", "e")
	p.studio().form.Focus("keydesk.inputs")
	p.press("enter")
	p.typeText("why")
	p.press("tab", "tab", "right", "right", "tab", "right", "tab", "tab", "tab", "enter")
	p.shows("A choice needs its answers")
	p.press("shift+tab")
	p.typeText("late, broken")
	p.press("tab", "enter")
	p.shows("why, choice, required, late/broken", "why = late")
	p.press("ctrl+s")
	if got := string(p.stored()["Open in CRM"].Config); !strings.Contains(got, `"choices":["late","broken"]`) {
		t.Fatal(got)
	}
}

func TestAnActionComesFromAFile(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	path := filepath.Join(t.TempDir(), "x.json")
	if err := os.WriteFile(path, []byte(`{"id":"elsewhere","name":"From a file","action_type":"webhook","is_active":true,"config":{"url":"https://x.example.com","headers":{"Authorization":"Bearer ${kept}"}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p.press("i")
	p.typeText(path)
	p.press("enter")
	p.shows("From a file", "new")
	p.press("ctrl+s")
	p.shows("was a secret")
	if len(p.stored()) != 10 {
		t.Fatal("a mark was saved in place of a secret")
	}
	p.press("esc", "i")
	p.typeText("/nowhere.json")
	p.press("enter")
	p.shows("open the action's file")
}

func TestATemplateBeginsABody(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("n", "tab", "tab", "tab")
	p.typeText("https://crm.example.com/")
	p.press("tab", "tab", "tab", "ctrl+t")
	p.typeText("ticket")
	p.press("enter")
	p.shows(`"subject": "WhatsApp: Aarav Sharma"`)
}

// Another sample shows at once, also one whose values are awkward.
func TestTheSampleIsChosen(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("s")
	p.typeText("O'Brien")
	p.press("enter")
	p.shows("sample: Zoë O'Brien", `"subject": "WhatsApp: Zoë O'Brien"`)
	p.press("e", "alt+,")
	p.typeText("made")
	p.press("enter")
	p.shows("sample: Made-up", `\"`)
}

// What somebody else changed is shown before an action is switched or deleted.
func TestSwitchingAndDeletingShowWhatChangedMeanwhile(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.onPlatform("Open in CRM", func(a *client.CustomAction) { a.Icon = "mail" })
	p.press("down", "space")
	p.shows("changed meanwhile", "- external-link", "+ mail", "Switch off")
	if !p.stored()["Open in CRM"].Active {
		t.Fatal("it was switched off unseen")
	}
	p.answer("y")
	p.shows("Open in CRM is off for the team")
	if a := p.stored()["Open in CRM"]; a.Active || a.Icon != "mail" {
		t.Fatalf("%+v", a)
	}
	p.onPlatform("Open in CRM", func(a *client.CustomAction) { a.Icon = "globe" })
	p.press("d")
	p.typeText("Open in CRM")
	p.press("enter")
	p.shows("changed meanwhile", "+ globe")
	p.answer("n")
	if _, there := p.stored()["Open in CRM"]; !there {
		t.Fatal("it was deleted unseen")
	}
	if left, _ := os.ReadDir(p.trash()); len(left) > 0 {
		t.Fatalf("the trash has %v of an action that is still there", left)
	}
}

// An order that is not written yet stands while something else is saved.
func TestAMoveSurvivesSwitching(t *testing.T) {
	p := studioPump(t, bench{})
	p.press("J", "space")
	p.answer("y")
	p.fire()
	a := p.stored()
	if a["Create ticket"].Active || a["Create ticket"].Order <= a["Open in CRM"].Order {
		t.Fatalf("%+v, %+v", a["Create ticket"], a["Open in CRM"])
	}
}

// Two consoles were killed over the same action: neither's work is dropped
// without a word.
func TestWorkOfTwoConsolesIsOffered(t *testing.T) {
	p := studioPump(t, bench{width: 120, height: 36})
	p.press("down", "e")
	p.typeText(" one")
	key, one := p.studio().work, p.studio().form.Draft()
	p.typeText(" two")
	two := p.studio().form.Draft()
	p.press("esc")
	p.studio().drafts[key] = one + "\n\n" + two // as the local store joins them
	p.press("e")
	p.shows("Unsaved work of two consoles", "1: Open in CRM one", "2: Open in CRM one two", "changes name")
	p.press("enter")
	p.shows("Open in CRM one ", "not saved")
}
