package client

import (
	"regexp"
	"strings"
	"unicode"
)

// Number reads a phone number as people and programs write it and returns its digits, as the platform
// stores them. Digits of any script count; a plus at the beginning, spaces, dashes, brackets and
// invisible marks are passed over, 00 at the beginning is another plus, and a (0) behind a country's code
// is left out. ok is false if there is anything else in it, or no digit. Links to phone numbers read them
// in the same way; a test in cmd compares the two.
func Number(s string) (digits string, ok bool) {
	plus := false
	for _, r := range withoutTrunk(s) {
		switch {
		case r == '+' || r == '\uff0b':
			if plus || digits != "" {
				return "", false
			}
			plus = true
		case unicode.Is(unicode.Nd, r):
			digits += string(decimal(r))
		case unicode.IsSpace(r), unicode.In(r, unicode.Pd, unicode.Cf, unicode.Zs), strings.ContainsRune(".()/\u2212\u00b7", r):
		default:
			return "", false
		}
	}
	if !plus && len(digits) > 2 {
		digits = strings.TrimPrefix(digits, "00")
	}
	return digits, digits != ""
}

// trunk is the 0 that is dialled inside of a country only, as in +49 (0) 89.
var trunk = regexp.MustCompile(`^(.*?)\(\s*0\s*\)`)

// withoutTrunk leaves out such a 0 of an international number. Italy's belongs to the number.
func withoutTrunk(s string) string {
	found := trunk.FindStringSubmatch(s)
	if found == nil {
		return s
	}
	before := Digits(found[1])
	code := strings.TrimPrefix(before, "00")
	if code == before && !strings.ContainsAny(found[1], "+\uff0b") || code == "" || code == "39" {
		return s
	}
	return found[1] + s[len(found[0]):]
}

// Digits keeps the digits of s, of any script; of a masked number what is shown.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r < 0x80 || !unicode.Is(unicode.Nd, r):
			return -1
		}
		return decimal(r)
	}, s)
}

// decimal is the ASCII digit for one of any script: each has ten in order, and only the mathematical
// ones stand in several runs without a gap.
func decimal(r rune) rune {
	if r >= 0x1d7ce && r <= 0x1d7ff {
		return '0' + (r-0x1d7ce)%10
	}
	n := rune(0)
	for n < 9 && unicode.Is(unicode.Nd, r-n-1) {
		n++
	}
	return '0' + n
}
