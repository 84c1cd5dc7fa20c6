package ui

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"keydesk/client"
	"keydesk/client/emulator"
)

// until is when the platform takes requests again; its seconds go by the budget's
// own clock.
var until = regexp.MustCompile(`11:46:\d\d`)

// TestScreenOfTheLine draws what the line is doing, while it is well and while
// the platform wants patience.
func TestScreenOfTheLine(t *testing.T) {
	for _, s := range screens {
		for _, trouble := range []bool{false, true} {
			t.Run(fmt.Sprintf("%dx%d trouble %v", s.w, s.h, trouble), func(t *testing.T) {
				o := emulator.Options{RateLimit: emulator.RateLimit{API: 1000, Headers: true}, Contacts: 150}
				p := newPump(t, bench{width: s.w, height: s.h, emulator: o, deps: func(d *Deps) { d.Events = silentLine{} }})
				p.event(client.StreamState{State: client.Live, Since: p.clock})
				p.openFirst()
				if trouble {
					p.clock = p.clock.Add(time.Minute)
					p.event(client.StreamState{State: client.Offline, Since: p.clock, Err: &client.Error{Kind: client.KindUnreachable, Op: "keep the realtime channel", Message: "the line went silent"}})
					p.em.Intercept(func(w http.ResponseWriter, _ *http.Request) bool {
						w.Header().Set("Retry-After", "3600")
						w.WriteHeader(http.StatusTooManyRequests)
						return true
					})
					p.sendText("Your parcel left Pune.")
					p.clearNotice()
				}
				p.atAddress("https://desk.example.com")
				p.do("line")
				golden.RequireEqual(t, until.ReplaceAll([]byte(p.screen()), []byte("11:46:05")))
			})
		}
	}
}
