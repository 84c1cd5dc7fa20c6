package places

import (
	"encoding/json"
	"strings"
)

// container is a text that holds another one.
type container struct {
	name string
	// write puts a text into it.
	write func(string) (string, error)
	// literal does so with what the author wrote.
	literal func(string) string
}

// hold returns the places of a text inside a container, and that text as it stands there. raw is the
// same text as the author wrote it, which stays where nothing has to change. sub is what it means:
// if that is JSON, values are written for it first; otherwise they are written as text.
func (c container) hold(sub, raw string) ([]Place, string, error) {
	if inner, ok := jsonInside(sub); ok {
		return c.around(inner, sub, raw)
	}
	return repeat(text(c.name, c.write), raw), raw, nil
}

// around wraps the places of a text that stands inside a container.
func (c container) around(inner Body, sub, raw string) ([]Place, string, error) {
	var out []Place
	for _, p := range inner.Places {
		out = append(out, Place{Name: p.Name + " inside " + c.name, neutral: "x", Write: func(v Value) (string, error) {
			s, err := p.Write(v)
			if err != nil {
				return "", err
			}
			return c.write(s)
		}})
	}
	if inner.Text != sub {
		return out, literals(inner.Text, c.literal), nil
	}
	return out, raw, nil
}

// jsonInside reads a text as JSON, if the whole of it is an object or a list with a quote in it. A
// text without quotes has no place in which JSON and text differ in what has to be escaped.
func jsonInside(sub string) (Body, bool) {
	t := strings.TrimSpace(sub)
	if t == "" || t[0] != '{' && t[0] != '[' || !strings.Contains(t, `"`) {
		return Body{}, false
	}
	inner, err := readJSON(sub)
	if err != nil || marks(sub) != len(inner.Places) || !json.Valid([]byte(inner.tried())) {
		return Body{}, false
	}
	return inner, true
}
