package places

import (
	"fmt"
	"strings"
)

// Mark stands for a value in the text of a template. No text holds it, since it is not UTF-8.
const Mark = "\xff"

const mark = '\xff' // Mark as a byte

// Value is what a placeholder stands for.
type Value struct {
	// Text is the value where text belongs, JSON where a JSON value does; without it that is the text
	// in quotes.
	Text, JSON string
	// Bare is set for numbers and for true and false: their JSON has no quotes and no brackets.
	Bare bool
}

func (v Value) json() string {
	if v.JSON == "" {
		return `"` + JSONText(v.Text) + `"`
	}
	return v.JSON
}

// Place is where a value stands.
type Place struct {
	// Name is the place in words: "JSON string", "CSV field".
	Name string
	// Write is the value as it is written there. Its error is a *Refusal.
	Write func(Value) (string, error)

	// neutral stands for any value when the text is tried.
	neutral string
}

// Body is a template that has been read.
type Body struct {
	// Text is the template as it is sent, with a Mark for every value; it can differ from what was
	// read, such as by the line breaks of multipart headers.
	Text string
	// Places are the places of the marks, in their order.
	Places []Place
	// Documents are the stretches of the finished body that have to be JSON; nil if none have to.
	Documents func(body string) []Stretch
	// checks look at the finished body for what only all values together can break.
	checks []func(body string) error
}

// Stretch is the bytes from Start up to End.
type Stretch struct{ Start, End int }

// Check looks at the finished body for what only all values together can break.
func (b Body) Check(body string) error {
	for _, check := range b.checks {
		if err := check(body); err != nil {
			return err
		}
	}
	return nil
}

// Refusal says why a value cannot stand where it does, or cannot be written there.
type Refusal struct {
	// Value is the number of the mark; -1 when it is about the whole, or the caller knows which.
	Value int
	// Reason goes on after the name of the value, if it is about one: "stands in a comment".
	Reason string
	// Hint is what to write instead.
	Hint string
	// Header is set when the content type is at fault, not the text.
	Header bool
}

func (r *Refusal) Error() string { return r.Reason }

// refuse is a refusal of the n-th value.
func refuse(n int, hint, format string, args ...any) *Refusal {
	return &Refusal{Value: n, Reason: fmt.Sprintf(format, args...), Hint: hint}
}

// unfit is a refusal of what a value holds.
func unfit(hint, format string, args ...any) *Refusal { return refuse(-1, hint, format, args...) }

// text makes a place out of a way to write text.
func text(name string, write func(string) (string, error)) Place {
	return Place{Name: name, neutral: "x", Write: func(v Value) (string, error) { return write(v.Text) }}
}

// sure is a way to write text that takes any.
func sure(write func(string) string) func(string) (string, error) {
	return func(s string) (string, error) { return write(s), nil }
}

// marks counts the values in a text.
func marks(s string) int { return strings.Count(s, Mark) }

// repeat is the same place for every mark of a text.
func repeat(p Place, s string) []Place {
	var out []Place
	for range marks(s) {
		out = append(out, p)
	}
	return out
}

// literals writes everything but the marks anew.
func literals(s string, write func(string) string) string {
	parts := strings.Split(s, Mark)
	for i, part := range parts {
		parts[i] = write(part)
	}
	return strings.Join(parts, Mark)
}

// tried is the text with something harmless for every value.
func (b Body) tried() string {
	var out strings.Builder
	rest := b.Text
	for _, p := range b.Places {
		before, after, _ := strings.Cut(rest, Mark)
		out.WriteString(before + p.neutral)
		rest = after
	}
	return out.String() + rest
}

// fill writes the body with its values.
func (b Body) fill(values []Value) (string, error) {
	var out strings.Builder
	rest := b.Text
	for i, p := range b.Places {
		before, after, _ := strings.Cut(rest, Mark)
		s, err := p.Write(values[i])
		if err != nil {
			return "", err
		}
		out.WriteString(before + s)
		rest = after
	}
	full := out.String() + rest
	return full, b.Check(full)
}
