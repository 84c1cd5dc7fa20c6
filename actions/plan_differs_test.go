package actions

import (
	"slices"
	"testing"
	"time"

	"keydesk/actions/template"
)

// Whatever of a plan leaves the desk counts as a difference; the press id does not.
func TestPlansTellInWhatTheyDiffer(t *testing.T) {
	e, err := NewEngine(Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	plan := func(definition, contact string) Plan {
		t.Helper()
		d, err := ParseDefinition([]byte(definition))
		if err != nil {
			t.Fatal(err)
		}
		s, err := template.NewSubject([]byte(contact), []byte(`{"id":"u","full_name":"Ravi"}`), nil)
		if err != nil {
			t.Fatal(err)
		}
		s.AsOf = time.Unix(5, 0)
		p, err := e.Plan(d, s.WithConversation(map[string]any{"unread": 1}), nil)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	const anna, ben = `{"id":"c","name":"Anna","phone_number":"1","tags":["vip"]}`, `{"id":"c","name":"Ben","phone_number":"1","tags":["vip"]}`
	webhook := func(config string) string {
		return `{"id":"a","name":"X","action_type":"webhook","is_active":true,"config":` + config + `}`
	}
	full := webhook(`{"url":"https://x.example.com/{{contact.name}}","headers":{"X-Name":"{{contact.name}}"},"body":"{\"n\":\"{{contact.name}}\"}"}`)
	for _, c := range []struct {
		name, before, after, was, is string
		want                         []string
	}{
		{"nothing", full, full, anna, anna, nil},
		{"the contact's name, everywhere", full, full, anna, ben, []string{"request", "headers", "body"}},
		{"a header that is secret", webhook(`{"url":"https://x.example.com/","headers":{"Authorization":"Bearer one"},"body":"{}"}`),
			webhook(`{"url":"https://x.example.com/","headers":{"Authorization":"Bearer two"},"body":"{}"}`), anna, anna, []string{"headers"}},
		{"a link", `{"id":"a","name":"X","action_type":"url","is_active":true,"config":{"url":"https://x.example.com/?n={{contact.name}}"}}`,
			`{"id":"a","name":"X","action_type":"url","is_active":true,"config":{"url":"https://x.example.com/?n={{contact.name}}"}}`, anna, ben, []string{"link"}},
		{"a script's code", `{"id":"a","name":"X","action_type":"javascript","is_active":true,"config":{"code":"1"}}`,
			`{"id":"a","name":"X","action_type":"javascript","is_active":true,"config":{"code":"2"}}`, anna, anna, []string{"code"}},
		{"a script's contact", `{"id":"a","name":"X","action_type":"javascript","is_active":true,"config":{"code":"1"}}`,
			`{"id":"a","name":"X","action_type":"javascript","is_active":true,"config":{"code":"1"}}`, anna, ben, []string{"contact"}},
		{"a condition", webhook(`{"url":"https://x.example.com/","body":"{}","keydesk":{"when":{"tag":"vip"}}}`),
			webhook(`{"url":"https://x.example.com/","body":"{}","keydesk":{"when":{"tag":"gold"}}}`), anna, anna, []string{"conditions"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, after := plan(c.before, c.was), plan(c.after, c.is)
			if got := after.Differs(before); !slices.Equal(got, c.want) {
				t.Errorf("differs in %q, want %q", got, c.want)
			}
			if before.AsOf() != time.Unix(5, 0) {
				t.Errorf("as of %v", before.AsOf())
			}
		})
	}
}
