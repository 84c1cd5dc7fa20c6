// Package code is where a person writes a script or the body of a request: a small code editor as
// a plain struct, with no I/O and no Bubble Tea model.
//
// The map: pane.go holds the state and the owner's setters; keys.go says what each key does; edit.go
// changes the text and remembers how to undo it; move.go moves the cursor; rows.go breaks lines into
// rows and keeps the cursor among the visible ones; lex.go, javascript.go and json.go tell keywords,
// strings, comments and placeholders apart; match.go finds the other one of a pair of brackets;
// view.go draws; problem.go shows what is wrong under the line it is about; complete.go offers the
// names of placeholders, also to a field of one line.
//
// Long lines are wrapped at the edge, not scrolled sideways: the body of a request is often one line
// of JSON, and what runs out of sight would be sent unread. A row that goes on from the one above has
// a mark in place of its number.
//
// The text is kept as a list of lines, and what a key costs is what is visible: rows are counted from
// the first visible line, and colours are worked out from the last line whose state is still known.
//
// It shares the door for typed text, the cells of a cluster and the names of keys with ui/compose,
// and differs in what code needs and messages do not: nothing is ever drawn as nothing, so that an
// invisible character in a script cannot hide.
package code
