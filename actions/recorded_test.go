package actions

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"keydesk/actions/script"
	"keydesk/actions/template"
)

// everything is all that a record holds, as text.
func everything(t *testing.T, rec *memory) string {
	t.Helper()
	if len(rec.began) != 1 || len(rec.ended) != 1 {
		t.Fatalf("%d runs began and %d ended", len(rec.began), len(rec.ended))
	}
	return fmt.Sprintf("%+v\n%+v", rec.began[0], rec.ended[0])
}

// echo answers with all that it was sent, in every way a reply can hold a text.
func echo(w http.ResponseWriter, r *http.Request) {
	body := new(strings.Builder)
	_, _ = fmt.Fprint(body, r.URL, r.Header, " ")
	buf := make([]byte, 1<<16)
	n, _ := r.Body.Read(buf)
	body.Write(buf[:n])
	w.Header().Set("X-Echo", r.Header.Get("Authorization")+r.Header.Get("X-Api-Key"))
	_ = json.NewEncoder(w).Encode(map[string]any{"message": body.String(), "toast": body.String(), "clipboard": body.String(),
		"insert": body.String(), "authorization": r.Header.Get("Authorization")})
}

// Answers to the questions of an action are not kept in the record, wherever the action puts them and
// whatever the receiver repeats of them.
func TestRecordsHoldNoAnswers(t *testing.T) {
	questions := []Input{{Name: "pin", Type: InputText}, {Name: "sum", Type: InputNumber}, {Name: "sort", Type: InputChoice, Choices: []string{"private-matter", "other"}}}
	given := map[string]any{"pin": `s3"cret & ÿ`, "sum": "90210", "sort": "private-matter"}
	for name, change := range map[string]func(d *Definition){
		"json": func(d *Definition) {
			d.Webhook.Body = `{"a":"x {{input.pin}}","b":{{input.pin}},"c":{{input.sum}},"d":[{{input.sort}}]}`
		},
		"query": func(d *Definition) { d.Webhook.URL += "/{{input.sum}}?q={{input.pin}}&r={{input.sort}}" },
		"header": func(d *Definition) {
			d.Webhook.Headers = []Header{{Name: "X-Note", Value: "sum {{input.sum}} {{input.sort}}"}}
		},
		"secret": func(d *Definition) {
			d.Webhook.Headers = []Header{{Name: "X-Api-Key", Value: "{{input.sum}}{{input.sort}}"}}
		},
		"form body": func(d *Definition) {
			d.Webhook.Headers = []Header{{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}}
			d.Webhook.Body = "a={{input.pin}}&b={{input.sum}}&c={{input.sort}}"
		},
		"xml": func(d *Definition) {
			d.Webhook.Headers = []Header{{Name: "Content-Type", Value: "text/xml"}}
			d.Webhook.Body = "<a b='{{input.sort}}'>{{input.sum}}</a>"
		},
		"plain": func(d *Definition) {
			d.Webhook.Headers = []Header{{Name: "Content-Type", Value: "text/plain"}}
			d.Webhook.Body = "{{input.pin}} {{input.sum}}"
		},
	} {
		t.Run(name, func(t *testing.T) {
			rec := &memory{}
			srv, e := receiver(t, echo, func(c *Config) { c.Recorder = rec })
			d := webhook(srv.URL, "")
			d.Options.Inputs = questions
			change(&d)
			p, err := e.Plan(d, sample(t), given)
			if err != nil {
				t.Fatal(err)
			}
			if out := e.Run(t.Context(), p); !out.Success {
				t.Fatal(out.Err)
			}
			holdsNone(t, everything(t, rec), `s3"cret`, `s3\"cret`, "s3%22cret", "90210")
			holdsNone(t, rec.began[0].Plan+rec.began[0].Summary, "private-matter")
		})
	}
	t.Run("link", func(t *testing.T) {
		rec := &memory{}
		e := engine(t, func(c *Config) { c.Recorder = rec })
		d := link("https://crm.example/{{input.sum}}?q={{input.pin}}&t={{input.sort}}")
		d.Options.Inputs = questions
		p, err := e.Plan(d, sample(t), given)
		if err != nil {
			t.Fatal(err)
		}
		e.Run(t.Context(), p)
		holdsNone(t, everything(t, rec), "s3%22cret", "90210")
		holdsNone(t, rec.began[0].Plan+rec.began[0].Summary, "private-matter")
	})
	t.Run("script", func(t *testing.T) {
		rec := &memory{}
		said := `told s3"cret & ÿ of 90210`
		sc := &fakeScripts{result: script.Result{Message: said, Log: []script.LogLine{{Text: said}}, Effects: []script.Effect{{Kind: "copy", Text: said}}}}
		e := engine(t, func(c *Config) { c.Recorder, c.Scripts = rec, sc })
		d := snippet("console.log(input.pin)")
		d.Options.Inputs = questions
		p, err := e.Plan(d, sample(t), given)
		if err != nil {
			t.Fatal(err)
		}
		if out := e.Run(t.Context(), p); fmt.Sprint(out.Effects) != "[{"+said+"}]" {
			t.Fatalf("the run itself lost something: %+v", out)
		}
		if bound := sc.job.Bindings["input"].(template.Ordered).Value.(map[string]any); bound["pin"] != given["pin"] {
			t.Fatalf("the script saw %v", sc.job.Bindings["input"])
		}
		holdsNone(t, everything(t, rec), `s3"cret`, `s3\"cret`, "90210")
		holdsNone(t, rec.began[0].Plan, "private-matter")
	})
}

func holdsNone(t *testing.T, text string, secrets ...string) {
	t.Helper()
	for _, s := range secrets {
		if at := strings.Index(text, s); at >= 0 {
			t.Errorf("%q is kept: …%s…", s, text[max(0, at-60):min(len(text), at+60)])
		}
	}
}

// A password written into a body is sent as it is, and neither recorded nor printed.
func TestSecretsInBodiesAreNotKept(t *testing.T) {
	for _, tc := range []struct{ kind, body, secret, stays string }{
		{"application/json", `{"user":"u","password":"hunter2!","n":1}`, "hunter2!", `"user"`},
		{"application/json", `{"user":"u","api_key" : "k\"ey-1234","n":1}`, `k\"ey-1234`, `"n"`},
		{"application/json", `{"auth":{"secret":12345678},"key":"alt+r"}`, "12345678", "alt+r"},
		{"application/json", `{"pwd":"abc","tokens":[],"a":"b"}`, `"abc"`, `"b"`},
		{"application/json", `{"note":"Bearer abcdefghijklmnopqrstuv"}`, "abcdefghijklmnopqrstuv", `"note"`},
		{"application/x-www-form-urlencoded", "user=u&password=hunter2%21&n=1", "hunter2%21", "n=1"},
		{"text/xml", `<a><Password kind="x">hunter2!</Password><b>1</b></a>`, "hunter2!", "<b>1</b>"},
		{"multipart/form-data; boundary=k", "--k\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2!\r\n--k--\r\n", "hunter2!", "--k--"},
		{"application/yaml", "user: u\npassword: hunter2!\nn: 1\n", "hunter2!", "n: 1"},
		{"text/plain", `password = "hunter2!hunter2"`, "hunter2!hunter2", ""},
	} {
		rec := &memory{}
		var got string
		srv, e := receiver(t, func(w http.ResponseWriter, r *http.Request) {
			buf := make([]byte, 1<<16)
			n, _ := r.Body.Read(buf)
			got = string(buf[:n])
			fmt.Fprint(w, `{"message":"ok"}`)
		}, func(c *Config) { c.Recorder = rec })
		d := webhook(srv.URL, tc.body, Header{Name: "Content-Type", Value: tc.kind})
		out := e.Run(t.Context(), mustPlan(t, e, d, sample(t)))
		if !out.Success || got != tc.body {
			t.Errorf("%s: sent %q, %v", tc.body, got, out.Err)
			continue
		}
		printed, err := json.Marshal(out)
		if err != nil {
			t.Fatal(err)
		}
		var back struct{ Request struct{ Body string } }
		_ = json.Unmarshal(printed, &back)
		holdsNone(t, everything(t, rec)+back.Request.Body, tc.secret)
		if !strings.Contains(rec.began[0].Plan, tc.stays) || !strings.Contains(back.Request.Body, tc.stays) {
			t.Errorf("%s: more than the secret is gone: %s", tc.body, rec.began[0].Plan)
		}
	}
}

// What a receiver repeats of a secret is neither printed nor recorded, and not shown.
func TestRepeatedSecretsAreMasked(t *testing.T) {
	rec := &memory{}
	srv, e := receiver(t, echo, func(c *Config) { c.Recorder = rec })
	d := webhook(srv.URL+"?token=query-secret-1", `{"password":"body-\"secret-2"}`,
		Header{Name: "Authorization", Value: `Bearer he"ader-secret-3`})
	out := e.Run(t.Context(), mustPlan(t, e, d, sample(t)))
	if !out.Success {
		t.Fatal(out.Err)
	}
	printed, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	held := everything(t, rec) + string(printed) + string(out.Response.Body) + fmt.Sprint(out.Response.Header)
	holdsNone(t, held, "query-secret-1", "secret-2", "ader-secret-3")
	if !strings.Contains(string(printed), Mask) || len(out.Effects) != 3 {
		t.Errorf("%s", printed)
	}
}
