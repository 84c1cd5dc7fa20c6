package actions

import (
	"context"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestCurlSendsTheSameRequest runs the printed command in a real shell with the real curl and
// compares what arrives with what keydesk itself sends.
func TestCurlSendsTheSameRequest(t *testing.T) {
	for _, program := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("there is no %s here: %v", program, err)
		}
	}
	requests := make(chan arrived, 1)
	srv, e := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		var a arrived
		catch(&a)(w, r)
		requests <- a
	}, nil)
	s := sample(t)
	s.Contact["evil"] = "it's \"$HOME\" `id` \\ % \n\t!é\x01 end\n"
	s.Contact["nul"] = "a\x00%s\\n-"
	for name, d := range map[string]Definition{
		"default":    webhook(srv.URL+"/a/../b[1]?x={y:1}&n={name}", ""),
		"json":       webhook(srv.URL, "{\n \"a\": \"{{contact.evil}}\"\n}\n"),
		"plain":      webhook(srv.URL, "@{{contact.evil}}", Header{Name: "Content-Type", Value: "text/plain"}),
		"nul":        webhook(srv.URL, "-{{contact.nul}}", Header{Name: "Content-Type", Value: "text/plain"}),
		"secrets":    webhook(srv.URL+"?token=t0ken-1&a=1", "", Header{Name: "Authorization", Value: "Bearer it's $ecret"}, Header{Name: "X-Api-Key", Value: "k \" k"}),
		"twins":      webhook(srv.URL+"?token=t0ken-1&b=&token=t0ken-2&Token=t0ken-1", "", Header{Name: "Token", Value: "t0ken-3"}),
		"empty head": webhook(srv.URL, "", Header{Name: "X-Empty", Value: ""}, Header{Name: "X-Quote", Value: "it's {{contact.name}}"}),
	} {
		p := mustPlan(t, e, d, s)
		if out := e.Run(t.Context(), p); !out.Success {
			t.Fatalf("%s: %v", name, out.Err)
		}
		want := <-requests
		line := p.Curl()
		if strings.Contains(line, "$ecret") || strings.Contains(line, "t0ken") || strings.Contains(line, "k \\\" k") {
			t.Errorf("%s: a secret is in %s", name, line)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		cmd := exec.CommandContext(ctx, "sh", "-c", line)
		cmd.Env = []string{"KEYDESK_AUTHORIZATION=it's $ecret", "KEYDESK_X_API_KEY=k \" k", "KEYDESK_TOKEN=t0ken-1", "KEYDESK_TOKEN_2=t0ken-2", "KEYDESK_TOKEN_3=t0ken-3", "NO_PROXY=*", "PATH=/usr/local/bin:/usr/bin:/bin"}
		text, err := cmd.CombinedOutput()
		cancel()
		if err != nil {
			t.Errorf("%s: %v: %s\n%s", name, err, text, line)
			continue
		}
		got := <-requests
		for _, h := range []string{"Accept-Encoding", "Connection"} {
			want.header.Del(h)
		}
		if got.method != want.method || got.uri != want.uri || got.body != want.body || !sameHeader(got.header, want.header) {
			t.Errorf("%s: keydesk sent %+v\ncurl sent %+v\n%s", name, want, got, line)
		}
	}
}

func sameHeader(a, b http.Header) bool {
	if len(a) != len(b) {
		return false
	}
	for k := range a {
		if strings.Join(a[k], "\n") != strings.Join(b[k], "\n") {
			return false
		}
	}
	return true
}

// TestShellQuoteInARealShell needs no curl.
func TestShellQuoteInARealShell(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	for _, s := range []string{"", "a b", "it's", "$(id) `id` $HOME \\ \"", "\n\n x\n", "-n", "!!", "*?[", "é\u2028", "a'b'c", "\\'"} {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf '%s' "+shellQuote(s)).Output()
		if err != nil || string(out) != s {
			t.Errorf("%q came out as %q (%v)", s, out, err)
		}
	}
	body := "\x00\x01%d\\ab'c\n-"
	out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf "+shellQuote(printfFormat([]byte(body)))).Output()
	if err != nil || string(out) != body {
		t.Errorf("got %q (%v)", out, err)
	}
}
