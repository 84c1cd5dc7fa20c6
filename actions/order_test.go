package actions

import (
	"fmt"
	"testing"

	"keydesk/actions/script"
	"keydesk/actions/template"
)

// The order in which the platform sent keys is the order in which receivers and scripts get them.
func TestKeysStayInOrder(t *testing.T) {
	const metadata = `{"zeta":1,"10":"ten","alpha":[{"y":1,"x":{"n":2.50,"m":1e3}},"<&>"],"2":null,"beta":{}}`
	const contact = `{"id":"c1","name":"Ann","metadata":` + metadata + `,"phone_number":"919810000000"}`
	for name, context := range map[string]string{
		"plain":     `{"contact":` + contact + `,"agent":{"z":1,"id":"u1"}}`,
		"enveloped": `{"status":"success","data":{"agent":{"z":1,"id":"u1"},"contact":{"status":"success","data":` + contact + `}}}`,
		"twice":     `{"agent":{"z":1,"id":"u1"},"contact":{"metadata":{"zeta":{"b":1,"a":2}},"id":"c1","name":"Ann","metadata":` + metadata + `}}`,
	} {
		s, err := template.ParseSubject([]byte(context))
		if err != nil {
			t.Fatal(err)
		}
		for template, want := range map[string]string{
			`{"m":{{contact.metadata}}}`:                             `{"m":` + metadata + `}`,
			`{"m":{{contact.metadata.alpha[0]}}}`:                    `{"m":{"y":1,"x":{"n":2.50,"m":1e3}}}`,
			`{"m":{{contact.metadata.alpha.0.x}},"z":"{{agent.z}}"}`: `{"m":{"n":2.50,"m":1e3},"z":"1"}`,
			`{"m":"{{contact.metadata.alpha[0].x}}"}`:                `{"m":"{\"n\":2.50,\"m\":1e3}"}`,
		} {
			e := engine(t, nil)
			if got := string(mustPlan(t, e, webhook("https://h.example/", template), s).Request().Body); got != want {
				t.Errorf("%s, %s: %s, want %s", name, template, got, want)
			}
		}
		d := webhook("https://h.example/", "")
		d.Options.WebhookPayload = PayloadPlatform
		if got, want := string(mustPlan(t, engine(t, nil), d, s).Request().Body), `{"contact":{"id":"c1","metadata":`+metadata+`,"name":"Ann"`; len(got) < len(want) || got[:len(want)] != want {
			t.Errorf("%s: %s, want %s…", name, got, want)
		}
	}
}

// Scripts get that order too, but for keys that are numbers, which the language puts first.
func TestScriptsSeeKeysInOrder(t *testing.T) {
	pool := script.NewPool(script.Config{})
	t.Cleanup(pool.Close)
	s, err := template.NewSubject([]byte(`{"id":"c1","metadata":{"zeta":1,"10":"ten","alpha":{"y":1,"x":2},"2":null,"beta":[{"q":1,"p":2}]}}`), []byte(`{"z":1,"id":"u1"}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	e := engine(t, func(c *Config) { c.Scripts = pool })
	for code, want := range map[string]string{
		`insertText(Object.keys(contact.metadata).join())`:     `[{2,10,zeta,alpha,beta}]`,
		`insertText(JSON.stringify(context.contact.metadata))`: `[{{"2":null,"10":"ten","zeta":1,"alpha":{"y":1,"x":2},"beta":[{"q":1,"p":2}]}}]`,
		`insertText(Object.keys(agent).join())`:                `[{z,id}]`,
	} {
		p := mustPlan(t, e, snippet(code), s)
		if out := e.Run(t.Context(), p); fmt.Sprint(out.Effects) != want {
			t.Errorf("%s: %v %v, want %s", code, out.Effects, out.Err, want)
		}
	}
}
