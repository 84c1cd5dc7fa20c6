package actions

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestPreviewShowsDataAsDataAndNoSecrets(t *testing.T) {
	e := engine(t, nil)
	p := mustPlan(t, e, webhook("https://h.example/t?api_key=sekrit99&n={name}", `{"subject":"WhatsApp: {{contact.name}}","tags":{{contact.tags}},"e":{}}`,
		Header{Name: "Authorization", Value: "Bearer tok-123456"}, Header{Name: "X-Api-Key", Value: "k{{contact.id}}"}), sample(t))
	want := `POST https://h.example/t?api_key=••••••••&n=Aarav%20%22A%22%20Sharma

Authorization: Bearer ••••••••
X-Api-Key: ••••••••
Content-Type: application/json

User-Agent: keydesk
Idempotency-Key: press-1
webhook-id: press-1

{
  "subject": "WhatsApp: Aarav \"A\" Sharma",
  "tags": [
    "vip",
    "नया"
  ],
  "e": {}
}
`
	if got := p.Masked().Text(); got != want {
		t.Errorf("got\n%s", got)
	}
	var marked []string
	for _, l := range p.Masked().Lines() {
		for _, m := range l.Marks {
			marked = append(marked, m.Path+"="+l.Text[m.Start:m.End])
		}
	}
	if got, want := strings.Join(marked, "|"), `contact.name=Aarav%20%22A%22%20Sharma|contact.name=Aarav \"A\" Sharma|contact.tags=[|contact.tags=    "vip",|contact.tags=    "नया"|contact.tags=  ]`; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got := p.Summary(); got != "POST https://h.example/t?api_key=••••••••&n=Aarav%20%22A%22%20Sharma · 76 bytes" {
		t.Error(got)
	}
	exact := p.MaskedExact().Text()
	if !strings.HasSuffix(exact, string(p.Request().Body)+"\n") {
		t.Error(exact)
	}
}

// TestPreviewOfAPlatformRunHidesSecrets: that plan has the author's template in it, not a filled URL.
func TestPreviewOfAPlatformRunHidesSecrets(t *testing.T) {
	e := engine(t, func(c *Config) { c.Execution = ExecutePlatform })
	for _, d := range []Definition{webhook("https://u:sekrit1@h.example/t?api_key=sekrit2&n={{contact.name}}#f", ""), link("https://h.example/?token=sekrit3&n={name}")} {
		text := mustPlan(t, e, d, sample(t)).Masked().Text()
		if strings.Contains(text, "sekrit") || strings.Count(text, "POST") != 1+strings.Count(text, "template: POST") || !strings.Contains(text, "&n={") {
			t.Error(text)
		}
	}
}

func TestPreviewOfAScriptHasLineNumbersAndData(t *testing.T) {
	e := engine(t, nil)
	p := mustPlan(t, e, Definition{Name: "Copy", Type: TypeJavaScript, Script: Script{Code: "a\r\nb\n"}}, sample(t))
	v := p.Masked()
	if l := v.Sections[0].Lines; len(l) != 2 || l[1].Number != 2 || l[1].Text != "b" || l[0].Text != "a" {
		t.Errorf("%+v", l)
	}
	if l := v.Sections[1].Lines[0]; l.Label != "contact" || !strings.Contains(l.Text, `"phone_number":"919810000000"`) {
		t.Errorf("%+v", l)
	}
}

func TestOutcomeJSONIsAsPromised(t *testing.T) {
	o := Outcome{Success: true, Message: "a <b>", Effects: []Effect{Copy{"t\xff"}, Open{"https://x"}, Toast{"info", "m"}, Insert{"i"}},
		Request:  &Request{Method: "POST", URL: "https://x", Header: []Header{{Name: "B", Value: "1"}, {Name: "A", Value: "\"2\""}}, Body: []byte("{}")},
		Response: &Response{Status: 201, Body: []byte("ok")}, Took: 12345678}
	got, err := o.MarshalJSON()
	want := `{"success":true,"message":"a <b>","effects":[{"type":"copy","text":"t` + "\uFFFD" + `"},{"type":"open","url":"https://x"},{"type":"toast","level":"info","message":"m"},{"type":"insert","text":"i"}],` +
		`"request":{"method":"POST","url":"https://x","headers":{"B":"1","A":"\"2\""},"body":"{}"},"response":{"status":201,"body":"ok"},"log":[],"duration_ms":12.346}`
	if err != nil || string(got) != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
	cut, err := json.Marshal(Outcome{Log: []string{"a"}, Cut: []string{"Only the first 1.0 MiB of the reply were read."}})
	if want := `{"success":false,"message":"","effects":[],"log":["a","Only the first 1.0 MiB of the reply were read."],"duration_ms":0}`; err != nil || string(cut) != want {
		t.Errorf("what was cut is not said: %s, %v", cut, err)
	}
	empty, err := json.Marshal(Outcome{})
	if want := `{"success":false,"message":"","effects":[],"log":[],"duration_ms":0}`; err != nil || string(empty) != want {
		t.Errorf("got %s, %v", empty, err)
	}
	data, err := MarshalEffects(o.Effects)
	if err != nil {
		t.Fatal(err)
	}
	back, err := UnmarshalEffects(data)
	if err != nil || len(back) != 4 || back[2] != (Toast{"info", "m"}) || back[1] != (Open{"https://x"}) {
		t.Errorf("%v %v", back, err)
	}
}
