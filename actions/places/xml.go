package places

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// markup reads XML and HTML. Both have text, elements and comments; what a browser runs, and what
// HTML takes without quotes, is in html.go.
type markup struct {
	text string
	at   int
	// html follows HTML's rules; scripts refuses what a browser runs, which SVG and XHTML can hold too.
	html, scripts bool
	// element is the name of the last tag.
	element string
	out     strings.Builder
	places  []Place
}

func readXML(s string) (Body, error) { return (&markup{text: s}).read() }

// readSVG reads XML that browsers show: its scripts and event attributes run.
func readSVG(s string) (Body, error) { return (&markup{text: s, scripts: true}).read() }

func (m *markup) read() (Body, error) {
	for m.at < len(m.text) {
		rest := m.text[m.at:]
		var err error
		switch {
		case strings.HasPrefix(rest, "<!--"):
			err = m.comment()
		case strings.HasPrefix(rest, "<![CDATA[") && !m.html:
			err = m.cdata()
		case strings.HasPrefix(rest, "<?") && !m.html:
			err = m.closed("?>", "in a processing instruction")
		case strings.HasPrefix(rest, "<?"):
			err = m.closed(">", "in a processing instruction")
		case strings.HasPrefix(rest, "<!"):
			err = m.declaration()
		case m.tagBegins(rest):
			err = m.tag()
		case strings.HasPrefix(rest, "</") && m.html:
			err = m.closed(">", "in a tag without a name")
		default:
			next := strings.IndexByte(rest[1:], '<') + 1
			if next == 0 {
				next = len(rest)
			}
			err = m.run(rest[:next], m.name("text"))
		}
		if err != nil {
			return Body{}, err
		}
	}
	b := Body{Text: m.out.String(), Places: m.places}
	if name := declared.FindStringSubmatch(m.text); name != nil && !m.html && !isUTF8(name[1]) {
		return b.inASCII(m.text, fmt.Sprintf("the XML declaration names the encoding %s", name[1]))
	}
	return b, nil
}

// declared finds the encoding of an XML declaration.
var declared = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']`)

func (m *markup) name(place string) string {
	if m.html {
		return "HTML " + place
	}
	return "XML " + place
}

// tagBegins: a letter, or what else begins a name, directly behind < or </. A value there counts,
// since it would be the name.
func (m *markup) tagBegins(s string) bool {
	s, ok := strings.CutPrefix(s, "<")
	s = strings.TrimPrefix(s, "/")
	switch {
	case !ok || s == "":
		return false
	case isLetter(s[0]), s[0] == mark:
		return true
	}
	return !m.html && (s[0] == '_' || s[0] == ':' || s[0] >= utf8.RuneSelf)
}

// take writes the next n bytes as they are. It refuses a value in them, with where it stands.
func (m *markup) take(n int, where, hint string) error {
	s := m.text[m.at : m.at+n]
	if strings.Contains(s, Mark) {
		return refuse(len(m.places), hint, "stands %s, where no value is safe", where)
	}
	m.out.WriteString(s)
	m.at += n
	return nil
}

// closed takes what ends with a text.
func (m *markup) closed(end, where string) error {
	n := strings.Index(m.text[m.at:], end)
	if n < 0 {
		n = len(m.text) - m.at - len(end)
	}
	return m.take(n+len(end), where, "put it into the text of an element")
}

// declaration takes a document type with what stands in its brackets and quotes; in HTML it ends at
// the first >.
func (m *markup) declaration() error {
	const where, hint = "in a declaration", "put it into the text of an element"
	deep, quote := 0, byte(0)
	for i := m.at; i < len(m.text); i++ {
		switch c := m.text[i]; {
		case m.html && c != '>':
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c == '"' || c == '\'':
			quote = c
		case c == '[':
			deep++
		case c == ']':
			deep--
		case c == '>' && deep <= 0:
			return m.take(i+1-m.at, where, hint)
		}
	}
	return m.take(len(m.text)-m.at, where, hint)
}

// run writes text or the value of an attribute. An & that a value could complete to an entity is
// refused.
func (m *markup) run(s, name string) error {
	m.at += len(s)
	if !strings.Contains(s, Mark) {
		m.out.WriteString(s)
		return nil
	}
	for i, part := range strings.Split(s, Mark) {
		if openEntity.MatchString(part) && i < marks(s) {
			return refuse(len(m.places)+i, "write &amp; for an &", "stands behind an &, and could complete a character's name")
		}
	}
	if !m.html && strings.Contains(strings.ReplaceAll(s, Mark, ""), "]]>") {
		return refuse(len(m.places), "write &gt; for the >", "stands in a text with ]]>, which XML does not allow")
	}
	c := m.container(name)
	places, written, err := c.hold(html.UnescapeString(s), s)
	if err != nil {
		return err
	}
	m.places = append(m.places, places...)
	m.out.WriteString(written)
	return nil
}

var openEntity = regexp.MustCompile(`&#?[0-9A-Za-z]*$`)

func (m *markup) container(name string) container {
	write := xmlText
	if m.html {
		write = htmlText
	}
	return container{name, write, func(s string) string { s, _ = write(s); return s }}
}

// comment refuses what could end it, and what XML does not allow in one.
func (m *markup) comment() error {
	end, closing := strings.Index(m.text[m.at+4:], "-->"), 3
	if end < 0 {
		end, closing = len(m.text)-m.at-4, 0
	}
	if m.html {
		end, closing = htmlCommentEnd(m.text[m.at+4:])
	}
	inner := m.text[m.at+4 : m.at+4+end]
	behind := inner
	for strings.HasPrefix(behind, Mark) {
		behind = behind[len(Mark):]
	}
	if m.html && len(behind) < len(inner) && strings.HasPrefix(behind, ">") {
		return refuse(len(m.places), "put a space between them", "stands before a >, which ends a comment that is empty")
	}
	for i := range len(inner) {
		if inner[i] == mark && (i > 0 && inner[i-1] == '-' || i+1 < len(inner) && inner[i+1] == '-') {
			return refuse(len(m.places)+marks(inner[:i]), "put a space between them", "touches a hyphen in a comment")
		}
	}
	m.places = append(m.places, repeat(text(m.name("comment"), commentText), inner)...)
	m.out.WriteString("<!--" + inner)
	m.at += 4 + end
	return m.take(closing, "", "")
}

func commentText(s string) (string, error) {
	const hint = "put it into the text of an element"
	switch {
	case strings.Contains(s, "--"), strings.HasPrefix(s, "-"), strings.HasSuffix(s, "-"), strings.HasSuffix(s, "<!"):
		return "", unfit(hint, "has a hyphen where a comment cannot hold one")
	case strings.HasPrefix(s, ">"):
		return "", unfit(hint, "begins with >, which can end a comment")
	}
	return s, xmlChars(s)
}

// xmlChars refuses characters that XML cannot hold in any form.
func xmlChars(s string) error {
	for _, r := range s {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return unfit("", "has a control character (U+%04X), which XML cannot hold", r)
		}
	}
	return nil
}

// xmlText escapes s for text and attribute values. White space that parsers of attributes change, what
// XML 1.1 reads as a line break, and a ] before a > of the template go as numbers.
func xmlText(s string) (string, error) {
	if err := xmlChars(s); err != nil {
		return "", err
	}
	s, bracket := strings.CutSuffix(s, "]")
	s = escaped(s, func(r rune) bool { return r >= 0x7f && r < 0xa0 || r == 0x2028 })
	if bracket {
		s += "&#93;"
	}
	return s, nil
}

func escaped(s string, more func(rune) bool) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune("\"'\t\n\r", r), more(r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
