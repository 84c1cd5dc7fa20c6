package template

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// step is one key on the way to a value. A dotted step was written between dots and may be joined
// with the dotted ones after it, because keys can hold dots themselves; one in brackets is exact.
type step struct {
	key    string
	dotted bool
}

// parsePath splits a name such as contact.metadata['shop.example.com'].id into its steps. ok is false
// when brackets or quotes in it are not closed.
func parsePath(name string) (steps []step, ok bool) {
	start := 0
	flush := func(end int) {
		for part := range strings.SplitSeq(name[start:end], ".") {
			steps = append(steps, step{part, true})
		}
	}
	for i := 0; i < len(name); {
		if name[i] != '[' {
			i++
			continue
		}
		key, size := bracket(name[i:])
		if size == 0 {
			i++
			continue
		}
		if i > start {
			flush(i)
		}
		steps = append(steps, step{key: key})
		i += size
		if i == len(name) {
			return steps, true
		}
		switch name[i] {
		case '.':
			i++
		case '[':
		default:
			return nil, false
		}
		start = i
		if start == len(name) {
			return nil, false
		}
	}
	flush(len(name))
	return steps, true
}

// bracket reads ['key'], ["key"] or [0] at the start of text; size 0 means that it is something else.
func bracket(text string) (key string, size int) {
	if end := strings.IndexByte(text, ']'); end > 1 && strings.Trim(text[1:end], "0123456789") == "" {
		return text[1:end], end + 1
	}
	if len(text) < 4 || text[1] != '\'' && text[1] != '"' {
		return "", 0
	}
	var b strings.Builder
	for i := 2; i < len(text); i++ {
		switch c := text[i]; {
		case c == text[1]:
			if i+1 < len(text) && text[i+1] == ']' {
				return b.String(), i + 2
			}
			return "", 0
		case c == '\\':
			r, n := unescape(text[i:])
			if n == 0 {
				return "", 0
			}
			b.WriteString(r)
			i += n - 1
		default:
			b.WriteByte(c)
		}
	}
	return "", 0
}

// unescape reads one escape of a quoted key, those of JSON and \'.
func unescape(text string) (s string, size int) {
	if len(text) < 2 {
		return "", 0
	}
	switch text[1] {
	case '\'', '"', '\\', '/':
		return text[1:2], 2
	case 'n':
		return "\n", 2
	case 'r':
		return "\r", 2
	case 't':
		return "\t", 2
	case 'u':
		if len(text) >= 6 {
			if n, err := strconv.ParseUint(text[2:6], 16, 32); err == nil {
				return string(rune(n)), 6
			}
		}
	}
	return "", 0
}

// spellKey is a key as it is written after the name of what it is in: .plan, or ['plan?'] for one that
// holds what the dotted form cannot.
func spellKey(key string, ambiguous bool) string {
	if !ambiguous && plainKey(key) {
		return "." + key
	}
	var b strings.Builder
	b.WriteString("['")
	for _, r := range key {
		switch {
		case r == '\'' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '{' || r == '}' || r == '"' || r <= 0xffff && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Z, r) && r != ' '):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + "']"
}

// plainKey reports whether a key can stand between dots.
func plainKey(key string) bool {
	if key == "" || len(key) > maxName/2 || key != strings.TrimSpace(key) || strings.HasSuffix(key, "?") || !utf8.ValidString(key) {
		return false
	}
	for _, r := range key {
		if !nameRune(r) || strings.ContainsRune(".[]", r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) && r != ' ' {
			return false
		}
	}
	return true
}

// follow finds the value at the end of a path. At each level the longest key that fits is tried
// first: what somebody wrote out in full is meant in full. The order is that of v, and of what is found.
func follow(v any, o *order, steps []step) (any, *order, bool) {
	if len(steps) == 0 {
		return v, o, true
	}
	switch d := v.(type) {
	case map[string]any:
		run := 1
		for steps[0].dotted && run < len(steps) && steps[run].dotted {
			run++
		}
		for ; run > 0; run-- {
			key := joinKeys(steps[:run])
			inner, ok := d[key]
			if !ok {
				continue
			}
			if found, of, ok := follow(inner, o.in(key), steps[run:]); ok {
				return found, of, true
			}
		}
		if key, ok := alike(d, steps[0].key); ok {
			return follow(d[key], o.in(key), steps[1:])
		}
	case []any:
		n, err := strconv.Atoi(steps[0].key)
		if err == nil && n >= 0 && n < len(d) {
			return follow(d[n], o.in(strconv.Itoa(n)), steps[1:])
		}
	}
	return nil, nil, false
}

// alike is the key that looks the same: composed otherwise, or with another kind of space. A name that is
// written by hand cannot be told from it.
func alike(m map[string]any, key string) (found string, ok bool) {
	for k := range m {
		if k == key || looks(k) != looks(key) {
			continue
		}
		if ok { // two of them: neither is meant
			return "", false
		}
		found, ok = k, true
	}
	return found, ok
}

func looks(key string) string {
	for i := range len(key) {
		if key[i] >= 0x80 {
			return strings.Join(strings.Fields(norm.NFC.String(key)), " ")
		}
	}
	return key
}

func joinKeys(steps []step) string {
	if len(steps) == 1 {
		return steps[0].key
	}
	keys := make([]string, len(steps))
	for i, s := range steps {
		keys[i] = s.key
	}
	return strings.Join(keys, ".")
}

// Walk follows a path below an object.
func Walk(m map[string]any, o *order, rest string) (any, *order, bool) {
	steps, ok := parsePath(rest)
	if !ok || m == nil {
		return nil, nil, false
	}
	if v, of, found := follow(m, o, steps); found {
		return v, of, true
	}
	if slices.ContainsFunc(steps, func(s step) bool { return !s.dotted }) { // a key may hold brackets itself
		var plain []step
		for part := range strings.SplitSeq(rest, ".") {
			plain = append(plain, step{part, true})
		}
		return follow(m, o, plain)
	}
	return nil, nil, false
}

// CutRoot parts a name behind its root: contact and metadata['a b'] of contact.metadata['a b'].
func CutRoot(name string) (root, rest string, ok bool) {
	i := strings.IndexAny(name, ".[")
	switch {
	case i < 0:
		return name, "", false
	case name[i] == '[':
		return name[:i], name[i:], true
	}
	return name[:i], name[i+1:], true
}
