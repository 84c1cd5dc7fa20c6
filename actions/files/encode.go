package files

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"keydesk/actions"
)

// maxDepth is how deep TOML goes; deeper members of a config are kept as JSON.
const maxDepth = 12

const preamble = "# A custom action; keydesk actions push DIR writes it to the platform.\n"

// Encode is the action as TOML. beside names the members of the config that stand in files of their
// own, with those files' names; their texts are the second result, by file name. The same action
// gives the same bytes.
func Encode(s actions.Stored, beside map[string]string) (text []byte, texts map[string][]byte) {
	var b strings.Builder
	b.WriteString(preamble)
	if s.ID != "" {
		b.WriteString("id = " + quote(s.ID) + "\n")
	}
	fmt.Fprintf(&b, "name = %s\nicon = %s\ntype = %s\nactive = %t\norder = %d\n", quote(s.Name), quote(s.Icon), quote(string(s.Type)), s.Active, s.Order)
	config := maps.Clone(s.Config)
	texts = map[string][]byte{}
	var files strings.Builder
	for _, key := range slices.Sorted(maps.Keys(beside)) {
		if code, ok := config[key].(string); ok && standsBeside(code) {
			fmt.Fprintf(&files, "%s = %s\n", keyName(key), quote(beside[key]))
			texts[beside[key]] = []byte(code + "\n")
			delete(config, key)
		}
	}
	section(&b, "files", files.String())
	var odd strings.Builder
	for _, key := range slices.Sorted(maps.Keys(config)) {
		if !fits(config[key], 0) {
			fmt.Fprintf(&odd, "%s = %s\n", keyName(key), quote(plain(config[key])))
			delete(config, key)
		}
	}
	if s.Config != nil {
		table(&b, "config", config)
	}
	section(&b, "json", odd.String())
	return []byte(b.String()), texts
}

func section(b *strings.Builder, name, lines string) {
	if lines != "" {
		b.WriteString("\n[" + name + "]\n" + lines)
	}
}

// table writes an object as a table, plain members first, objects as tables below it.
func table(b *strings.Builder, path string, m map[string]any) {
	b.WriteString("\n[" + path + "]\n")
	var inner []string
	for _, key := range memberOrder(m) {
		if sub, ok := m[key].(map[string]any); ok && len(sub) > 0 {
			inner = append(inner, key)
			continue
		}
		b.WriteString(keyName(key) + " = " + value(m[key]) + "\n")
	}
	for _, key := range inner {
		table(b, path+"."+keyName(key), m[key].(map[string]any))
	}
}

// memberOrder is url and method first, as one reads a request, then by name.
func memberOrder(m map[string]any) []string {
	keys := slices.Sorted(maps.Keys(m))
	first := []string{"url", "method"}
	slices.SortStableFunc(keys, func(a, b string) int {
		rank := func(k string) int {
			if i := slices.Index(first, k); i >= 0 {
				return i
			}
			return len(first)
		}
		return rank(a) - rank(b)
	})
	return keys
}

// fits reports whether TOML can hold a value so that it comes back the same: no null, no number in
// an unusual spelling, not too deep.
func fits(v any, depth int) bool {
	switch t := v.(type) {
	case string, bool:
		return true
	case json.Number:
		_, ok := number(t)
		return ok
	case []any:
		return depth < maxDepth && !slices.ContainsFunc(t, func(x any) bool { return !fits(x, depth+1) })
	case map[string]any:
		if depth >= maxDepth {
			return false
		}
		for _, x := range t {
			if !fits(x, depth+1) {
				return false
			}
		}
		return true
	}
	return false
}

// number is a JSON number in TOML, if it survives the way there and back.
func number(n json.Number) (string, bool) {
	if i, err := strconv.ParseInt(string(n), 10, 64); err == nil {
		return string(n), strconv.FormatInt(i, 10) == string(n)
	}
	f, err := strconv.ParseFloat(string(n), 64)
	if err != nil || math.IsInf(f, 0) {
		return "", false
	}
	return string(n), floatText(f) == string(n)
}

// floatText is how a TOML float is spelled in JSON.
func floatText(f float64) string {
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

// value is a value in one line, or a text over several.
func value(v any) string {
	switch t := v.(type) {
	case string:
		if strings.Contains(t, "\n") {
			return block(t)
		}
		return quote(t)
	case bool:
		return strconv.FormatBool(t)
	case json.Number:
		text, _ := number(t)
		return text
	case []any:
		items := make([]string, len(t))
		for i, x := range t {
			items[i] = inline(x)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return inline(v)
}

// inline is a value inside a list or an inline table.
func inline(v any) string {
	switch t := v.(type) {
	case string:
		return quote(t)
	case map[string]any:
		if len(t) == 0 {
			return "{}"
		}
		var items []string
		for _, key := range slices.Sorted(maps.Keys(t)) {
			items = append(items, keyName(key)+" = "+inline(t[key]))
		}
		return "{ " + strings.Join(items, ", ") + " }"
	}
	return value(v)
}

// keyName is a key, quoted unless it is a plain word.
func keyName(key string) string {
	bare := key != ""
	for i := range len(key) {
		c := key[i]
		bare = bare && (c == '_' || c == '-' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z')
	}
	if bare {
		return key
	}
	return quote(key)
}

// quote is a text in one line. Characters that do not show themselves are escaped: what a reviewer
// sees is all there is.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		escape(&b, r)
	}
	return b.String() + `"`
}

// block is a text over several lines.
func block(s string) string {
	var b strings.Builder
	b.WriteString("\"\"\"\n")
	for _, r := range s {
		if r == '\n' {
			b.WriteByte('\n')
			continue
		}
		escape(&b, r)
	}
	return b.String() + `"""`
}

func escape(b *strings.Builder, r rune) {
	switch {
	case r == '"' || r == '\\':
		b.WriteByte('\\')
		b.WriteRune(r)
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\t':
		b.WriteString(`\t`)
	case r == '\r':
		b.WriteString(`\r`)
	case r < ' ' || r == 0x7f || !unicode.IsPrint(r) && r <= 0xffff:
		fmt.Fprintf(b, `\u%04X`, r)
	case !unicode.IsPrint(r):
		fmt.Fprintf(b, `\U%08X`, r)
	default:
		b.WriteRune(r)
	}
}

// plain is a value as JSON text.
func plain(v any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "null" // only what never came from JSON fails
	}
	return strings.TrimSuffix(b.String(), "\n")
}
