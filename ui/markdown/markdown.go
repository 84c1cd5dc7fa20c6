// Package markdown draws the program's own Markdown, such as the guide, in rows of a width.
//
//	markdown.go  what is drawn: blocks
//	parse.go     a text into blocks
//	inline.go    the marks inside of a line, and where it breaks
//	draw.go      blocks into rows; table.go those of tables
//
// It knows the part of Markdown that these texts use: headings, paragraphs, lists of one level, fenced code,
// tables, and in a line code, strong words and links. That part is small because the libraries are not:
// glamour adds 34 ms to every start (its lexers and styles are made before main, in each sandbox worker too)
// and 6 MB; goldmark alone up to 3 ms and 1 MB. A test holds it against goldmark, so that the web shows
// the same.
package markdown

// Kind is what a block is.
type Kind int

const (
	Paragraph Kind = iota
	Heading
	Item // of a list
	Code
	Table
)

// Block is one part of a text, from an empty line to the next.
type Block struct {
	Kind  Kind
	Level int        // of a heading
	Mark  string     // of an item: "-" or its number with the dot
	Text  string     // of a heading, a paragraph, an item: one line, with the marks inside of it
	Lines []string   // of code
	Lang  string     // of code
	Cells [][]string // of a table, row by row, the names of its columns first
}
