package ui

import (
	"strings"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/ui/dialog"
)

// sentOrder are the texts and captions of ours that the platform holds in a conversation.
func (p *pump) sentOrder(id string) string {
	p.t.Helper()
	return p.sentWords(id, func(m client.Message) string {
		if strings.HasPrefix(m.Body, "post ") || strings.HasPrefix(m.Body, "file ") {
			return m.Body
		}
		return ""
	})
}

// mixed writes messages and a file while the platform is away.
func (p *pump) mixed() (plug func()) {
	p.t.Helper()
	plug = p.unplug()
	p.sendText("post 1")
	p.clock = p.clock.Add(time.Second)
	p.sendFile("report.pdf", "file 2")
	p.clock = p.clock.Add(time.Second)
	p.sendText("post 3")
	p.clock = p.clock.Add(time.Second)
	p.sendText("post 4")
	return plug
}

func TestMessagesAndFilesThatWaitedGoInOrder(t *testing.T) {
	for name, restarts := range map[string]bool{"this console": false, "the next console": true} {
		t.Run(name, func(t *testing.T) {
			p, _, path, first := withHomeAndStore(t)
			c := p.openFirst()
			plug := p.mixed()
			now, s := p, first
			if restarts {
				now, s = p.next(first, path)
			}
			plug()
			now.fire()
			if got := now.sentOrder(c.id); got != "post 1,file 2,post 3,post 4" {
				t.Fatalf("the platform holds %s", got)
			}
			nothingLeft(t, now, s)
		})
	}
}

// A file that the person has to decide about, or that is thrown away, lets what was written after it pass.
func TestAFileThatStaysLetsOthersPass(t *testing.T) {
	p, _, _, _ := withHomeAndStore(t)
	c := p.openFirst()
	plug := p.mixed()
	p.press("shift+tab")
	p.openChat().thread.Select(c.items()[1].ID)
	p.press("x")
	p.clock = p.clock.Add(dialog.Ceiling)
	p.press("y")
	plug()
	p.fire()
	if got := p.sentOrder(c.id); got != "post 1,post 3,post 4" {
		t.Fatalf("the platform holds %s", got)
	}
	p.press("i")
	plug = p.unplug()
	p.sendFile("report.pdf", "file 5")
	p.clock = p.clock.Add(time.Second)
	p.sendText("post 6")
	plug()
	p.em.FailNext(1, 403, `{"status":"error","message":"No","data":null}`)
	p.lineIsBack()
	p.deliver()
	if got := p.sentOrder(c.id); got != "post 1,post 3,post 4,post 6" {
		t.Fatalf("the platform holds %s", got)
	}
	p.shows("It stays here with its caption")
}
