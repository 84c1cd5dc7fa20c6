package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/keys"
)

// class is what a command does outside of the screen. It alone decides what keys
// and the palette may do with it.
type class int

const (
	unclassed class = iota // a fault of the table; as careful as the worst
	looks                  // moves, shows, asks
	mine                   // changes what is only here: drafts, selections, colours
	sends                  // something leaves the desk: messages, actions, assignments, tags
	destroys               // something is gone afterwards
)

// careful says whether a command of the class is never guessed, never
// preselected, and runs once for a key that is held.
func (c class) careful() bool { return c != looks && c != mine }

// classed gives its class to every command of a list that does not say one of
// its own.
func classed(c class, list []command) []command {
	for i := range list {
		if list[i].class == unclassed {
			list[i].class = c
		}
	}
	return list
}

// as is the command with a class.
func (c command) as(x class) command {
	c.class = x
	return c
}

// heldPause is how soon the same key again, with no other between, comes from a
// finger that rests on it or struck twice by mistake.
const heldPause = 500 * time.Millisecond

// pace is the rhythm of the keyboard: whether a key is held.
type pace struct {
	key  string
	at   time.Time
	held bool
}

// take notes a key.
func (p *pace) take(press tea.KeyPressMsg, now time.Time) {
	name := keys.Normal(press)
	p.held = press.IsRepeat || name == p.key && now.Sub(p.at) < heldPause
	p.key, p.at = name, now
}

// spares says whether a key is not to run a command of the class: it is held,
// and what it did the first time must not be done again.
func (p *pace) spares(c class) bool { return p.held && c.careful() }
