package ui

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"keydesk/client/delivery"
)

// A message that the platform stored and answered with a fault is looked for before it is sent again,
// whatever the fault was.
func TestWhatWasStoredBehindAFaultIsNotSentTwice(t *testing.T) {
	for name, status := range map[string]int{"its own": 500, "of a proxy": 503, "too many": 429, "refused": 422} {
		t.Run(name, func(t *testing.T) {
			_, dep := withStore(t, storePath(t))
			p := newPump(t, bench{deps: dep})
			c := p.openFirst()
			stored := false
			p.em.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
				if stored || r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/messages") {
					return false
				}
				stored = true
				p.em.Handler().ServeHTTP(httptest.NewRecorder(), r)
				w.WriteHeader(status)
				return true
			})
			p.sendText("post 1")
			for range 3 {
				p.clock = p.clock.Add(delivery.SettleFor + delivery.RetryAfter)
				p.fire()
			}
			if status != 429 && status != 503 {
				p.press("R")
			}
			p.fire()
			if got := p.ours(c.id); got != "post 1" {
				t.Errorf("the platform holds %s", got)
			}
		})
	}
}
