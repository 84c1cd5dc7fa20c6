package ui

import "testing"

// Every draft can be found and gone on with, also in conversations that were not opened yet.
func TestTheListOfDrafts(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	b, _ := withHome(t, bench{deps: dep, role: "manager", width: 120, height: 36})
	p := newPump(t, b)
	if p.whyNoUnsent() == "" {
		t.Fatal("there is nothing to list")
	}
	p.openFirst()
	p.typeText("half a reply")
	p.press("ctrl+n")
	p.typeText("half a note")
	p.press("ctrl+o")
	p.typeText("/~/report.pdf")
	p.press("enter")
	p.typeText("half a caption")
	p.press("esc")
	p.do("contact.rename")
	p.typeText(" Jr")
	p.press("esc")
	p.askValue(p.openChat(), "tea", nil)
	p.typeText("Assam")
	p.press("esc", "alt+l")
	p.markLine("✓ vip")
	p.press("esc", "ctrl+k")
	p.typeText("template")
	p.press("enter")
	p.pickLine("Order")
	p.typeText("4711")
	p.press("esc")
	p.fire()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_, dep = withStore(t, path)
	next := p.again(dep)
	next.press("ctrl+k")
	next.typeText("did not go") // the list, and nothing that throws away
	next.press("enter")
	next.shows("What did not go out", "draft of a note")
	next.press("esc")
	for label, want := range map[string][]string{
		"Aarav Sharma: half a reply":    {"Reply", "half a reply"},
		"Aarav Sharma: half a note":     {"NOTE, private", "half a note"},
		"Aarav Sharma: half a caption":  {"Send a file to", "report.pdf, PDF", "half a caption"},
		"Aarav Sharma: Aarav Sharma Jr": {"Name of the contact", "Aarav Sharma Jr"},
		"Aarav Sharma: Assam":           {"tea ─", "Assam"},
		"Aarav Sharma: gold":            {"Tags of Aarav Sharma", "· vip"},
		"Aarav Sharma: 4711":            {"Template for Aarav Sharma"},
	} {
		next.do("outbox")
		next.shows("draft of a note", "draft of a caption", "draft of a template", "name, not saved", "tea, not saved", "tags, not saved")
		next.pickLine(label)
		next.shows(want...)
		for next.dialogOpen() {
			next.press("esc")
		}
		next.press("esc", "esc")
	}
}

// What is counted in the footer leaves the way to the palette on every screen.
func TestTheFooterCountsBesideThePalette(t *testing.T) {
	p := newPump(t, bench{width: 40, height: 12})
	p.openFirst()
	p.em.FailNext(1, 403, `{"status":"error","message":"No","data":null}`)
	p.sendText("post refused")
	p.typeText("half a reply")
	p.press("ctrl+n")
	p.typeText("half a note")
	p.press("ctrl+n", "esc", "esc")
	p.clearNotice()
	p.press("down", "enter")
	p.shows("^k all commands", "1 not sent 1 draft")
}
