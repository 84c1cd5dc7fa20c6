package files

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"keydesk/actions"
)

// PlainText is a text file as it was meant: without a byte order mark, which Windows' editors write, in
// UTF-8 where the mark says UTF-16, and with line feeds alone where git or an editor made them CRLF.
func PlainText(data []byte) []byte {
	if text, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), data); err == nil {
		data = text
	}
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}

// standsBeside reports whether a text comes back from a file of its own as it is. One that holds carriage
// returns, as a body of the platform may, or a mark stays in the TOML, which can write them.
func standsBeside(text string) bool {
	return !strings.ContainsRune(text, '\r') && !strings.HasPrefix(text, "\ufeff")
}

// besideOnly leaves out the texts that cannot stand in files of their own.
func besideOnly(s actions.Stored, beside map[string]string) map[string]string {
	for key := range beside {
		if text, ok := s.Config[key].(string); ok && !standsBeside(text) {
			delete(beside, key)
		}
	}
	return beside
}

// Problems are all that is wrong with one file, by line.
type Problems []*Problem

func (ps Problems) Error() string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = p.Error()
	}
	return strings.Join(texts, "\n")
}

// Unwrap lets errors.As find the first one.
func (ps Problems) Unwrap() []error {
	out := make([]error, len(ps))
	for i, p := range ps {
		out[i] = p
	}
	return out
}

// sorted puts the problems in the order of the file; no problem is no error.
func (ps Problems) sorted() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b *Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return strings.Compare(a.Text, b.Text)
	})
	return ps
}
