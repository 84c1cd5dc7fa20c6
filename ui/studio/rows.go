package studio

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"keydesk/actions"
)

// Row is one entry of a field that has several: a header, or a question.
type Row struct {
	Name  string
	Value any            // a header's value as it is stored
	Input map[string]any // a question as it is stored
}

// rowsText tells whether entries changed.
func rowsText(list []Row) string {
	raw, err := json.Marshal(list)
	if err != nil {
		return ""
	}
	return string(raw)
}

// headerRows are the headers of a config, by name.
func headerRows(config map[string]any) []Row {
	headers, _ := config["headers"].(map[string]any)
	var list []Row
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		list = append(list, Row{Name: name, Value: headers[name]})
	}
	return list
}

// inputRows are the questions of a config.
func inputRows(ext map[string]any) []Row {
	inputs, _ := ext["inputs"].([]any)
	var list []Row
	for _, v := range inputs {
		m, _ := v.(map[string]any)
		name, _ := m["name"].(string)
		list = append(list, Row{Name: name, Input: maps.Clone(m)})
	}
	return list
}

// Text is a header's value to be edited.
func (r Row) Text() string { return textOf(r.Value) }

// Secret says whether a header's value is masked where it is shown.
func (r Row) Secret() bool {
	_, hidden := actions.Stored{Config: map[string]any{"headers": map[string]any{r.Name: r.Value}}}.HideSecrets(actions.Mask)
	return len(hidden) > 0
}

// Question is what an entry asks, to be edited.
func (r Row) Question() actions.Input {
	in := actions.Input{Name: r.Name, Label: textOf(r.Input["label"]), Type: actions.InputType(textOf(r.Input["type"])),
		Required: r.Input["required"] == true, Default: textOf(r.Input["default"]), Choices: listOf(r.Input["choices"])}
	if in.Type == "" {
		in.Type = actions.InputText
	}
	return in
}

// Ask is the entry of a question; what it does not set is left out, and what nobody here knows stays.
func (r Row) Ask(in actions.Input) Row {
	m := maps.Clone(r.Input)
	if m == nil {
		m = map[string]any{}
	}
	put := func(key string, v any, empty bool) {
		if empty {
			delete(m, key)
		} else {
			m[key] = v
		}
	}
	m["name"] = in.Name
	put("label", in.Label, in.Label == "" || in.Label == in.Name)
	put("type", string(in.Type), in.Type == actions.InputText && m["type"] == nil)
	put("required", true, !in.Required)
	put("default", in.Default, in.Default == "")
	choices := make([]any, len(in.Choices))
	for i, c := range in.Choices {
		choices[i] = c
	}
	put("choices", choices, len(choices) == 0)
	return Row{Name: in.Name, Input: m}
}

// words is a question on one line.
func (r Row) words() string {
	in := r.Question()
	words := []string{in.Name, string(in.Type)}
	if in.Required {
		words = append(words, "required")
	}
	if len(in.Choices) > 0 {
		words = append(words, strings.Join(in.Choices, "/"))
	}
	if in.Default != "" {
		words = append(words, "= "+in.Default)
	}
	return strings.Join(words, ", ")
}

// textOf is a value as a person edits it: texts as they are, everything else as JSON.
func textOf(v any) string {
	switch t := v.(type) {
	case nil:
		return ""
	case string:
		return t
	case bool:
		return strconv.FormatBool(t)
	case json.Number:
		return t.String()
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}

// listOf reads one text or several.
func listOf(v any) []string {
	switch t := v.(type) {
	case string:
		return []string{t}
	case []any:
		var list []string
		for _, item := range t {
			list = append(list, textOf(item))
		}
		return list
	}
	return nil
}

// SplitList reads texts parted by commas.
func SplitList(s string) []string {
	var list []string
	for _, part := range strings.Split(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
