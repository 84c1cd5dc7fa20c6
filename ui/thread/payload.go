package thread

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// unreadable stands for a body that should hold data and does not.
const unreadable = "(not readable)"

// parse reads a body that holds JSON as a string (contract §5.3). Numbers keep their digits.
func parse(body string) (any, bool) {
	if len(body) > 64<<10 || !looksLikeJSON(body) {
		return nil, false
	}
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil, false
	}
	return v, true
}

func looksLikeJSON(body string) bool {
	body = strings.TrimSpace(body)
	return strings.HasPrefix(body, "{") || strings.HasPrefix(body, "[")
}

// location is "Gateway of India 19.076,72.8777 Apollo Bandar, Mumbai". Name and address may be
// missing, and so may everything else; a body that is no JSON is shown as it is.
func location(body string) string {
	v, ok := parse(body)
	if !ok {
		return plainOr(body)
	}
	m, _ := v.(map[string]any)
	parts := make([]string, 0, 3)
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(scalar(m["name"]))
	lat, latOK := degrees(m["latitude"], 90)
	long, longOK := degrees(m["longitude"], 180)
	if latOK && longOK {
		add(lat + "," + long)
	}
	add(scalar(m["address"]))
	if len(parts) == 0 {
		return unreadable
	}
	return strings.Join(parts, " ")
}

// people is one line a person: "Rahul देशमुख  +91 98100 11111  +91 22 5555 0000".
func people(body string) string {
	v, ok := parse(body)
	if !ok {
		return plainOr(body)
	}
	list, isList := v.([]any)
	if !isList {
		list = []any{v}
	}
	var lines []string
	for i, one := range list {
		if i == shownChoices {
			lines = append(lines, "and more")
			break
		}
		if s := person(one); s != "" {
			lines = append(lines, s)
		}
	}
	if len(lines) == 0 {
		return unreadable
	}
	return strings.Join(lines, "\n")
}

// person reads the platform's {"name","phones":[string]} and WhatsApp's own nested form.
func person(v any) string {
	m, ok := v.(map[string]any)
	if !ok {
		return scalar(v)
	}
	name := scalar(m["name"])
	if nested, ok := m["name"].(map[string]any); ok {
		name = scalar(nested["formatted_name"])
	}
	parts := make([]string, 0, 4)
	if name != "" {
		parts = append(parts, name)
	}
	phones, ok := m["phones"].([]any)
	if !ok && m["phones"] != nil {
		phones = []any{m["phones"]}
	}
	for i, phone := range phones {
		s := scalar(phone)
		if nested, ok := phone.(map[string]any); ok {
			s = scalar(nested["phone"])
		}
		if s != "" && i < shownChoices {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "  ")
}

// degrees is a coordinate with at most six decimals, which is a hand's breadth.
func degrees(v any, limit float64) (string, bool) {
	f, err := strconv.ParseFloat(scalar(v), 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > limit {
		return "", false
	}
	return strconv.FormatFloat(math.Round(f*1e6)/1e6, 'f', -1, 64), true
}

// scalar is a string, number or boolean on one row, anything else nothing.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return short(v, 200)
	case json.Number:
		return short(v.String(), 40)
	case bool:
		return strconv.FormatBool(v)
	default:
		return ""
	}
}

// plainOr shows a body that is no data as text, and never broken data as it came.
func plainOr(body string) string {
	if strings.TrimSpace(body) == "" || looksLikeJSON(body) {
		return unreadable
	}
	return safeBody(body)
}

// flatten is the text of a message type that nobody knows: the body as it is, or, when it is data,
// its fields in words ("flow_token x; name y"), since nobody reads JSON.
func flatten(body string) string {
	v, ok := parse(body)
	if !ok {
		if looksLikeJSON(body) {
			return unreadable
		}
		return safeBody(body)
	}
	var fields []string
	gather(&fields, "", v, 0)
	if len(fields) == 0 {
		return unreadable
	}
	return strings.Join(fields, "; ")
}
