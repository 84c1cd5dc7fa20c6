package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Only what surely did not reach the platform may be sent again without a look.
func TestWhatMayHaveReachedThePlatform(t *testing.T) {
	send := func(ctx context.Context, c *Client) error {
		_, err := c.Send(ctx, "c1", OutgoingMessage{Text: "hi"})
		return err
	}
	for _, status := range []int{400, 403, 404, 409, 413, 422, 429, 500, 501, 502, 503, 504} {
		p := &recorder{answer: always(status, `{"message":"no"}`)}
		err := send(t.Context(), connectTo(t, p, Options{}))
		if !MayHaveReached(err) || len(p.all()) != 1 {
			t.Errorf("%d: %d requests, %v", status, len(p.all()), err)
		}
	}
	for name, h := range map[string]http.HandlerFunc{
		"a web page": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"no answer":  func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"half a one": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "9")
			_, _ = w.Write([]byte("{"))
		},
		"another shape": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("[]")) },
	} {
		if err := send(t.Context(), connectTo(t, h, Options{})); !MayHaveReached(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if MayHaveReached(nil) || !MayHaveReached(errors.New("of another package")) {
		t.Error("no error, or an unknown one, is taken for what it is not")
	}
}

func TestWhatSurelyDidNotReachThePlatform(t *testing.T) {
	send := func(ctx context.Context, c *Client, text string) error {
		_, err := c.Send(ctx, "c1", OutgoingMessage{Text: text})
		return err
	}
	fails := map[string]error{
		"empty":    send(t.Context(), connectTo(t, answers(200, "{}"), Options{}), " "),
		"too long": send(t.Context(), connectTo(t, answers(200, "{}"), Options{}), strings.Repeat("x", 5000)),
	}
	l := newMemoryListener()
	_ = l.Close()
	fails["no connection"] = send(t.Context(), connectOver(t, l, Options{}), "hi")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	fails["stopped before"] = send(ended, connectTo(t, answers(200, "{}"), Options{}), "hi")
	fails["not signed in"] = send(t.Context(), connectTo(t, answers(401, `{"message":"Invalid credentials"}`),
		Options{Credentials: Credentials{Email: "a@b.c", Password: "x"}}), "hi")
	c := connectTo(t, answers(200, "{}"), Options{})
	c.budget.refused(time.Hour)
	fails["no budget"] = send(t.Context(), c, "hi")
	for name, err := range fails {
		if err == nil || MayHaveReached(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
