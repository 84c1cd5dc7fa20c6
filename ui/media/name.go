package media

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"keydesk/ui/text"
)

// mostName is the longest file name in bytes; most file systems take 255, and
// " (12)" and ".part" have to fit too.
const mostName = 180

// FileName makes a name from outside safe to write under: one part of a path,
// visible, neither hidden nor reserved, never empty. fallback is the name for a
// file without one; an ending is added from its type where there is none.
func FileName(name, kind, fallback string) string {
	name = strings.ReplaceAll(name, "\\", "/")
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(allowed, text.Line(name))
	name = strings.TrimRight(strings.TrimLeft(name, ". "), ". ")
	if name == "" {
		name = fallback
	}
	if strings.HasPrefix(name, "-") || strings.HasPrefix(name, "~") {
		name = "_" + name // neither an option nor a home
	}
	if reserved(name) {
		name = "_" + name
	}
	if !ended(name) {
		name += Ending(kind)
	}
	return shortened(name)
}

// ended reports whether a name has an ending: ".pdf" is one, ". Smith" is not,
// nor is the ".31" of a time.
func ended(name string) bool {
	ending := strings.TrimPrefix(path.Ext(name), ".")
	return ending != "" && len(ending) <= 12 && !strings.ContainsFunc(ending, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) &&
		strings.ContainsFunc(ending, unicode.IsLetter)
}

// allowed is a rune of a file name on any system, or what stands for it.
func allowed(r rune) rune {
	switch {
	case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
		return -1
	case strings.ContainsRune(`<>:"|?*/\`, r):
		return '_'
	}
	return r
}

// reserved reports whether Windows takes the name for a device, as it does
// whatever the ending.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	stem = strings.TrimRight(stem, " ")
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	digit, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		digit, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && len([]rune(digit)) == 1 && strings.Contains("123456789¹²³", digit)
}

// shortened cuts the middle out of a long name: the ending tells what it is.
func shortened(name string) string {
	if len(name) <= mostName {
		return name
	}
	ending := path.Ext(name)
	if len(ending) > 24 {
		ending = ""
	}
	stem := name[:mostName-len(ending)]
	for !utf8.ValidString(stem) {
		stem = stem[:len(stem)-1]
	}
	return strings.TrimRight(stem, ". ") + ending
}

// Numbered is the n-th name to try when the one before it is taken: "a (2).pdf".
func Numbered(name string, n int) string {
	if n < 2 {
		return name
	}
	ending := path.Ext(name)
	var digits []byte
	for ; n > 0; n /= 10 {
		digits = append([]byte{byte('0' + n%10)}, digits...)
	}
	return strings.TrimSuffix(name, ending) + " (" + string(digits) + ")" + ending
}

// NameEnding is the ending of a file name, with its dot; "" without one.
func NameEnding(name string) string { return path.Ext(name) }
