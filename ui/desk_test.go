package ui

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/emulator"
	"keydesk/ui/dialog"
)

// openFirst opens the conversation at the top of the list.
func (p *pump) openFirst() *chat {
	p.t.Helper()
	p.press("enter")
	if p.openChat() == nil {
		p.t.Fatalf("nothing was opened:\n%s", p.screen())
	}
	return p.openChat()
}

// actionKey is the key of the first action of the given name.
func (p *pump) actionKey(name string) string {
	p.t.Helper()
	for i, d := range p.actions() {
		if d.Name == name {
			return fmt.Sprintf("alt+%d", i+1)
		}
	}
	p.t.Fatalf("there is no action %q", name)
	return ""
}

func TestTheDeskOpensWithConversationsAndKeys(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		t.Run(generation, func(t *testing.T) {
			p := newPump(t, bench{emulator: emulator.Options{Generation: generation}})
			p.shows("keydesk", "Chai & Co.", "All 40", "available", "? help")
			c := p.openFirst()
			p.shows(c.name(), "[1 ", "Create ticket", "⏎ send")
			if n := len(p.actions()); n != 8 {
				t.Fatalf("%d active actions, want 8", n)
			}
		})
	}
}

func TestOpeningReadsAndOnlyWhatIsSeenIsMarked(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		t.Run(generation, func(t *testing.T) {
			p := newPump(t, bench{emulator: emulator.Options{Generation: generation}})
			p.press("u") // next unread
			contact, ok := p.list().Selected()
			if !ok || contact.UnreadCount == 0 {
				t.Fatal("no unread conversation in the demo")
			}
			p.send(tea.BlurMsg{}) // nobody looks at the terminal
			c := p.openFirst()
			if c.unseen != contact.UnreadCount {
				t.Fatalf("%d unseen, want %d", c.unseen, contact.UnreadCount)
			}
			if got := p.platformUnread(c.id); got != contact.UnreadCount {
				t.Fatalf("the platform counts %d unread although nobody looked, want %d", got, contact.UnreadCount)
			}
			p.send(tea.FocusMsg{})
			if got := p.platformUnread(c.id); got != 0 || c.unseen != 0 {
				t.Fatalf("%d unread on the platform, %d here, after it was seen", got, c.unseen)
			}
		})
	}
}

func TestWhatIsOnlySeenStaysUnreadUntilItIsAnswered(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		for _, way := range []string{"answered", "by hand"} {
			t.Run(generation+" "+way, func(t *testing.T) {
				p := newPump(t, bench{emulator: emulator.Options{Generation: generation}, deps: func(d *Deps) { d.ReadAnswered = true }})
				p.press("u")
				c := p.openFirst()
				p.press("ctrl+end")
				p.incoming("n1", c.id, "And?")
				p.refresh()
				if got := p.platformUnread(c.id); got == 0 {
					t.Fatal("the platform heard that it was read, although it was only seen")
				}
				if unread, _ := p.list().Told(c.id); unread == 0 {
					t.Fatal("the list shows as read what the platform counts as unread")
				}
				if way == "by hand" {
					p.do("read.mark")
				} else {
					p.typeText("It left today.")
					p.press("enter")
				}
				if got := p.platformUnread(c.id); got != 0 || c.unseen != 0 {
					t.Fatalf("%d unread on the platform, %d here", got, c.unseen)
				}
				if unread, _ := p.list().Told(c.id); unread != 0 {
					t.Fatalf("%d unread in the list", unread)
				}
			})
		}
	}
}

// platformUnread asks the platform itself.
func (p *pump) platformUnread(id string) int {
	p.t.Helper()
	c, err := p.platform().Contact(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	return c.UnreadCount
}

func TestSendingShowsTheMessageAtOnceAndSettles(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.typeText("Your parcel left Pune")
	p.shows("Your parcel left Pune")
	p.press("enter")
	if c.compose.Value() != "" || len(p.unsentOf(c)) != 0 {
		t.Fatalf("draft %q, outbox %v", c.compose.Value(), p.unsentOf(c))
	}
	m := c.newest()
	if m.Body != "Your parcel left Pune" || m.Status != client.StatusPending {
		t.Fatalf("%+v", m)
	}
	p.event(client.StatusChanged{MessageID: m.ID, Status: client.StatusDelivered})
	p.shows("delivered")
}

func TestAStatusThatOvertakesTheAnswerIsKept(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.typeText("hello")
	cmd := p.give(keyPress("enter"))
	answer := cmd().(sent) // the platform has answered, the desk has not heard it yet
	p.event(client.StatusChanged{MessageID: answer.message.ID, Status: client.StatusSent})
	p.event(client.MessageReceived{Message: answer.message})
	p.send(answer)
	n := 0
	for _, m := range c.recent {
		if m.Body == "hello" {
			n++
		}
	}
	if n != 1 || len(p.unsentOf(c)) != 0 {
		t.Fatalf("%d copies, outbox %v", n, p.unsentOf(c))
	}
	if m, _ := c.thread.Message(answer.message.ID); m.Status != client.StatusSent {
		t.Fatalf("status %s", m.Status)
	}
}

func TestAFailedSendStaysAndCanBeEditedOrRetried(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.em.FailNext(1, 500, `{"status":"error","message":"Failed to send message","data":null}`)
	p.typeText("first try")
	p.press("enter")
	if len(p.unsentOf(c)) != 1 || p.unsentOf(c)[0].Status != client.StatusFailed {
		t.Fatalf("outbox %+v", p.unsentOf(c))
	}
	p.shows("first try", "failed")
	p.typeText("another")
	p.press("esc", "shift+tab") // list, then back to the composer
	p.press("shift+tab")        // thread
	p.press("e")
	if got := c.compose.Value(); got != "first try\nanother" {
		t.Fatalf("the composer holds %q", got)
	}
	if len(p.unsentOf(c)) != 0 {
		t.Fatal("the failed message is still in the outbox")
	}
	p.em.FailNext(1, 500, `nope`)
	p.press("enter")
	p.press("shift+tab", "R")
	if len(p.unsentOf(c)) != 0 || c.newest().Body != "first try\nanother" {
		t.Fatalf("the retry did not go out: %+v", p.unsentOf(c))
	}
}

func TestDraftsStayWithTheirConversation(t *testing.T) {
	p := newPump(t, bench{})
	first := p.openFirst()
	p.typeText("half a thought")
	p.press("esc", "down", "enter")
	if p.openChat() == first {
		t.Fatal("the second conversation did not open")
	}
	p.hides("half a thought")
	p.shows("1 draft unsent")
	p.press("esc", "'")
	if p.openChat() != first {
		t.Fatal("' did not go back")
	}
	p.shows("half a thought")
	p.press("esc", "q")
	p.shows("Leave keydesk?", "1 unsent draft")
}

func TestAWebhookIsReallySentOnceAndItsReplyShown(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press(p.actionKey("Create ticket"))
	p.shows("TCK-1042")
	p.press("alt+v")
	p.shows("TCK-1042", "Reply", "idempotency-key")
}

func TestWhereAnAnswerLiesCanBeOpened(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press(p.actionKey("Create ticket"))
	p.lastRun().outcome.Link = "https://user.example/echo"
	p.press("alt+v")
	p.shows("open link")
	p.press("o", "esc")
	p.shows("https://user.example/echo")
}

func TestFunctionKeysPressButtonsToo(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("f1")
	if p.lastRun() == nil {
		t.Fatal("f1 ran nothing")
	}
}

func TestAScriptFillsTheClipboard(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.press(p.actionKey("Copy phone"))
	found := false
	for _, msg := range p.sent {
		found = found || fmt.Sprint(msg) == c.contact().PhoneNumber
	}
	if !found {
		t.Fatalf("the phone number was not sent to the terminal's clipboard: %v\n%s", p.sent, p.screen())
	}
	p.shows("clipboard")
}

func TestALinkIsBuiltHereAndShown(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press(p.actionKey("Open in CRM"))
	p.shows("https://")
}

func TestASecondPressSaysThatItRuns(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	cmd := p.give(keyPress("alt+1")) // on its way
	p.press("alt+1")
	p.shows("already running", "esc")
	p.press("esc")
	p.run(cmd)
	if last := p.lastRun(); last == nil || !last.outcome.Cancelled {
		t.Fatalf("esc did not stop the run: %+v", last)
	}
	p.press("alt+1")
	p.shows("TCK-1042")
}

func TestAResultOfAConversationLeftBehindTouchesNothing(t *testing.T) {
	p := newPump(t, bench{})
	first := p.openFirst()
	cmd := p.give(keyPress(p.actionKey("Copy phone")))
	p.press("esc", "down", "enter")
	p.sent = nil
	p.run(cmd)
	for _, msg := range p.sent {
		if fmt.Sprint(msg) == first.contact().PhoneNumber {
			t.Fatal("the clipboard was filled for a conversation that is closed")
		}
	}
	p.shows(first.name())
}

func TestNewMessagesMoveConversationsUpAndCount(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	id := p.em.ContactIDs()[20]
	p.event(client.MessageReceived{Message: client.Message{ID: "m1", ContactID: id, Direction: client.Incoming, Type: "text", Body: "anybody there?", CreatedAt: p.clock}})
	p.shows("anybody there?")
	before := p.list().UnreadTotal()
	p.event(client.MessageReceived{Message: client.Message{ID: "m1", ContactID: id, Direction: client.Incoming, Type: "text", Body: "anybody there?", CreatedAt: p.clock}})
	if got := p.list().UnreadTotal(); got != before {
		t.Fatal("a repeated event was counted twice")
	}
}

func TestAnUnknownConversationIsFetched(t *testing.T) {
	p := newPump(t, bench{emulator: emulator.Options{Contacts: 200}})
	id := p.em.ContactIDs()[199]
	p.emptyList() // as if it had come since
	p.arrange()
	mid := p.em.Receive(id, "from the far end")
	p.event(client.MessageReceived{Message: client.Message{ID: mid, ContactID: id, Direction: client.Incoming, Type: "text", Body: "from the far end", CreatedAt: p.clock}})
	p.shows("from the far end")
}

func TestMouse(t *testing.T) {
	p := newPump(t, bench{})
	l := p.layout()
	p.send(tea.MouseClickMsg{X: 3, Y: l.list.y + 3, Button: tea.MouseLeft})
	if p.openChat() == nil {
		t.Fatal("a click on a conversation did not open it")
	}
	for _, b := range p.buttons() {
		if b.id == p.actions()[0].ID {
			p.send(tea.MouseClickMsg{X: p.layout().bar.x + b.from, Y: p.layout().bar.y, Button: tea.MouseLeft})
		}
	}
	if p.lastRun() == nil {
		t.Fatal("a click on a button did not run it")
	}
	top := p.screen()
	p.send(tea.MouseWheelMsg{X: 3, Y: l.list.y + 3, Button: tea.MouseWheelDown})
	p.send(tea.MouseWheelMsg{X: 3, Y: l.list.y + 3, Button: tea.MouseWheelDown})
	if p.screen() == top {
		t.Fatal("the wheel did not scroll the list")
	}
}

func TestEveryCommandSurvivesBeforeAndAfterAConversationIsOpen(t *testing.T) {
	p := newPump(t, bench{})
	for _, open := range []bool{false, true} {
		if open {
			p.openFirst()
		}
		for _, c := range p.commands() {
			if c.ID == "quit" || c.ID == "suspend" {
				continue
			}
			p.do(c.ID)
			_ = p.screen()
			for p.dialogOpen() {
				p.clock = p.clock.Add(dialog.Ceiling) // a question is not answered by keys in flight
				p.press("esc")
				if len(p.dialogs()) > 5 {
					t.Fatalf("%s: dialogs pile up", c.ID)
				}
			}
		}
	}
}

func TestNobodySignedIn(t *testing.T) {
	p := newPump(t, bench{role: "agent", deps: func(d *Deps) {
		d.Platform = mustClient(t, d.Address, client.Credentials{Email: "ravi.agent@lab.test", Password: "wrong"})
	}})
	p.shows("keydesk login --profile demo")
}

func TestThePlatformIsAway(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) {
		d.Platform = mustClient(t, "http://127.0.0.1:1", client.Credentials{APIKey: "whm_x"})
		d.Address = "http://127.0.0.1:1"
	}})
	p.shows("Trying again", "not connected")
	if len(p.timers) == 0 {
		t.Fatal("no retry is planned")
	}
}

func mustClient(t *testing.T, url string, c client.Credentials) *client.Client {
	t.Helper()
	platform, err := client.New(client.Options{BaseURL: url, Credentials: c, RetryWait: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	return platform
}

func TestEverySizeIsDrawnWithinItsBounds(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	for _, dialog := range []string{"", "help", "palette", "action.list"} {
		if dialog != "" {
			p.do(dialog)
		}
		for w := 0; w <= 200; w += 1 + w/40 {
			for h := 0; h <= 60; h += 1 + h/12 {
				p.give(tea.WindowSizeMsg{Width: w, Height: h})
				checkBounds(t, p, w, h)
			}
		}
		p.press("esc")
	}
}

func TestANoticeGoesAway(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press("alt+9")
	p.shows("There is no action 9")
	p.fire()
	p.hides("There is no action 9")
	p.shows("⏎ send")
}

func TestACopyIsToldOnceAndTruly(t *testing.T) {
	p := newPump(t, bench{})
	p.openFirst()
	p.press(p.actionKey("Copy phone"))
	p.shows("Copy phone: sent to your terminal")
	p.hides("text for the clipboard")
}

func TestActionsSeeTheWindowAsTheListTellsIt(t *testing.T) {
	for _, generation := range []string{"upstream", "fork"} {
		p := newPump(t, bench{emulator: emulator.Options{Generation: generation}})
		s, err := p.subject(p.openFirst())
		if err != nil || s.Contact["service_window_open"] != true {
			t.Errorf("%s: the window of a customer who wrote minutes ago: %v, %v", generation, s.Contact["service_window_open"], err)
		}
	}
}

// A colleague's reply in a conversation that was never opened here gets on, and
// what is told of it names the message only (contract §15.4).
func TestTheListFollowsWhatColleaguesSend(t *testing.T) {
	p := newPump(t, bench{})
	c := p.list().First(5)[4]
	sent := func(id string) {
		p.event(client.MessageReceived{Message: client.Message{ID: id, ContactID: c.ID, Direction: client.Outgoing, Type: "text", Body: "from a colleague", Status: client.StatusPending, CreatedAt: p.clock}})
	}
	sent("m1")
	p.clock = p.clock.Add(time.Second)
	sent("m2")
	p.shows(p.theme().Glyphs.Pending + " from a colleague")
	p.event(client.StatusChanged{MessageID: "m1", Status: client.StatusFailed}) // not the newest
	p.shows(p.theme().Glyphs.Pending + " from a colleague")
	p.event(client.StatusChanged{MessageID: "m2", Status: client.StatusDelivered})
	p.shows(p.theme().Glyphs.Delivered + " from a colleague")
	p.incoming("m3", c.ID, "an answer")
	p.event(client.StatusChanged{MessageID: "m2", Status: client.StatusRead})
	p.shows("an answer")
	p.hides("from a colleague")
}
