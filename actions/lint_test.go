package actions

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"keydesk/actions/script"
)

// found lists findings as "rule field line:column message; hint".
func found(list []Finding) string {
	var b strings.Builder
	for _, f := range list {
		fmt.Fprintf(&b, "%s %d:%d %s\n", f.Rule, f.Line, f.Column, f)
	}
	return b.String()
}

func parse(t *testing.T, text string) Definition {
	t.Helper()
	d, err := ParseDefinition([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestLintNamesEverything(t *testing.T) {
	d := parse(t, `{"name":"","icon":"rocket","action_type":"webhook","config":{
		"url":"http://crm.example.com/{phone}?q={{contact.nmae}}&token=abc123",
		"headers":{"Authorization":"Bearer s3cret","X-A":"{{user.emial}} {{contact.foo}}","X-Metadata":"{{contact.metadata.anything.at.all}}"},
		"body":"{\n  \"a\": \"{{contact.name}}\",\n  \"b\": {{contact.tags}},,\n}",
		"keydesk":{"confirm":"Refund {{input.amout}}?","inputs":[{"name":"amount","type":"number","default":"{{contact.orders}}"}],"colour":"red"}}}`)
	got := found(d.Lint())
	for _, want := range []string{
		"config 0:0 name: is empty, and the platform wants one; write e.g.",
		"config 0:0 icon: “rocket” is unknown",
		"placeholder 1:34 url, column 34: {{contact.nmae}} does not exist; did you mean {{contact.name}}?",
		"secret 1:57 url, column 57: the value of token stands in plain text",
		"url 0:0 url: is not encrypted",
		"secret 1:8 headers.Authorization, column 8: its value stands in plain text",
		"placeholder 1:1 headers.X-A, column 1: {{user.emial}} does not exist; did you mean {{user.email}}?",
		"placeholder 1:16 headers.X-A, column 16: {{contact.foo}} does not exist",
		"json 3:25 body, line 3, column 25: is not valid JSON",
		"placeholder 1:8 keydesk.confirm, column 8: {{input.amout}} does not exist; did you mean {{input.amount}}?",
		"placeholder 1:1 keydesk.inputs[0].default, column 1: {{contact.orders}} does not exist",
		"config 0:0 keydesk.colour: is not known",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "X-Metadata") || strings.Contains(got, "s3cret") || strings.Contains(got, "abc123") {
		t.Errorf("too much is said:\n%s", got)
	}
	if n := strings.Count(got, "\n"); n != 12 {
		t.Errorf("%d findings:\n%s", n, got)
	}
}

func TestLintIsSilentAboutWhatWorks(t *testing.T) {
	for _, text := range []string{
		`{"name":"A","action_type":"webhook","config":{"url":"https://h.example/{{contact.metadata.id}}?token={{contact.id}}","headers":{"X-Api-Key":"${kept}","Authorization":"Bearer ${kept}"}}}`,
		`{"name":"A","icon":"zap","action_type":"url","config":{"url":"mailto:{{user.email}}?subject={name}"}}`,
		`{"name":"A","action_type":"webhook","config":{"url":"https://h.example","body":"{\"n\": {{input.n}}, \"t\": {{contact.tags}}, \"m\": \"{{contact.metadata.x?}}\"}","keydesk":{"inputs":[{"name":"n","type":"number"}]}}}`,
		`{"name":"A","action_type":"webhook","config":{"url":"https://h.example","headers":{"Content-Type":"text/plain"},"body":"not { json"}}`,
		`{"name":"A","action_type":"javascript","config":{"code":"return {clipboard: contact.name}"}}`,
		`{"name":"A","action_type":"url","config":{"url":"tel:+{{contact.phone_number}}"}}`,
		`{"name":"A","action_type":"url","config":{"url":"mailto:{{user.email}}"}}`,
	} {
		if list := parse(t, text).Lint(); len(list) > 0 {
			t.Errorf("%s:\n%s", text, found(list))
		}
	}
}

func TestLintRefusesUnsafeAddresses(t *testing.T) {
	for _, link := range []string{"javascript:alert(1)", "https://a:b@h.example", "{{contact.name}}", "ftp://x", ""} {
		list := Definition{Name: "A", Type: TypeURL, URL: URLTarget{URL: link}}.Lint()
		d := Stored{Name: "A", Type: TypeURL, Config: map[string]any{"url": link}}.Definition()
		if len(d.Lint()) == 0 || link != "" && len(list) == 0 {
			t.Errorf("%q passes", link)
		}
	}
}

// TestLintKnowsWhatThePlatformRefuses: it takes no placeholder in a webhook's host.
func TestLintKnowsWhatThePlatformRefuses(t *testing.T) {
	for link, bad := range map[string]bool{"https://{{contact.id}}.example.com/": true, "https://h.example/{{contact.id}}": false, "https://{name}.h.example": true} {
		s := Stored{Name: "A", Type: TypeWebhook, Config: map[string]any{"url": link}}
		if list := s.Definition().Lint(); (len(list) > 0) != bad {
			t.Errorf("%s:\n%s", link, found(list))
		}
		s.Type = TypeURL
		if list := s.Definition().Lint(); len(list) > 0 {
			t.Errorf("a link to %s:\n%s", link, found(list))
		}
	}
}

// TestExamineKnowsTheContact compares with what this very contact has.
func TestExamineKnowsTheContact(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	d := parse(t, `{"name":"A","action_type":"webhook","config":{"url":"https://h.example/{{contact.metadata.city}}",
		"headers":{"X-A":"{{contact.metadata.zip}}"},"body":"{\"a\": {{contact.metadata.plan.tier}}, \"b\": {{contact.metadata.no}}}"}}`)
	got := found(e.Examine(d, s, nil))
	if strings.Count(got, "\n") != 2 || !strings.Contains(got, "headers.X-A") || !strings.Contains(got, "1:44 body") {
		t.Error(got)
	}
	d = parse(t, `{"name":"A","action_type":"webhook","config":{"url":"https://h.example","keydesk":{"inputs":[{"name":"n","type":"number","required":true}]}}}`)
	if got := found(e.Examine(d, s, nil)); !strings.Contains(got, "input.n") {
		t.Error(got)
	}
	if got := found(e.Examine(d, s, map[string]any{"n": "3"})); got != "" {
		t.Error(got)
	}
}

// TestExamineAgreesWithPlan: whatever Plan refuses, Examine names, and nothing else is an error.
func TestExamineAgreesWithPlan(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	for _, config := range []string{
		`{"url":"https://h.example","method":"TRACE"}`, `{"url":"https://h.example","method":"a b"}`,
		`{"url":"https://h.example","headers":{"A":"x\ny"}}`, `{"url":"https://h.example","headers":{"A":"1","a":"2"}}`,
		`{"url":"https://h.example","headers":{"Authorization":"${env:HOME}"}}`, `{"url":"https://h.example","body":"{\"a\":"}`,
		`{"url":"https://h.example","headers":{"Content-Type":"multipart/form-data"},"body":"x"}`,
		`{"url":"https://h.example","keydesk":{"confirm":"{{contact.x}}"}}`, `{"url":"https://h.example"}`,
		`{"url":"https://h.example/{{contact.metadata.orders}}"}`, `{"url":"https://h.example","keydesk":{"execution":"platform"}}`,
	} {
		d := parse(t, `{"name":"A","action_type":"webhook","config":`+config+`}`)
		_, err := e.Plan(d, s, nil)
		if list := e.Examine(d, s, nil); (err != nil) != (len(list) > 0) {
			t.Errorf("%s: plan says %v, examine\n%s", config, err, found(list))
		}
	}
}

func TestCheckScriptHasThePlace(t *testing.T) {
	d := Definition{Type: TypeJavaScript, Script: Script{Code: "const a = 1;\nconst é = ;"}}
	e := engine(t, func(c *Config) {
		c.Scripts = &fakeScripts{err: &script.Error{Kind: script.KindSyntax, Message: "no", Line: 2, Column: 11}}
	})
	list := e.CheckScript(context.Background(), d)
	if len(list) != 1 || list[0].Offset != 13+11 || list[0].Warning || list[0].String() != "code, line 2, column 11: no" {
		t.Errorf("%+v", list)
	}
	if list := engine(t, nil).CheckScript(context.Background(), d); len(list) != 1 || !list[0].Warning {
		t.Errorf("%+v", list)
	}
}

// A type that is none is told also where there is nothing else to tell of, and so is a method that nobody
// uses.
func TestLintTellsOfTypeAndMethod(t *testing.T) {
	for definition, want := range map[string][]string{
		`{"name":"X","action_type":"wehbook","is_active":true}`:                                                          {"action_type", "config"},
		`{"name":"X","action_type":"webhook","is_active":true,"config":{"url":"https://x.example.com","method":"PSOT"}}`: {"method"},
		`{"name":"X","action_type":"webhook","is_active":true,"config":{"url":"https://x.example.com","method":"PUT"}}`:  nil,
		`{"name":"X","action_type":"javascript","is_active":true}`:                                                       {"config"},
	} {
		d, err := ParseDefinition([]byte(definition))
		if err != nil {
			t.Fatal(err)
		}
		var fields []string
		for _, f := range d.Lint() {
			fields = append(fields, f.Field)
		}
		slices.Sort(fields)
		if !slices.Equal(fields, want) {
			t.Errorf("%s: %q, want %q", definition, fields, want)
		}
	}
}

// What is wrong in one place of a body hides nothing of what is wrong in others.
func TestLintTellsEveryFaultOfABody(t *testing.T) {
	d := webhook("https://h.example/{phne}?a={{contact.nam}}#x", `{"a":"{{contact.nam}}","b":"{{contact.phon}}",}`, Header{Name: "X", Value: "{{user.nme}}\n"})
	var got []string
	for _, x := range d.Lint() {
		got = append(got, x.Field+": "+x.Message)
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"url: {phne} does not exist", "url: {{contact.nam}} does not exist", "url: everything behind #", "body: {{contact.nam}} does not exist",
		"body: {{contact.phon}} does not exist", "body: is not valid JSON: there is a comma", "headers.X: {{user.nme}} does not exist"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in\n%s", want, all)
		}
	}
	d = webhook("https://h.example/", `{"a":"{{}}","b":"{{a'b}}","c":"{{contact.nam}}"}`)
	if list := d.Lint(); len(list) != 3 || list[0].Offset != 6 || list[1].Offset != 17 || list[2].Offset != 31 {
		t.Errorf("%+v", list)
	}
}
