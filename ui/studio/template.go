package studio

import (
	"strings"

	"keydesk/actions"
)

// Template is a text to begin a body or a script with. Header is the Content-Type that it needs, "" for
// the usual one.
type Template struct{ Name, Text, Header string }

// Templates are those of a field.
func Templates(field string) []Template {
	t := actions.TypeWebhook
	if field == FieldCode {
		t = actions.TypeJavaScript
	}
	var list []Template
	for _, s := range actions.Starters(t) {
		list = append(list, Template{Name: s.Name, Text: s.Text, Header: s.ContentType})
	}
	return list
}

// TakeTemplate sets the Content-Type that a template needs, in place of the one that is there.
func (f *Form) TakeTemplate(t Template) {
	list := f.Entries(FieldHeaders)
	at := len(list)
	for i, r := range list {
		if strings.EqualFold(r.Name, "Content-Type") {
			at = i
		}
	}
	if t.Header == "" && at == len(list) || f.Type() != actions.TypeWebhook {
		return
	}
	value := t.Header
	if value == "" {
		value = "application/json"
	}
	f.PutEntry(FieldHeaders, at, Row{Name: "Content-Type", Value: value})
}
