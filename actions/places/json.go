package places

import (
	"encoding/json"
	"io"
	"regexp"
	"strings"
)

// readJSON follows the template's own quotes: inside a JSON string a value is escaped, outside it is
// a JSON value of its own type.
func readJSON(s string) (Body, error) {
	var b Body
	var out strings.Builder
	named := false
	for i := 0; i < len(s); {
		switch s[i] {
		case '"':
			end, err := jsonStringEnd(s, i, len(b.Places))
			if err != nil {
				return b, err
			}
			inner := strings.TrimSuffix(s[i+1:end], `"`)
			if !strings.Contains(inner, Mark) {
				out.WriteString(s[i:end])
				i = end
				continue
			}
			isName := strings.HasPrefix(strings.TrimLeft(s[end:], " \t\r\n"), ":")
			places, written, err := jsonString(inner, isName, memberName(out.String()), len(b.Places))
			if err != nil {
				return b, err
			}
			named = named || isName
			b.Places = append(b.Places, places...)
			out.WriteString(`"` + written + s[i+1+len(inner):end])
			i = end
			continue
		case mark:
			b.Places = append(b.Places, jsonValue(s, i))
		}
		out.WriteByte(s[i])
		i++
	}
	b.Text = out.String()
	if named {
		b.checks = append(b.checks, namesOnce)
	}
	return b, nil
}

// jsonStringEnd is where the string that begins at s[at] ends. n is the number of its first value.
func jsonStringEnd(s string, at, n int) (int, error) {
	for i := at + 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return i + 1, nil
		case mark:
			n++
		case '\\':
			rest := s[i+1:]
			if strings.HasPrefix(rest, Mark) {
				return 0, refuse(n, `write \\ for a backslash`, "cannot be read: a backslash stands directly before it")
			}
			if strings.HasPrefix(rest, "u") && strings.Contains(rest[:min(5, len(rest))], Mark) {
				return 0, refuse(n, `a \u has four hexadecimal digits`, "stands in the middle of an escape")
			}
			i++
		}
	}
	return len(s), nil
}

// jsonString are the places inside a JSON string, and the string as it is written. member is the name
// that the string is the value of.
func jsonString(inner string, isName bool, member string, first int) ([]Place, string, error) {
	c := container{"JSON string", sure(JSONText), JSONText}
	if isName {
		c.name = "JSON name"
	}
	sub, ok := unquote(inner)
	if !ok || isName {
		return repeat(text(c.name, c.write), inner), inner, nil
	}
	if _, isJSON := jsonInside(sub); !isJSON && member == "query" && looksGraphQL(sub) {
		g, err := readGraphQL(sub)
		if r, ok := err.(*Refusal); ok {
			return nil, "", refuse(max(r.Value, 0)+first, r.Hint, "%s", r.Reason)
		}
		return c.around(g, sub, inner)
	}
	return c.hold(sub, inner)
}

// unquote is what the inside of a JSON string means, marks included.
func unquote(inner string) (string, bool) {
	const stand = "\U0010FFFF"
	var sub string
	if strings.Contains(inner, stand) || json.Unmarshal([]byte(`"`+strings.ReplaceAll(inner, Mark, stand)+`"`), &sub) != nil {
		return "", false
	}
	return strings.ReplaceAll(sub, stand, Mark), strings.Count(sub, stand) == marks(inner)
}

// memberName is the name whose value begins at the end of a text: query of `{"query": `.
func memberName(before string) string {
	before = strings.TrimRight(before[max(0, len(before)-64):], " \t\r\n")
	before, ok := strings.CutSuffix(before, ":")
	before, quoted := strings.CutSuffix(strings.TrimRight(before, " \t\r\n"), `"`)
	if !ok || !quoted {
		return ""
	}
	return before[strings.LastIndexByte(before, '"')+1:]
}

// jsonValue is the place of a value outside of strings. Where it touches other text it is a part of a
// number, and only digits can be meant.
func jsonValue(s string, at int) Place {
	before, after := byte(' '), byte(' ')
	if at > 0 {
		before = s[at-1]
	}
	if at+1 < len(s) {
		after = s[at+1]
	}
	const number = "0123456789.+-eE" + Mark
	glued := strings.IndexByte(number, before) >= 0
	if glued || strings.IndexByte(number, after) >= 0 {
		return Place{Name: "part of a JSON number", neutral: "1", Write: func(v Value) (string, error) {
			if !v.Bare || !digits.MatchString(v.JSON) || glued && v.JSON[0] == '-' {
				return "", unfit("put quotes around it if it is a text", "is a part of a number here, and is no plain number")
			}
			return v.JSON, nil
		}}
	}
	return Place{Name: "JSON value", neutral: "0", Write: func(v Value) (string, error) { return v.json(), nil }}
}

var digits = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// namesOnce refuses a name that a value gave and that stands there already: which of the two counts,
// receivers do not agree about.
func namesOnce(body string) error {
	type level struct {
		names map[string]bool // nil for a list
		value bool            // a value comes next, not a name
	}
	var open []level
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	for {
		t, err := dec.Token()
		if err != nil {
			if err == io.EOF {
				return nil
			}
			return nil // no JSON, which is told elsewhere
		}
		if t == json.Delim('}') || t == json.Delim(']') {
			open = open[:len(open)-1]
			continue
		}
		if n := len(open); n > 0 && open[n-1].names != nil {
			l := &open[n-1]
			if name, ok := t.(string); ok && !l.value {
				if l.names[name] {
					return unfit("a value must not give a name that stands there already", "has the name %q twice in one object", name)
				}
				l.names[name] = true
			}
			l.value = !l.value
		}
		switch t {
		case json.Delim('{'):
			open = append(open, level{names: map[string]bool{}})
		case json.Delim('['):
			open = append(open, level{})
		}
	}
}

// whole is the one document of a JSON body.
func whole(body string) []Stretch { return []Stretch{{0, len(body)}} }
