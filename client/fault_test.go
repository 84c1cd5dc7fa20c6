package client

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestFaultBodies(t *testing.T) {
	tests := []struct {
		name, in, message string
		wait              time.Duration
		foreign           bool
	}{
		{"platform", `{"status":"error","message":"Contact not found","data":null}`, "Contact not found", 0, false},
		{"no data key", `{"status":"error","message":"CSRF token mismatch"}`, "CSRF token mismatch", 0, false},
		{"error object", `{"success":false,"error":{"code":"rate","message":"Slow down.","retry_after_seconds":7}}`, "Slow down", 7 * time.Second, false},
		{"wait as text", `{"success":false,"error":{"message":"x","retry_after_seconds":"2.5"}}`, "x", 2500 * time.Millisecond, false},
		{"error text", `{"error":"boom"}`, "boom", 0, false},
		{"plain text", "Error when parsing request", "Error when parsing request", 0, false},
		{"plain 404", "404 page not found\n", "404 page not found", 0, false},
		{"web page", "<!doctype html><html><body>nginx</body></html>", "", 0, true},
		{"empty", "", "", 0, false},
		{"message is no text", `{"message":{"a":1}}`, "", 0, false},
		{"broken JSON", `{"message":"x`, "", 0, false},
		{"list", `["x"]`, "", 0, false},
		{"escapes", "bad\x1b[31m\x07 \u202eevil\u2066\r\nnext", "bad [31m evil next", 0, false},
		{"invalid UTF-8", "a\xff\xfeb", "ab", 0, false},
	}
	for _, tt := range tests {
		f := decodeFault([]byte(tt.in))
		if f.message != tt.message || f.retryAfter != tt.wait || f.foreign != tt.foreign {
			t.Errorf("%s: %+v", tt.name, f)
		}
	}
	if long := decodeFault([]byte(strings.Repeat("ä", 5000))).message; len(long) > messageLimit+4 {
		t.Errorf("a message of %d bytes", len(long))
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	head := func(pairs ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			h.Set(pairs[i], pairs[i+1])
		}
		return h
	}
	tests := []struct {
		name string
		h    http.Header
		f    fault
		want time.Duration
	}{
		{"seconds", head("Retry-After", "19"), fault{}, 19 * time.Second},
		{"date", head("Retry-After", now.Add(time.Minute).Format(http.TimeFormat)), fault{}, time.Minute},
		{"past date", head("Retry-After", now.Add(-time.Minute).Format(http.TimeFormat)), fault{}, 0},
		{"header before body", head("Retry-After", "3"), fault{retryAfter: time.Hour}, 3 * time.Second},
		{"body", head(), fault{retryAfter: 7 * time.Second}, 7 * time.Second},
		{"reset", head("X-RateLimit-Reset", "1795348845"), fault{}, time.Unix(1795348845, 0).Sub(now)},
		{"reset as a span", head("X-RateLimit-Reset", "30"), fault{}, 30 * time.Second},
		{"message", head(), fault{message: "Rate limit exceeded, retry in 42 seconds"}, 42 * time.Second},
		{"message short", head(), fault{message: "try again in 5s"}, 5 * time.Second},
		{"nothing", head(), fault{message: "Too many requests. Please try again later"}, 0},
		{"absurd", head("Retry-After", "99999999"), fault{}, 24 * time.Hour},
		{"negative", head("Retry-After", "-5"), fault{}, 0},
		{"not a number", head("Retry-After", "NaN"), fault{}, 0},
	}
	for _, tt := range tests {
		if tt.name == "reset" {
			tt.h.Set("X-RateLimit-Reset", itoa(int(now.Add(45*time.Second).Unix())))
			tt.want = 45 * time.Second
		}
		if got := retryAfter(tt.h, tt.f, now); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// Every kind has one sentence, which says what failed, why, and what to do.
func TestSentences(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.Local)
	tests := []struct {
		e    Error
		want string
	}{
		{Error{Kind: KindNotSignedIn, Op: "connect", Status: 401, Message: "Invalid API key"},
			"Could not connect: the platform did not accept the sign-in (Invalid API key); sign in again."},
		{Error{Kind: KindNotAllowed, Op: "load the users", Message: "Insufficient permissions"},
			"Could not load the users: your role does not allow it (Insufficient permissions); ask an administrator if you need it."},
		{Error{Kind: KindNotFound, Op: "load the contact", Status: 404, Message: "Contact not found"},
			"Could not load the contact: the platform does not have it (Contact not found); it may have been deleted or belong to somebody else, so reload and look again."},
		{Error{Kind: KindRateLimited, Op: "load the contact", RetryAt: at},
			"Could not load the contact: the platform takes no more requests for now; try again after 12:00:00."},
		{Error{Kind: KindServer, Op: "load the contact", Status: 500, Message: "boom"},
			"Could not load the contact: the platform had a fault of its own (status 500, boom); try again, and tell its administrator if it stays so."},
		{Error{Kind: KindUnreachable, Op: "load the contact", Message: "desk.test: nothing answers there"},
			"Could not load the contact: the platform was not reached (desk.test: nothing answers there); check the address and your connection, then try again."},
		{Error{Kind: KindInvalid, Op: "save the action", Status: 400, Message: "Name is required"},
			"Could not save the action: the platform refused it (Name is required); change it and try again."},
		{Error{Kind: KindInvalid, Op: "send the message", Message: "it is empty"},
			"Could not send the message: it is empty; change it and try again."},
		{Error{Kind: KindProtocol, Op: "connect", Message: "a web page instead of data"},
			"Could not connect: the answer was not what the platform sends (a web page instead of data); check that the address is the platform's own."},
		{Error{Kind: KindCancelled, Op: "run the action"}, "Could not run the action: it was stopped."},
		{Error{Kind: KindUnreachable, Op: "send the message", Message: "desk.test: the connection broke", Uncertain: true},
			"Could not send the message for certain: the platform was not reached (desk.test: the connection broke); it may have been carried out, so look before you try again."},
	}
	for _, tt := range tests {
		if got := tt.e.Error(); got != tt.want {
			t.Errorf("%v:\n got %s\nwant %s", tt.e.Kind, got, tt.want)
		}
	}
}

func TestKindOfOthers(t *testing.T) {
	if KindOf(nil) != KindUnknown || KindOf(errors.New("x")) != KindUnknown {
		t.Error("a foreign error has a kind")
	}
	if k := KindOf(errors.Join(errors.New("x"), &Error{Kind: KindServer})); k != KindServer {
		t.Errorf("joined: %v", k)
	}
	if s := Kind(99).String(); s != "unknown" {
		t.Errorf("a kind out of range is %q", s)
	}
}
