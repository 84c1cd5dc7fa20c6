package actions

import (
	"keydesk/actions/places"
	"net/url"
	"strings"
)

// queryValue writes the value of a pair. JSON in it has places of its own, as in a form.
func (p *urlPlanner) queryValue(val string) error {
	form, err := places.Read("application/x-www-form-urlencoded", "q="+strings.ReplaceAll(val, string(mark), places.Mark))
	if err != nil || len(form.Places) != strings.Count(val, string(mark)) {
		return p.emit(val, keepQuery+"=", "query value", strict)
	}
	first := len(p.out.placed)
	n := 0
	err = p.emit(val, keepQuery+"=", "query value", func(v value) (string, error) {
		n++
		s, err := form.Places[n-1].Write(v.given())
		if err != nil {
			return "", p.about(v, err.Error(), "")
		}
		return s, nil
	})
	for i := range n {
		name := strings.ReplaceAll(form.Places[i].Name, "form value", "query value")
		p.out.placed[first+i].place, p.out.spans[first+i].Place = name, name
	}
	return err
}

// query writes key=value pairs; a value stays inside its own key or value whatever it contains.
func (p *urlPlanner) query(s string) error {
	for i, pair := range strings.Split(s, "&") {
		if i > 0 {
			p.out.literal("&", 0)
		}
		key, val, hasValue := strings.Cut(pair, "=")
		start := len(p.out.buf)
		if err := p.emit(key, keepQuery, "query name", strict); err != nil {
			return err
		}
		name := string(p.out.buf[start:])
		if text, err := url.QueryUnescape(name); err == nil {
			name = text
		}
		if !hasValue {
			if key != "" {
				p.parts = append(p.parts, Part{Name: "query", Key: name, Start: start, End: len(p.out.buf)})
			}
			continue
		}
		p.out.literal("=", 0)
		err := p.part("query", name, len(p.out.buf), func() error { return p.queryValue(val) })
		if err != nil {
			return err
		}
		last := &p.parts[len(p.parts)-1]
		if text, err := url.QueryUnescape(string(p.out.buf[last.Start:last.End])); err == nil {
			last.Text = text
		}
	}
	return nil
}
