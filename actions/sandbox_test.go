package actions

import (
	"fmt"
	"strings"
	"testing"

	"keydesk/actions/script"
	"keydesk/actions/template"
)

// TestScriptsInTheRealSandbox goes the whole way, worker process included.
func TestScriptsInTheRealSandbox(t *testing.T) {
	pool := script.NewPool(script.Config{})
	t.Cleanup(pool.Close)
	e := engine(t, func(c *Config) { c.Scripts = pool })
	for code, want := range map[string]string{
		"// Example: Copy contact phone to clipboard\nnavigator.clipboard.writeText(contact.phone_number);":                         "[{919810000000}]",
		"return {clipboard: contact.phone_number, toast:{message:'Phone copied for '+user.name,type:'success'}}":                    "[{919810000000} {success Phone copied for Ravi शर्मा}]",
		"return {url: 'https://crm.example/?t=' + contact.metadata.plan.tier, insert: agent.role + organization.name + input.note}": "[{agentChai & Co.hi} {https://crm.example/?t=gold}]",
	} {
		d := snippet(code)
		d.Options.Inputs = []Input{{Name: "note", Type: InputText, Default: "hi"}}
		out := e.Run(t.Context(), mustPlan(t, e, d, sample(t)))
		got := fmt.Sprint(out.Effects)
		if !out.Success || got != want {
			t.Errorf("%s\n got %s %v\nwant %s", code, got, out.Err, want)
		}
	}
	for _, s := range Starters(TypeJavaScript) {
		for _, subject := range []template.Subject{template.MadeUp(), bare(t)} {
			if out := e.Rehearse(t.Context(), mustPlan(t, e, snippet(s.Text), subject)); !out.Success || len(out.Effects) == 0 {
				t.Errorf("%s: %+v", s.Name, out)
			}
		}
	}
	out := e.Run(t.Context(), mustPlan(t, e, snippet("let a = 1;\nnope();"), sample(t)))
	if out.Success || !strings.Contains(out.Message, "line 2") {
		t.Errorf("%+v", out)
	}
	if err := e.Check(t.Context(), snippet("let a = ;")); err == nil {
		t.Error("a syntax error was not found")
	}
	if err := e.Check(t.Context(), snippet("return await 1")); err != nil {
		t.Error(err)
	}
}

func TestOnePressIsDeliveredOnce(t *testing.T) {
	f := &fakeScripts{}
	e := engine(t, func(c *Config) { c.Scripts = f })
	p := mustPlan(t, e, snippet("x"), sample(t))
	e.running.Store(p.ID(), nil)
	if out := e.Run(t.Context(), p); out.state() != StateRefused || !strings.Contains(out.Message, "already running") {
		t.Errorf("%+v", out)
	}
	e.running.Delete(p.ID())
	for range 2 {
		if out := e.Run(t.Context(), p); !out.Success {
			t.Errorf("%+v", out)
		}
	}
}
