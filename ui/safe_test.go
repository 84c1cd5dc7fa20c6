package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
)

// typedKey is a key in a row that is typed without a rest.
func typedKey(s string) tea.KeyPressMsg { return keyPress(s) }

// TestEveryCommandHasAClass holds that nothing is in the table of which it is not
// said what it does outside of the screen.
func TestEveryCommandHasAClass(t *testing.T) {
	for _, c := range defaultCommands(false) {
		if c.Class == command.Unclassed {
			t.Errorf("%s has no class", c.ID)
		}
		if c.Run != nil && c.Class.Careful() && c.Scope != command.ScopeBar && len(c.ID) > 8 && c.ID[:7] != "action." && len(command.NamesOf(c.ID)) == 0 {
			t.Errorf("%s sends or destroys, and has no name to call it by", c.ID)
		}
	}
	table := newPump(t, bench{}).keyTable()
	for id := range command.CommandNames {
		if _, ok := table.Binding(id); !ok {
			t.Errorf("there are names for %s, which does not exist", id)
		}
	}
}

// A draft and a vague word: the palette once took the letters of "theme" out of
// the sentence of the command that sends.
func TestThePaletteDoesNotGuessWhatSends(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.typeText("half written secret")
	for _, word := range []string{"theme", "se", "s", "message", "the"} {
		p.press("ctrl+k")
		p.typeText(word)
		p.press("enter")
		p.dropDialogs()
		if got := p.openChat().compose.Value(); got != "half written secret" {
			t.Fatalf("%q and enter: the draft is %q", word, got)
		}
	}
	p.press("ctrl+k")
	p.typeText("zzyx")
	p.hides("Send the message")
	p.press("esc", "ctrl+k")
	p.typeText("send")
	p.press("enter")
	if got := p.openChat().compose.Value(); got != "" {
		t.Fatalf("its own name was typed, and the draft is still %q", got)
	}
}

// What sends is a line like others once one goes to it.
func TestThePaletteSendsFromTheLineOneWentTo(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("ctrl+k", "enter")
	p.shows("type its whole name")
	p.typeText("create")
	p.press("enter")
	if p.lastRun() != nil {
		t.Fatal("a name that was begun ran an action")
	}
	p.press("down", "enter")
	if p.lastRun() == nil {
		t.Fatal("the line one went to did not run")
	}
	p.press("ctrl+k")
	p.typeText("Copy ph")
	p.press("enter")
	if got := p.lastRun().run.name; got != "Copy phone" {
		t.Fatalf("ran %s", got)
	}
}

// The words people look for lead to the command they mean, and the first line is it.
func TestThePaletteKnowsTheWordsPeopleLookFor(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.Looks, d.Look = []string{"auto"}, nil }})
	p.openFirst()
	for word, want := range map[string]string{
		"quit": "Leave keydesk", "exit": "Leave keydesk", "help": "The keys that work here", "settings": "Settings:", "theme": "Change the colours",
		"logout": "Sign out", "resolve": "Transfer the conversation", "archive": "Archive or close", "labels": "Add and remove tags",
		"attach": "Send a file", "thread.reply": "Reply to the selected",
	} {
		p.press("ctrl+k")
		p.typeText(word)
		c := p.dialog().(*dialog.Chooser)
		if at := c.Under(); at == dialog.Nowhere || !contains(c.Choices[at].Label, want) {
			t.Errorf("%q: the bar is on %d, want %q:\n%s", word, at, want, p.screen())
		}
		p.dropDialogs()
	}
	p.press("ctrl+k")
	p.typeText("logout")
	p.shows("leave keydesk first")
}

func contains(s, part string) bool { return strings.HasPrefix(s, part) }

// A key that rests under a finger opens a conversation once, and does not go on to
// send the draft that waits there.
func TestAHeldKeySendsNothing(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.typeText("draft")
	p.press("esc")
	p.hold("enter", 6)
	if got := p.openChat().compose.Value(); got != "draft" {
		t.Fatalf("the draft is %q", got)
	}
	p.clock = p.clock.Add(time.Second)
	p.send(typedKey("enter"))
	if got := p.openChat().compose.Value(); got != "" {
		t.Fatalf("enter after a rest does not send: %q", got)
	}
}

// Three presses of one button once were three refunds.
func TestAnActionRunsOnceAndAsksBeforeItRunsAgain(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	key := p.actionKey("Create ticket")
	p.hold(key, 4)
	if n := p.runsOf("Create ticket"); n != 1 {
		t.Fatalf("a held key ran it %d times", n)
	}
	p.clock = p.clock.Add(2 * time.Second)
	p.press(key)
	p.shows("It ran for Aarav Sharma: done 200, 2 s ago. Again?")
	p.clock = p.clock.Add(time.Second)
	p.press("enter") // Cancel has the bar
	if n := p.runsOf("Create ticket"); n != 1 {
		t.Fatalf("it ran %d times", n)
	}
	p.press(key)
	p.clock = p.clock.Add(time.Second)
	p.press("y")
	if n := p.runsOf("Create ticket"); n != 2 {
		t.Fatalf("a yes ran it %d times", n)
	}
	p.clock = p.clock.Add(againPause)
	p.press(key)
	if n := p.runsOf("Create ticket"); n != 3 || p.dialogOpen() {
		t.Fatalf("after a while it ran %d times", n)
	}
}

// runsOf counts the runs of an action that were told.
func (p *pump) runsOf(name string) int {
	n := 0
	for _, s := range p.said() {
		if strings.HasPrefix(s.text, name+":") {
			n++
		}
	}
	return n
}

// The bar on one conversation and the toolbar of another were taken for one: a ticket was made for a
// contact that nobody looked at.
func TestAnActionAsksWhileTheBarIsOnAnotherConversation(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	key := p.actionKey("Create ticket")
	p.press("esc", "esc", "down", "down")
	p.press(key)
	if n := p.runsOf("Create ticket"); n != 0 {
		t.Fatalf("it ran %d times without a question", n)
	}
	p.shows("Create ticket for Aarav Sharma", "This runs for Aarav Sharma, whose")
	p.clock = p.clock.Add(2 * time.Second) // the question can be answered
	p.press("esc", "up", "up", key)
	if n := p.runsOf("Create ticket"); n != 1 {
		t.Fatalf("with the bar on it, it ran %d times", n)
	}
}

func TestTheSettingsSayWhatAsks(t *testing.T) {
	for ask, want := range map[string][2]bool{"danger": {false, false}, "webhooks": {true, false}, "always": {true, true}} {
		p := newPump(t, bench{deps: func(d *Deps) { d.Ask = ask }})
		p.openFirst()
		for i, name := range []string{"Create ticket", "Copy phone"} {
			p.press(p.actionKey(name))
			if p.dialogOpen() != want[i] {
				t.Errorf("ask = %q: %s asks: %v", ask, name, p.dialogOpen())
			}
			p.dropDialogs()
		}
	}
}

// On the way from the list into the conversation enter meets no button.
func TestTheToolbarIsNoStopBetweenListAndConversation(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("esc", "tab")
	if p.focus() != focusThread {
		t.Fatalf("tab leads from the list to part %d", p.focus())
	}
	p.press("shift+tab")
	if p.focus() != focusBar {
		t.Fatalf("the toolbar is not before the thread: %d", p.focus())
	}
}

// esc goes outward and stops there.
func TestEscGoesOutwardOnly(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.typeText("draft")
	p.press("shift+tab", "esc")
	if p.focus() != focusCompose {
		t.Fatalf("from the thread to part %d", p.focus())
	}
	for range 4 {
		p.press("esc")
		if p.focus() != focusList {
			t.Fatalf("esc leads to part %d", p.focus())
		}
	}
	p.press("?")
	if !p.dialogOpen() || p.openChat().compose.Value() != "draft" {
		t.Fatal("a key after esc went to the customer's draft")
	}
}

// Words typed into the list are no commands, however they begin.
func TestWordsTypedIntoTheListAreNoCommands(t *testing.T) {
	for _, word := range []string{"Hello", "quick", "for you", "nice", "like", "history"} {
		p := newPump(t, bench{})
		p.openFirst()
		p.press("esc")
		p.typeText(word)
		p.send(keyPress("enter"))
		if p.dialogOpen() || p.focus() != focusList || p.openChat().compose.Value() != "" || p.typing() {
			t.Fatalf("%q did something: part %d, dialog %T, draft %q", word, p.focus(), p.dialog(), p.openChat().compose.Value())
		}
		p.shows("“"+word+"” was typed into the list", "search for it")
		p.press("/")
		if got := p.searchLine(); got != word {
			t.Fatalf("the search line holds %q", got)
		}
	}
}

func TestWhatIsPastedIntoTheListIsOfferedToTheSearch(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("esc")
	p.send(tea.PasteMsg{Content: "quit\nall"})
	if p.focus() != focusList || p.openChat().compose.Value() != "" {
		t.Fatalf("it went into the draft: %q", p.openChat().compose.Value())
	}
	p.shows("“quit” was typed into the list")
}

// Keys that mean something go on to mean it, also in quick succession.
func TestCommandsInQuickSuccessionStayCommands(t *testing.T) {
	p := newPump(t, bench{})
	for _, k := range []string{"j", "j", "k", "j", "G", "g", "g", "n"} {
		p.clock = p.clock.Add(60 * time.Millisecond)
		p.send(keyPress(k))
	}
	if p.notice() != "" {
		t.Fatal(p.notice())
	}
}

func TestLeavingAsks(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("esc", "q")
	p.shows("Leave keydesk?", "Nothing is lost")
	p.clock = p.clock.Add(time.Second)
	p.press("y")
	if !p.left() {
		t.Fatal("a yes does not leave")
	}
}

// left says whether the desk asked the terminal to end it.
func (p *pump) left() bool {
	for _, m := range p.sent {
		if _, ok := m.(tea.QuitMsg); ok {
			return true
		}
	}
	return false
}

// What changes hands has nobody preselected, and what can be taken back says how.
func TestHandingOverIsNeverPreselectedAndAssigningIsUndone(t *testing.T) {
	p := newPump(t, bench{role: "admin"})
	p.press("down", "enter")
	before := p.openChat().contact().AssignedUserID
	for _, key := range []string{"alt+x", "alt+g"} {
		p.press(key, "enter")
		if !p.dialogOpen() {
			t.Fatalf("%s, enter chose somebody", key)
		}
		p.press("esc")
	}
	p.press("alt+g")
	p.pickLine("Me")
	p.shows("Assigned to you.", "undo")
	p.press("ctrl+x", "u")
	if got := p.openChat().contact().AssignedUserID; got != before {
		t.Fatalf("undone, it is assigned to %q, and was to %q", got, before)
	}
}

// A refusal is a sentence of its own.
func TestARefusalIsASentence(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.do("thread.view")
	if got := p.notice(); !strings.HasPrefix(got, "Not possible: ") || strings.Contains(got, "Show the picture") {
		t.Fatalf("it says %q", got)
	}
}

// Enter in the last question leads to the button that does it, not to Cancel.
func TestEnterThroughAFormDoesIt(t *testing.T) {
	asked := []actions.Input{{Name: "a", Type: actions.InputText}, {Name: "b", Type: actions.InputText}}
	p := newPump(t, bench{deps: configured("Create ticket", actions.Options{Inputs: asked})})
	p.openFirst()
	p.press("alt+1", "enter", "enter", "enter")
	if p.lastRun() == nil {
		t.Fatalf("it did not run:\n%s", p.screen())
	}
}

// The row offers the search line as long as it stands there, also at once.
func TestTheSearchIsTakenAtOnceForTypedWords(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("esc")
	p.typeText("quick")
	p.shows("“quick” was typed into the list")
	p.send(keyPress("/"))
	if got := p.searchLine(); got != "quick" {
		t.Fatalf("the search line holds %q:\n%s", got, p.screen())
	}
}

func TestSpacesAreNoDraft(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.typeText("  ")
	p.press("esc")
	if n := p.drafts(); n != 0 {
		t.Errorf("%d drafts", n)
	}
	p.hides("draft")
}

// Under a dialog the last row shows no keys that do not work there.
func TestADialogHidesTheKeysOfTheDesk(t *testing.T) {
	p := newPump(t, bench{width: 120, height: 36})
	p.openFirst()
	p.shows("esc list")
	p.press("ctrl+k")
	p.hides("esc list")
	p.shows("esc close")
}
