package theme

// reset ends every style; the short form of CSI 0 m.
const reset = "\x1b[m"

// Style is a ready escape sequence. The zero Style draws plain text. Styles do
// not nest: the end of an inner one ends the outer one too, so join them with
// With before rendering.
type Style struct{ prefix string }

// Render is text in this style. It measures nothing and expects one row.
func (s Style) Render(text string) string {
	if s.prefix == "" || text == "" {
		return text
	}
	return s.prefix + text + reset
}

// With is this style and then other on top: where both set a colour, other's
// counts.
func (s Style) With(other Style) Style { return Style{s.prefix + other.prefix} }

// IsPlain reports whether Render changes nothing.
func (s Style) IsPlain() bool { return s.prefix == "" }
