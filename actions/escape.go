package actions

// builder collects output and remembers which bytes came from where.
type builder struct {
	buf   []byte
	spans []Span
	// origins map output offsets back to the template, in order.
	origins []origin
	// placed are the values with their places, for whoever writes the template.
	placed []placed
}

// placed is a placeholder of the template and the place in which its value stands.
type placed struct {
	start       int
	name, place string
}

// origin says that output from out on was made from the template's bytes from src on.
type origin struct {
	out, src int
	literal  bool
}

// literal appends text of the template as it is.
func (b *builder) literal(text string, src int) {
	b.origins = append(b.origins, origin{len(b.buf), src, true})
	b.buf = append(b.buf, text...)
}

// value appends a value as it is written in a place, and marks it.
func (b *builder) value(escaped string, v value, place string) {
	b.origins = append(b.origins, origin{len(b.buf), v.start, false})
	start := len(b.buf)
	b.buf = append(b.buf, escaped...)
	b.spans = append(b.spans, Span{start, len(b.buf), v.path, place})
	b.placed = append(b.placed, placed{v.start, v.shown(), place})
}

// source maps an output offset to the template's byte offset.
func (b *builder) source(out int) int {
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
