package actions

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// builder collects output and remembers which bytes came from where.
type builder struct {
	buf   []byte
	spans []Span
	// origins map output offsets back to the template, in order.
	origins []origin
}

// origin says that output from out on was made from the template's bytes from src on.
type origin struct {
	out, src int
	literal  bool
}

// literal appends text of the template as it is.
func (b *builder) literal(text string, src int) {
	b.origins = append(b.origins, origin{len(b.buf), src, true})
	b.buf = append(b.buf, text...)
}

// value appends an already escaped value and marks it.
func (b *builder) value(escaped string, v value) {
	b.origins = append(b.origins, origin{len(b.buf), v.start, false})
	start := len(b.buf)
	b.buf = append(b.buf, escaped...)
	b.spans = append(b.spans, Span{start, len(b.buf), v.path})
}

// source maps an output offset to the template's byte offset.
func (b *builder) source(out int) int {
	src := 0
	for _, o := range b.origins {
		if o.out > out {
			break
		}
		src = o.src
		if o.literal {
			src += out - o.out
		}
	}
	return src
}

const upperHex = "0123456789ABCDEF"

// percent encodes every byte but RFC 3986's unreserved ones and those in keep. Space is %20, which
// form decoders and path decoders alike turn back into a space.
func percent(s, keep string) string {
	clean := true
	for i := range len(s) {
		if !unreserved(s[i]) && strings.IndexByte(keep, s[i]) < 0 {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	out := make([]byte, 0, len(s)*3/2+8)
	for i := range len(s) {
		c := s[i]
		if unreserved(c) || strings.IndexByte(keep, c) >= 0 {
			out = append(out, c)
			continue
		}
		out = append(out, '%', upperHex[c>>4], upperHex[c&15])
	}
	return string(out)
}

// percentLiteral is percent for text the author wrote: what is already encoded stays.
func percentLiteral(s, keep string) string {
	if !strings.Contains(s, "%") {
		return percent(s, keep)
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "%")
		b.WriteString(percent(before, keep))
		if !found {
			return b.String()
		}
		if len(after) >= 2 && isHex(after[0]) && isHex(after[1]) {
			b.WriteString("%" + after[:2])
			after = after[2:]
		} else {
			b.WriteString("%25")
		}
		s = after
	}
}

func unreserved(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~'
}

func isHex(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

// jsonInner escapes s for the inside of a JSON string, so that a quote or line break in a name can
// add nothing to the body. U+2028 and U+2029 are escaped for receivers that read JSON as script.
func jsonInner(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' || c >= 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	out := make([]byte, 0, len(s)+16)
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r == '\n':
			out = append(out, `\n`...)
		case r == '\r':
			out = append(out, `\r`...)
		case r == '\t':
			out = append(out, `\t`...)
		case r < 0x20 || r == 0x7f || r == 0x2028 || r == 0x2029:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

// xmlText escapes s for XML or HTML text and attribute values. Characters that XML cannot hold in
// any form are refused.
func xmlText(s string) (string, error) {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '"':
			b.WriteString("&#34;")
		case '\'':
			b.WriteString("&#39;")
		case '\t', '\n', '\r':
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			if r < 0x20 || r == 0xFFFE || r == 0xFFFF {
				return "", fmt.Errorf("has a control character (U+%04X), which XML cannot hold", r)
			}
			b.WriteRune(r)
		}
	}
	return b.String(), nil
}

// headerText checks s for a header value: line breaks would start another header, and other
// controls are not allowed by HTTP. Letters of any script go as UTF-8.
func headerText(s string) (string, error) {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\r' || c == '\n':
			return "", fmt.Errorf("has a line break, which a header cannot hold")
		case c < 0x20 && c != '\t' || c == 0x7f:
			return "", fmt.Errorf("has a control character (U+%04X), which a header cannot hold", c)
		}
	}
	return s, nil
}
