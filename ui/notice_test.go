package ui

import (
	"fmt"
	"strings"
	"testing"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// A failure tells what to do at its end, which is what a cut would take away.
const longSentence = "Could not send the message for certain: the platform was not reached (connection reset by peer while the answer was read); " +
	"it may have been carried out, so look before you try again."

func TestALongNoticeIsReadableAtEverySize(t *testing.T) {
	for _, s := range []struct{ w, h int }{{120, 36}, {80, 24}, {40, 20}, {40, 12}} {
		t.Run(fmt.Sprintf("%dx%d", s.w, s.h), func(t *testing.T) {
			p := newPump(t, bench{width: s.w, height: s.h})
			p.openFirst()
			p.say(levelBad, longSentence)
			checkBounds(t, p, s.w, s.h)
			shown := strings.Join(strings.Fields(p.screen()), " ")
			if !strings.Contains(shown, "before you try again.") && !strings.Contains(shown, "alt+m") {
				t.Fatalf("the sentence is cut and nothing says how to read it:\n%s", p.screen())
			}
			p.press("alt+m")
			p.shows("Messages of keydesk")
			last := strings.Fields(longSentence)
			read := p.screen()
			p.press("G")
			read += p.screen()
			for _, word := range last {
				if text.Width(word) < s.w/2 && !strings.Contains(read, word) {
					t.Fatalf("%q is nowhere in the messages:\n%s", word, read)
				}
			}
		})
	}
}

func TestANoticeThatGrowsIsKeptOnce(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press(p.actionKey("Copy summary"))
	if n := len(p.said()); n != 1 {
		t.Fatalf("%d sentences are kept, want 1: %+v", n, p.said())
	}
	p.shows("clipboard")
}

func TestAReasonIsNotEndedTwice(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("shift+tab", "R")
	if said := p.notice(); !strings.HasSuffix(said, "select it first.") {
		t.Fatalf("%q", said)
	}
}

// What keydesk itself writes is ASCII where that was asked for: a terminal that
// cannot draw the rest would show question marks.
func TestNothingOfOursIsDrawnOutsideASCIIInThatMode(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.Theme = theme.New("auto", "ascii", true) }})
	p.typeText("zzz")
	for _, keys := range [][]string{{"?"}, {"alt+m"}} {
		p.press(keys...)
		if !p.dialogOpen() {
			p.say(levelInfo, longSentence)
			p.press(keys...)
		}
		d := p.dialog().Draw(100, 30)
		for _, line := range d.Lines {
			if strings.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
				t.Fatalf("not ASCII: %q", line)
			}
		}
		p.press("esc")
	}
	if row := p.hintRow(100); strings.ContainsFunc(row, func(r rune) bool { return r > '~' }) {
		t.Fatalf("not ASCII: %q", row)
	}
}

// The refusal of a key does not outlive the next key that does something.
func TestARefusalEndsWithTheNextKey(t *testing.T) {
	p := newPump(t, bench{})
	p.press("F")
	p.shows("Not possible: the list is not filtered")
	p.press("down")
	p.hides("Not possible")
	p.press("F")
	p.shows("Not possible: the list is not filtered")
	p.press("Z")
	p.shows("Not possible: the list is not filtered")
}
