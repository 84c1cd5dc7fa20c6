package template

import "fmt"

// Error says why a part of an action cannot be filled in or sent. Its text is one sentence for the person.
type Error struct {
	// Field is where: url, method, body, code, confirm, when, headers.NAME, input.NAME.
	Field string
	// Reason is what is wrong, without the field.
	Reason string
	// Hint is what to write instead, if known.
	Hint string
	// Offset is the byte offset in the field's own text, -1 when it is about the whole.
	Offset int
	// Line and Column (1-based, in characters) are the place in the text as it would be sent, for
	// a body; 0 when unknown.
	Line, Column int
	// ByValue errors come from what a value holds, not from the author's text.
	ByValue bool
}

// Error is the sentence, with where it is.
func (e *Error) Error() string {
	where := e.Field
	switch {
	case e.Line > 0:
		where = fmt.Sprintf("%s, line %d, column %d", e.Field, e.Line, e.Column)
	case e.Offset >= 0:
		where = fmt.Sprintf("%s, at character %d", e.Field, e.Offset+1)
	}
	text := e.Reason
	if where != "" {
		text = where + ": " + text
	}
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// Fault is an Error about the whole of a field.
func Fault(field, hint, format string, args ...any) *Error {
	return &Error{Field: field, Reason: fmt.Sprintf(format, args...), Hint: hint, Offset: -1}
}
