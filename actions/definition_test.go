package actions

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"keydesk/actions/template"
)

func TestParseDefinition(t *testing.T) {
	d, err := ParseDefinition([]byte(`{"status":"success","data":{"id":"a1","name":"Create ticket","icon":"ticket","action_type":"webhook","is_active":false,"display_order":3,
		"config":{"url":"https://h.example","method":"put","headers":{"X-B":"2","Authorization":"Bearer x"},"body":"{}","unknown":[1]}}}`))
	if err != nil || d.Problem != nil {
		t.Fatal(err, d.Problem)
	}
	if d.ID != "a1" || d.Type != TypeWebhook || d.Active || d.Order != 3 || d.Webhook.Method != "put" ||
		len(d.Webhook.Headers) != 2 || d.Webhook.Headers[0].Name != "Authorization" || !d.Webhook.Headers[0].Secret {
		t.Errorf("%+v", d)
	}
	d, err = ParseDefinition([]byte(`{"action_type":"url","config":{"url":"https://x.example","open_in_new_tab":true}}`))
	if err != nil || !d.Active || !d.URL.NewTab {
		t.Errorf("%+v %v", d, err)
	}
}

func TestConfigsThatCannotWorkAreProblemsNotErrors(t *testing.T) {
	for config, want := range map[string]string{
		`"webhook","config":{"url":7}`: `url: must be text, not a number; write e.g. "https://helpdesk.example.com/tickets"`,
		`"webhook","config":{}`:        "url: is empty",
		`"webhook","config":null`:      "config: is empty",
		`"webhook","config":"x"`:       "config: must be an object, not a string",
		`"webhook","config":{"url":"https://x","headers":{"A":5,"B":true}}`:                      "headers.A: must be text, not a number; write e.g. \"text in quotes\"; and headers.B: must be text, not true or false",
		`"webhook","config":{"url":"https://x","headers":["a"]}`:                                 "headers: must be an object of names and texts, not a list",
		`"webhook","config":{"url":"https://x","headers":{"a b":"c"}}`:                           "is no header name",
		`"webhook","config":{"url":"https://x","body":{"a":1}}`:                                  "body: must be text, not an object",
		`"webhook","config":{"url":"https://x","body":"{{contact.name"}`:                         "body, at character 1: {{ has no closing }}",
		`"url","config":{"url":"  "}`:                                                            "url: is empty",
		`"url","config":{"url":"javascript:alert(1)"}`:                                           "“javascript:” addresses are not allowed",
		`"webhook","config":{"url":"ftp://x.example"}`:                                           "“ftp:” addresses are not allowed",
		`"webhook","config":{"url":"mailto:a@b.c"}`:                                              "cannot be sent to a mailto: address",
		`"url","config":{"url":"{{contact.metadata.link}}"}`:                                     "cannot choose where an address begins",
		`"url","config":{"url":"https://{name}@x.example/"}`:                                     "before the @",
		`"javascript","config":{"code":""}`:                                                      "code: is empty",
		`"shell","config":{}`:                                                                    "“shell” is no kind of action",
		`"url","config":{"url":"https://x","keydesk":[]}`:                                        "keydesk: must be an object, not a list",
		`"url","config":{"url":"https://x","keydesk":{"dangr":true}}`:                            `keydesk.dangr: is not known; did you mean "danger"?`,
		`"url","config":{"url":"https://x","keydesk":{"danger":"yes"}}`:                          "keydesk.danger: must be true or false, not a string",
		`"url","config":{"url":"https://x","keydesk":{"confirm":1}}`:                             "keydesk.confirm: must be true or a sentence",
		`"url","config":{"url":"https://x","keydesk":{"timeout":"1h"}}`:                          "keydesk.timeout: must be a time between 100ms and 5m",
		`"url","config":{"url":"https://x","keydesk":{"execution":"cloud"}}`:                     "must be one of local, platform",
		`"url","config":{"url":"https://x","keydesk":{"sign_secret":"x"}}`:                       "can be set in the local settings only",
		`"url","config":{"url":"https://x","keydesk":{"inputs":[{"name":"a b"}]}}`:               "keydesk.inputs[0].name: must be a word",
		`"url","config":{"url":"https://x","keydesk":{"inputs":[{"name":"a","type":"choice"}]}}`: "choices: is empty",
		`"url","config":{"url":"https://x","keydesk":{"inputs":[{"name":"a","kind":"x"}]}}`:      "keydesk.inputs[0].kind: is not known",
		`"url","config":{"url":"https://x","keydesk":{"inputs":[{"name":"a"},{"name":"a"}]}}`:    "is there twice",
		`"url","config":{"url":"https://x","keydesk":{"when":{"tags":[1]}}}`:                     "must hold texts only",
		`"url","config":{"url":"https://x","keydesk":{"when":{"has_field":"foo"}}}`:              "is no field",
		`"url","config":{"url":"https://x","keydesk":{"when":{"colour":"x"}}}`:                   "is not known; known are tag, assignee, channel, has_field",
		`"url","config":{"url":"https://x","keydesk":{"inputs":[{"name":"a","default":"{{ "}]}}`: "has no closing",
	} {
		d, err := ParseDefinition([]byte(`{"id":"1","name":"n","action_type":` + config + `}`))
		if err != nil {
			t.Errorf("%s: %v", config, err)
			continue
		}
		if d.Problem == nil || !strings.Contains(d.Problem.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", config, d.Problem, want)
		}
		if _, err := engine(t, nil).Plan(d, sample(t), nil); err == nil {
			t.Errorf("%s was planned", config)
		}
	}
	for _, bad := range []string{"", "[]", "7", "{", `{"a":1}`, `{"action_type":"url"} x`, "null"} {
		if _, err := ParseDefinition([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestPlacesThatDependOnTheValueAreNoProblem(t *testing.T) {
	for _, u := range []string{"https://{name}/", "https://{name}.x.example:{{contact.metadata.port}}/{{contact.id}}", "tel:+{phone}", "mailto:{{contact.metadata.mail}}"} {
		d, err := ParseDefinition([]byte(`{"action_type":"url","config":{"url":"` + u + `"}}`))
		if err != nil || d.Problem != nil {
			t.Errorf("%s: %v %v", u, err, d.Problem)
		}
	}
}

func TestKeydeskObject(t *testing.T) {
	d, err := ParseDefinition([]byte(`{"action_type":"url","config":{"url":"https://x.example","keydesk":{"confirm":"Refund {{contact.name}}?","danger":true,"key":"alt+r",
		"timeout":"5s","execution":"platform","when":{"tag":["vip","gold"],"assignee":"me","channel":"Support line","has_field":"contact.metadata.city"},
		"inputs":[{"name":"amount","label":"Amount","type":"number","required":true,"default":12.5},{"name":"why","type":"choice","choices":["a","b"]},{"name":"sure","type":"yes-no"},{"name":"note","default":"{{contact.name}}"}]}}}`))
	if err != nil || d.Problem != nil {
		t.Fatal(err, d.Problem)
	}
	o := d.Options
	if !o.Confirm || !o.Danger || o.Key != "alt+r" || o.Timeout != 5*time.Second || o.Execution != ExecutePlatform || len(o.Inputs) != 4 ||
		o.Inputs[0].Type != InputNumber || !o.Inputs[0].Required || o.Inputs[0].Default != "12.5" || o.Inputs[3].Label != "note" {
		t.Errorf("%+v", o)
	}
	if reason := o.When.Unmet(sample(t)); reason != "" {
		t.Error(reason)
	}
	local, err := ParseOptions(map[string]any{"sign_secret": "${env:X}", "timeout": int64(7), "headers": map[string]any{"X-A": "${env:Y}"}, "confirm": false}, true)
	if err != nil {
		t.Fatal(err)
	}
	m := d.WithOptions(local).Options
	if !m.Confirm || !m.Danger || m.Timeout != 7*time.Second || m.SignSecret != "${env:X}" || len(m.Headers) != 1 || m.Key != "alt+r" {
		t.Errorf("%+v", m)
	}
	if _, err := ParseOptions(map[string]any{"sign_secret": "plain"}, true); err == nil || !strings.Contains(err.Error(), "must be a reference") {
		t.Error(err)
	}
}

func TestWhen(t *testing.T) {
	s := sample(t)
	for reason, w := range map[string]When{
		"only for contacts tagged gold or silver":         {Tags: []string{"gold", "silver"}},
		"only for conversations nobody is assigned to":    {Assignee: "none"},
		"only for conversations assigned to someone else": {Assignee: "other"},
		"only for conversations assigned to u9":           {Assignee: "u9"},
		"only for conversations on Sales":                 {Channels: []string{"Sales"}},
		"only when contact.metadata.nope is known":        {HasFields: []string{"contact.metadata.nope"}},
		"only when contact.last_inbound_at is known":      {HasFields: []string{"contact.last_inbound_at"}},
	} {
		if got := w.Unmet(s); got != reason {
			t.Errorf("%+v: %q", w, got)
		}
	}
	e := engine(t, func(c *Config) { c.ReadOnly = true })
	d := link("https://x.example")
	d.Options.When = When{Assignee: "none"}
	out := e.Run(t.Context(), mustPlan(t, e, d, s))
	if out.state() != StateRefused || !strings.Contains(out.Message, "nobody is assigned") {
		t.Errorf("%+v", out)
	}
	d.Options = Options{Danger: true}
	out = e.Run(t.Context(), mustPlan(t, e, d, s))
	if out.state() != StateRefused || !strings.Contains(out.Message, "read-only") || e.Disabled(d, s) == "" || len(out.Effects) != 0 {
		t.Errorf("%+v", out)
	}
}

func TestInputs(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	d := webhook("https://x.example/?a={{input.note}}", `{"amount":{{input.amount}},"sure":{{input.sure}},"why":"{{input.why}}"}`)
	d.Options.Inputs = []Input{{Name: "amount", Type: InputNumber, Required: true}, {Name: "sure", Type: InputYesNo},
		{Name: "why", Type: InputChoice, Choices: []string{"a", "b"}}, {Name: "note", Type: InputText, Default: "for {{contact.id}}"}}
	for _, tc := range []struct {
		given map[string]any
		want  string
	}{
		{map[string]any{"amount": "12.50", "sure": true, "why": "a"}, `{"amount":12.50,"sure":true,"why":"a"}`},
		{map[string]any{"amount": json.Number("7"), "sure": "no"}, `{"amount":7,"sure":false,"why":""}`},
		{map[string]any{"amount": "+5"}, `{"amount":5,"sure":null,"why":""}`},
		{map[string]any{"amount": 3.5, "sure": ""}, `{"amount":3.5,"sure":null,"why":""}`},
		{map[string]any{}, "input.amount: “amount” is needed"},
		{map[string]any{"amount": "twelve"}, "input.amount: “amount” must be a number"},
		{map[string]any{"amount": "NaN"}, "must be a number"},
		{map[string]any{"amount": 1, "why": "c"}, "must be one of a, b"},
		{map[string]any{"amount": 1, "sure": "maybe"}, "must be yes or no"},
		{map[string]any{"amount": 1, "extra": 1}, "input.extra: the action does not ask for this"},
	} {
		p, err := e.Plan(d, s, tc.given)
		if err != nil {
			if !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v: %v", tc.given, err)
			}
			continue
		}
		if got := string(p.Request().Body); got != tc.want || p.Request().URL != "https://x.example/?a=for%20c1" {
			t.Errorf("%v: got %s %s, want %s", tc.given, got, p.Request().URL, tc.want)
		}
	}
	if f := e.Form(d, s); len(f) != 4 || f[3].Value != "for c1" || f[0].Value != nil {
		t.Errorf("%+v", f)
	}
}

func TestQuestion(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	d := webhook("https://h.example/x", "")
	if q := mustPlan(t, e, d, s).Question(); q != "" {
		t.Error(q)
	}
	d.Options.Danger = true
	if q := mustPlan(t, e, d, s).Question(); q != "Run “Create ticket” for “Aarav \"A\" Sharma” and send it to h.example?" {
		t.Error(q)
	}
	d.Options.ConfirmText = "Refund {{contact.id}}?"
	if q := mustPlan(t, e, d, s).Question(); q != "Refund c1?" {
		t.Error(q)
	}
}

// TestRecordedActionsAreRead reads every action that was recorded from a real platform.
func TestRecordedActionsAreRead(t *testing.T) {
	folder := os.Getenv("KEYDESK_SAMPLES")
	if folder == "" {
		t.Skip("KEYDESK_SAMPLES names no folder of recorded answers")
	}
	e, s := engine(t, nil), sample(t)
	for _, generation := range []string{"upstream", "fork"} {
		data, err := os.ReadFile(filepath.Join(folder, generation, "actions_list.json"))
		if err != nil {
			t.Fatal(err)
		}
		m, err := template.DecodeObject(data)
		if err != nil {
			t.Fatal(err)
		}
		list, _ := template.Unwrap(m)["custom_actions"].([]any)
		if len(list) == 0 {
			t.Fatalf("%s: no actions", generation)
		}
		for _, item := range list {
			raw, err := json.Marshal(item)
			if err != nil {
				t.Fatal(err)
			}
			d, err := ParseDefinition(raw)
			if err != nil {
				t.Errorf("%s: %v", raw, err)
				continue
			}
			_, planErr := e.Plan(d, s, nil)
			t.Logf("%s %s: %v / %v", generation, d.Name, d.Problem, planErr)
		}
	}
}
