package command

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/keys"
)

// Class is what a command does outside of the screen. It alone decides what keys
// and the palette may do with it.
type Class int

const (
	Unclassed Class = iota // a fault of the table; as careful as the worst
	Looks                  // moves, shows, asks
	Mine                   // changes what is only here: drafts, selections, colours
	Sends                  // something leaves the desk: messages, actions, assignments, tags
	Destroys               // something is gone afterwards
)

// Careful says whether a command of the class is never guessed, never
// preselected, and runs once for a key that is held.
func (c Class) Careful() bool { return c != Looks && c != Mine }

// Classed gives its class to every command of a list that does not say one of
// its own.
func Classed(c Class, list []Command) []Command {
	for i := range list {
		if list[i].Class == Unclassed {
			list[i].Class = c
		}
	}
	return list
}

// As is the command with a class.
func (c Command) As(x Class) Command {
	c.Class = x
	return c
}

// heldPause is how soon the same key again, with no other between, comes from a
// finger that rests on it or struck twice by mistake.
const heldPause = 500 * time.Millisecond

// Pace is the rhythm of the keyboard: whether a key is held.
type Pace struct {
	key  string
	at   time.Time
	Held bool
}

// Take notes a key.
func (p *Pace) Take(press tea.KeyPressMsg, now time.Time) {
	name := keys.Normal(press)
	p.Held = press.IsRepeat || name == p.key && now.Sub(p.at) < heldPause
	p.key, p.at = name, now
}

// Spares says whether a key is not to run a command of the class: it is held,
// and what it did the first time must not be done again.
func (p *Pace) Spares(c Class) bool { return p.Held && c.Careful() }
