package actions

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"keydesk/actions/template"
)

// maxInput bounds one answer, in bytes.
const maxInput = 64 << 10

// FormField is a question with its answer filled in beforehand: a string, json.Number or bool; nil
// for none.
type FormField struct {
	Input
	Value any
}

// Form is the action's questions with their defaults for the subject, in order. A default that
// cannot be worked out leaves its field empty rather than failing the form.
func (e *Engine) Form(d Definition, s template.Subject) []FormField {
	sc := s.Scope(map[string]any{})
	var out []FormField
	for _, in := range d.Options.Inputs {
		f := FormField{Input: in}
		if text, err := sc.Expand("input."+in.Name, in.Default); err == nil && text != "" {
			f.Value, _ = in.check(text)
		}
		out = append(out, f)
	}
	return out
}

// answers checks what was given against the questions and fills defaults in. The result has an
// entry for every question.
func answers(d Definition, s template.Subject, given map[string]any) (map[string]any, error) {
	out := make(map[string]any, len(d.Options.Inputs))
	for _, in := range d.Options.Inputs {
		field := "input." + in.Name
		raw, ok := given[in.Name]
		if !ok && in.Default != "" {
			text, err := s.Scope(map[string]any{}).Expand(field, in.Default)
			if err != nil {
				return nil, err
			}
			raw = text
		}
		v, err := in.check(raw)
		if err != nil {
			return nil, template.Fault(field, "", "%s %s", in.label(), err)
		}
		if in.Required && (v == nil || v == "") {
			return nil, template.Fault(field, "", "%s is needed", in.label())
		}
		out[in.Name] = v
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if _, ok := out[name]; !ok {
			hint := ""
			if near := template.Nearest(name, slices.Sorted(maps.Keys(out))); near != "" {
				hint = "did you mean " + near + "?"
			}
			return nil, template.Fault("input."+name, hint, "the action does not ask for this")
		}
	}
	return out, nil
}

func (in Input) label() string { return template.Quote(cmp.Or(in.Label, in.Name)) }

// check turns an answer into the input's type; "" and nil mean no answer.
func (in Input) check(raw any) (any, error) {
	text, isText := raw.(string)
	if raw == nil || isText && in.Type != InputText && strings.TrimSpace(text) == "" {
		return nil, nil
	}
	switch in.Type {
	case InputNumber:
		return number(raw)
	case InputYesNo:
		return yesNo(raw)
	case InputChoice:
		if !isText || !slices.Contains(in.Choices, text) {
			return nil, fmt.Errorf("must be one of %s", strings.Join(in.Choices, ", "))
		}
		return text, nil
	}
	if !isText {
		text = fmt.Sprint(raw)
	}
	if len(text) > maxInput {
		return nil, fmt.Errorf("is longer than %d KiB", maxInput>>10)
	}
	return strings.ToValidUTF8(text, "\uFFFD"), nil
}

func number(raw any) (any, error) {
	text := ""
	switch n := raw.(type) {
	case json.Number:
		text = n.String()
	case string:
		text = strings.TrimSpace(n)
	case float64:
		text = strconv.FormatFloat(n, 'f', -1, 64)
	case int, int64, int32:
		text = fmt.Sprint(n)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, fmt.Errorf("must be a number such as 12 or 3.50")
	}
	if !json.Valid([]byte(text)) { // +5, 05, .5 and 0x1p3 are numbers to Go but not to JSON
		text = strconv.FormatFloat(f, 'f', -1, 64)
	}
	return json.Number(text), nil
}

func yesNo(raw any) (any, error) {
	if b, ok := raw.(bool); ok {
		return b, nil
	}
	s, _ := raw.(string)
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "yes", "y", "true", "1", "on":
		return true, nil
	case "no", "n", "false", "0", "off":
		return false, nil
	}
	return nil, fmt.Errorf("must be yes or no")
}
