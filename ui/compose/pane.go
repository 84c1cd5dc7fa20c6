package compose

import (
	"unicode/utf8"

	"keydesk/ui/markup"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

const (
	// Limit is how many characters WhatsApp takes in one text.
	Limit = 4096
	// near is from how many characters on the pane tells how many are left.
	near = Limit - 200
	// Most bounds the draft itself: more than Limit may be pasted, to be cut down by hand, but what
	// is pasted by mistake must not make the console slow.
	Most = 4 * Limit
)

// Pane is the composer. It is not safe for concurrent use. The zero value is of no use: New makes
// one.
type Pane struct {
	th *theme.Theme

	width, maxHeight int

	value string // exactly as typed
	at    int    // the cursor, a byte of value on a cluster's edge
	goal  int    // the column that up and down aim at, -1 for the cursor's own
	chars int    // characters in value
	cut   bool   // the last insertion did not fit into the bound

	past   []state // what undo goes back to, newest last
	future []state // what redo goes on to, nearest last
	typing bool    // the newest of past began a word that is still being typed

	label       string // before the first row: "Reply"
	quote       string // header row: what is being answered
	note        string // header row: that this is a note, and who will see it
	placeholder string

	indent, room int // cells before the text, and for it

	formatted string        // the text that spans belong to
	spans     []markup.Span // what formatting means in it

	rows  []row // the text as it is broken now
	top   int   // the first visible one
	stale bool  // rows do not fit value and width any more
}

// New makes an empty composer, zero cells wide.
func New(th *theme.Theme) *Pane {
	p := &Pane{th: th, goal: -1}
	p.measure()
	return p
}

// Value is the text exactly as it was written.
func (p *Pane) Value() string { return p.value }

// SetValue replaces the text, as when another conversation opens: the cursor goes to the end and
// there is nothing to undo.
func (p *Pane) SetValue(s string) {
	s = p.taken(text.Typed(s), Most)
	p.past, p.future, p.typing = nil, nil, false
	p.set(s, len(s))
}

// Clear empties the draft. Undo brings it back.
func (p *Pane) Clear() {
	if p.value != "" {
		p.remember(false)
		p.cut = false
		p.set("", 0)
	}
}

// Insert puts text at the cursor, as a canned response or an action does.
func (p *Pane) Insert(s string) bool { return p.insert(s, false) }

// SetTheme changes colours and glyphs.
func (p *Pane) SetTheme(th *theme.Theme) {
	p.th = th
	p.measure()
}

// SetPlaceholder is what an empty composer shows, on one row.
func (p *Pane) SetPlaceholder(s string) { p.placeholder = text.Line(s) }

// SetLabel is the word before the text, as "Reply"; "" for none.
func (p *Pane) SetLabel(s string) {
	p.label = text.Line(s)
	p.measure()
}

// SetQuote shows what is being answered in a row above the text; "" for none.
func (p *Pane) SetQuote(s string) { p.quote = text.Line(s) }

// SetNote turns the composer into that of a private note: its own colour and bar, and s, which has to
// hold the word NOTE, above the text. "" turns it back.
func (p *Pane) SetNote(s string) {
	p.note = text.Line(s)
	p.measure()
}

// Resize sets the width and the greatest height in cells. Any size is fine, 0 draws nothing.
func (p *Pane) Resize(width, maxHeight int) {
	p.maxHeight = max(maxHeight, 0)
	if width = max(width, 0); width != p.width {
		p.width = width
		p.measure()
	}
}

// Chars is the length of the text in characters, as the limit counts.
func (p *Pane) Chars() int { return p.chars }

// Cut tells whether the last text that was put in did not fit.
func (p *Pane) Cut() bool { return p.cut }

// Over is how many characters too many there are, 0 when the text can be sent.
func (p *Pane) Over() int { return max(p.chars-Limit, 0) }

// set changes text and cursor together; everything else that changes either goes through here.
func (p *Pane) set(value string, at int) {
	if value != p.value {
		p.value, p.stale = value, true
		p.chars = utf8.RuneCountInString(value)
	}
	p.at, p.goal = p.edge(at), -1
}

// Before is the text before the cursor.
func (p *Pane) Before() string { return p.value[:p.at] }

// ReplaceBefore puts another text in place of what stands before the cursor; one undo brings the old
// one back.
func (p *Pane) ReplaceBefore(s string) {
	p.remember(false)
	after := p.value[p.at:]
	s = p.taken(text.Typed(s), Most-utf8.RuneCountInString(after))
	p.set(s+after, len(s))
}

// Replace puts another text in place of all of it, the cursor behind it; one undo brings the old one
// back.
func (p *Pane) Replace(s string) {
	p.remember(false)
	s = p.taken(text.Typed(s), Most)
	p.set(s, len(s))
}

// taken is as much of s as fits into so many characters. What does not fit is left out, and the pane
// says so until the next change.
func (p *Pane) taken(s string, room int) string {
	fits := text.First(s, max(0, room))
	p.cut = len(fits) < len(s)
	return fits
}

// Undo goes back to the text before the last change, Redo forth again. They report whether there was
// anything to go to.
func (p *Pane) Undo() bool { return p.undo() }

// Redo is the counterpart of Undo.
func (p *Pane) Redo() bool { return p.redo() }

// CanUndo tells whether Undo has somewhere to go.
func (p *Pane) CanUndo() bool { return len(p.past) > 0 }

// CanRedo is the counterpart of CanUndo.
func (p *Pane) CanRedo() bool { return len(p.future) > 0 }
