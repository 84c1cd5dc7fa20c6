package ui

import (
	"testing"

	"keydesk/client"
)

// How far a message of ours got is beside its conversation what it is in the thread, in whatever order
// the platform tells.
func TestTheListFollowsTheThread(t *testing.T) {
	for name, tell := range map[string]func(p *pump, m client.Message){
		"the status first": func(p *pump, m client.Message) {
			p.event(client.StatusChanged{MessageID: m.ID, ContactID: m.ContactID, Status: client.StatusFailed, Error: "131026"})
			p.event(client.MessageReceived{Message: m})
		},
		"the status before an old state": func(p *pump, m client.Message) {
			p.event(client.MessageReceived{Message: m})
			p.event(client.StatusChanged{MessageID: m.ID, Status: client.StatusFailed, Error: "131026"})
			p.event(client.MessageReceived{Message: m})
		},
		"by a page": func(p *pump, m client.Message) {
			p.event(client.MessageReceived{Message: m})
			p.em.SetStatus(m.ID, "failed", "131026")
			p.catchUp()
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPump(t, bench{})
			c := p.openFirst()
			m, err := p.platform().Send(t.Context(), c.id, client.OutgoingMessage{Text: "fails"})
			if err != nil {
				t.Fatal(err)
			}
			tell(p, m)
			if now, _ := c.thread.Message(m.ID); now.Status != client.StatusFailed {
				t.Fatalf("the thread has it as %s", now.Status)
			}
			p.shows("✗ fails")
		})
	}
}

// Nor does it matter whether the conversation was opened.
func TestTheListFollowsWithoutAThread(t *testing.T) {
	p := newPump(t, bench{})
	id := p.em.ContactIDs()[3]
	m := client.Message{ID: "m1", ContactID: id, Direction: client.Outgoing, Type: "text", Body: "fails", Status: client.StatusPending, CreatedAt: p.clock}
	p.event(client.StatusChanged{MessageID: m.ID, Status: client.StatusFailed})
	p.event(client.MessageReceived{Message: m})
	p.shows("✗ fails")
}

// A platform whose clock is behind ours tells of it as of another, older message.
func TestTheListFollowsAPlatformWhoseClockIsBehind(t *testing.T) {
	p := newPump(t, bench{deps: func(d *Deps) { d.Forget = true }})
	c := p.openFirst()
	p.typeText("fails")
	answer := p.giveSend()().(sent)
	answer.message.CreatedAt = answer.message.CreatedAt.Add(-1)
	p.send(answer)
	p.press("esc", "down", "enter", "esc", "down", "enter")
	if p.chatOf(c.id) != nil {
		t.Fatal("it is in memory")
	}
	p.event(client.StatusChanged{MessageID: answer.message.ID, Status: client.StatusFailed})
	p.shows("✗ fails")
}
