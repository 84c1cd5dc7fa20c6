package places

import (
	"html"
	"slices"
	"strings"
)

func readHTML(s string) (Body, error) { return (&markup{text: s, html: true, scripts: true}).read() }

// Elements of HTML whose text is not read as HTML: in the first ones no value is safe, in the others
// it is text with entities.
var (
	rawElements  = []string{"script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"}
	textElements = []string{"title", "textarea"}
)

// tag writes a start or end tag, and what stands in an element that is not read as HTML.
func (m *markup) tag() error {
	start := 1
	if m.text[m.at+1] == '/' {
		start = 2
	}
	n := start
	for m.at+n < len(m.text) && !isNameEnd(m.text[m.at+n]) {
		n++
	}
	name := strings.ToLower(m.text[m.at+start : m.at+n])
	m.element = name
	if err := m.take(n, "in the name of an element", "write the name out"); err != nil {
		return err
	}
	if err := m.attributes(); err != nil || start == 2 || !m.scripts {
		return err
	}
	if !m.html {
		if _, local, ok := strings.Cut(name, ":"); ok {
			name = local
		}
		if name != "script" && name != "style" || strings.HasSuffix(m.out.String(), "/>") {
			return nil
		}
	}
	return m.content(name)
}

func isNameEnd(c byte) bool { return isSpace(c) || c == '/' || c == '>' }

// htmlCommentEnd is where a comment ends, and the length of what ends it: browsers take <!--> and <!--->
// for whole comments, and --!> for an end.
func htmlCommentEnd(s string) (end, closing int) {
	for _, short := range []string{">", "->"} {
		if strings.HasPrefix(s, short) {
			return 0, len(short)
		}
	}
	end, closing = len(s), 0
	for _, long := range []string{"-->", "--!>"} {
		if i := strings.Index(s, long); i >= 0 && i < end {
			end, closing = i, len(long)
		}
	}
	return end, closing
}

// content writes the text of an element that holds no other elements.
func (m *markup) content(name string) error {
	raw := slices.Contains(rawElements, name)
	if !raw && !slices.Contains(textElements, name) {
		return nil
	}
	rest := m.text[m.at:]
	end := len(rest)
	if name != "plaintext" {
		end = endTag(rest, name)
	}
	if raw {
		return m.take(end, "in a "+name+" element", "put it into a data- attribute or the text of another element")
	}
	if name == "textarea" && strings.HasPrefix(rest, Mark) && end > 0 {
		m.out.WriteString("\n") // parsers drop a line break at the beginning, which would be the value's
	}
	return m.run(rest[:end], m.name("text"))
}

// endTag is where </name begins, or the end of the text.
func endTag(s, name string) int {
	lower := strings.Map(func(r rune) rune { // of the same length in bytes, unlike strings.ToLower
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, strings.ReplaceAll(s, Mark, "\x00"))
	for at := 0; ; {
		i := strings.Index(lower[at:], "</"+name)
		if i < 0 {
			return len(s)
		}
		at += i
		if next := at + 2 + len(name); next >= len(lower) || isNameEnd(lower[next]) {
			return at
		}
		at++
	}
}

// attributes writes them up to the end of the tag.
func (m *markup) attributes() error {
	for m.at < len(m.text) {
		c := m.text[m.at]
		if isNameEnd(c) {
			if err := m.take(1, "", ""); err != nil || c == '>' {
				return err
			}
			continue
		}
		n := 1
		for m.at+n < len(m.text) && m.text[m.at+n] != '=' && !isNameEnd(m.text[m.at+n]) {
			n++
		}
		name := strings.ToLower(m.text[m.at : m.at+n])
		if err := m.take(n, "in the name of an attribute", "write the name out"); err != nil {
			return err
		}
		if err := m.attribute(name); err != nil {
			return err
		}
	}
	return nil
}

// attribute writes = and the value, if there are any.
func (m *markup) attribute(name string) error {
	rest := strings.TrimLeft(m.text[m.at:], " \t\r\n\f")
	if !strings.HasPrefix(rest, "=") {
		return nil
	}
	rest = strings.TrimLeft(rest[1:], " \t\r\n\f")
	if err := m.take(len(m.text)-m.at-len(rest), "", ""); err != nil || rest == "" {
		return err
	}
	if rest[0] != '"' && rest[0] != '\'' {
		n := strings.IndexFunc(rest, func(r rune) bool { return r == '>' || r < 0x80 && isSpace(byte(r)) })
		if n < 0 {
			n = len(rest)
		}
		return m.take(n, "in an attribute without quotes", "put quotes around it")
	}
	n := strings.IndexByte(rest[1:], rest[0])
	if n < 0 {
		n = len(rest) - 1
	}
	if err := m.take(1, "", ""); err != nil {
		return err
	}
	if err := m.attributeValue(name, rest[1:1+n]); err != nil {
		return err
	}
	return m.take(min(1, len(m.text)-m.at), "", "")
}

func (m *markup) attributeValue(name, value string) error {
	if _, local, ok := strings.Cut(name, ":"); ok && !m.html {
		name = local
	}
	switch {
	case !m.scripts || !strings.Contains(value, Mark):
		return m.run(value, m.name("attribute"))
	case strings.HasPrefix(name, "on"):
		return m.take(len(value), "in the attribute "+name+", which is a script", "put it into a data- attribute")
	case slices.Contains(codeAttributes, name):
		return m.take(len(value), "in the attribute "+name, "put it into a data- attribute")
	case name == "content" && strings.Contains(strings.ToLower(value), "url"):
		return m.take(len(value), "in an address that the page goes to by itself", "write the address out")
	case slices.Contains(addressAttributes, name):
		return m.address(name, value)
	}
	return m.run(value, m.name("attribute"))
}

// addressAttributes are those that hold an address.
var addressAttributes = []string{"href", "xlink:href", "src", "action", "formaction", "cite", "data", "poster", "background",
	"longdesc", "manifest", "codebase", "icon", "ping", "archive", "classid", "profile", "usemap"}

// codeAttributes hold styles, documents or lists of addresses; the last three are those of animations.
var codeAttributes = []string{"style", "srcdoc", "srcset", "imagesrcset", "to", "from", "values"}

// address writes an attribute that holds an address. The author's text says what kind of address it is:
// a value can be the whole of it or a part behind its beginning, and never makes it a script.
func (m *markup) address(name, value string) error {
	first := len(m.places)
	c := m.container(m.name("attribute"))
	sub := strings.TrimLeft(html.UnescapeString(value), " \t\r\n\f")
	end := strings.IndexAny(sub, ":/?#")
	if end >= 0 && sub[end] == ':' {
		scheme := strings.ToLower(sub[:end])
		if strings.Contains(scheme, Mark) || !slices.Contains(openable, scheme) {
			return refuse(first, "write https:// out", "stands in the attribute %s of an address that is not known to be safe", name)
		}
	}
	if strings.HasPrefix(sub, Mark) && slices.Contains(loading, m.element) {
		return refuse(first, "write the beginning of the address out", "stands where it chooses what a %s element loads", m.element)
	}
	if err := m.run(value, ""); err != nil {
		return err
	}
	keep := "@"
	if strings.HasPrefix(strings.ToLower(sub), "tel:") {
		keep = "+"
	}
	for i := first; i < len(m.places); i++ {
		p := text("address in an "+c.name, func(s string) (string, error) { return c.write(Percent(s, keep)) })
		if i == first && strings.HasPrefix(sub, Mark) {
			p = text("address in an "+c.name, func(s string) (string, error) {
				if err := safeAddress(s); err != nil {
					return "", err
				}
				return c.write(s)
			})
		}
		m.places[i] = p
	}
	return nil
}

// loading are the elements that load what can run, or that change what all other addresses mean.
var loading = []string{"script", "iframe", "frame", "object", "embed", "applet", "link", "base", "use"}

// openable are the schemes of links that can do nothing by themselves.
var openable = []string{"http", "https", "mailto", "tel"}

// safeAddress refuses a value that would be run instead of opened. Browsers pass over white space and
// controls in a scheme.
func safeAddress(s string) error {
	s = strings.Map(func(r rune) rune {
		if r <= 0x20 {
			return -1
		}
		return r
	}, s)
	end := strings.IndexAny(s, ":/?#")
	if end < 0 || s[end] != ':' || slices.Contains(openable, strings.ToLower(s[:end])) {
		return nil
	}
	return unfit("only http, https, mailto and tel may stand there", "is an address of the kind %q", s[:end+1])
}

// htmlText escapes s for text and attribute values of HTML.
func htmlText(s string) (string, error) {
	if strings.Contains(s, "\x00") {
		return "", unfit("", "has a control character (U+0000), which HTML cannot hold")
	}
	return escaped(s, func(rune) bool { return false }), nil
}
