package studio

import (
	"encoding/json"
	"strings"

	"keydesk/actions"
)

// fill puts an action into the fields.
func (f *Form) fill(s actions.Stored) {
	texts := textsOf(s)
	ext, _ := s.Config["keydesk"].(map[string]any)
	for _, x := range f.fields {
		switch x.id {
		case FieldHeaders:
			x.list = headerRows(s.Config)
		case FieldInputs:
			x.list = inputRows(ext)
		default:
			x.odd = nil
			x.set(texts[x.id])
		}
		x.at = min(x.at, len(x.list))
		x.was = x.text()
	}
}

// textsOf are an action's members as the texts of the fields.
func textsOf(s actions.Stored) map[string]string {
	c := s.Config
	out := map[string]string{
		FieldName: s.Name, FieldIcon: s.Icon, FieldType: string(s.Type),
		FieldURL: textOf(c["url"]), FieldMethod: textOf(c["method"]), FieldBody: textOf(c["body"]), FieldCode: textOf(c["code"]),
		FieldTab: yesNo(c["open_in_new_tab"]),
	}
	if out[FieldIcon] == "" {
		out[FieldIcon] = "zap" // as the platform shows it
	}
	if out[FieldMethod] == "" {
		out[FieldMethod] = "POST"
	}
	ext, _ := c["keydesk"].(map[string]any)
	out[FieldAsk] = no
	switch t := ext["confirm"].(type) {
	case bool:
		out[FieldAsk] = yesNo(t)
	case string:
		out[FieldAsk], out[FieldWords] = ownQuestion, t
	}
	out[FieldDanger] = yesNo(ext["danger"])
	out[FieldKey] = textOf(ext["key"])
	out[FieldTimeout] = textOf(ext["timeout"])
	if n, ok := ext["timeout"].(json.Number); ok {
		out[FieldTimeout] = n.String() + "s"
	}
	out[FieldWhere] = textOf(ext["execution"])
	if out[FieldWhere] == "" {
		out[FieldWhere] = asSet
	}
	when, _ := ext["when"].(map[string]any)
	for id, names := range whenNames {
		var list []string
		for _, name := range names {
			list = append(list, listOf(when[name])...)
		}
		out[id] = strings.Join(list, ", ")
	}
	return out
}

// whenNames are the names that a condition may have, the one to write first.
var whenNames = map[string][]string{
	FieldTags: {"tag", "tags"}, FieldWho: {"assignee"}, FieldChannel: {"channel", "channels"}, FieldHas: {"has_field", "has-field", "has_fields"},
}

func yesNo(v any) string {
	if v == true {
		return yes
	}
	return no
}
