package actions

import (
	"strings"

	"keydesk/actions/template"
)

// unfinished notes what stands in an address as text, but was most likely meant as a placeholder: one
// in single braces that was never closed, as in ?p={pho, or that names a value of two parts.
func (f *findings) unfinished(t templated) {
	if !t.single {
		return
	}
	pieces, err := template.Parse(t.field, t.text, true)
	if err != nil {
		return // said already
	}
	for _, p := range pieces {
		for i := 0; p.Name == "" && i < len(p.Lit); i++ {
			if p.Lit[i] != '{' || strings.HasPrefix(t.text[p.Start:], "{{") {
				continue
			}
			begun := template.BegunName(p.Lit[i+1:])
			if begun == "" {
				continue
			}
			x := Finding{Rule: RulePlaceholder, Field: t.field, Offset: p.Start + i, Warning: true}
			if strings.HasPrefix(p.Lit[i+1+len(begun):], "}") {
				x.Message, x.Hint = "{"+begun+"} is sent as it stands", "a placeholder looks like {{contact.name}}"
				if near := template.Completed(begun, template.KnownNames()); near != "" {
					x.Hint = "did you mean {{" + near + "}}?"
				}
			} else {
				x.Message, x.Hint = "{"+begun+" looks unfinished, and is sent as it stands", "a placeholder looks like {{contact.name}}"
				if near := template.CompletedSingle(begun); near != "" {
					x.Hint = "did you mean " + near + "?"
				}
			}
			f.add(x)
		}
	}
}
