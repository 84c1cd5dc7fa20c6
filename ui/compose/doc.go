// Package compose is the place where a person types: a multi-line editor as a plain struct, with no
// I/O and no Bubble Tea model.
//
// The map: pane.go holds the state, the owner's setters and the limit; keys.go says what each key
// does; edit.go changes the text and remembers how to undo it; move.go moves the cursor; layout.go
// breaks the text into rows; format.go shows what WhatsApp's signs will look like; view.go draws the
// rows and tells where
// the terminal's own cursor belongs, since a drawn one would be in the way of input methods.
//
// The text is kept exactly as the person wrote it, emoji sequences included, because that is what
// gets sent; only what is drawn passes ui/text, cluster by cluster, and every column is counted on
// what is drawn.
//
// Why not bubbles' textarea: it moves and deletes by rune, so one backspace turns a family into
// a couple; it draws what it holds, emoji sequences and all, so the cursor's column is wrong wherever
// terminals disagree about them; it counts the same text with two width tables; it has no undo; and
// it hashes every line on every key.
package compose
