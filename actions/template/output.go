package template

// Output collects the text that comes out, and remembers which bytes came from where.
type Output struct {
	Text  []byte
	Spans []Span
	// origins map offsets in Text back to the template, in order.
	origins []origin
	// Placed are the values with their places, for whoever writes the template.
	Placed []Place
}

// Place is a placeholder of the template and the place in which its value stands.
type Place struct {
	Start       int
	Name, Where string
}

// origin says that output from out on was made from the template's bytes from src on.
type origin struct {
	out, src int
	literal  bool
}

// Literal appends text of the template as it is.
func (b *Output) Literal(text string, src int) {
	b.origins = append(b.origins, origin{len(b.Text), src, true})
	b.Text = append(b.Text, text...)
}

// Value appends a value as it is written in a place, and marks it.
func (b *Output) Value(escaped string, v Value, place string) {
	b.origins = append(b.origins, origin{len(b.Text), v.Start, false})
	start := len(b.Text)
	b.Text = append(b.Text, escaped...)
	b.Spans = append(b.Spans, Span{start, len(b.Text), v.Path, place})
	b.Placed = append(b.Placed, Place{v.Start, v.Shown(), place})
}

// source maps an output offset to the template's byte offset.
func (b *Output) source(out int) int {
	src := 0
	for _, o := range b.origins {
		if o.out > out {
			break
		}
		src = o.src
		if o.literal {
			src += out - o.out
		}
	}
	return src
}

// Span is a byte range that came from the subject or an input.
type Span struct {
	Start, End int
	// Path is the placeholder's name in its long form: contact.name, input.amount.
	Path string
	// Place is what it was escaped for: "JSON string", "query value".
	Place string
}
