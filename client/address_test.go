package client

import (
	"net/url"
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	tests := []struct{ in, api, ws string }{
		{"https://desk.example.com", "https://desk.example.com/api/me", "wss://desk.example.com/ws"},
		{" https://desk.example.com/ ", "https://desk.example.com/api/me", "wss://desk.example.com/ws"},
		{"http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api/me", "ws://127.0.0.1:8080/ws"},
		{"http://127.0.0.1:8080/api/", "http://127.0.0.1:8080/api/me", "ws://127.0.0.1:8080/ws"},
		{"https://example.com/support", "https://example.com/support/api/me", "wss://example.com/support/ws"},
		{"https://example.com/support/api//", "https://example.com/support/api/me", "wss://example.com/support/ws"},
		{"https://example.com/my%20desk", "https://example.com/my%20desk/api/me", "wss://example.com/my%20desk/ws"},
		{"http://[::1]:9000/x/", "http://[::1]:9000/x/api/me", "ws://[::1]:9000/x/ws"},
		{"HTTPS://desk.example.com", "https://desk.example.com/api/me", "wss://desk.example.com/ws"},
	}
	for _, tt := range tests {
		a, err := parseAddress(tt.in)
		if err != nil {
			t.Errorf("%q: %v", tt.in, err)
			continue
		}
		if got := a.api(nil, "me").String(); got != tt.api {
			t.Errorf("%q: api %q, want %q", tt.in, got, tt.api)
		}
		if got := a.websocket(); got != tt.ws {
			t.Errorf("%q: ws %q, want %q", tt.in, got, tt.ws)
		}
	}
}

func TestAddressRefused(t *testing.T) {
	tests := []struct{ in, says string }{
		{"", "empty"},
		{"  ", "empty"},
		{"desk.example.com", "http:// or https://"},
		{"ftp://desk.example.com", "only http and https"},
		{"javascript://desk", "only http and https"},
		{"http://", "names no host"},
		{"http:///api", "names no host"},
		{"https://me:secret@desk.example.com", "password"},
		{"https://desk.example.com?x=1", "before any ?"},
		{"https://desk.example.com#x", "before any ?"},
		{"http://desk.example.com:port", "valid URL"},
		{"http://a b", "valid URL"},
	}
	for _, tt := range tests {
		_, err := New(Options{BaseURL: tt.in})
		if KindOf(err) != KindInvalid || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%q: %v, want it to say %q", tt.in, err, tt.says)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the password is repeated: %v", err)
		}
	}
}

// An id is data: it can never reach another path of the platform.
func TestAddressEscapesIDs(t *testing.T) {
	a, err := parseAddress("https://desk.example.com/base")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"a b?x=1#y%":  "a%20b%3Fx=1%23y%25",
		"../../admin": "-",
		`..\admin`:    "-",
		"..":          "-",
		".":           "-",
		"":            "-",
	}
	for id, want := range tests {
		u := a.api(url.Values{"q": {"a&b"}}, "contacts", id, "messages")
		if got := u.String(); got != "https://desk.example.com/base/api/contacts/"+want+"/messages?q=a%26b" {
			t.Errorf("%q: %s", id, got)
		}
	}
}

func TestLocalPath(t *testing.T) {
	a, _ := parseAddress("https://desk.example.com/base")
	u, err := a.localPath("/api/custom-actions/redirect/abc?x=1")
	if err != nil || u.String() != "https://desk.example.com/base/api/custom-actions/redirect/abc?x=1" {
		t.Errorf("got %v, %v", u, err)
	}
	for _, bad := range []string{"", "https://evil.example/api/x", "//evil.example/api/x", "/etc/passwd", "javascript:alert(1)", "api/x"} {
		if u, err := a.localPath(bad); err == nil {
			t.Errorf("%q was taken as %v", bad, u)
		}
	}
}
