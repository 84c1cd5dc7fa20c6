package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"keydesk/ui/text"
)

// Say writes one line to standard output; text from outside is made printable.
func (a *App) Say(format string, args ...any) {
	fmt.Fprintln(a.Env.Stdout, text.Line(fmt.Sprintf(format, args...)))
}

// WriteJSON writes v as indented JSON whose bytes are safe on a terminal.
func (a *App) WriteJSON(v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // URLs stay readable
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("cannot write JSON: %w", err)
	}
	_, err := a.Env.Stdout.Write(EscapeControls(b.Bytes()))
	return err
}

// WriteJSONLine writes v as JSON in one line.
func WriteJSONLine(w io.Writer, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("cannot write JSON: %w", err)
	}
	_, err = w.Write(append(EscapeControls(data), '\n'))
	return err
}

// EscapeControls writes every character that does something to a terminal rather than show itself
// as \uXXXX: encoding/json does so below U+0020 only, and leaves DEL, C1 controls, bidi controls
// and other invisible format characters raw. In valid JSON those stand inside strings only, where
// the escape means the same.
func EscapeControls(data []byte) []byte {
	clean := true
	for _, c := range data {
		if c >= 0x7f {
			clean = false
			break
		}
	}
	if clean {
		return data
	}
	out := make([]byte, 0, len(data)+64)
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r < 0x7f:
			out = append(out, data[0])
		case r == utf8.RuneError && size == 1:
			out = append(out, `\ufffd`...)
		case !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs) && !unicode.Is(unicode.Variation_Selector, r):
			out = append(out, data[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		data = data[size:]
	}
	return out
}

func SortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Table writes rows with aligned columns. The cells are printable already.
func (a *App) Table(rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], text.Width(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(text.Pad(cell, widths[i]) + "  ")
		}
		fmt.Fprintln(a.Env.Stdout, strings.TrimRight(line.String(), " "))
	}
}

// Field writes one labelled line; the value is made printable.
func (a *App) Field(label, value string) {
	fmt.Fprintln(a.Env.Stdout, strings.TrimRight(text.Pad(label, 8)+text.Line(value), " "))
}

// Printable makes text from outside safe for one line.
func Printable(s string) string { return text.Line(s) }

// Counted is a number and its noun, with an s for more than one.
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
