package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// typedKey is a key in a row that is typed without a rest.
func typedKey(s string) tea.KeyPressMsg { return keyPress(s) }

// TestEveryCommandHasAClass holds that nothing is in the table of which it is not
// said what it does outside of the screen.
func TestEveryCommandHasAClass(t *testing.T) {
	for _, c := range defaultCommands(false) {
		if c.class == unclassed {
			t.Errorf("%s has no class", c.ID)
		}
		if c.run != nil && c.class.careful() && c.Scope != scopeBar && len(c.ID) > 8 && c.ID[:7] != "action." && len(namesOf(c.ID)) == 0 {
			t.Errorf("%s sends or destroys, and has no name to call it by", c.ID)
		}
	}
	table := newPump(t, bench{}).keyTable()
	for id := range commandNames {
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
		"quit": "Leave keydesk", "exit": "Leave keydesk", "help": "All keys", "settings": "Settings:", "theme": "Change the colours",
		"logout": "Sign out", "resolve": "Transfer the conversation", "archive": "Archive or close", "labels": "Add and remove tags",
		"attach": "Send a file", "thread.reply": "Reply to the selected",
	} {
		p.press("ctrl+k")
		p.typeText(word)
		c := p.dialog().(*chooser)
		if at := c.under(); at == nowhere || !contains(c.choices[at].label, want) {
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
