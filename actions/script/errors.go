package script

import "fmt"

// The kinds of an Error.
const (
	KindSyntax      = "syntax"      // the snippet does not parse
	KindException   = "exception"   // the snippet threw, or a promise was rejected
	KindTimeout     = "timeout"     // the time limit was reached
	KindMemory      = "memory"      // the worker's memory limit was reached
	KindStack       = "stack"       // calls or data were nested too deeply
	KindKilled      = "killed"      // the worker ended without an answer
	KindUnsupported = "unsupported" // the snippet uses what would silently give a wrong answer here
	KindRefused     = "refused"     // the snippet asked for something that is not allowed
)

// Error is the failure of a snippet, told for its author.
type Error struct {
	// Kind is one of the Kind constants.
	Kind string
	// Message is one plain sentence without the position. It may hold text of the snippet's own.
	Message string
	// Line and Column are those of the author's own code, counted from 1 in characters; 0 when
	// they are not known.
	Line, Column int
}

// Error gives the message with the position in front of it.
func (e *Error) Error() string {
	switch {
	case e.Line > 0 && e.Column > 0:
		return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
	case e.Line > 0:
		return fmt.Sprintf("line %d: %s", e.Line, e.Message)
	}
	return e.Message
}
