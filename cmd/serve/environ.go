package serve

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxValue is the longest value of a variable, in bytes.
const maxValue = 128

// allowed reports whether a client may set a variable. Those that name programs or sockets (BROWSER,
// EDITOR, VISUAL, TMUX …) would run code on the server.
func allowed(name string) bool {
	switch name {
	case "COLORTERM", "LANG", "TERM_PROGRAM", "TZ":
		return true
	}
	return strings.HasPrefix(name, "LC_") && !strings.ContainsFunc(name, func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') })
}

// environ is what is used of what a client says about its terminal. A later value stands above an
// earlier one.
func environ(term string, said []string) []string {
	var list []string
	if plain(term) {
		list = append(list, "TERM="+term)
	}
	for _, pair := range said {
		name, value, ok := strings.Cut(pair, "=")
		if ok && allowed(name) && plain(value) && len(list) < 32 {
			list = append(list, pair)
		}
	}
	return list
}

// plain reports whether a value is short and printable.
func plain(value string) bool {
	return value != "" && len(value) <= maxValue && utf8.ValidString(value) && !strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsPrint(r) })
}
