package places

import "strings"

// cdata writes a section that is taken literally. Text in it is often XML or JSON of its own.
func (m *markup) cdata() error {
	const open = "<![CDATA["
	end := strings.Index(m.text[m.at+len(open):], "]]>")
	if end < 0 {
		end = len(m.text) - m.at - len(open)
	}
	inner := m.text[m.at+len(open) : m.at+len(open)+end]
	c := container{"CDATA", cdataText, func(s string) string { s, _ = cdataText(s); return s }}
	var places []Place
	var err error
	written := inner
	if head := strings.TrimSpace(inner); len(head) > 1 && head[0] == '<' && (isLetter(head[1]) || head[1] == '?') {
		var doc Body
		if doc, err = readSVG(inner); err == nil { // whoever reads it may show it
			places, written, err = c.around(doc, inner, inner)
		}
	} else {
		places, written, err = c.hold(inner, inner)
	}
	if err != nil {
		return later(err, len(m.places))
	}
	for i, before := range strings.Split(inner, Mark) {
		if i < len(places) && strings.HasSuffix(before, "]") {
			places[i] = notEmpty(places[i])
		}
	}
	m.places = append(m.places, places...)
	m.out.WriteString(open + written)
	m.at += len(open) + end
	return m.take(min(3, len(m.text)-m.at), "", "")
}

// cdataSplit ends a section and begins the next one; a parser reads on without a gap.
const cdataSplit = "]]><![CDATA["

// cdataText never holds or completes the end of the section. A carriage return is written outside of
// it, since parsers make line feeds of those inside.
func cdataText(s string) (string, error) {
	if err := xmlChars(s); err != nil {
		return "", err
	}
	s = strings.ReplaceAll(s, "]]>", "]]"+cdataSplit+">")
	if strings.HasPrefix(s, ">") || strings.HasPrefix(s, "]>") {
		s = cdataSplit + s
	}
	if strings.HasSuffix(s, "]") {
		s += cdataSplit
	}
	return strings.ReplaceAll(s, "\r", "]]>&#13;<![CDATA["), nil
}

// notEmpty keeps the text before and behind an empty value apart: ]] and > would end the section.
func notEmpty(p Place) Place {
	write := p.Write
	p.Write = func(v Value) (string, error) {
		s, err := write(v)
		if s == "" && err == nil {
			s = cdataSplit
		}
		return s, err
	}
	return p
}
