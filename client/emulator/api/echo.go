package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// echo is the demo's own webhook target, POST /demo/echo/…: it answers a ticket number and what
// it received. Some paths answer otherwise: fail (500), text (no JSON), slow?ms=N (at most 60 s),
// status?code=N.
func (c *call) echo(what string) {
	q := c.r.URL.Query()
	what, _, _ = strings.Cut(what, "/")
	switch what {
	case "fail":
		c.send(http.StatusInternalServerError, map[string]string{"error": "boom"})
		return
	case "text":
		c.plain(http.StatusOK, "thank you")
		return
	case "status":
		code := Atoi(q.Get("code"), http.StatusTeapot)
		if code < 200 || code > 599 {
			code = http.StatusTeapot
		}
		c.send(code, map[string]int{"code": code})
		return
	case "slow":
		wait := min(max(Atoi(q.Get("ms"), 3000), 0), 60_000)
		select {
		case <-time.After(time.Duration(wait) * time.Millisecond):
		case <-c.r.Context().Done():
			return
		}
		c.send(http.StatusOK, map[string]bool{"slow": true})
		return
	}
	c.send(http.StatusOK, map[string]any{"ticket_id": "TCK-1042", "status": "created", "received": c.received()})
}

// received is the request as it arrived: header names in lower case, a JSON body as JSON.
func (c *call) received() map[string]any {
	headers := make(map[string]string)
	for name, values := range c.r.Header {
		headers[strings.ToLower(name)] = strings.ToValidUTF8(strings.Join(values, ", "), "\uFFFD")
	}
	out := map[string]any{"method": c.r.Method, "url": c.r.URL.RequestURI(), "headers": headers}
	switch {
	case len(c.body) == 0:
		out["body"] = nil
	case json.Valid(c.body):
		out["body"] = json.RawMessage(c.body)
	case utf8.Valid(c.body):
		out["body"] = string(c.body)
	default:
		out["body"] = c.body // base64
	}
	return out
}
