package ui

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/badline"
	"keydesk/client/emulator"
	"keydesk/ui/thread"
)

// fault is a way in which the line or the platform breaks while a person works.
type fault struct {
	name string
	// breaks begins the fault and returns what ends it.
	breaks func(s *shift) (mend func())
	// needsLine: it begins by waiting for the realtime line.
	needsLine bool
	// beats is called after every step of the work, for faults that come again.
	beats func(s *shift)
}

// on is a fault of single requests.
func on(name string, faults ...badline.Fault) fault {
	return fault{name: name, breaks: func(s *shift) func() {
		s.line.Set(faults...)
		return func() { s.line.Set() }
	}}
}

// every takes one in n of the requests that pick takes.
func every(n int, pick func(*http.Request) bool) func(*http.Request) bool {
	count := 0
	return func(r *http.Request) bool {
		if !pick(r) {
			return false
		}
		count++
		return count%n == 0
	}
}

// faults are the ways in which a line breaks.
func faults() []fault {
	sends := badline.To("POST", "/messages")
	reads := func(r *http.Request) bool { return r.Method == "GET" && strings.Contains(r.URL.Path, "/contacts") }
	unfetched := func(f badline.Fault) func(*shift) func() { return on("", f).breaks }
	reply := func(status int, body string) *badline.Reply {
		return &badline.Reply{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: body}
	}
	cut := func(body []byte) []byte { return body[:len(body)/2] }
	list := []fault{
		on("latency", badline.Fault{Delay: 1500 * time.Millisecond}),
		on("latency beyond the limits", badline.Fault{When: badline.API, Delay: 40 * time.Second}),
		on("requests are lost", badline.Fault{When: every(3, badline.API), Refuse: true}),
		on("all requests are lost", badline.Fault{Refuse: true}),
		on("answers are lost", badline.Fault{When: every(2, badline.API), Lost: true}),
		on("all answers are lost", badline.Fault{When: badline.API, Lost: true}),
		on("answers are torn", badline.Fault{When: every(2, badline.API), Torn: true}),
		on("requests are torn", badline.Fault{When: sends, Half: true}),
		on("nobody answers", badline.Fault{When: badline.API, Swallow: true}),
		on("answers never come", badline.Fault{When: badline.API, Deaf: true}),
		on("the answers to sends never come", badline.Fault{When: sends, Deaf: true}),
		on("a storm of 429", badline.Fault{When: badline.API, Answer: badline.TooMany("7")}),
		on("a 429 for minutes", badline.Fault{When: badline.API, Times: 3, Answer: badline.TooMany("90")}),
		on("HTML", badline.Fault{When: badline.API, Answer: reply(200, badline.HTML("Sign in to the Wi-Fi"))}),
		on("a proxy without its platform", badline.Fault{When: badline.API, Answer: reply(502, badline.HTML("Bad gateway"))}),
		on("errors", badline.Fault{When: every(2, badline.API), Answer: reply(500, `{"status":"error","message":"boom","data":null}`)}),
		on("truncated JSON", badline.Fault{When: badline.API, Spoil: cut}),
		on("wrong types", badline.Fault{When: badline.API, Answer: reply(200, `{"status":"success","data":{"contacts":{},"messages":7,"id":[]}}`)}),
		on("nothing", badline.Fault{When: badline.API, Answer: reply(200, "")}),
		on("a huge reply", badline.Fault{When: every(4, badline.API), Spoil: func([]byte) []byte { return []byte(strings.Repeat(" ", 9<<20)) }}),
		{name: "half open", breaks: func(s *shift) func() { s.line.Freeze(); return s.line.Thaw }},
		{name: "the cable is pulled", breaks: func(s *shift) func() { s.line.Down(); return s.line.Up }},
		{name: "the line drops every few seconds", breaks: func(*shift) func() { return func() {} }, beats: func(s *shift) { s.line.Cut() }},
		{name: "the WebSocket drops every few seconds", breaks: func(*shift) func() { return func() {} }, beats: func(s *shift) { s.em.DropSockets() }},
		{name: "catching up fails", breaks: unfetched(badline.Fault{When: reads, Refuse: true}), beats: func(s *shift) { s.em.DropSockets() }},
		{name: "catching up is refused", breaks: unfetched(badline.Fault{When: reads, Answer: reply(500, "")}), beats: func(s *shift) { s.em.DropSockets() }},
		{name: "catching up brings rubbish", breaks: unfetched(badline.Fault{When: reads, Spoil: cut}), beats: func(s *shift) { s.em.DropSockets() }},
		{name: "events come twice", needsLine: true, breaks: tangled(badline.Doubled)},
		{name: "events come out of order", needsLine: true, breaks: tangled(func() badline.Tangle { return badline.Backwards(3) })},
		{name: "the platform restarts", breaks: func(*shift) func() { return func() {} }, beats: func(s *shift) { s.restart(func() { s.pass(2 * time.Second) }) }},
		{name: "the platform is away", breaks: func(s *shift) func() { _ = s.em.Close(); return s.serve }},
	}
	for _, n := range []int{3, 5} {
		expire := fault{name: fmt.Sprintf("the token expires at every request (%d)", n)}
		expire.breaks = func(s *shift) func() {
			api := func(r *http.Request) bool { return !strings.Contains(r.URL.Path, "/auth/") }
			s.line.Set(badline.Fault{When: every(n, api), Before: s.em.ExpireTokens})
			return func() { s.line.Set() }
		}
		list = append(list, expire)
	}
	return list
}

// tangled breaks the events of every WebSocket, beginning with a new one.
func tangled(by func() badline.Tangle) func(*shift) func() {
	return func(s *shift) func() {
		s.line.Tangle(by)
		s.em.DropSockets()
		s.live()
		return func() { s.line.Tangle(nil) }
	}
}

// Whatever breaks while a person works, and customers write: afterwards the desk
// shows what the platform holds. Nothing is lost, doubled or stale.
func TestAfterEveryFaultTheDeskAgrees(t *testing.T) {
	for _, f := range faults() {
		for _, generation := range []string{emulator.Upstream, emulator.Fork} {
			t.Run(f.name+"/"+generation, func(t *testing.T) {
				onShift(t, bench{emulator: emulator.Options{Generation: generation}}, func(s *shift) {
					s.live()
					c := s.openFirst()
					s.pass(10 * time.Second)
					s.liked = s.firstIncoming(c)
					mend := f.breaks(s)
					sent := s.work(c, f.beats)
					mend()
					fresh := s.openChat()
					s.await("the conversation that was opened meanwhile", func() bool { return s.threadDiffers(fresh) == "" })
					s.pass(2 * time.Minute) // what goes out by itself has gone
					s.press("esc")
					s.openPrevious()
					s.sendAgain(c)
					s.agrees()
					for _, body := range sent {
						if n := s.times(c.id, body); n != 1 {
							t.Fatalf("%q stands %d times on the platform:\n%s", body, n, s.screen())
						}
					}
				})
			})
		}
	}
}

// work is some minutes of a person's: they read, answer, look into other
// conversations, and customers write to all of them. It returns what was sent in
// the conversation c, which is open afterwards.
func (s *shift) work(c *chat, beats func(*shift)) (sent []string) {
	ids, liked := s.em.ContactIDs(), s.liked
	step := func(do func()) {
		do()
		s.settle()
		if beats != nil {
			beats(s)
		}
		s.pass(3 * time.Second)
	}
	say := func(body string) func() {
		return func() {
			sent = append(sent, body)
			s.sendText(body)
		}
	}
	step(say("the first answer"))
	step(func() { s.em.Receive(c.id, "thank you") })
	step(func() { s.em.Receive(ids[7], "anybody there?"); s.em.Receive(ids[7], "hello?") })
	step(say("the second answer"))
	step(say("the third answer"))
	step(func() { s.em.ReactAs(liked, "👍") })
	step(func() { s.press("esc", "down", "enter") })
	step(func() { s.em.Receive(c.id, "while you looked elsewhere") })
	step(func() { s.press("esc"); s.openPrevious() })
	step(say("the last answer"))
	step(func() { s.em.Receive(c.id, "bye"); s.em.Receive(ids[30], "one more thing") })
	step(func() { s.press("esc"); s.list().Select(ids[20]); s.press("enter") })
	step(func() { s.em.Receive(ids[20], "and me?"); s.em.Receive(c.id, "still there?") })
	if open := s.openChat(); open.id != ids[20] || s.previousChat() != c.id {
		s.t.Fatal("another conversation is open")
	}
	return sent
}

// sendAgain does what a person does about messages that the desk leaves to them.
func (s *shift) sendAgain(c *chat) {
	s.t.Helper()
	for range 20 {
		i := slices.IndexFunc(s.unsentOf(c), func(m client.Message) bool {
			return m.Status == client.StatusFailed || m.Status == thread.StatusHeld
		})
		if i < 0 {
			return
		}
		c.thread.Select(s.unsentOf(c)[i].ID)
		s.focusOn(focusThread)
		s.press("R")
		if s.dialogOpen() {
			s.t.Fatalf("the desk does not know what became of a message:\n%s", s.screen())
		}
		s.pass(10 * time.Second)
	}
	s.t.Fatalf("some messages do not go out:\n%s", s.screen())
}

// firstIncoming is the id of a customer's message on the platform.
func (s *shift) firstIncoming(c *chat) string {
	for _, m := range s.messages(c.id, "") {
		if m.Direction == "incoming" {
			return m.ID
		}
	}
	s.t.Fatal("the customer wrote nothing")
	return ""
}

// times counts how often a text of ours stands on the platform.
func (s *shift) times(id, body string) (n int) {
	for _, m := range s.messages(id, "") {
		if m.Direction == "outgoing" && m.Body == body {
			n++
		}
	}
	return n
}
