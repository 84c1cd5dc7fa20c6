package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/dialog"
	"keydesk/ui/theme"
)

// configured makes the desk merge options into one action by name, as the
// settings do.
func configured(name string, o actions.Options) func(*Deps) {
	return func(d *Deps) {
		d.Configure = func(a actions.Definition) actions.Definition {
			if a.Name == name {
				a.Options = o
			}
			return a
		}
	}
}

var questions = []actions.Input{
	{Name: "subject", Label: "Subject", Type: actions.InputText, Required: true, Default: "About {{contact.name}}"},
	{Name: "amount", Label: "Amount", Type: actions.InputNumber},
	{Name: "team", Label: "Team", Type: actions.InputChoice, Choices: []string{"Sales", "Support", "A team with quite a long name", "Returns", "Finance"}},
	{Name: "urgent", Label: "Urgent", Type: actions.InputYesNo},
}

func TestInputsAreAskedCheckedAndUsed(t *testing.T) {
	p := newPump(t, bench{deps: configured("Create ticket", actions.Options{Inputs: questions})})
	p.openFirst()
	p.press("alt+1")
	p.shows("Subject", "About Aarav Sharma", "Amount", "(•) Sales", "(•) no", "[ Run ]  [ Cancel ]", "tab next")
	p.press("down")
	p.typeText("12 kettles")
	p.press("down", "right", "down", "right")
	p.shows("(•) Support", "(•) yes")
	p.press("down", "enter")
	p.shows("Amount must be a number")
	for range "12 kettles" {
		p.press("backspace")
	}
	p.hides("must be a number")
	p.typeText("12.5")
	p.press("down", "down", "down", "enter")
	last := p.lastRun()
	if last == nil || !last.outcome.Success {
		t.Fatalf("it did not run: %+v\n%s", last, p.screen())
	}
	p.shows("TCK-1042")
	if p.dialogOpen() {
		t.Fatal("the form is still open")
	}
}

func TestARequiredInputIsNeededAndNothingTypedIsLost(t *testing.T) {
	asked := []actions.Input{{Name: "why", Label: "Reason", Type: actions.InputText, Required: true}, {Name: "note", Label: "Note", Type: actions.InputText}}
	p := newPump(t, bench{deps: configured("Create ticket", actions.Options{Inputs: asked})})
	p.openFirst()
	p.press("alt+1", "tab")
	p.typeText("keep me")
	p.press("tab", "enter")
	p.shows("Reason is needed.", "keep me")
	if p.lastRun() != nil {
		t.Fatal("it ran all the same")
	}
	p.press("enter", "enter", "tab", "enter") // through the questions, past the verb to Cancel
	if p.dialogOpen() || p.lastRun() != nil {
		t.Fatalf("the second button is not Cancel:\n%s", p.screen())
	}
	p.press("alt+1")
	p.hides("keep me")
}

func TestAFormFitsEveryScreen(t *testing.T) {
	many := append(append([]actions.Input{}, questions...), questions...)
	for i := range many {
		many[i].Name = fmt.Sprintf("q%d", i)
	}
	p := newPump(t, bench{width: 40, height: 12, deps: configured("Create ticket", actions.Options{Inputs: many})})
	p.openFirst()
	p.press("alt+1")
	for i := range len(many) + 2 {
		checkBounds(t, p, 40, 12)
		p.shows("esc cancel", "[ Cancel ]")
		if v := p.view(); i < len(many) && p.dialog().(*dialog.Form).Typed() != nil && v.Cursor == nil {
			t.Fatalf("no cursor in question %d:\n%s", i, p.screen())
		}
		p.press("tab")
	}
	f := p.dialog().(*dialog.Form)
	f.At = 2
	for _, choice := range questions[2].Choices {
		p.shows("(•) " + choice[:5])
		p.press("right")
	}
}

func TestAConfirmationStartsAtCancelAndIgnoresKeysInFlight(t *testing.T) {
	p := newPump(t, bench{deps: configured("Create ticket", actions.Options{Confirm: true, Danger: true})})
	p.openFirst()
	p.press("alt+1")
	p.shows("Create ticket for Aarav Sharma", "[ ! Run ]", "[ Cancel ]", "POST")
	p.press("y", "y")
	if p.lastRun() != nil || !p.dialogOpen() {
		t.Fatal("a key in flight answered the question")
	}
	p.clock = p.clock.Add(time.Second)
	p.press("enter")
	if p.lastRun() != nil || p.dialogOpen() {
		t.Fatal("enter on an untouched question is not Cancel")
	}
	p.press("alt+1")
	p.clock = p.clock.Add(2 * time.Second)
	p.press("left", "enter")
	if p.lastRun() == nil {
		t.Fatal("it did not run")
	}
	p.shows("TCK-1042")
}

func TestAConfirmationIsAnsweredByTheMouse(t *testing.T) {
	p := newPump(t, bench{deps: configured("Create ticket", actions.Options{Confirm: true})})
	p.openFirst()
	p.press("alt+1")
	p.click("[ Run ]")
	if p.lastRun() != nil {
		t.Fatal("a click in flight answered the question")
	}
	p.clock = p.clock.Add(2 * time.Second)
	p.click("[ Cancel ]")
	if p.dialogOpen() || p.lastRun() != nil {
		t.Fatal("Cancel did not close it")
	}
	p.press("alt+1")
	p.clock = p.clock.Add(2 * time.Second)
	p.click("[ Run ]")
	if p.lastRun() == nil {
		t.Fatal("Run did not run it")
	}
}

// click clicks the first cell of words on the screen.
func (p *pump) click(words string) {
	p.t.Helper()
	for y, line := range strings.Split(p.screen(), "\n") {
		if before, _, ok := strings.Cut(line, words); ok {
			p.send(tea.MouseClickMsg{X: cells(before) + 1, Y: y, Button: tea.MouseLeft})
			return
		}
	}
	p.t.Fatalf("%q is not on the screen:\n%s", words, p.screen())
}

func TestTheFoldingButtonListsEveryActionForTheMouse(t *testing.T) {
	p := newPump(t, bench{width: 46, height: 24})
	p.openFirst()
	p.click("[+")
	p.shows("Sync to ERP", "alt+8")
	p.click("Create ticket  ")
	p.shows("TCK-1042")
	if p.dialogOpen() {
		t.Fatal("the list is still open")
	}
}

func TestThePreviewOfEachType(t *testing.T) {
	for name, want := range map[string][]string{
		"Create ticket": {"webhook", "POST  http://127.0.0.1", "Bearer ••••••••", "← contact.name", "c copy as curl"},
		"Open in CRM":   {"url", "https://", "c copy link"},
		"Copy phone":    {"  1 ", "navigator.clipboard", "t rehearse"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPump(t, bench{})
			p.openFirst()
			p.press("alt+p")
			p.typeText(name)
			p.press("enter")
			p.shows(append(want, name, "enter run", "esc close")...)
			if p.lastRun() != nil {
				t.Fatal("looking ran it")
			}
			p.press("enter")
			if p.lastRun() == nil {
				t.Fatal("enter did not run it")
			}
		})
	}
}

func TestAPreviewIsCopiedAsCurlAndShownRaw(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("alt+p", "enter", "c")
	if !p.copiedHas("curl ") || p.copiedHas("helpdesk-token") {
		t.Fatalf("the curl line is not copied, or holds a secret: %v", p.sent)
	}
	p.press("r")
	p.shows("as sent", `{"subject":"WhatsApp: Aarav Sharma"`)
}

func TestARehearsalDoesNothing(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.press("alt+p")
	p.typeText("Copy phone")
	p.press("enter", "t")
	p.shows("rehearsal, nothing was done", c.contact().PhoneNumber)
	if p.copiedHas(c.contact().PhoneNumber) || p.lastRun() != nil {
		t.Fatal("the rehearsal did what it should only tell")
	}
}

func TestADisabledButtonSaysWhy(t *testing.T) {
	p := newPump(t, bench{deps: configured("Create ticket", actions.Options{When: actions.When{Tags: []string{"platinum"}}})})
	p.openFirst()
	p.press("alt+1")
	p.shows("Create ticket cannot run", "platinum")
	p.press("alt+a")
	p.shows("platinum")
	if p.lastRun() != nil {
		t.Fatal("it ran")
	}
}

// recorded are runs as the history returns them.
func recorded(p *pump) []actions.Run {
	id := p.em.ContactIDs()[0]
	at := p.clock.Add(-time.Hour)
	return []actions.Run{
		{PlanID: "id-1", ActionID: "gone", ActionName: "Old hook", ContactID: id, ContactName: "Aarav Sharma", Started: at, State: actions.StateFailed, Message: "the helpdesk did not answer", Status: 503, Plan: "POST https://old.example"},
		{PlanID: "id-2", ActionID: "gone", ActionName: "Create ticket", ContactID: id, ContactName: "महेश पाटील", Started: at, State: actions.StateDone, Message: "TCK-7", Plan: "POST https://help.example"},
	}
}

func TestHistoryIsFilteredOpenedAndRunAgain(t *testing.T) {
	var runs []actions.Run
	p := newPump(t, bench{deps: func(d *Deps) {
		d.History = func(context.Context, int) ([]actions.Run, error) { return runs, nil }
	}})
	p.press("h")
	p.shows("No action was run yet")
	runs = recorded(p)
	runs[1].ActionID = p.actions()[0].ID
	p.press("h")
	p.shows("History of actions", "Aarav Sharma  Old hook", "✗ failed 503", "✓ done")
	p.typeText("failed")
	p.hides("Create ticket for")
	p.shows("Old hook")
	p.press("enter")
	p.shows("the helpdesk did not answer", "POST https://old.example", "id-1", "r run again")
	p.press("r")
	p.shows("no longer among the active actions")
	p.press("h")
	p.typeText("tck-7")
	p.hides("Aarav Sharma  Old hook")
	p.press("enter", "r")
	p.shows("Create ticket for Aarav Sharma ─ webhook", "enter run")
	if c := p.openChat(); c == nil || c.id != runs[1].ContactID {
		t.Fatal("its conversation is not open")
	}
	if p.lastRun() != nil {
		t.Fatal("it ran without being looked at")
	}
	p.press("enter")
	p.shows("TCK-1042")
}

func TestAHistoryThatCannotBeReadSaysSo(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) {
		d.History = func(context.Context, int) ([]actions.Run, error) {
			return nil, errors.New("The history could not be read: the disk is gone.")
		}
	}})
	p.press("h")
	p.shows("the disk is gone")
	q := newPump(t, bench{})
	q.press("h")
	q.shows("no record is kept here")
}

func TestThePaletteJumpsToAConversation(t *testing.T) {
	p := newPump(t, bench{})
	target := p.list().First(9)[8]
	p.press("ctrl+k")
	p.typeText(target.Name)
	p.press("enter")
	if c := p.openChat(); c == nil || c.id != target.ID || p.focus() != focusCompose {
		t.Fatalf("%s is not open:\n%s", target.Name, p.screen())
	}
	p.press("ctrl+k", "esc")
	if p.focus() != focusCompose || p.dialogOpen() {
		t.Fatal("esc did not go back to the composer")
	}
}

func TestAReplyQuotesItsMessage(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.press("up", "up")
	quoted, ok := c.thread.Selected()
	if !ok {
		t.Fatal("no message is selected")
	}
	p.press("r")
	p.shows("↳ " + quoted.Body)
	p.press("esc")
	if c.replyTo != "" || p.focus() != focusCompose {
		t.Fatal("esc did not only stop replying")
	}
	p.press("up", "up", "r")
	p.sendText("about that")
	m := c.newest()
	if m.Body != "about that" || m.ReplyToID != quoted.ID {
		t.Fatalf("%+v does not answer %s", m, quoted.ID)
	}
	if c.replyTo != "" {
		t.Fatal("the next message would answer it too")
	}
}

func TestLeavingAsksWhateverIsOpen(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.typeText("half a thought")
	p.press("ctrl+k", "ctrl+c")
	p.shows("Leave keydesk?", "1 unsent draft")
	for _, msg := range p.sent {
		if _, ok := msg.(tea.QuitMsg); ok {
			t.Fatal("it left past a draft")
		}
	}
	n := len(p.sent)
	p.press("ctrl+c") // struck twice in a hurry
	for _, msg := range p.sent[n:] {
		if _, ok := msg.(tea.QuitMsg); ok {
			t.Fatal("it left past a draft")
		}
	}
	p.clock = p.clock.Add(leaveAgain)
	p.press("ctrl+c")
	if _, ok := p.sent[len(p.sent)-1].(tea.QuitMsg); !ok {
		t.Fatal("a second ctrl+c did not leave")
	}
	q := newPump(t, bench{})
	q.openFirst()
	q.em.FailNext(1, 500, "")
	q.sendText("lost?")
	q.press("ctrl+c")
	q.shows("1 message that did not go out")
}

func TestTheButtonUnderTheKeyboardIsAlwaysInSight(t *testing.T) {
	p := newPump(t, bench{width: 46, height: 24, deps: configured("Sync to ERP", actions.Options{When: actions.When{Tags: []string{"platinum"}}})})
	p.openFirst()
	p.press("shift+tab", "shift+tab")
	for i, d := range p.actions() {
		seen := false
		for _, b := range p.buttons() {
			seen = seen || b.id == d.ID
			if b.to > p.layout().bar.w {
				t.Fatalf("button %s ends at %d of %d", b.id, b.to, p.layout().bar.w)
			}
		}
		if !seen {
			t.Fatalf("%s is folded although the keyboard stands on it:\n%s", d.Name, p.screen())
		}
		if i < len(p.actions())-1 {
			p.hides("platinum")
		}
		p.press("right")
	}
	p.shows("Sync to ERP cannot run", "platinum", "[+")
}

func TestALinkThatCouldNotBeOpenedIsReadWholeAndCopied(t *testing.T) {
	p := newPump(t, bench{width: 80, height: 24})
	p.openFirst()
	p.press(p.actionKey("Open in CRM"))
	p.shows("alt+k link, QR code")
	p.press("alt+v")
	link := firstLink(p.lastRun().outcome.Effects)
	if link == "" {
		t.Fatalf("no link: %+v", p.lastRun().outcome)
	}
	p.shows("https://crm.example.com/", "v%20Sharma ") // its end, on a row of its own
	p.press("l")
	if !p.copiedHas(link) {
		t.Fatal("the link was not copied")
	}
}

// A reply that begins with the key of the canned responses is not lost.
func TestEscInTheCannedResponsesKeepsWhatWasTyped(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.press("/")
	p.typeText("order please")
	p.press("esc")
	if got := c.compose.Value(); got != "/order please" || p.dialogOpen() || p.focus() != focusCompose {
		t.Fatalf("the composer holds %q", got)
	}
	p.press("ctrl+r")
	p.typeText("order")
	p.press("esc")
	if got := c.compose.Value(); got != "/order please" {
		t.Fatalf("a filter of the list went into the text: %q", got)
	}
	c.compose.SetValue("")
	p.press("/", "esc")
	if got := c.compose.Value(); got != "" {
		t.Fatalf("nothing was typed, and the composer holds %q", got)
	}
}

// What is typed while the canned responses are fetched is typed to them.
func TestCannedResponsesTakeWhatWasTypedBeforeTheyCame(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	answer := p.give(keyPress("/"))
	p.typeText("order")
	p.run(answer)
	p.typeText(" please")
	p.press("esc")
	if got := c.compose.Value(); got != "/order please" {
		t.Fatalf("the composer holds %q", got)
	}
}

// Oneself is not chosen in the list of colleagues, and there enter says what it does.
func TestTheColleaguesBeginOnNobody(t *testing.T) {
	p := newPump(t, bench{role: "admin"})
	p.openFirst()
	p.press("ctrl+x", "w", "enter")
	p.shows("Colleagues")
	p.hides("Go away?", "enter assign")
	p.press("down")
	p.shows("enter away")
	p.press("down")
	p.shows("enter assign")
}

// Under a dialog nothing of the desk has a colour or weight that competes with it, but for what was
// said last; a row keeps its words and its gaps.
func TestTheDeskIsDimUnderADialog(t *testing.T) {
	p := newPump(t, bench{width: 120, height: 36, deps: func(d *Deps) { d.Theme = theme.New("dark", "unicode", false) }})
	p.press("enter", "alt+1", "ctrl+k")
	th := theme.New("dark", "unicode", false)
	rows := strings.Split(p.drawn(), "\n")
	if strings.Contains(rows[0], th.Good.Render("●")) || !strings.Contains(rows[0], th.Faint.Render("keydesk  Chai & Co.")) {
		t.Errorf("the title is not dim:\n%q", rows[0])
	}
	if last := rows[len(rows)-1]; !strings.Contains(last, "TCK-1042") || !strings.Contains(last, th.Good.Render("✓")) {
		t.Errorf("what was said is dim:\n%q", last)
	}
	row := "  " + th.Strong.Render("Aarav") + "      \x1b[m" + th.Bad.Render("2 a") + "  "
	if got, want := dialog.Dimmed(&th, row), "  "+th.Faint.Render("Aarav")+"      "+th.Faint.Render("2 a")+"  "; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
