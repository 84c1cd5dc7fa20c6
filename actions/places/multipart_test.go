package places

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const formData = "multipart/form-data; boundary=b7x"

func TestPlacesOfMultipart(t *testing.T) {
	const s = "--b7x\nContent-Disposition: form-data; name=\"f ¤\"\n\n¤\n--b7x\nContent-Disposition: form-data; name=\"j\"; filename=\"¤.json\"\n" +
		"Content-Type: application/json\nContent-ID: <¤>\n\n{\"n\":\"¤\"}\n--b7x\nContent-Disposition: form-data; name=u\n\n{\"n\":\"¤\"}\n" +
		"--b7x\nContent-Disposition: form-data; name=\"c\"; filename=\"t.CSV\"\n\na,¤\n--b7x--\n"
	named(t, formData, s, "multipart name, text, multipart name, multipart header, JSON string, JSON string, CSV field")
	for s, want := range map[string]string{
		"--b7x\nContent-Disposition: form-data; name=\"¤\"\nContent-Type: ¤\n\nx\n--b7x--":                   "type of a part",
		"--b7x\nContent-Disposition: form-data; name=\"¤\"; filename=¤\n\nx\n--b7x--":                        "without quotes",
		"--b7x\nContent-Disposition: form-data; name=\"¤\"\n¤: x\n\nx\n--b7x--":                              "among the headers",
		"--b7x\nContent-Disposition: form-data; name=\"¤\"\n\nx\n--b7x--\n¤":                                 "outside of the parts",
		"--b7x\nContent-Disposition: form-data; name=\"¤\"\n\nx\n--b7x¤\n--b7x--":                            "line with the boundary",
		"--b7x\nContent-Disposition: form-data; name=\"¤\"\nContent-Type: image/png\n\n¤\n--b7x--":           "of no use",
		"--b7x\nX: \"¤\"\nContent-Transfer-Encoding: base64\n\n¤\n--b7x--":                                   "encoded as base64",
		"--b7x\nX: \"¤\"\nContent-Type: text/html\n\n<script>¤</script>\n--b7x--":                            "script element",
		"--b7x\nX: \"¤\"\nContent-Type: multipart/mixed; boundary=in\n\n--in\n\n<a>\n--in¤\n--in--\n--b7x--": "line with the boundary",
	} {
		refused(t, formData, s, want, 1)
	}
	refused(t, formData, "--b7x\nContent-Disposition: form-data; name=\"¤\"; filename*=UTF-8''¤\n\nx\n--b7x--", "without quotes", 1)
	refused(t, formData, "--b7x\n¤\n--b7x--", "among the headers below the boundary", 0)
	refused(t, formData, "x ¤", "does not end with its boundary", -1)
	refused(t, formData, "--b7x\n\n¤\n", "does not end with its boundary", -1)
	refused(t, formData, "--b7x\n\n¤\n--b7xx\n\n--b7x--", "begins with the boundary", -1)
	refused(t, formData, "--b7x\nno header\n\n¤\n--b7x--", "among the headers", -1)
	refused(t, formData, "--b7x\nContent-Type: application/json\n\n{\"n\":}\n--b7x--", "not valid JSON", -1)
	refused(t, "multipart/form-data", "--b\n\n¤\n--b--", "names no boundary", -1)
	for _, v := range []string{"x\r\n--b7x\r\n", "--b7x", "a\n--b7x--", "a\r--b7xy"} {
		unfitFor(t, formData, "--b7x\n\n¤\n--b7x--", v)
	}
	unfitFor(t, formData, "--b7x\n\n--¤\n--b7x--", "b7x")
	unfitFor(t, formData, "--b7x\n\n¤¤\n--b7x--", "--", "b7x")
	unfitFor(t, formData, "--b7x\nX: \"¤\"\n\nx\n--b7x--", `a\`)
	unfitFor(t, formData, "--b7x\nX: <¤>\n\nx\n--b7x--", "a\r\nY: z")
	becomes(t, formData, "--b7x\nContent-Disposition: form-data; name=\"n\"; filename=\"¤\"\n\none\ntwo\n--b7x--",
		"--b7x\r\nContent-Disposition: form-data; name=\"n\"; filename=\"x%22%0D%0AContent-Type: text/html%0D%0AX-Role: admin%0D%0A%0D%0A<b>injected</b>\"\r\n\r\none\ntwo\r\n--b7x--\r\n",
		"x\"\r\nContent-Type: text/html\r\nX-Role: admin\r\n\r\n<b>injected</b>")
}

func TestAnyValueInMultipart(t *testing.T) {
	const s = "--b7x\nContent-Disposition: form-data; name=\"f¤\"\n\n¤\n--b7x\r\nContent-Disposition: form-data; name=\"j\"; filename=\"a.json\"\r\n" +
		"Content-Type: application/json\r\n\r\n{\"n\":\"¤\",\n\"m\":¤}\r\n--b7x\nContent-Type: text/csv\n\na,¤\n--b7x\nContent-Type: multipart/mixed; boundary=inner\n\n" +
		"--inner\n\n¤\n--inner\n\n{\"z\":\"¤\"}\n--inner--\n--b7x--\n"
	encoded := strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A")
	lines := strings.NewReplacer("\r\n", "\n")
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue().Draw(t, "v")
		name := v
		if _, err := partName(v); err != nil {
			name = "x"
		}
		body, ok := filled(t, formData, s, name, v, v, v, v, v, v)
		if !ok {
			t.Skip()
		}
		r := multipart.NewReader(strings.NewReader(body), "b7x")
		part := func() (*multipart.Part, string) {
			p, err := r.NextPart()
			if err != nil {
				t.Fatalf("%q became %q: %v", v, body, err)
			}
			text, err := io.ReadAll(p)
			if err != nil {
				t.Fatal(err)
			}
			return p, string(text)
		}
		p, text := part()
		if p.FormName() != "f"+encoded.Replace(name) || len(p.Header) != 1 || text != v {
			t.Fatalf("%q became %q %q %q", v, p.FormName(), p.Header, text)
		}
		p, text = part()
		var j map[string]string
		if err := json.Unmarshal([]byte(text), &j); err != nil || len(p.Header) != 2 || len(j) != 2 || j["n"] != v || j["m"] != v {
			t.Fatalf("%q became %q", v, text)
		}
		_, text = part()
		if rows, err := csv.NewReader(strings.NewReader(text)).ReadAll(); err != nil || len(rows) != 1 || len(rows[0]) != 2 || rows[0][1] != lines.Replace(guard(v)) {
			t.Fatalf("%q became %q: %q %v", v, text, rows, err)
		}
		p, text = part()
		_, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.NextPart(); err != io.EOF {
			t.Fatalf("%q goes on: %v", body, err)
		}
		r = multipart.NewReader(strings.NewReader(text), params["boundary"])
		if p, text := part(); text != v || len(p.Header) != 0 {
			t.Fatalf("%q became %q", v, text)
		}
		if _, text := part(); json.Unmarshal([]byte(text), &j) != nil || j["z"] != v {
			t.Fatalf("%q became %q", v, text)
		}
		if _, err := r.NextPart(); err != io.EOF || strings.Contains(strings.ReplaceAll(body[:strings.Index(body, "\r\n\r\n")], "\r\n", ""), "\n") {
			t.Fatalf("%q goes on: %v", text, err)
		}
	})
}
