package actions

import (
	"net/http"
	"strings"
	"testing"
)

func TestRedirects(t *testing.T) {
	var got []arrived
	mux := http.NewServeMux()
	to := func(status int, location string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(status)
		}
	}
	mux.HandleFunc("/end", func(w http.ResponseWriter, r *http.Request) {
		var a arrived
		catch(&a)(w, r)
		got = append(got, a)
	})
	mux.HandleFunc("/307", to(307, "/end?x=1"))
	mux.HandleFunc("/308", to(308, "end"))
	mux.HandleFunc("/303", to(303, "/end"))
	mux.HandleFunc("/302", to(302, "/end"))
	mux.HandleFunc("/301", to(301, "/end"))
	mux.HandleFunc("/loop", to(307, "/loop"))
	mux.HandleFunc("/away", to(307, "http://evil.example/"))
	mux.HandleFunc("/file", to(307, "file:///etc/passwd"))
	mux.HandleFunc("/local", to(307, "http://169.254.169.254/latest"))
	srv, e := receiver(t, mux.ServeHTTP, nil)
	auth := Header{Name: "Authorization", Value: "Bearer abcdef", Secret: true}
	for _, tc := range []struct {
		path, method, arrives, fails string
		body                         bool
	}{
		{"/307", "POST", "POST", "", true},
		{"/308", "PUT", "PUT", "", true},
		{"/303", "POST", "GET", "", false},
		{"/302", "POST", "GET", "", false},
		{"/301", "GET", "GET", "", true},
		{"/301", "POST", "", "has moved", false},
		{"/loop", "POST", "", "keeps redirecting", false},
		{"/away", "POST", "", "another host, evil.example", false},
		{"/file", "POST", "", "not followed", false},
		{"/local", "POST", "", "another host, 169.254.169.254", false},
	} {
		got = nil
		d := webhook(srv.URL+tc.path, `{"a":1}`, auth)
		d.Webhook.Method = tc.method
		out := e.Run(t.Context(), mustPlan(t, e, d, sample(t)))
		if tc.fails != "" {
			if out.Success || len(got) != 0 || !strings.Contains(out.Message, tc.fails) {
				t.Errorf("%s: %+v", tc.path, out)
			}
			continue
		}
		if !out.Success || len(got) != 1 || got[0].method != tc.arrives || (got[0].body != "") != tc.body ||
			got[0].header.Get("Authorization") == "" || got[0].header.Get("Idempotency-Key") != "press-1" ||
			(got[0].header.Get("Content-Type") != "") != tc.body {
			t.Errorf("%s: %+v %+v", tc.path, out, got)
		}
	}
}

func TestRedirectsAcrossSchemesLoseCredentials(t *testing.T) {
	from := hop{method: "POST", url: mustURL(t, "http://h.example/a"), body: []byte("x"), secrets: true}
	next, err := from.follow(307, "https://h.example/a")
	if err != nil || next.secrets || string(next.body) != "x" {
		t.Errorf("%+v %v", next, err)
	}
	if _, err := from.follow(302, "https://h.example/a"); err == nil || !strings.Contains(err.Error(), "has moved") {
		t.Error("an upgrade that loses the body was followed")
	}
	if next, err := from.follow(307, "http://h.example:8080/"); err != nil || next.secrets {
		t.Errorf("another port got the credentials: %+v %v", next, err)
	}
	from.url = mustURL(t, "https://h.example/a")
	if _, err := from.follow(307, "http://h.example/a"); err == nil {
		t.Error("https was left")
	}
	if next, err := from.follow(307, "https://H.example:443/b"); err != nil || !next.secrets {
		t.Errorf("%+v %v", next, err)
	}
}
