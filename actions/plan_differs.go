package actions

import (
	"bytes"
	"reflect"
	"slices"
	"time"
)

// AsOf is when the facts in the plan were told by the platform; zero where the subject did not say.
func (p Plan) AsOf() time.Time {
	if p.p == nil {
		return time.Time{}
	}
	return p.p.asOf
}

// Differs names the parts in which p does something else than an earlier plan of the same action, in
// the words of a preview's sections: "action", "conditions", "question", "request", "headers", "body",
// "link", "code", "contact", "user", "organization", "input". The press id and the conversation's
// newest messages, which scripts see as they are when they run, do not count. Values are compared in
// clear, so that a changed secret counts.
func (p Plan) Differs(earlier Plan) []string {
	if p.p == nil || earlier.p == nil {
		return nil
	}
	a, b := earlier.With(p.ID()).p, p.p
	var parts []string
	add := func(part string, same bool) {
		if !same {
			parts = append(parts, part)
		}
	}
	add("action", a.action.Type == b.action.Type && a.platform == b.platform && a.contactID == b.contactID)
	add("conditions", a.unmet == b.unmet)
	add("question", a.question == b.question)
	if x, y := a.request, b.request; x != nil && y != nil {
		add("request", x.Method == y.Method && x.URL == y.URL)
		add("headers", slices.EqualFunc(x.Header, y.Header, func(h, k Header) bool { return h.Name == k.Name && h.Value == k.Value }))
		add("body", bytes.Equal(x.Body, y.Body))
	}
	if x, y := a.target, b.target; x != nil && y != nil {
		add("link", x.URL == y.URL)
	}
	if x, y := a.script, b.script; x != nil && y != nil {
		add("code", x.Code == y.Code)
		for _, name := range []string{"contact", "user", "organization", "input"} {
			add(name, reflect.DeepEqual(x.Bindings[name], y.Bindings[name]))
		}
	}
	return parts
}
