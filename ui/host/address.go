package host

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// address checks that s may be handed to a browser, and returns it with the
// signs escaped that programs on the way there have been known to trip over.
func address(s string) (string, error) {
	switch {
	case s == "":
		return "", errors.New("there is no address to open")
	case !utf8.ValidString(s) || strings.ContainsFunc(s, hidden):
		return "", errors.New("the address has characters that cannot be seen, so it is not opened")
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", fmt.Errorf("%q is no address that can be opened", s)
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Hostname() == "" || u.Opaque != "" {
			return "", fmt.Errorf("the address %q names no host", s)
		}
	case "mailto", "tel":
		if u.Opaque == "" || strings.HasPrefix(u.Opaque, "-") {
			return "", fmt.Errorf("the address %q says nobody", s)
		}
	case "":
		return "", fmt.Errorf("%q is no whole address: it begins with none of https, http, mailto and tel", s)
	default:
		return "", fmt.Errorf("addresses of the kind %q are not opened, only http, https, mailto and tel are", u.Scheme)
	}
	return escaped(s), nil
}

// hidden are runes that no address has: blanks, controls, bidi and the like.
func hidden(r rune) bool {
	return r == ' ' || unicode.In(r, unicode.C, unicode.Z) || r == '\u200b' || unicode.Is(unicode.Variation_Selector, r)
}

// escaped is s with quotes and brackets that no address needs as %XX.
func escaped(s string) string {
	const risky = "\"'<>\\^`{|}"
	if !strings.ContainsAny(s, risky) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(risky, s[i]) >= 0 {
			fmt.Fprintf(&b, "%%%02X", s[i])
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
