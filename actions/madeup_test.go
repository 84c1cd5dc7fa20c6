package actions

import (
	"encoding/json"
	"slices"
	"testing"

	"keydesk/actions/template"
)

// bare is a contact with nothing but what the platform always sends.
func bare(t testing.TB) template.Subject {
	t.Helper()
	s, err := template.NewSubject([]byte(`{"id":"c","phone_number":"919810000000","name":"A"}`), []byte(`{"id":"u","full_name":"B","email":"b@lab.test"}`),
		[]byte(`{"id":"o","name":"O"}`))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every starter works for the made-up contact and for one with nothing in it, and has nothing to
// find fault with; what a body comes out as is what its content type says.
func TestStartersWork(t *testing.T) {
	e := engine(t, nil)
	for _, typ := range []Type{TypeWebhook, TypeURL, TypeJavaScript} {
		list := Starters(typ)
		if len(list) < 3 {
			t.Errorf("%s has %d starters", typ, len(list))
		}
		for _, s := range list {
			d := Definition{Name: s.Name, Type: typ, Active: true}
			switch typ {
			case TypeWebhook:
				d.Webhook = Webhook{URL: "https://helpdesk.example.com/tickets", Body: s.Text}
				if s.ContentType != "" {
					d.Webhook.Headers = []Header{{Name: "Content-Type", Value: s.ContentType}}
				}
			case TypeURL:
				d.URL.URL = s.Text
			default:
				d.Script.Code = s.Text
			}
			if found := d.Lint(); len(found) > 0 {
				t.Errorf("%s: %v", s.Name, found)
			}
			for _, subject := range []template.Subject{template.MadeUp(), bare(t)} {
				p, err := e.Plan(d, subject, nil)
				if err != nil {
					t.Errorf("%s: %v", s.Name, err)
					continue
				}
				if r := p.Request(); r != nil && s.ContentType == "" && !json.Valid(r.Body) {
					t.Errorf("%s: no JSON: %s", s.Name, r.Body)
				}
			}
		}
	}
}

func TestFieldsHaveTheirPresentValues(t *testing.T) {
	s := sample(t)
	list := s.Fields(map[string]any{"amount": json.Number("12")})
	value := func(name string, short bool) string {
		i := slices.IndexFunc(list, func(f template.Field) bool { return f.Name == name && f.Short == short })
		if i < 0 {
			t.Fatalf("%s is not listed", name)
		}
		return list[i].Value
	}
	for name, want := range map[string]string{
		"contact.name": `Aarav "A" Sharma`, "contact.metadata.orders": "0", "contact.metadata.plan.tier": "gold", "contact.tags": `["vip","नया"]`,
		"contact.avatar_url": "", "user.role": "agent", "input.amount": "12", "contact.metadata.list": `["a","b"]`,
	} {
		if got := value(name, false); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := value("phone", true); got != "919810000000" {
		t.Errorf("phone is %q", got)
	}
	for _, f := range list { // whatever is offered can be planned
		d := link("https://a.example/?q={{" + f.Name + "}}")
		if f.Short {
			d = link("https://a.example/?q={" + f.Name + "}")
		}
		d.Options.Inputs = []Input{{Name: "amount", Type: InputNumber}}
		if _, err := engine(t, nil).Plan(d, s, map[string]any{"amount": "12"}); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	long := template.MadeUp()
	for _, f := range long.Fields(nil) {
		if len(f.Value) > 120 {
			t.Errorf("%s has %d bytes", f.Name, len(f.Value))
		}
	}
}
