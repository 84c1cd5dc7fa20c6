package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"keydesk/client/emulator"
	"keydesk/ui/dialog"
)

// pickLine goes to the line of the open list whose label begins so and presses enter; markLine marks it.
func (p *pump) pickLine(label string) { p.t.Helper(); p.onLine(label, "enter") }
func (p *pump) markLine(label string) { p.t.Helper(); p.onLine(label, "space") }

func (p *pump) onLine(label, key string) {
	p.t.Helper()
	c, ok := p.dialog().(*dialog.Chooser)
	if !ok {
		p.t.Fatalf("no list is open:\n%s", p.screen())
	}
	for at, i := range c.Shown {
		if strings.HasPrefix(c.Choices[i].Label, label) {
			c.At = at
			p.press(key)
			return
		}
	}
	p.t.Fatalf("no line %q:\n%s", label, p.screen())
}

func eachGeneration(t *testing.T, do func(t *testing.T, generation string)) {
	for _, generation := range []string{"upstream", "fork"} {
		t.Run(generation, func(t *testing.T) { do(t, generation) })
	}
}

func TestAssigning(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := newPump(t, bench{role: "admin", emulator: emulator.Options{Generation: generation}})
		p.press("down", "enter")
		id := p.openChat().id
		p.press("alt+g")
		p.shows("Me", "Nobody", "Team ")
		p.pickLine("Me")
		p.shows("Assigned to you.")
		if got := p.openChat().contact().AssignedUserID; got != p.me() {
			t.Fatalf("assigned to %q", got)
		}
		if c, _ := p.list().Contact(id); c.AssignedUserID != p.me() {
			t.Fatal("the list does not know")
		}
		p.press("alt+g")
		p.pickLine("Nobody")
		p.shows("Nobody is assigned now.", "unassigned")
		p.press("alt+g")
		p.pickLine("Nobody") // a colleague may have changed it since: it is asked of the platform all the same
		if p.dialogOpen() {
			t.Fatal("what the desk takes to be so already cannot be chosen")
		}
	})
}

// An agent may not assign (contract §3): the lines say so and nothing is asked
// of the platform.
func TestAssigningIsOffForAgents(t *testing.T) {
	p := newPump(t, bench{role: "agent"})
	p.press("down", "enter", "alt+g")
	p.shows("your role may not assign")
	before := len(p.em.Requests())
	p.press("down", "enter")
	if len(p.em.Requests()) != before {
		t.Fatal("it asked the platform all the same")
	}
	p.shows("your role may not assign conversations")
}

func TestAgentsLearnTheirTeamsNames(t *testing.T) {
	p := newPump(t, bench{role: "agent"})
	if len(p.colleagues()) == 0 || len(p.teams()) == 0 {
		t.Fatalf("colleagues %v, teams %v", p.colleagues(), p.teams())
	}
}

func TestHandingOverAndBack(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := newPump(t, bench{role: "agent", emulator: emulator.Options{Generation: generation}})
		p.press("down", "down", "enter")
		id := p.openChat().id
		p.press("alt+x")
		p.pickLine("Into the general queue")
		p.shows("Handed to the general queue")
		tr, under := p.transferOf(id)
		if !under || tr.AgentID != "" {
			t.Fatalf("transfer %+v", tr)
		}
		p.press("alt+x")
		p.pickLine("Take it myself")
		if tr, _ := p.transferOf(id); tr.AgentID != p.me() {
			t.Fatalf("taken by %q", tr.AgentID)
		}
		p.press("alt+x")
		p.pickLine("Give it back")
		p.shows("from now on", "Cancel")
		p.clock = p.clock.Add(time.Second)
		p.press("y")
		p.shows("The chatbot answers again.")
		if _, under := p.transferOf(id); under {
			t.Fatal("still in transfer")
		}
	})
}

func TestTakingTheNext(t *testing.T) {
	p := newPump(t, bench{role: "agent"})
	waits := p.transfersWaiting()
	if waits == 0 {
		t.Fatal("nobody waits in the demo")
	}
	p.press("alt+q")
	p.shows("Take the next one")
	p.pickLine("Take the next one")
	p.shows("You answer ")
	if p.transfersWaiting() != waits-1 {
		t.Fatalf("%d wait after one was taken of %d", p.transfersWaiting(), waits)
	}
	tr, under := p.transferOf(p.openChat().id)
	if !under || tr.AgentID != p.me() {
		t.Fatalf("the conversation taken is not open: %+v", tr)
	}
	p.press("alt+i")
	p.shows("paused, you answer")
	p.hides("you answers")
}

func TestGoingAwayAsks(t *testing.T) {
	p := newPump(t, bench{role: "agent"})
	p.press("down", "down", "enter")
	p.handTo(p.openChat().id, p.me(), "", "you")
	mine := p.transfersMine()
	if mine == 0 {
		t.Fatal("nothing was taken")
	}
	p.press("alt+w")
	p.shows("Go away?", dialog.Plural(mine, "transfer you have taken goes back", "transfers you have taken go back"))
	p.clock = p.clock.Add(dialog.Ceiling)
	p.press("y")
	p.shows("You are away", "away")
	if p.transfersMine() != 0 {
		t.Fatal("transfers are still ours")
	}
	p.press("alt+w")
	p.shows("You are available.")
}

func TestTags(t *testing.T) {
	eachGeneration(t, func(t *testing.T, generation string) {
		p := newPump(t, bench{role: "manager", emulator: emulator.Options{Generation: generation}})
		p.press("enter")
		had := slices.Clone(p.openChat().contact().Tags)
		p.press("alt+l")
		p.shows("Tags of Aarav Sharma", "✓ vip")
		p.markLine("✓ vip")
		p.shows("· vip", "space mark  enter save")
		p.typeText("späti 新")
		p.shows("New tag “späti 新”")
		p.press("enter")
		p.shows("✓ späti 新")
		p.press("enter")
		p.shows("The tags are saved.")
		now := p.openChat().contact().Tags
		if slices.Contains(now, "vip") || !slices.Contains(now, "späti 新") || len(now) != len(had) {
			t.Fatalf("tags %q, were %q", now, had)
		}
	})
}

// What a colleague tagged meanwhile stays.
func TestMergeTags(t *testing.T) {
	got := mergeTags([]string{"vip", "late", "new"}, []string{"vip", "late"}, []string{"late", "gold"})
	if want := []string{"late", "new", "gold"}; !slices.Equal(got, want) {
		t.Fatalf("%q, want %q", got, want)
	}
}

func TestTagsAreOffWithoutTheRight(t *testing.T) {
	p := newPump(t, bench{role: "agent"})
	p.press("enter", "alt+l")
	p.shows("your role may not change tags")
	if p.dialogOpen() {
		t.Fatal("the list opened all the same")
	}
}

// Nothing is said of anybody that the platform did not tell: who may list users
// hears how many are online on the one generation, agents of their teams only,
// and a role without any right of nobody.
func TestWhoIsHere(t *testing.T) {
	for _, x := range []struct {
		generation, role string
		shows, hides     []string
	}{
		{"fork", "admin", []string{"Colleagues, ", "6 of 6 available, 0 online", "(you)"}, nil},
		{"upstream", "admin", []string{"Colleagues, ", " available ─"}, []string{"online"}},
		{"upstream", "agent", []string{"of your teams", "available"}, []string{"online"}},
		{"fork", "nothing", []string{"Nil Nothing (you)"}, []string{"online", "Ravi"}},
	} {
		p := newPump(t, bench{role: x.role, emulator: emulator.Options{Generation: x.generation}})
		p.press("ctrl+x", "w")
		p.shows(x.shows...)
		p.hides(x.hides...)
	}
}

func TestAssigningFromTheListOfColleagues(t *testing.T) {
	p := newPump(t, bench{role: "admin"})
	p.press("ctrl+x", "w")
	p.press("down", "down", "enter")
	p.shows("open a conversation first")
	p.openFirst()
	p.press("ctrl+x", "w")
	p.pickLine("Lina")
	p.shows("Assigned to Lina")
}
