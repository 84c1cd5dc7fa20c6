package places

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const upperHex = "0123456789ABCDEF"

// Percent encodes every byte but RFC 3986's unreserved ones and those in keep. Space is %20, which
// form decoders and path decoders alike turn back into a space.
func Percent(s, keep string) string {
	clean := true
	for i := range len(s) {
		if !Unreserved(s[i]) && strings.IndexByte(keep, s[i]) < 0 {
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
		if Unreserved(c) || strings.IndexByte(keep, c) >= 0 {
			out = append(out, c)
			continue
		}
		out = append(out, '%', upperHex[c>>4], upperHex[c&15])
	}
	return string(out)
}

// PercentLiteral is Percent for text the author wrote: what is already encoded stays.
func PercentLiteral(s, keep string) string {
	if !strings.Contains(s, "%") {
		return Percent(s, keep)
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "%")
		b.WriteString(Percent(before, keep))
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

func Unreserved(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~'
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isHex(c byte) bool    { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }
func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' }

// JSONText escapes s for the inside of a JSON string, so that a quote or line break in a name can
// add nothing to the body. U+2028 and U+2029 are escaped for receivers that read JSON as script.
func JSONText(s string) string {
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

// HeaderText checks s for a header value: line breaks would start another header, and other
// controls are not allowed by HTTP. Letters of any script go as UTF-8.
func HeaderText(s string) (string, error) {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\r' || c == '\n':
			return "", unfit("", "has a line break, which a header cannot hold")
		case c < 0x20 && c != '\t' || c == 0x7f:
			return "", unfit("", "has a control character (U+%04X), which a header cannot hold", c)
		}
	}
	return s, nil
}
