package ui

import (
	"slices"
	"strings"
	"testing"

	"keydesk/client/emulator"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
)

// platforms are the kinds of platform that a console meets.
var platforms = []struct {
	name    string
	options emulator.Options
}{
	{"upstream", emulator.Options{Generation: "upstream"}},
	{"fork", emulator.Options{Generation: "fork"}},
	{"fork that enforces rights", emulator.Options{Generation: "fork", Enforce: true}},
}

// TestEveryCommandInEveryRole is the whole table of commands on every kind of
// platform in every role.
func TestEveryCommandInEveryRole(t *testing.T) {
	for _, platform := range platforms {
		for _, role := range []string{"admin", "manager", "agent", "nothing"} {
			t.Run(platform.name+"/"+role, func(t *testing.T) {
				t.Parallel()
				p := newPump(t, bench{role: role, emulator: platform.options})
				id := p.em.ContactIDs()[0]
				if role == "nothing" { // sees only what is assigned to them
					admin := mustClient(t, p.address(), p.credentials("admin"))
					defer admin.Close()
					if err := admin.Assign(t.Context(), id, p.em.Nothing().ID); err != nil {
						t.Fatal(err)
					}
				}
				p.refresh()
				contact, ok := p.list().Contact(id)
				if ok {
					p.openContact(contact)
				}
				if ok == (role == "nothing" && platform.options.Enforce) {
					t.Fatalf("the conversation is seen: %v", ok)
				}
				name := platform.name + "/" + role
				off := p.everyCommand(t, func(c command.Command, req emulator.Request) {
					if strings.HasSuffix(req.Path, "/mark-read") && c.ID != "read.mark" {
						return // what opened is seen, whatever opened it
					}
					if req.Status == 403 && (req.Method != "GET" || !platform.options.Enforce) {
						t.Errorf("%s is offered, and the platform refused %s %s", c.ID, req.Method, req.Path)
					}
				})
				if want := ruledOut[name]; !slices.Equal(off, want) {
					t.Errorf("ruled out in advance:\n%q, want\n%q", off, want)
				}
				for _, s := range p.said() {
					if strings.ContainsAny(s.text, "{}<>") || strings.Contains(s.text, "nil") || strings.Contains(s.text, "%!") {
						t.Errorf("said: %q", s.text)
					}
				}
			})
		}
	}
}

// ruledOut are the commands that a role is told in advance it may not do, with
// the reason, where a conversation is open; none of the others.
var ruledOut = map[string][]string{
	"upstream/agent":                    {"assign.me", "tags", "contact.rename", "contact.edit"},
	"upstream/nothing":                  {"compose.note", "notes", "assign.me", "tags", "contact.rename", "contact.edit"},
	"fork/agent":                        {"template", "assign.me", "tags", "contact.rename", "contact.edit"},
	"fork/nothing":                      {"compose.note", "notes", "template", "assign.me", "tags", "contact.rename", "contact.edit"},
	"fork that enforces rights/agent":   {"compose.send", "template", "thread.react", "assign.me", "tags", "contact.rename", "contact.edit", "file.send"},
	"fork that enforces rights/nothing": nil, // it sees no conversation at all
}

// everyCommand runs every command once, with words in the composer and a message
// selected, and lets saw look at each request that followed. It returns those
// that were ruled out because of the role.
func (p *pump) everyCommand(t *testing.T, saw func(command.Command, emulator.Request)) (off []string) {
	t.Helper()
	table := slices.Clone(p.commands())
	for _, c := range table {
		if c.Run == nil || c.ID == "quit" || c.ID == "suspend" || strings.HasPrefix(c.ID, "studio.") {
			continue
		}
		if open := p.openChat(); open != nil {
			p.writeReply(open)
			open.compose.SetValue("words of " + c.ID)
			open.thread.SelectMove(-1)
			p.arrange()
		}
		why := p.whyNot(c)
		p.em.ForgetRequests()
		p.do(c.ID)
		if strings.Contains(why, "your role may not") {
			off = append(off, c.ID)
			if n := len(p.em.Requests()); n > 0 {
				t.Errorf("%s is ruled out, and made %d requests", c.ID, n)
			}
			p.shows("your role may not")
		}
		checkBounds(t, p, p.width(), p.height())
		if d, ok := p.dialog().(*dialog.Chooser); ok && c.ID == "thread.react" && len(d.Shown) > 0 {
			p.press("enter")
		}
		for _, req := range p.em.Requests() {
			saw(c, req)
		}
		p.close()
	}
	return off
}

// close closes every dialog and lets notices go.
func (p *pump) close() {
	p.t.Helper()
	for range 20 {
		if !p.dialogOpen() {
			return
		}
		p.clock = p.clock.Add(dialog.Ceiling)
		p.press("esc")
	}
	p.t.Fatalf("a dialog does not close:\n%s", p.screen())
}
