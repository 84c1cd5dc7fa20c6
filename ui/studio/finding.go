package studio

import (
	"slices"
	"strings"

	"keydesk/actions"
)

// PlaceOf is the field of the form that a finding or a refusal of the platform is about.
func (f *Form) PlaceOf(field string) string {
	place := field
	switch {
	case strings.HasPrefix(field, "headers"):
		place = FieldHeaders
	case strings.HasPrefix(field, "keydesk.inputs"), strings.HasPrefix(field, "input."):
		place = FieldInputs
	case field == "keydesk.when.tags":
		place = FieldTags
	case strings.HasPrefix(field, "keydesk.when.channel"):
		place = FieldChannel
	case strings.HasPrefix(field, "keydesk.when.has"):
		place = FieldHas
	case field == FieldAsk && f.value(FieldAsk) == ownQuestion, field == "confirm":
		place = FieldWords
	}
	if x := f.find(place); x != nil && x.shown(f.value) {
		return place
	}
	switch f.Type() { // about the action as a whole, or a member nobody edits here
	case actions.TypeJavaScript:
		return FieldCode
	case actions.TypeWebhook, actions.TypeURL:
		return FieldURL
	}
	return FieldType
}

// findingsOf are the findings of one field, in their order.
func (f *Form) findingsOf(id string) []actions.Finding {
	var list []actions.Finding
	for _, x := range f.findings {
		if f.PlaceOf(x.Field) == id {
			list = append(list, x)
		}
	}
	return list
}

// SetFindings takes what checking found; the editors mark their own lines.
func (f *Form) SetFindings(list []actions.Finding) {
	f.findings = list
	for _, x := range f.fields {
		if x.editor != nil {
			x.editor.Problems(f.findingsOf(x.id))
		}
	}
}

// SetPlaces takes where the placeholders stand, which stands below their field.
func (f *Form) SetPlaces(list []actions.Placed) { f.places = list }

// placesOf names the places of a field's placeholders, those of the same place together:
// "{{contact.name}}, {{user.email}}: JSON string; {{contact.tags}}: JSON value"; "" for none.
func (f *Form) placesOf(id string) string {
	var order []string
	names := map[string][]string{}
	for _, p := range f.places {
		if f.PlaceOf(p.Field) != id {
			continue
		}
		if names[p.Place] == nil {
			order = append(order, p.Place)
		}
		if !slices.Contains(names[p.Place], p.Name) {
			names[p.Place] = append(names[p.Place], p.Name)
		}
	}
	for i, place := range order {
		order[i] = strings.Join(names[place], ", ") + ": " + place
	}
	return strings.Join(order, "; ")
}

// Refuse shows what the platform said at the field it is about, and goes there. It stands until that
// field changes.
func (f *Form) Refuse(field, sentence string) {
	id := f.PlaceOf(field)
	if field == "" {
		id = FieldName
	}
	f.refused = map[string]string{id: sentence}
	f.Focus(id)
}

// Errors counts what is wrong, Warnings what is worth a look.
func (f *Form) Errors() int { return count(f.findings, false) }

// Warnings counts what works, but is worth a look.
func (f *Form) Warnings() int { return count(f.findings, true) }

func count(list []actions.Finding, warning bool) int {
	n := 0
	for _, x := range list {
		if x.Warning == warning {
			n++
		}
	}
	return n
}

// Sentence is a finding as it stands under its field: without the field's own name, since it stands
// there, but with a header's or an input's.
func Sentence(x actions.Finding) string {
	switch x.Field {
	case FieldURL, FieldBody, FieldCode:
		if x.Line <= 1 && x.Field == FieldURL {
			x.Line = 0
		}
	default:
		if !strings.Contains(x.Field, ".") {
			x.Field, x.Line, x.Column = "", 0, 0
		}
	}
	return x.String()
}

// Advised says of secrets in plain text what one can do about them here; in a file it is another thing.
func Advised(list []actions.Finding) []actions.Finding {
	for i := range list {
		if x := &list[i]; x.Rule == actions.RuleSecret && x.Warning {
			x.Message, x.Hint = "holds a secret that everybody who can see actions can read", `the settings can hold it instead: headers.Authorization = "Bearer ${keyring:crm}"`
			x.Line, x.Column = 0, 0
		}
	}
	return list
}
