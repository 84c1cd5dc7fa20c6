package places

import "strings"

// readMultipart reads parts between lines with the boundary. Those lines and the headers of parts end
// in CRLF whatever the author wrote; the text of a part is read by its own type.
func readMultipart(s, boundary string) (Body, error) {
	if boundary == "" {
		return Body{}, &Refusal{Value: -1, Header: true, Reason: "names no boundary", Hint: "write e.g. multipart/form-data; boundary=keydesk"}
	}
	m := parts{boundary: boundary}
	lines := strings.SplitAfter(s, "\n")
	begin := -1 // the first line of the open part
	for i, line := range lines {
		closing, ok, err := m.delimiter(line)
		if ok && m.closed {
			err = refuse(-1, "remove it", "has a line with the boundary behind its closing line")
		}
		if err != nil {
			return Body{}, later(err, marks(strings.Join(lines[:i], "")))
		}
		if !ok {
			continue
		}
		inner := strings.Join(lines[max(begin, 0):i], "")
		if begin < 0 {
			err = m.outside(inner)
		} else {
			err = m.part(inner)
		}
		if err != nil {
			return Body{}, later(err, len(m.b.Places))
		}
		m.delimit(closing)
		begin, m.closed = i+1, closing
	}
	if begin < 0 || !m.closed {
		return Body{}, refuse(-1, "begin every part with a line --"+boundary+" and end the body with a line --"+boundary+"--",
			"does not end with its boundary, %s", shortened(boundary))
	}
	if err := m.outside(strings.Join(lines[begin:], "")); err != nil {
		return Body{}, later(err, len(m.b.Places))
	}
	m.b.Text = m.out.String()
	for i, p := range m.b.Places {
		m.b.Places[i].Write = m.without(p)
	}
	m.b.checks = append(m.b.checks, m.count)
	return m.b, nil
}

type parts struct {
	boundary string
	out      strings.Builder
	b        Body
	lines    int  // with the boundary
	closed   bool // the last of them was written
}

// delimiter reports whether a line parts or closes the body.
func (m *parts) delimiter(line string) (closing, ok bool, err error) {
	rest, ok := strings.CutPrefix(line, "--"+m.boundary)
	if !ok {
		return false, false, nil
	}
	rest = strings.TrimRight(rest, " \t\r\n")
	if rest != "" && rest != "--" {
		if strings.Contains(rest, Mark) {
			return false, false, refuse(0, "write it into the part below", "stands in the line with the boundary")
		}
		return false, false, refuse(-1, "choose a boundary that no line begins with", "has a line that begins with the boundary and goes on with %s", shortened(rest))
	}
	return rest == "--", true, nil
}

// outside takes what stands before the first and behind the last boundary, which receivers pass over.
func (m *parts) outside(s string) error {
	if strings.Contains(s, Mark) {
		return refuse(0, "write it into a part, behind its headers and an empty line", "stands outside of the parts, where the boundary's line parts them")
	}
	m.out.WriteString(crlf(s))
	return nil
}

func (m *parts) delimit(closing bool) {
	m.out.WriteString("--" + m.boundary)
	if closing {
		m.out.WriteString("--")
	}
	m.out.WriteString("\r\n")
	m.lines++
}

// part takes one: its headers, an empty line and its text. The line break before the next boundary
// belongs to that.
func (m *parts) part(s string) error {
	head, body, ok := cutHeader(s)
	if !ok {
		if strings.Contains(s, Mark) {
			return refuse(0, "put an empty line behind the headers", "stands among the headers below the boundary's line")
		}
		m.out.WriteString(crlf(s))
		return nil
	}
	p, err := readPartHeader(head)
	if err != nil {
		return err
	}
	m.out.WriteString(p.text + "\r\n")
	body = strings.TrimSuffix(strings.TrimSuffix(body, "\n"), "\r")
	inner, err := p.read(body)
	if err != nil {
		return later(err, len(p.places))
	}
	m.b.Places = append(append(m.b.Places, p.places...), inner.Places...)
	m.b.checks = append(m.b.checks, inner.checks...)
	m.out.WriteString(inner.Text + "\r\n")
	return nil
}

// cutHeader parts headers and text at the first empty line.
func cutHeader(s string) (head, body string, ok bool) {
	at := 0
	for line := range strings.SplitAfterSeq(s, "\n") {
		at += len(line)
		if strings.TrimRight(line, "\r\n") == "" && strings.HasSuffix(line, "\n") {
			return s[:at-len(line)], s[at:], true
		}
	}
	return "", "", false
}

// without refuses a value that holds the boundary, which could end its part and begin another.
func (m *parts) without(p Place) func(Value) (string, error) {
	return func(v Value) (string, error) {
		s, err := p.Write(v)
		if err == nil && m.begun(s) > 0 {
			err = unfit("choose a longer boundary, such as one with random letters", "contains the multipart boundary")
		}
		return s, err
	}
}

// count makes sure that no value has completed a boundary together with the text around it.
func (m *parts) count(body string) error {
	if m.begun(body) != m.lines {
		return unfit("choose a longer boundary, such as one with random letters", "contains the multipart boundary once more than its parts do")
	}
	return nil
}

// begun counts the lines that begin with the boundary.
func (m *parts) begun(s string) int {
	n := 0
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r", "\n"), "\n") {
		if strings.HasPrefix(line, "--"+m.boundary) {
			n++
		}
	}
	return n
}

// crlf ends every line in CRLF.
func crlf(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
}
