package link

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Doubt is why an address may not lead where a reader thinks, as a sentence; ""
// when there is nothing odd about it. It is no promise that the site is good.
func Doubt(target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return "It cannot be read as an address."
	}
	if s := strings.ToLower(u.Scheme); s != "http" && s != "https" {
		return ""
	}
	host := u.Hostname()
	switch {
	case u.User != nil:
		return "What stands before the @ is no site: it leads to " + Plain(host) + "."
	case numeric(host):
		return "It leads to a machine by its number, not to a site by its name."
	}
	return lookalike(host)
}

// Plain is a host in the letters that it is asked for by, so that two names
// which look alike differ.
func Plain(host string) string {
	if plain, err := idna.Punycode.ToASCII(host); err == nil {
		return plain
	}
	return host
}

// numeric reports whether a host is an address in one of the notations that
// browsers take, octal and hexadecimal ones too.
func numeric(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	last := strings.TrimSuffix(host, ".")
	last = last[strings.LastIndexByte(last, '.')+1:]
	if strings.HasPrefix(strings.ToLower(last), "0x") {
		return true
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// lookalike is the doubt about a name that is not all in one script, or whose
// letters all look like Latin ones.
func lookalike(host string) string {
	shown, err := idna.Punycode.ToUnicode(strings.ToLower(host))
	if err != nil {
		shown = host
	}
	for _, label := range strings.Split(shown, ".") {
		if mixed(label) {
			return "Its name mixes letters of several alphabets; it is really " + Plain(host) + "."
		}
		if masquerade(label) {
			return "Its name looks like Latin letters and is not; it is really " + Plain(host) + "."
		}
	}
	if shown != strings.ToLower(host) { // written in punycode: what it says cannot be read
		return "In letters, its name reads " + shown + "."
	}
	return ""
}

// mixed reports whether a label has letters of scripts that no language writes
// in one word. Chinese, Japanese and Korean mix theirs, with Latin too.
func mixed(label string) bool {
	const (
		latin = 1 << iota
		greek
		cyrillic
		asian
		other
	)
	seen := 0
	for _, r := range label {
		switch {
		case !unicode.IsLetter(r):
		case unicode.Is(unicode.Latin, r):
			seen |= latin
		case unicode.Is(unicode.Greek, r):
			seen |= greek
		case unicode.Is(unicode.Cyrillic, r):
			seen |= cyrillic
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo):
			seen |= asian
		default:
			seen |= other
		}
	}
	if seen&asian != 0 {
		seen &^= latin
	}
	return seen&(seen-1) != 0
}

// masquerade reports whether every letter of a label is a Cyrillic or Greek one
// that nobody can tell from a Latin one.
func masquerade(label string) bool {
	const alike = "аеорсухіјѕһԁԛԝӏьκονρτυχι"
	any := false
	for _, r := range label {
		if !unicode.IsLetter(r) {
			continue
		}
		if !strings.ContainsRune(alike, r) {
			return false
		}
		any = true
	}
	return any
}
