package places

import (
	"fmt"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// readYAML has a parser read the template with a word for every value. A value is safe where the word
// is a whole scalar, which it replaces in quotes, or stands in double quotes.
func readYAML(s string) (Body, error) {
	n := marks(s)
	b := Body{Text: s}
	if n == 0 {
		return b, nil
	}
	word := "kq"
	for strings.Contains(s, word) {
		word += "q"
	}
	found := make([]*scalar, n)
	docs := yaml.NewDecoder(strings.NewReader(numbered(s, word)))
	for {
		var doc yaml.Node
		err := docs.Decode(&doc)
		if err != nil {
			if err.Error() == "EOF" {
				break
			}
			return b, refuse(-1, "correct it, or write the value in double quotes", "is not valid YAML: %s", unnumbered(err.Error(), word, n))
		}
		visit(&doc, false, func(node *yaml.Node, key bool) {
			for i := range n {
				if strings.Contains(node.Value, numberedWord(word, i)) {
					found[i] = &scalar{node, key}
				}
			}
		})
	}
	for i := 0; i < n; {
		x := found[i]
		if x == nil {
			return b, refuse(i, "put it into a value in double quotes", "stands where YAML holds no text: in a comment, a tag or a name")
		}
		places, err := x.places(word, i)
		if err != nil {
			return b, err
		}
		b.Places = append(b.Places, places...)
		i += len(places)
	}
	b.checks = append(b.checks, keysOnce(found))
	return b, nil
}

// scalar is a text that holds values; key is set for the name of a member.
type scalar struct {
	node *yaml.Node
	key  bool
}

func numberedWord(word string, i int) string { return fmt.Sprintf("%s%dz", word, i) }

func numbered(s, word string) string {
	var out strings.Builder
	for i, part := range strings.Split(s, Mark) {
		if i > 0 {
			out.WriteString(numberedWord(word, i-1))
		}
		out.WriteString(part)
	}
	return out.String()
}

// unnumbered puts marks, or something that people can read, back for the words.
func unnumbered(s, word string, n int) string {
	for i := range n {
		s = strings.ReplaceAll(s, numberedWord(word, i), "{{…}}")
	}
	return strings.TrimPrefix(s, "yaml: ")
}

func visit(node *yaml.Node, key bool, see func(*yaml.Node, bool)) {
	if node.Kind == yaml.ScalarNode {
		see(node, key)
	}
	for i, child := range node.Content {
		visit(child, node.Kind == yaml.MappingNode && i%2 == 0, see)
	}
}

// places are those of the scalar, whose first value is the n-th.
func (x *scalar) places(word string, n int) ([]Place, error) {
	sub, count := x.node.Value, 0
	for strings.Contains(sub, numberedWord(word, n+count)) {
		sub = strings.Replace(sub, numberedWord(word, n+count), Mark, 1)
		count++
	}
	name := "YAML string"
	if x.key {
		name = "YAML name"
	}
	switch {
	case x.node.Style&yaml.DoubleQuotedStyle != 0:
		c := container{name, sure(yamlText), yamlText}
		if x.key {
			return repeat(text(name, shortName), sub), nil
		}
		places, written, err := c.hold(sub, sub)
		if err == nil && written != sub {
			err = refuse(n, "write the inner text without block strings", "stands in a text whose lines would have to be written anew")
		}
		return places, err
	case x.node.Style&^yaml.TaggedStyle == 0 && sub == Mark && x.node.Tag == "!!str" && !x.key:
		return []Place{{Name: "YAML value", neutral: "x", Write: func(v Value) (string, error) { return printable(v.json()), nil }}}, nil
	case x.node.Style&^yaml.TaggedStyle == 0 && sub == Mark && x.node.Tag == "!!str":
		return []Place{text(name, func(s string) (string, error) { s, err := shortName(s); return `"` + s + `"`, err })}, nil
	}
	return nil, refuse(n, `put double quotes around the whole, e.g. note: "Hello {{contact.name}}"`, "stands in a YAML text without double quotes")
}

// shortName is text in the double quotes of a name, which parsers bound.
func shortName(s string) (string, error) {
	if len(s) > 200 {
		return "", unfit("put it into a value", "is too long for a name in YAML")
	}
	return yamlText(s), nil
}

// yamlText escapes s for the inside of double quotes: as in JSON, and what YAML does not print.
func yamlText(s string) string { return printable(JSONText(s)) }

// printable escapes what YAML takes only escaped, in text that is in double quotes already.
func printable(s string) string {
	var out strings.Builder
	for _, r := range s {
		switch {
		case r >= 0x7f && r < 0xa0, r == 0x2028, r == 0x2029, r == 0xfeff, r == 0xfffe, r == 0xffff:
			fmt.Fprintf(&out, `\u%04x`, r)
		case r > 0xffff && !unicode.IsGraphic(r) && r&0xfffe == 0xfffe:
			fmt.Fprintf(&out, `\U%08x`, r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// keysOnce refuses a name that a value gave and that stands there already. Nothing is read again when
// no value is a name.
func keysOnce(found []*scalar) func(string) error {
	for _, x := range found {
		if x.key {
			return func(body string) error {
				var doc any
				err := yaml.NewDecoder(strings.NewReader(body)).Decode(&doc)
				if err != nil && strings.Contains(err.Error(), "already defined") {
					return unfit("a value must not give a name that stands there already", "has a name twice")
				}
				return nil
			}
		}
	}
	return func(string) error { return nil }
}
