package weburl

import "strings"

const upperHex = "0123456789ABCDEF"

// formPlain says whether a byte stands for itself in a form.
func formPlain(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("*-._", c) >= 0
}

func hexValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// percentDecode replaces every valid %XX by its byte; the result may be no UTF-8.
func percentDecode(text string) string {
	if !strings.Contains(text, "%") {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			hi, lo := hexValue(text[i+1]), hexValue(text[i+2])
			if hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, text[i])
	}
	return string(out)
}

// DecodeUTF8 turns bytes into text as the web does: each maximal part of a broken sequence becomes
// one U+FFFD. Go's own conversion gives one for each byte. With partial it stops before a sequence
// that the end of data cuts short and tells how many bytes are left; ok is false when something
// was broken.
func DecodeUTF8(data string, partial bool) (text string, rest int, ok bool) {
	var b strings.Builder
	b.Grow(len(data))
	ok = true
	for i := 0; i < len(data); {
		n, valid := sequence(data[i:])
		if !valid && partial && n == len(data)-i && wanted(data[i]) > n {
			return b.String(), n, ok
		}
		if valid {
			b.WriteString(data[i : i+n])
		} else {
			ok = false
			b.WriteRune('\uFFFD')
		}
		i += n
	}
	return b.String(), 0, ok
}

// wanted is the length of the sequence that lead begins, 1 for no lead byte.
func wanted(lead byte) int {
	switch {
	case lead >= 0xC2 && lead <= 0xDF:
		return 2
	case lead >= 0xE0 && lead <= 0xEF:
		return 3
	case lead >= 0xF0 && lead <= 0xF4:
		return 4
	}
	return 1
}

// sequence measures the UTF-8 sequence, or the maximal part of a broken one, at the start of s.
func sequence(s string) (n int, valid bool) {
	lead := s[0]
	if lead < 0x80 {
		return 1, true
	}
	want := wanted(lead)
	if want == 1 {
		return 1, false
	}
	low, high := byte(0x80), byte(0xBF)
	switch lead {
	case 0xE0:
		low = 0xA0
	case 0xED:
		high = 0x9F
	case 0xF0:
		low = 0x90
	case 0xF4:
		high = 0x8F
	}
	for n = 1; n < want; n++ {
		if n >= len(s) || s[n] < low || s[n] > high {
			return n, false
		}
		low, high = 0x80, 0xBF
	}
	return want, true
}
