package ui

import (
	"testing"
	"time"

	"keydesk/client"
	"keydesk/client/emulator"
)

// An answer goes out by the number that the customer wrote to last, or by the one
// that was chosen, until they write to another; the screen says which.
func TestAnAnswerGoesByTheNumberThatWasWrittenTo(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		onShift(t, bench{emulator: emulator.Options{Generation: generation}, width: 120, height: 36}, func(s *shift) {
			s.live()
			accounts, err := s.truth.Accounts(s.t.Context())
			if err != nil || len(accounts) < 2 {
				t.Fatal(len(accounts), err)
			}
			c := s.visit(s.em.ContactIDs()[0])
			s.await("the conversation", func() bool { return c.loaded })
			first := s.channel(c.account())
			second := accounts[0].Name
			if second == first {
				second = accounts[1].Name
			}
			s.shows("via " + first)
			s.hides("via " + second)
			by := func(body string) string {
				t.Helper()
				s.sendText(body)
				s.pass(5 * time.Second)
				for _, m := range s.messages(c.id, "") {
					if m.Body == body && m.Direction == client.Outgoing {
						return s.truth.AccountName(m.Account)
					}
				}
				t.Fatalf("%q is not on the platform:\n%s", body, s.screen())
				return ""
			}
			if got := by("one"); got != first {
				t.Errorf("the first answer went by %s", got)
			}
			s.em.ReceiveMessage(c.id, emulator.Incoming{Text: "now on the other number", Account: second})
			s.pass(8 * time.Second)
			s.shows("via "+second, "now on the other number")
			if got := by("two"); got != second {
				t.Errorf("the answer to %s went by %s", second, got)
			}
			s.do("account")
			s.shows("answers now", first)
			s.typeText(first)
			s.press("enter")
			s.shows("via " + first)
			if got := by("three"); got != first {
				t.Errorf("the answer by the chosen number went by %s", got)
			}
			s.em.ReceiveMessage(c.id, emulator.Incoming{Text: "again there", Account: second})
			s.pass(8 * time.Second)
			if got := by("four"); got != second {
				t.Errorf("after the customer wrote again the answer went by %s", got)
			}
			s.shows("from here")
		})
	})
}
