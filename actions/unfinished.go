package actions

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// unfinished notes what stands in an address as text, but was most likely meant as a placeholder: one
// in single braces that was never closed, as in ?p={pho, or that names a value of two parts.
func (f *findings) unfinished(t template) {
	if !t.single {
		return
	}
	pieces, err := parseTemplate(t.field, t.text, true)
	if err != nil {
		return // said already
	}
	for _, p := range pieces {
		for i := 0; p.name == "" && i < len(p.lit); i++ {
			if p.lit[i] != '{' || strings.HasPrefix(t.text[p.start:], "{{") {
				continue
			}
			begun := begunName(p.lit[i+1:])
			if begun == "" {
				continue
			}
			x := Finding{Rule: RulePlaceholder, Field: t.field, Offset: p.start + i, Warning: true}
			if strings.HasPrefix(p.lit[i+1+len(begun):], "}") {
				x.Message, x.Hint = "{"+begun+"} is sent as it stands", "a placeholder looks like {{contact.name}}"
				if near := completed(begun, knownNames()); near != "" {
					x.Hint = "did you mean {{" + near + "}}?"
				}
			} else {
				x.Message, x.Hint = "{"+begun+" looks unfinished, and is sent as it stands", "a placeholder looks like {{contact.name}}"
				if near := completedSingle(begun); near != "" {
					x.Hint = "did you mean " + near + "?"
				}
			}
			f.add(x)
		}
	}
}

// begunName is the name that a text begins with: letters, digits, dots and underscores.
func begunName(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.'
	})
	if end < 0 {
		end = len(s)
	}
	if end > maxName || end > 0 && !isLetter(s[0]) {
		return ""
	}
	return s[:end]
}

// completed is the name that somebody most likely began to write; "" when none is near.
func completed(begun string, candidates []string) string {
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
	return nearest(lower, candidates)
}

// completedSingle is completed for {name}, as it would be written: a short name, or a long one in two braces.
func completedSingle(begun string) string {
	if !strings.Contains(begun, ".") {
		if short := completed(begun, slices.Sorted(maps.Keys(singleNames))); short != "" {
			return "{" + short + "}"
		}
	}
	if long := completed(begun, knownNames()); long != "" {
		return "{{" + long + "}}"
	}
	return ""
}

// knownNames are the names that exist for every contact, the most used first.
func knownNames() []string {
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
