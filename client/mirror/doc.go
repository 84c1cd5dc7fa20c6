// Package mirror is what a desk knows of the platform, each fact once, with how fresh it is.
//
// It does no I/O, has no goroutines and knows no screen. Its owner tells it what happened (the Took
// methods, Heard, Changed), what somebody looks at ([Mirror.Watch]) and what is about to be used
// ([Mirror.Use]); it answers with the reads to make and the uses that may go on. Whoever makes a read
// hands its answer back, with the time at which it was asked for: a fact is as old as the question,
// not as the answer.
//
// The platform tells nothing by its realtime line of most changes (contract §4.3, §15.4), so a fact
// that is looked at is read again by rule and not by habit:
//
//	fact       who tells                               read again                             on screen  when used
//	contact    its own answer                          its messages, focus, own changes       30 s       250 ms
//	           (name, tags, metadata, assignee, account, window)
//	actions    the list of definitions                 focus, return of the line, refusals    60 s       250 ms
//	list       pages of conversations                  messages, return of the line           60 s       as shown
//	thread     messages and their states by events    a message to one of several numbers    10 min     as shown
//	rights     /api/me, permissions_updated            focus, refusals                        60 s       as shown
//	transfers  the active ones, agent_transfer…        events, return of the line             60 s       as shown
//	people     users, teams, members, accounts         when they are shown                    10 min     as shown
//
// "On screen" holds while somebody looks: with nobody at the keys nothing is asked for, and the first
// key asks for all that has become too old meanwhile. "When used" is how old a fact may be when an
// action takes it; a use waits [Patience] for that and then goes on with what is known, told that it
// is not fresh. With the two a receiver gets what the platform held at most 400 ms before.
//
// Map: conversations — the list, all of it; mirror.go — the facts; fresh.go — how old they are and what is read when; use.go — uses that
// wait for facts.
package mirror
