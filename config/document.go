package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// document is a settings file taken apart: its values, and where each of them stands. go-toml
// decodes values without places and parses places without values, so both are asked.
type document struct {
	text   []byte
	values map[string]any
	places map[string]place // by pathKey
}

// place is where a key or a table header begins, and the bytes of a key's value. Offsets count
// bytes from the start of the file; a table header has no value.
type place struct {
	at            Position
	offset        int
	valueFrom     int
	valueTo       int
	isTableHeader bool
}

// pathKey joins a path into one map key; NUL cannot stand in a TOML key.
func pathKey(path []string) string { return strings.Join(path, "\x00") }

func parseDocument(name string, text []byte) (document, error) {
	d := document{text: text, places: map[string]place{}}
	if !utf8.Valid(text) {
		return d, Problems{{Path: name, Reason: "is not UTF-8 text; save it as UTF-8"}}
	}
	if err := toml.Unmarshal(text, &d.values); err != nil {
		problem := Problem{Path: name, Reason: "is not valid TOML: " + strings.TrimPrefix(err.Error(), "toml: ")}
		var at *toml.DecodeError
		if errors.As(err, &at) {
			problem.At.Line, problem.At.Column = at.Position()
		}
		return d, Problems{problem}
	}
	d.locate()
	return d, nil
}

// locate fills places from the syntax tree.
func (d *document) locate() {
	var (
		p      unstable.Parser
		prefix []string
		tables = map[string]int{} // how many [[…]] of each path came so far
	)
	p.Reset(d.text)
	for p.NextExpression() {
		node := p.Expression()
		switch node.Kind {
		case unstable.Table, unstable.ArrayTable:
			path, offset := keyOf(node)
			if node.Kind == unstable.ArrayTable {
				// The count is kept under the path as it is written, with the places of outer lists.
				outer := inLists(path[:len(path)-1], tables)
				key := pathKey(append(outer, path[len(path)-1]))
				tables[key]++
			}
			prefix = inLists(path, tables)
			d.places[pathKey(prefix)] = place{at: d.position(offset), offset: offset, isTableHeader: true}
		case unstable.KeyValue:
			d.locateValue(&p, prefix, node)
		}
	}
}

// locateValue notes one key and, inside an inline table, those beneath it.
func (d *document) locateValue(p *unstable.Parser, prefix []string, node *unstable.Node) {
	path, offset := keyOf(node)
	full := append(slices.Clone(prefix), path...)
	end := int(node.Raw.Offset + node.Raw.Length)
	value := node.Value()
	here := place{at: d.position(offset), offset: offset, valueTo: end}
	if value.Raw.Length > 0 {
		here.valueFrom = int(value.Raw.Offset)
	}
	d.places[pathKey(full)] = here
	d.locateInside(p, full, value)
}

func (d *document) locateInside(p *unstable.Parser, path []string, value *unstable.Node) {
	switch value.Kind {
	case unstable.InlineTable:
		for it := value.Children(); it.Next(); {
			d.locateValue(p, path, it.Node())
		}
	case unstable.Array:
		index := 0
		for it := value.Children(); it.Next(); index++ {
			d.locateInside(p, append(slices.Clone(path), strconv.Itoa(index)), it.Node())
		}
	}
}

// inLists puts the number of the current table behind every part of path that names a list of them.
func inLists(path []string, tables map[string]int) []string {
	full := make([]string, 0, len(path)+2)
	for _, part := range path {
		full = append(full, part)
		if n := tables[pathKey(full)]; n > 0 {
			full = append(full, strconv.Itoa(n-1))
		}
	}
	return full
}

// keyOf is the dotted key of a header or key-value, and the offset of its first part.
func keyOf(node *unstable.Node) (path []string, offset int) {
	for it := node.Key(); it.Next(); {
		if path == nil {
			offset = int(it.Node().Raw.Offset)
		}
		path = append(path, string(it.Node().Data))
	}
	return path, offset
}

func (d *document) position(offset int) Position {
	before := string(d.text[:offset])
	line := strings.Count(before, "\n") + 1
	start := strings.LastIndexByte(before, '\n') + 1
	return Position{Line: line, Column: utf8.RuneCountInString(before[start:]) + 1}
}

// where is the place of path, or of the nearest table around it.
func (d *document) where(path []string) Position {
	for n := len(path); n > 0; n-- {
		if p, ok := d.places[pathKey(path[:n])]; ok {
			return p.at
		}
	}
	return Position{}
}

// shown writes a path as it would stand in the file, quoting the parts that need it.
func shown(path []string) string {
	parts := make([]string, len(path))
	for i, part := range path {
		if isName(part, "-_") {
			parts[i] = part
		} else {
			parts[i] = strconv.Quote(part)
		}
	}
	return strings.Join(parts, ".")
}

// splitKey takes apart what shown wrote.
func splitKey(key string) []string {
	var parts []string
	for key != "" {
		if quoted, err := strconv.QuotedPrefix(key); err == nil {
			part, _ := strconv.Unquote(quoted) // QuotedPrefix has looked
			parts, key = append(parts, part), strings.TrimPrefix(key[len(quoted):], ".")
			continue
		}
		part, rest, _ := strings.Cut(key, ".")
		parts, key = append(parts, part), rest
	}
	return parts
}

// asTable writes a path as a table header.
func asTable(path []string) string { return fmt.Sprintf("[%s]", shown(path)) }
