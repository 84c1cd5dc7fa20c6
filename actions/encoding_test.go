package actions

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"strings"
	"testing"
	"unicode/utf16"
)

// in writes a text in UTF-16.
func in16(s string, big bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b.WriteByte(byte(u >> 8))
		}
		b.WriteByte(byte(u))
		if !big {
			b.WriteByte(byte(u >> 8))
		}
	}
	return b.String()
}

func packed(t *testing.T, s string, open func(io.Writer) io.WriteCloser) string {
	t.Helper()
	var b bytes.Buffer
	w := open(&b)
	_, err := io.WriteString(w, s)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestARefusalIsARefusalInEveryEncoding sends one refusal in all the ways servers send text.
func TestARefusalIsARefusalInEveryEncoding(t *testing.T) {
	const no = `{"success":false,"message":"Müller refused"}`
	latin := strings.ReplaceAll(no, "ü", "\xfc")
	zip := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	for name, tc := range map[string]struct{ contentType, coding, body string }{
		"plain":              {"application/json", "", no},
		"no type":            {"", "", no},
		"text":               {"text/plain", "", no},
		"html, as PHP says":  {"text/html; charset=UTF-8", "", no},
		"mark":               {"application/json", "", "\ufeff" + no},
		"mark as text":       {"text/plain; charset=utf-8", "", "\ufeff" + no},
		"mark over charset":  {"application/json; charset=iso-8859-1", "", "\ufeff" + no},
		"utf-16":             {"application/json; charset=utf-16", "", "\xff\xfe" + in16(no, false)},
		"utf-16, big":        {"application/json; charset=utf-16", "", "\xfe\xff" + in16(no, true)},
		"utf-16le":           {"application/json; charset=utf-16le", "", in16(no, false)},
		"utf-16be":           {`application/json; charset="UTF-16BE"`, "", in16(no, true)},
		"utf-16, unmarked":   {"application/json; charset=utf-16", "", in16(no, true)},
		"utf-16, not named":  {"application/json", "", in16(no, false)},
		"utf-16, no charset": {"", "", "\xfe\xff" + in16(no, true)},
		"latin":              {"application/json; charset=iso-8859-1", "", latin},
		"latin, shouted":     {"text/json;CHARSET=Latin1", "", latin},
		"windows":            {"application/json; charset=windows-1252; charset=utf-8", "", latin},
		"deflate":            {"application/json", "deflate", packed(t, no, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })},
		"deflate, bare": {"application/json", "deflate", packed(t, no, func(w io.Writer) io.WriteCloser {
			f, _ := flate.NewWriter(w, 9)
			return f
		})},
		"gzip":                {"application/json", "gzip", packed(t, no, zip)},
		"gzip, old name":      {"application/json", "x-gzip", packed(t, no, zip)},
		"gzip of a gzip":      {"application/json", "gzip, gzip", packed(t, packed(t, no, zip), zip)},
		"a charset for a zip": {"application/json", "utf-8", no},
		"spaces":              {"application/json", "identity", "\r\n\t " + no + "\r\n"},
		"as a word":           {"application/json", "", `{"success":"false","message":"Müller refused"}`},
		"as a number":         {"application/json", "", `{"success":0,"message":"Müller refused"}`},
	} {
		srv, e := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{tc.contentType}
			if tc.coding != "" {
				w.Header().Set("Content-Encoding", tc.coding)
			}
			_, _ = io.WriteString(w, tc.body)
		}, nil)
		out := e.Run(t.Context(), mustPlan(t, e, webhook(srv.URL, ""), sample(t)))
		if out.Success || out.Uncertain || out.Err == nil || !strings.Contains(out.Err.Error(), "says that it failed: Müller refused") {
			t.Errorf("%s: %+v", name, out)
		}
		if text, kind := out.Response.Show(); kind != BodyJSON || !strings.Contains(text, "Müller") {
			t.Errorf("%s is shown as %s %q", name, kind, text)
		}
	}
}

// TestCopiedTextIsReadInItsEncoding looks at what a reply asks for, letter by letter.
func TestCopiedTextIsReadInItsEncoding(t *testing.T) {
	for _, tc := range []struct{ contentType, body, want string }{
		{"application/json; charset=iso-8859-1", "{\"clipboard\":\"M\xfcller\"}", "Müller"},
		{"application/json; charset=windows-1251", "{\"clipboard\":\"\xcf\xf0\xe8\xe2\xe5\xf2\"}", "Привет"},
		{"application/json; charset=shift_jis", "{\"clipboard\":\"\x93\xfa\x96{\"}", "日本"},
		{"application/json; charset=gbk", "{\"clipboard\":\"\xd6\xd0\xce\xc4\"}", "中文"},
		{"application/json; charset=euc-kr", "{\"clipboard\":\"\xc7\xd1\xb1\xdb\"}", "한글"},
		{"application/json; charset=utf8mb4", `{"clipboard":"Müller 😀"}`, "Müller 😀"},
		{"application/json; charset=utf-32", "{\x00\x00\x00\"\x00\x00\x00c\x00\x00\x00l\x00\x00\x00i\x00\x00\x00p\x00\x00\x00b\x00\x00\x00o\x00\x00\x00a\x00\x00\x00r\x00\x00\x00d\x00\x00\x00\"\x00\x00\x00:\x00\x00\x00\"\x00\x00\x00\x00\xf6\x01\x00\"\x00\x00\x00}\x00\x00\x00", "😀"},
	} {
		srv, e := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", tc.contentType)
			_, _ = io.WriteString(w, tc.body)
		}, nil)
		out := e.Run(t.Context(), mustPlan(t, e, webhook(srv.URL, ""), sample(t)))
		if !out.Success || len(out.Effects) != 1 || out.Effects[0] != (Copy{tc.want}) || len(out.Cut) != 0 {
			t.Errorf("%s: %+v", tc.contentType, out)
		}
	}
}

// TestWhatCannotBeReadIsNotDone: a reply that may have said no is never told as a yes.
func TestWhatCannotBeReadIsNotDone(t *testing.T) {
	const no = `{"success":false,"message":"refused"}`
	for name, tc := range map[string]struct{ contentType, coding, body, why string }{
		"brotli":              {"application/json", "br", "\x0b\x02\x80{}\x03", "compressed in a way that keydesk does not read (br)"},
		"zstd as text":        {"text/plain", "zstd", "(\xb5/\xfd$", "(zstd)"},
		"brotli in a gzip":    {"", "br, gzip", packed(t, "\x0b\x02\x80{}\x03", func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }), "(br)"},
		"no gzip at all":      {"application/json", "x-gzip", no, "its x-gzip compression is broken"},
		"no deflate at all":   {"application/json", "deflate", no, "its deflate compression is broken"},
		"an unknown charset":  {"application/json; charset=klingon", "", no, "its encoding, “klingon”, is not known"},
		"a forbidden charset": {"application/json; charset=iso-2022-kr", "", no, "is not known"},
		"utf-7":               {"application/json; charset=utf-7", "", no, "is not known"},
		"ended early":         {"application/json", "", `{"success":false,"mess`, "it is broken JSON"},
		"ended early as text": {"text/plain", "", `{"success":false,"mess`, "it is broken JSON"},
		"ended early, html":   {"text/html", "", `{ "success": false`, "it is broken JSON"},
		"jsonp":               {"application/javascript", "", `a_cb({"success":false,"message":"no"})`, "JSONP"},
		"jsonp as text":       {"text/plain", "", ` window.cb[1]( {"success":false});`, "JSONP"},
		"jsonp of Express":    {"text/javascript", "", "/**/ typeof cb === 'function' && cb({\"success\":true});", "JSONP"},
		"a comma":             {"application/problem+json", "", `{"success":false,}`, "it is broken JSON"},
		"two":                 {"application/json", "", `{"success":true}` + no, "it is broken JSON"},
		"guarded":             {"application/json", "", ")]}',\n" + no, "it is broken JSON"},
		"a warning":           {"application/json", "", "<b>Warning</b>: x\n" + no, "it is broken JSON"},
		"a word":              {"application/json", "", `OK`, "it is broken JSON"},
		"wrong charset":       {"application/json; charset=utf-16", "", no, "it is broken JSON"},
		"too long":            {"application/json", "", `{"pad":"` + strings.Repeat("x", 1<<20) + `","success":false}`, "it is not complete"},
		"too long as text":    {"text/plain", "", `{"pad":"` + strings.Repeat("x", 1<<20) + `","success":false}`, "it is not complete"},
		"far too many spaces": {"", "", strings.Repeat(" ", 1<<20) + no, "it is not complete"},
		"grows too long":      {"application/json", "gzip", packed(t, `{"pad":"`+strings.Repeat("x", 1<<22)+`"}`, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }), "it is not complete"},
	} {
		srv, e := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{tc.contentType}
			if tc.coding != "" {
				w.Header().Set("Content-Encoding", tc.coding)
			}
			_, _ = io.WriteString(w, tc.body)
		}, nil)
		out := e.Run(t.Context(), mustPlan(t, e, webhook(srv.URL, ""), sample(t)))
		if out.Success || !out.Uncertain || out.state() != StateUncertain || len(out.Effects) != 0 ||
			!strings.Contains(out.Message, "its reply was not understood: ") || !strings.Contains(out.Message, tc.why) {
			t.Errorf("%s: %s (%+v)", name, out.Message, out)
		}
		if len(out.Response.Body) > 1<<20 {
			t.Errorf("%s: %d bytes were kept", name, len(out.Response.Body))
		}
	}
}

// TestOtherRepliesAreStillDone: what never was a result is not held against the receiver.
func TestOtherRepliesAreStillDone(t *testing.T) {
	for name, tc := range map[string]struct{ contentType, coding, body string }{
		"empty JSON":        {"application/json", "", ""},
		"blank JSON":        {"application/json", "", "\r\n"},
		"null":              {"application/json", "", "null"},
		"a list":            {"application/json", "", `["x"]`},
		"braces":            {"text/plain", "", "{saved}"},
		"a log line":        {"text/plain", "", "[INFO] saved"},
		"empty and zipped":  {"application/json", "deflate", ""},
		"empty and br":      {"", "br", ""},
		"a picture":         {"image/png", "", "\xff\xfe\x00\x01{"},
		"a page":            {"text/html", "", "<h1>{\"x\"</h1>"},
		"latin text":        {"text/plain; charset=iso-8859-1", "", "gespeichert f\xfcr M\xfcller"},
		"a page, cut short": {"text/html", "", strings.Repeat("<p>long</p>", 1<<17)},
	} {
		srv, e := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{tc.contentType}
			if tc.coding != "" {
				w.Header().Set("Content-Encoding", tc.coding)
			}
			_, _ = io.WriteString(w, tc.body)
		}, nil)
		out := e.Run(t.Context(), mustPlan(t, e, webhook(srv.URL, ""), sample(t)))
		if !out.Success || !strings.Contains(out.Message, "done 200") {
			t.Errorf("%s: %+v", name, out)
		}
		if name == "latin text" && string(out.Response.Body) != "gespeichert für Müller" {
			t.Errorf("%q", out.Response.Body)
		}
	}
}

func TestABadLetterIsTold(t *testing.T) {
	srv, e := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = io.WriteString(w, "{\"clipboard\":\"M\xfcller\"}")
	}, nil)
	out := e.Run(t.Context(), mustPlan(t, e, webhook(srv.URL, ""), sample(t)))
	if !out.Success || len(out.Cut) != 1 || !strings.Contains(out.Cut[0], "could not be read") {
		t.Errorf("%+v", out)
	}
}
