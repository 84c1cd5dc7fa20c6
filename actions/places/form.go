package places

import (
	"net/url"
	"strings"
)

// keepForm is what the author may write in a form body without it being encoded.
const keepForm = "!$'()*,;:@/?+=&[]"

// readForm reads name=value pairs. A value stays inside its own name or value whatever it contains.
func readForm(s string) (Body, error) {
	var b Body
	literal := func(s string) string { return PercentLiteral(s, keepForm) }
	percent := func(s string) string { return Percent(s, "") }
	pairs := strings.Split(s, "&")
	for i, pair := range pairs {
		name, value, has := strings.Cut(pair, "=")
		b.Places = append(b.Places, repeat(text("form name", sure(percent)), name)...)
		pairs[i] = literals(name, literal)
		if !has {
			continue
		}
		c := container{"form value", sure(percent), percent}
		written := literals(value, literal)
		sub, err := url.QueryUnescape(literals(value, lonePercent))
		if err != nil || marks(sub) != marks(value) {
			sub = ""
		}
		places, written, err := c.hold(sub, written)
		if err != nil {
			return b, later(err, len(b.Places))
		}
		b.Places = append(b.Places, places...)
		pairs[i] += "=" + written
	}
	b.Text = strings.Join(pairs, "&")
	return b, nil
}

// lonePercent encodes percent signs that encode nothing, as the literal text is sent.
func lonePercent(s string) string {
	var out strings.Builder
	for i := range len(s) {
		if s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			out.WriteString("%25")
		} else {
			out.WriteByte(s[i])
		}
	}
	return out.String()
}
