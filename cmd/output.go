package cmd

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

// say writes one line to standard output; text from outside is made printable.
func (a *app) say(format string, args ...any) {
	fmt.Fprintln(a.env.Stdout, text.Line(fmt.Sprintf(format, args...)))
}

// writeJSON writes v as indented JSON whose bytes are safe on a terminal.
func (a *app) writeJSON(v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // URLs stay readable
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("cannot write JSON: %w", err)
	}
	_, err := a.env.Stdout.Write(escapeControls(b.Bytes()))
	return err
}

// writeJSONLine writes v as JSON in one line.
func writeJSONLine(w io.Writer, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("cannot write JSON: %w", err)
	}
	_, err = w.Write(append(escapeControls(data), '\n'))
	return err
}

// escapeControls writes every character that does something to a terminal rather than show itself
// as \uXXXX: encoding/json does so below U+0020 only, and leaves DEL, C1 controls, bidi controls
// and other invisible format characters raw. In valid JSON those stand inside strings only, where
// the escape means the same.
func escapeControls(data []byte) []byte {
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

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// table writes rows with aligned columns. The cells are printable already.
func (a *app) table(rows [][]string) {
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
		fmt.Fprintln(a.env.Stdout, strings.TrimRight(line.String(), " "))
	}
}

// field writes one labelled line; the value is made printable.
func (a *app) field(label, value string) {
	fmt.Fprintln(a.env.Stdout, strings.TrimRight(text.Pad(label, 8)+text.Line(value), " "))
}

// printable makes text from outside safe for one line.
func printable(s string) string { return text.Line(s) }

// counted is a number and its noun, with an s for more than one.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
