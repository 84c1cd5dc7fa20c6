package actions

import (
	"keydesk/actions/places"
	"keydesk/actions/template"
	"net/url"
	"strings"
)

// queryValue writes the value of a pair. JSON in it has places of its own, as in a form.
func (p *urlPlanner) queryValue(val string) error {
	form, err := places.Read("application/x-www-form-urlencoded", "q="+strings.ReplaceAll(val, string(mark), places.Mark))
	if err != nil || len(form.Places) != strings.Count(val, string(mark)) {
		return p.emit(val, keepQuery+"=", "query value", strict)
	}
	first := len(p.out.Placed)
	n := 0
	err = p.emit(val, keepQuery+"=", "query value", func(v template.Value) (string, error) {
		n++
		s, err := form.Places[n-1].Write(v.Given())
		if err != nil {
			return "", p.about(v, err.Error(), "")
		}
		return s, nil
	})
	for i := range n {
		name := strings.ReplaceAll(form.Places[i].Name, "form value", "query value")
		p.out.Placed[first+i].Where, p.out.Spans[first+i].Place = name, name
	}
	return err
}

// query writes key=value pairs; a value stays inside its own key or value whatever it contains.
func (p *urlPlanner) query(s string) error {
	for i, pair := range strings.Split(s, "&") {
		if i > 0 {
			p.out.Literal("&", 0)
		}
		key, val, hasValue := strings.Cut(pair, "=")
		start := len(p.out.Text)
		if err := p.emit(key, keepQuery, "query name", strict); err != nil {
			return err
		}
		name := string(p.out.Text[start:])
		if text, err := url.QueryUnescape(name); err == nil {
			name = text
		}
		if !hasValue {
			if key != "" {
				p.parts = append(p.parts, Part{Name: "query", Key: name, Start: start, End: len(p.out.Text)})
			}
			continue
		}
		p.out.Literal("=", 0)
		err := p.part("query", name, len(p.out.Text), func() error { return p.queryValue(val) })
		if err != nil {
			return err
		}
		last := &p.parts[len(p.parts)-1]
		if text, err := url.QueryUnescape(string(p.out.Text[last.Start:last.End])); err == nil {
			last.Text = text
		}
	}
	return nil
}
