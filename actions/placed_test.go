package actions

import (
	"fmt"
	"strings"
	"testing"
)

func TestEveryPlaceholderHasANamedPlace(t *testing.T) {
	for config, want := range map[string]string{
		`{"url":"https://h.example/{phone}?q={name}&{{contact.id}}=1","headers":{"X-A":"a {{user.email}}"},"body":"{\n\"n\": \"é {{contact.name}}\",\n\"t\": {{contact.tags}}}",
			"keydesk":{"confirm":"Refund {{contact.name}}?","inputs":[{"name":"n","default":"{{contact.metadata.x?}}"}]}}`: `url 1:19 {phone} path segment
url 1:29 {name} query value
url 1:36 {{contact.id}} query name
headers.X-A 1:3 {{user.email}} header value
body 2:9 {{contact.name}} JSON string
body 3:6 {{contact.tags}} JSON value
keydesk.confirm 1:8 {{contact.name}} question
keydesk.inputs[0].default 1:1 {{contact.metadata.x?}} answer
`,
		`{"url":"https://h.example","headers":{"content-type":"text/csv"},"body":"a,b\n{{'{{'}},{{contact.metadata['a b']}}\n"}`: "body 2:10 {{contact.metadata['a b']}} CSV field\n",
		`{"url":"https://h.example","headers":{"Content-Type":"text/html"},"body":"<script>{{contact.name}}</script>"}`:          "",
	} {
		d := parse(t, `{"name":"A","action_type":"webhook","config":`+config+`}`)
		var got strings.Builder
		for _, p := range d.Places() {
			fmt.Fprintf(&got, "%s %d:%d %s %s\n", p.Field, p.Line, p.Column, p.Name, p.Place)
		}
		if got.String() != want {
			t.Errorf("%s\n got\n%s\nwant\n%s", config, got.String(), want)
		}
	}
	for address, want := range map[string]string{
		"https://{{contact.id}}.example:{{contact.id}}/": "", "https://{{contact.id}}.example/#{name}": "host name, fragment", "tel:+{phone}": "phone number",
		"mailto:{{user.email}}?subject={name}&body={name}": "mail address, mail subject, mail body",
	} {
		var names []string
		for _, p := range link(address).Places() {
			names = append(names, p.Place)
		}
		if got := strings.Join(names, ", "); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
	p := mustPlan(t, engine(t, nil), webhook("https://h.example/?q={name}", `{"a":"{{contact.name}}"}`), sample(t))
	for _, l := range p.Masked().Lines() {
		for _, m := range l.Marks {
			if m.Place != "query value" && m.Place != "JSON string" {
				t.Errorf("%s stands in %q", m.Path, m.Place)
			}
		}
	}
}
