package weburl

import "strings"

// Pair is one name with its value in a form or query.
type Pair struct{ Name, Value string }

// ParseForm reads application/x-www-form-urlencoded text, without a leading question mark.
func ParseForm(text string) []Pair {
	var pairs []Pair
	for part := range strings.SplitSeq(text, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		pairs = append(pairs, Pair{formDecode(name), formDecode(value)})
	}
	return pairs
}

// FormatForm writes pairs as application/x-www-form-urlencoded text: a space is "+", and a plus is
// "%2B", so that a phone number arrives as it is.
func FormatForm(pairs []Pair) string {
	var b strings.Builder
	for i, p := range pairs {
		if i > 0 {
			b.WriteByte('&')
		}
		formEncode(&b, p.Name)
		b.WriteByte('=')
		formEncode(&b, p.Value)
	}
	return b.String()
}

func formDecode(text string) string {
	decoded, _, _ := DecodeUTF8(percentDecode(strings.ReplaceAll(text, "+", " ")), false)
	return decoded
}

func formEncode(b *strings.Builder, text string) {
	for i := range len(text) {
		switch c := text[i]; {
		case c == ' ':
			b.WriteByte('+')
		case formPlain(c):
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
		}
	}
}
