package places

import (
	"regexp"
	"strings"
)

// graphqlBegins is what a GraphQL document begins with, comments aside.
var graphqlBegins = regexp.MustCompile(`^(?:\s|,|#[^\n]*\n)*(?:\{|(?:query|mutation|subscription|fragment)\b)`)

// looksGraphQL reports whether the text of a member named query is GraphQL and not words to search for.
func looksGraphQL(s string) bool {
	return graphqlBegins.MatchString(s) && strings.Contains(s, "{") && strings.HasSuffix(strings.TrimSpace(s), "}")
}

// readGraphQL reads a document. A string takes any text; a block string is written as a string, since
// its indentation rules would change the lines of a value. Outside of strings only numbers, true and
// false are safe.
func readGraphQL(s string) (Body, error) {
	var b Body
	var out strings.Builder
	for i := 0; i < len(s); {
		end := i + 1
		switch {
		case strings.HasPrefix(s[i:], `"""`):
			end = blockEnd(s, i)
			inner := strings.TrimSuffix(s[min(i+3, end):end], `"""`)
			if !strings.Contains(inner, Mark) {
				break
			}
			c := container{"GraphQL string", sure(JSONText), JSONText}
			sub := blockValue(strings.ReplaceAll(inner, `\"""`, `"""`))
			places, written, err := c.hold(sub, literals(sub, JSONText))
			if err != nil {
				return b, later(err, len(b.Places))
			}
			b.Places = append(b.Places, places...)
			out.WriteString(`"` + written + `"`)
			i = end
			continue
		case s[i] == '"':
			var err error
			if end, err = jsonStringEnd(s, i, len(b.Places)); err != nil {
				return b, err
			}
			inner := strings.TrimSuffix(s[i+1:end], `"`)
			if !strings.Contains(inner, Mark) {
				break
			}
			c := container{"GraphQL string", sure(JSONText), JSONText}
			sub, ok := unquote(inner)
			if !ok {
				sub = ""
			}
			places, written, err := c.hold(sub, inner)
			if err != nil {
				return b, later(err, len(b.Places))
			}
			b.Places = append(b.Places, places...)
			out.WriteString(`"` + written + s[i+1+len(inner):end])
			i = end
			continue
		case s[i] == '#':
			if end = i + strings.IndexAny(s[i:]+"\n", "\r\n"); strings.Contains(s[i:end], Mark) {
				return b, refuse(len(b.Places), "put it into a string", "stands in a comment, where no value is safe")
			}
		case s[i] == mark:
			place, err := graphqlValue(s, i, len(b.Places))
			if err != nil {
				return b, err
			}
			b.Places = append(b.Places, place)
		}
		out.WriteString(s[i:end])
		i = end
	}
	b.Text = out.String()
	return b, nil
}

// blockEnd is where the block string that begins at s[at] ends.
func blockEnd(s string, at int) int {
	for i := at + 3; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], `\"""`):
			i += 3
		case strings.HasPrefix(s[i:], `"""`):
			return i + 3
		}
	}
	return len(s)
}

// blockValue is what a block string means: without the indentation that its lines have in common, and
// without empty lines at its ends.
func blockValue(raw string) string {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(raw), "\n")
	common := -1
	for _, line := range lines[1:] {
		if indent := len(line) - len(strings.TrimLeft(line, " \t")); indent < len(line) && (common < 0 || indent < common) {
			common = indent
		}
	}
	for i := 1; i < len(lines) && common > 0; i++ {
		lines[i] = lines[i][min(common, len(lines[i])):]
	}
	for len(lines) > 0 && strings.Trim(lines[0], " \t") == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && strings.Trim(lines[len(lines)-1], " \t") == "" {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n")
}

// graphqlValue is the place of a value outside of strings.
func graphqlValue(s string, at, n int) (Place, error) {
	before, after := strings.TrimRight(s[:at], " \t\r\n"), s[at+1:]
	if before == "" || after == "" || strings.IndexByte(":=[,", before[len(before)-1]) < 0 || strings.IndexByte(" \t\r\n,])}", after[0]) < 0 {
		return Place{}, refuse(n, "put it into a string, or into the variables", "stands outside of the strings of a GraphQL document, where no text is safe")
	}
	return Place{Name: "GraphQL number", neutral: "1", Write: func(v Value) (string, error) {
		if !v.Bare {
			return "", unfit("put quotes around it", "stands outside of the strings of a GraphQL document and is no number")
		}
		return v.json(), nil
	}}, nil
}
