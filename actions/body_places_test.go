package actions

import (
	"strings"
	"testing"
)

// typed is a webhook whose body has a type.
func typed(contentType, body string) Definition {
	return webhook("https://x.example", body, Header{Name: "Content-Type", Value: contentType})
}

// Inputs that broke other programs, each with what must arrive.
func TestBodiesTakeAnyText(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	injected := "x\"\r\nContent-Type: text/html\r\nX-Role: admin\r\n\r\n<b>injected</b>"
	for _, c := range []struct{ contentType, body, value, want string }{
		{"multipart/form-data; boundary=b", "--b\nContent-Disposition: form-data; name=\"file\"; filename=\"{{contact.v}}\"\n\nx\n--b--\n", injected,
			"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x%22%0D%0AContent-Type: text/html%0D%0AX-Role: admin%0D%0A%0D%0A<b>injected</b>\"\r\n\r\nx\r\n--b--\r\n"},
		{"application/x-ndjson", "{\"index\":{}}\n{\"text\":\"{{contact.v}}\"}\n", "hi\"}\n{\"delete\":{\"_id\":\"1\"}}\n{\"index\":{}}\n{\"text\":\"x",
			"{\"index\":{}}\n{\"text\":\"hi\\\"}\\n{\\\"delete\\\":{\\\"_id\\\":\\\"1\\\"}}\\n{\\\"index\\\":{}}\\n{\\\"text\\\":\\\"x\"}\n"},
		{"text/csv", "name,phone\n{{contact.v}},{{contact.phone_number}}\n", `Anna "Q" Müller`, "name,phone\n\"Anna \"\"Q\"\" Müller\",919810000000\n"},
		{"application/xml", "<note><![CDATA[{{contact.v}}]]></note>", "Tom & <b>", "<note><![CDATA[Tom & <b>]]></note>"},
		{"application/xml", "<note><![CDATA[{{contact.v}}]]></note>", "a]]><x/>", "<note><![CDATA[a]]]]><![CDATA[><x/>]]></note>"},
		{"application/yaml", "note: {{contact.v}}\n", "x: [1]\nrole: admin", "note: \"x: [1]\\nrole: admin\"\n"},
		{"application/graphql", `{ a(n: "{{contact.v}}") { id } }`, `x") { id } b(n: "`, `{ a(n: "x\") { id } b(n: \"") { id } }`},
		{"application/json", `{"p":"{\"n\":\"{{contact.v}}\"}"}`, `x","admin":"1`, `{"p":"{\"n\":\"x\\\",\\\"admin\\\":\\\"1\"}"}`},
		{"text/html", "<p>{{contact.v}}</p>", "<script>", "<p>&lt;script&gt;</p>"},
	} {
		s.Contact["v"] = c.value
		p, err := e.Plan(typed(c.contentType, c.body), s, nil)
		if err != nil {
			t.Errorf("%s: %v", c.contentType, err)
		} else if got := string(p.Request().Body); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.contentType, got, c.want)
		}
	}
}

// What cannot be safe is refused when it is written, and when it is run.
func TestBodiesThatNoValueIsSafeIn(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	for _, c := range []struct{ contentType, body, want, field string }{
		{"application/octet-stream", "{{contact.name}}", "nobody knows how a value is escaped in application/octet-stream", "headers.Content-Type"},
		{"text/html", "<script>var n = \"{{contact.name}}\"</script>", "{{contact.name}} stands in a script element", "body"},
		{"text/html", "<p class={{contact.name}}>", "{{contact.name}} stands in an attribute without quotes", "body"},
		{"application/xml", "<a/><?x {{contact.name}}?>", "{{contact.name}} stands in a processing instruction", "body"},
		{"application/yaml", "a: x {{contact.name}}", "without double quotes", "body"},
		{"application/graphql", "{ a(n: {{contact.name}}x) }", "outside of the strings", "body"},
		{"text/plain; charset=iso-8859-1", "é {{contact.id}}", "letters outside of ASCII", "body"},
		{"{{contact.id}}", "{}", "stands in the type of the body", "headers.Content-Type"},
	} {
		d := typed(c.contentType, c.body)
		got := planFault(t, e, d, s)
		if !strings.Contains(got.Reason, c.want) || got.Field != c.field {
			t.Errorf("%s: %v", c.contentType, got)
		}
		if list := found(d.Lint()); !strings.Contains(list, c.want) {
			t.Errorf("lint says nothing of %s in %s:\n%s", c.body, c.contentType, list)
		}
	}
	d := webhook("https://x.example", "x", Header{Name: "Content-Encoding", Value: "gzip"})
	if got := planFault(t, e, d, s); got.Field != "headers.Content-Encoding" || !strings.Contains(found(d.Lint()), "sent as it is") {
		t.Error(got)
	}
	d = webhook("https://x.example", "a {{contact.name}}", Header{Name: "content-type", Value: "text/x"})
	if got := planFault(t, e, d, s); got.Field != "headers.content-type" {
		t.Error(got)
	}
}

// A value that a place cannot hold is an error of the run, not of the action.
func TestAValueThatItsPlaceCannotHold(t *testing.T) {
	e, s := engine(t, nil), sample(t)
	s.Contact["v"] = "a--b"
	d := typed("application/xml", "<a/><!-- {{contact.v}} -->")
	if got := planFault(t, e, d, s); !got.ByValue || got.Field != "body" || !strings.HasPrefix(got.Reason, "contact.v has a hyphen") || got.Offset != 9 {
		t.Errorf("%+v", got)
	}
	s.Contact["v"] = "a b"
	mustPlan(t, e, d, s)
}

// JSON lines are checked line by line, and the place of a mistake is that in the whole.
func TestJSONLinesAreChecked(t *testing.T) {
	got := planFault(t, engine(t, nil), typed("application/x-ndjson", "{\"a\":1}\n\n{\"b\":{{contact.name}},}\n"), sample(t))
	if !strings.Contains(got.Error(), "body, line 3, column") || !strings.Contains(got.Error(), "comma before the closing }") {
		t.Error(got)
	}
}
