package template

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// BegunName is the name that a text begins with: letters, digits, dots and underscores.
func BegunName(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.'
	})
	if end < 0 {
		end = len(s)
	}
	if end > maxName || end > 0 && !IsLetter(s[0]) {
		return ""
	}
	return s[:end]
}

// Completed is the name that somebody most likely began to write; "" when none is near.
func Completed(begun string, candidates []string) string {
	lower := strings.ToLower(strings.TrimRight(begun, "."))
	if lower == "" {
		return ""
	}
	for _, c := range candidates {
		if strings.HasPrefix(c, lower) {
			return c
		}
	}
	for _, c := range candidates {
		if _, tail, _ := strings.Cut(c, "."); strings.HasPrefix(tail, lower) {
			return c
		}
	}
	return Nearest(lower, candidates)
}

// CompletedSingle is completed for {name}, as it would be written: a short name, or a long one in two braces.
func CompletedSingle(begun string) string {
	if !strings.Contains(begun, ".") {
		if short := Completed(begun, slices.Sorted(maps.Keys(singleNames))); short != "" {
			return "{" + short + "}"
		}
	}
	if long := Completed(begun, KnownNames()); long != "" {
		return "{{" + long + "}}"
	}
	return ""
}

// KnownNames are the names that exist for every contact, the most used first.
func KnownNames() []string {
	names := []string{"contact.name", "contact.phone_number", "contact.id"}
	for _, root := range slices.Sorted(maps.Keys(contractNames)) {
		for _, field := range contractNames[root] {
			if name := root + "." + field; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
