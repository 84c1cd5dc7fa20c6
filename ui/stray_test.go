package ui

import (
	"context"
	"testing"

	"keydesk/actions"
)

// What the first letter of a word asked for does not open when its answer comes
// after the word is known to be one.
func TestAnAnswerToALetterOfAWordOpensNothing(t *testing.T) {
	recorded := func(d *Deps) {
		d.History = func(context.Context, int) ([]actions.Run, error) {
			return []actions.Run{{ActionName: "Sync to ERP", ContactName: "Ada"}}, nil
		}
	}
	for _, word := range []string{"hi", "hello there"} {
		p := newPump(t, bench{deps: recorded})
		answer := p.give(keyPress(word[:1]))
		for _, letter := range word[1:] {
			if letter == ' ' {
				p.send(keyPress("space"))
				continue
			}
			p.send(keyPress(string(letter)))
		}
		p.run(answer)
		if p.dialogOpen() {
			t.Fatalf("%q opened %T", word, p.dialog())
		}
		p.shows("“"+word+"” was typed into the list", "nothing was done")
	}
	p := newPump(t, bench{deps: recorded})
	p.press("h")
	p.shows("History of actions")
}

// What the first letters did is told: it is not taken back.
func TestWhatTheFirstLettersOfAWordDidIsTold(t *testing.T) {
	p := newPump(t, bench{width: 160, height: 30})
	p.typeText("job")
	p.shows("“job” was typed into the list", "its first letters did this: Next conversation")
	p.hides("nothing was done")
}
