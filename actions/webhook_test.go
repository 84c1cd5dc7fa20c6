package actions

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// arrived is what a receiver got.
type arrived struct {
	method, uri, body string
	header            http.Header
}

func catch(into *arrived) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*into = arrived{r.Method, r.RequestURI, string(body), r.Header.Clone()}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"ticket_id":"TCK-1042"}`)
	}
}

func TestEmptyBodySendsExactlyTheDocumentsFiveFields(t *testing.T) {
	var got arrived
	srv, e := receiver(t, catch(&got), nil)
	out := e.Run(t.Context(), mustPlan(t, e, webhook(srv.URL+"/t?q={name}", " \n"), sample(t)))
	if !out.Success || !strings.HasPrefix(out.Message, "Create ticket: TCK-1042 · done 201, ") {
		t.Fatalf("%+v", out)
	}
	want := `{"contact_id":"c1","contact_phone":"919810000000","contact_name":"Aarav \"A\" Sharma","agent_id":"u1","agent_name":"Ravi शर्मा"}`
	if got.body != want || got.method != "POST" || got.uri != "/t?q=Aarav%20%22A%22%20Sharma" {
		t.Errorf("got %+v", got)
	}
	for name, want := range map[string]string{"Content-Type": "application/json", "Webhook-Id": "press-1", "Idempotency-Key": "press-1", "User-Agent": "keydesk"} {
		if v := got.header.Get(name); v != want {
			t.Errorf("%s is %q, want %q", name, v, want)
		}
	}
}

func TestPlatformPayloadIsThePlatformsContext(t *testing.T) {
	e := engine(t, func(c *Config) { c.WebhookPayload = PayloadPlatform })
	body := string(mustPlan(t, e, webhook("https://x.example", ""), sample(t)).Request().Body)
	want := `{"contact":{"id":"c1","metadata":{"city":"मुंबई","orders":0,"plan":{"tier":"gold"},"list":["a","b"],"odd.key":"dots"},` +
		`"name":"Aarav \"A\" Sharma","phone_number":"919810000000","profile_name":"Aarav","tags":["vip","नया"]},` +
		`"organization":{"id":"o1","name":"Chai & Co."},"user":{"email":"ravi@lab.test","id":"u1","name":"Ravi शर्मा","role":"agent"}}`
	if body != want {
		t.Errorf("got  %s\nwant %s", body, want)
	}
}

func TestWhatIsPlannedIsWhatArrives(t *testing.T) {
	var got arrived
	srv, e := receiver(t, catch(&got), nil)
	d := webhook(srv.URL+"/a%2Fb/{{contact.id}}?x={name}#frag", `{"n": "{{contact.name}}", "t": {{contact.tags}}, "o": {{contact.metadata.orders}}, "r": {{contact.last_inbound_at}}}`,
		Header{Name: "x-agent", Value: "  {{user.name}} "}, Header{Name: "Authorization", Value: "Bearer abc123"}, Header{Name: "Host", Value: "other"})
	d.Webhook.Method = "put"
	p := mustPlan(t, e, d, sample(t))
	if out := e.Run(t.Context(), p); !out.Success {
		t.Fatal(out.Err)
	}
	r := p.Request()
	if got.method != r.Method || srv.URL+got.uri != r.URL || got.body != string(r.Body) {
		t.Errorf("planned %s %s %s, arrived %+v", r.Method, r.URL, r.Body, got)
	}
	for _, h := range r.Header {
		if v := got.header.Get(h.Name); v != h.Value {
			t.Errorf("%s: planned %q, arrived %q", h.Name, h.Value, v)
		}
	}
	for name := range got.header {
		if _, ok := headerValue(r.Header, name); !ok && name != "Content-Length" && name != "Accept-Encoding" && name != "Connection" {
			t.Errorf("%s arrived and was not planned", name)
		}
	}
	if want := `{"n": "Aarav \"A\" Sharma", "t": ["vip","नया"], "o": 0, "r": null}`; got.body != want {
		t.Errorf("got %s", got.body)
	}
	if len(p.Notes()) == 0 || !strings.Contains(p.Notes()[0], "Host") {
		t.Errorf("nothing says that Host is left out: %q", p.Notes())
	}
}

func TestBodiesThatAreRefusedSayWhere(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	for body, want := range map[string]string{
		"{\n  \"a\": 1,\n}":                          "body, line 3, column 1: is not valid JSON: there is a comma before the closing }",
		`{"a":"{{contact.name}}"`:                    "ends too early",
		`{"a":{{contact.name}} "b"}`:                 "a comma is missing",
		`{'a':1}`:                                    "double quotes",
		`{"a":"\{{contact.name}}"}`:                  "backslash stands directly before",
		`{"a":"{{contact.nmae}}"}`:                   "body, at character 7: {{contact.nmae}} does not exist; did you mean {{contact.name}}?",
		`{"a":"{{phone}}"}`:                          "did you mean {{contact.phone_number}}?",
		`{"a":"{{contact.metadata.teir}}"}`:          "is not set for this contact",
		`{"a":"{{contact.name"}`:                     "has no closing }}",
		`{"a":"{{ }}"}`:                              "has no name",
		`{"a":"{{#if x}}"}`:                          "is no placeholder",
		`{"a":"{{input.amount}}"}`:                   "{{input.amount}} does not exist",
		`phone={{contact.phone_number}}`:             "set the header Content-Type",
		`{"a":"` + strings.Repeat("x", 5<<20) + `"}`: "larger than 5 MiB",
	} {
		if got := planFault(t, e, webhook("https://x.example", body), s).Error(); !strings.Contains(got, want) {
			t.Errorf("%.60s\n got %s\nwant %s", body, got, want)
		}
	}
}

func TestBodiesByContentType(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	s.Contact["v"] = "a&b=c\"<\n+"
	for contentType, tc := range map[string][2]string{
		"application/x-www-form-urlencoded": {"v={{contact.v}}&x=a b", "v=a%26b%3Dc%22%3C%0A%2B&x=a%20b"},
		"text/plain":                        {"v={{contact.v}}", "v=a&b=c\"<\n+"},
		"application/xml; charset=utf-8":    {"<v a=\"{{contact.v}}\"/>", "<v a=\"a&amp;b=c&#34;&lt;&#10;+\"/>"},
		"application/vnd.api+json":          {`{"v":"{{contact.v}}"}`, `{"v":"a&b=c\"<\n+"}`},
		"Application/JSON; charset=utf-8":   {`["{{contact.v}}"]`, `["a&b=c\"<\n+"]`},
	} {
		p := mustPlan(t, e, webhook("https://x.example", tc[0], Header{Name: "Content-Type", Value: contentType}), s)
		if got := string(p.Request().Body); got != tc[1] {
			t.Errorf("%s: got %s, want %s", contentType, got, tc[1])
		}
	}
	d := webhook("https://x.example", "--b\r\n{{contact.bad}}", Header{Name: "Content-Type", Value: "multipart/form-data; boundary=b"})
	s.Contact["bad"] = "x\r\n--b--"
	if err := planFault(t, e, d, s); !strings.Contains(err.Reason, "boundary") {
		t.Error(err)
	}
}

func TestHeadersThatAreRefused(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	s.Contact["lines"], s.Contact["nul"] = "a\r\nX-Evil: 1", "a\x00"
	for value, want := range map[string]string{
		"{{contact.lines}}": "line break", "{{contact.nul}}": "control character", "a\nb": "line break",
		"{{contact.nope}}": "headers.X-A", "Bearer ${env:TOKEN}": "local settings only",
	} {
		got := planFault(t, e, webhook("https://x.example", "", Header{Name: "X-A", Value: value}), s)
		if !strings.Contains(got.Error(), want) || !strings.HasPrefix(got.Field, "headers.X-A") {
			t.Errorf("%q: %v", value, got)
		}
	}
}

// TestHeadersAreSpelledAsWritten looks at the bytes on the wire: HTTP does not care about the case of
// a name, some receivers do.
func TestHeadersAreSpelledAsWritten(t *testing.T) {
	lines := make(chan string, 100)
	e := engine(t, func(c *Config) {
		c.Guard.Resolve = func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("8.8.8.8")}, nil
		}
		c.Guard.Dial = func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go func() {
				defer far.Close()
				r := bufio.NewScanner(far)
				for r.Scan() && r.Text() != "" {
					lines <- r.Text()
				}
				_, _ = io.WriteString(far, "HTTP/1.1 204 No Content\r\n\r\n")
				close(lines)
			}()
			return near, nil
		}
	})
	d := webhook("http://x.example", "", Header{Name: "X-API-KEY", Value: "k"}, Header{Name: "x-lower", Value: "l"},
		Header{Name: "user-agent", Value: "mine"}, Header{Name: "content-type", Value: "application/json"}, Header{Name: "host", Value: "evil"})
	d.Webhook.Method = "DELETE"
	p := mustPlan(t, e, d, sample(t))
	if out := e.Run(t.Context(), p); !out.Success {
		t.Fatal(out.Err)
	}
	var got []string
	for line := range lines {
		got = append(got, line)
	}
	for _, want := range []string{"X-API-KEY: k", "x-lower: l", "User-Agent: mine", "content-type: application/json", "webhook-id: press-1", "Idempotency-Key: press-1", "Host: x.example"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is not among %q", want, got)
		}
	}
	if len(got) != 11 { // the request line, the seven, Connection, Content-Length and Accept-Encoding
		t.Errorf("%q", got)
	}
	if v := p.Masked().Text(); !strings.Contains(v, "X-API-KEY: "+Mask) || !strings.Contains(v, "x-lower: l") {
		t.Error(v)
	}
	twice := webhook("http://x.example", "", Header{Name: "X-A", Value: "1"}, Header{Name: "x-a", Value: "2"})
	if pe := planFault(t, e, twice, sample(t)); !strings.Contains(pe.Error(), "stands there twice") {
		t.Error(pe)
	}
}

func TestValuesAreNeverExpandedAgain(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	s.Contact["name"] = "{{contact.id}} {phone} ${env:HOME}"
	p := mustPlan(t, e, webhook("https://x.example/?n={name}", `"{{contact.name}}"`, Header{Name: "X-N", Value: "{{contact.name}}"}), s)
	var got string
	if err := json.Unmarshal(p.Request().Body, &got); err != nil || got != s.Contact["name"] {
		t.Errorf("got %q, %v", got, err)
	}
	if v, _ := headerValue(p.Request().Header, "X-N"); v != s.Contact["name"] {
		t.Errorf("got %q", v)
	}
	if want := "https://x.example/?n=%7B%7Bcontact.id%7D%7D%20%7Bphone%7D%20%24%7Benv%3AHOME%7D"; p.Request().URL != want {
		t.Errorf("got %s", p.Request().URL)
	}
}

func TestPlansDoNotChangeWithTheConversation(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	d := Definition{Type: TypeJavaScript, Script: Script{Code: "1"}}
	p := mustPlan(t, e, d, s)
	s.Contact["metadata"].(map[string]any)["city"] = "changed"
	s.Contact["name"] = "changed"
	contact := p.Script().Bindings["contact"].(map[string]any)
	if contact["name"] == "changed" || contact["metadata"].(map[string]any)["city"] == "changed" {
		t.Error("the plan changed")
	}
	w := mustPlan(t, e, webhook("https://x.example", ""), sample(t))
	w.Request().Body[0], w.Request().Header[0].Value = 'X', "X"
	if w.Request().Body[0] == 'X' || w.Request().Header[0].Value == "X" {
		t.Error("an accessor gave the plan's own memory away")
	}
}

func TestWithRepeatsUnderTheOldID(t *testing.T) {
	e := engine(t, nil)
	p := mustPlan(t, e, webhook("https://x.example", ""), sample(t))
	again := p.With("old")
	for _, name := range []string{headerWebhookID, headerIdempotency} {
		if v, _ := headerValue(again.Request().Header, name); v != "old" || again.ID() != "old" {
			t.Errorf("%s is %s", name, v)
		}
		if v, _ := headerValue(p.Request().Header, name); v != "press-1" {
			t.Error("the first plan changed")
		}
	}
}

func TestALoginInTheURLBecomesAHeader(t *testing.T) {
	e := engine(t, nil)
	p := mustPlan(t, e, webhook("https://user:p%40ss@x.example/", ""), sample(t))
	if v, _ := headerValue(p.Request().Header, "Authorization"); v != "Basic dXNlcjpwQHNz" || p.Request().URL != "https://x.example/" {
		t.Errorf("got %q %s", v, p.Request().URL)
	}
	if text := p.Masked().Text(); strings.Contains(text, "dXNl") || !strings.Contains(text, "Basic "+Mask) {
		t.Error(text)
	}
}
