package config

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// kind is the shape of a setting's value.
type kind int

const (
	kindText kind = iota
	kindFlag
	kindChoice
	kindDuration
	kindAge // a duration that may count days, or "forever"
	kindList
	kindNumber
	kindFlagOrText
)

// read turns a decoded TOML value into the Go value that the row's set expects. The error is the
// rest of a sentence that begins with the key.
func (e setting) read(raw any) (any, error) {
	value, err := e.convert(raw)
	if err != nil {
		return nil, err
	}
	if e.check != nil {
		if err := e.check(value); err != nil {
			return nil, err
		}
	}
	return value, nil
}

func (e setting) convert(raw any) (any, error) {
	switch e.kind {
	case kindFlag:
		return flag(raw)
	case kindFlagOrText:
		if text, ok := raw.(string); ok {
			return text, nil
		}
		if yes, ok := raw.(bool); ok {
			return yes, nil
		}
		return nil, fmt.Errorf("must be true, false or a text, not %s", describe(raw))
	case kindList:
		return list(raw)
	case kindNumber:
		return number(raw)
	}
	text, ok := raw.(string)
	if !ok {
		return nil, fmt.Errorf("must be a text in quotes, not %s", describe(raw))
	}
	switch e.kind {
	case kindChoice:
		if slices.Contains(e.choices, text) {
			return text, nil
		}
		if near := Nearest(text, e.choices); near != "" {
			return nil, fmt.Errorf("cannot be %q (did you mean %q?); it is one of %s", text, near, strings.Join(e.choices, ", "))
		}
		return nil, fmt.Errorf("cannot be %q; it is one of %s", text, strings.Join(e.choices, ", "))
	case kindDuration:
		d, err := time.ParseDuration(text)
		if err != nil {
			return nil, fmt.Errorf("cannot be %q; it is a time with a unit", text)
		}
		return d, nil
	case kindAge:
		d, err := ParseAge(text)
		return d, err
	}
	return text, nil
}

// flag reads true or false; as text only for the table's own defaults.
func flag(raw any) (any, error) {
	switch v := raw.(type) {
	case bool:
		return v, nil
	case string:
		if v == "true" || v == "false" {
			return v == "true", nil
		}
	}
	return nil, fmt.Errorf("must be true or false, not %s", describe(raw))
}

// number reads a whole number; as text only for the table's own defaults.
func number(raw any) (any, error) {
	switch v := raw.(type) {
	case int64:
		if v == int64(int(v)) {
			return int(v), nil
		}
	case string:
		if n, err := strconv.Atoi(v); err == nil {
			return n, nil
		}
	}
	return nil, fmt.Errorf("must be a whole number, not %s", describe(raw))
}

// list reads texts; one text alone counts as a list of one.
func list(raw any) (any, error) {
	if text, ok := raw.(string); ok {
		return []string{text}, nil
	}
	items, ok := raw.([]any)
	if !ok {
		return nil, fmt.Errorf("must be a list of texts, not %s", describe(raw))
	}
	texts := make([]string, 0, len(items))
	for _, item := range items {
		text, ok := item.(string)
		if !ok {
			return nil, fmt.Errorf("must be a list of texts; one of them is %s", describe(item))
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// describe names a value as a person would who does not know the types of TOML.
func describe(raw any) string {
	switch v := raw.(type) {
	case string:
		return strconv.Quote(v)
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return "the number " + strconv.FormatInt(v, 10)
	case float64:
		return "the number " + strconv.FormatFloat(v, 'g', -1, 64)
	case []any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return "a date or time"
}

// ParseAge reads how long ago or how long: "90d", "36h", "10m30s", or "forever" for 0. The error is
// the rest of a sentence that begins with the name of what was being read.
func ParseAge(text string) (time.Duration, error) {
	if text == "forever" {
		return 0, nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.ParseFloat(days, 64)
		if err != nil || !(n > 0) || n*24 > math.MaxInt64/float64(time.Hour) {
			return 0, fmt.Errorf("cannot be %q; it is a number of days above 0", text)
		}
		return time.Duration(n * 24 * float64(time.Hour)), nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("cannot be %q; it is days (90d), hours (36h) or forever", text)
	}
	return d, nil
}

// indexOf reads the place in a list of tables, which document.go wrote as a number.
func indexOf(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
