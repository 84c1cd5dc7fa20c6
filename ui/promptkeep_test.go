package ui

import (
	"context"
	"fmt"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"keydesk/client"
)

// elsewhere changes the open contact's name as a colleague would.
func (p *pump) elsewhere(name string) {
	p.t.Helper()
	id := p.openChat().id
	if _, err := p.platform().UpdateContact(p.t.Context(), id, client.ContactChange{Name: &name}); err != nil {
		p.t.Fatal(err)
	}
	p.loadContact(id)
}

// What is typed into a contact's name or field is kept over esc and a crash, and goes when it is saved.
func TestWhatIsTypedIntoAContactIsKept(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{role: "manager", deps: dep})
	p.openFirst()
	p.do("contact.rename")
	p.hides("undo")
	p.typeText(" Jr 👍🏽")
	p.press("esc")
	p.shows("1 draft unsent")
	p.do("contact.edit")
	p.typeText("tea")
	p.press("enter")
	p.typeText("Assam")
	p.fire() // the write is due, and the console dies with the dialog open
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, dep := withStore(t, path)
	next := p.again(dep)
	next.shows("1 draft unsent")
	next.openFirst()
	next.do("contact.edit")
	next.shows("New field “tea”", "not saved: Assam")
	next.pickLine("New field “tea”")
	next.shows("Assam", "You typed this before, and it is not saved.", "alt+z undo  esc keep")
	next.press("enter")
	if got := next.openChat().contact().Metadata["tea"]; got != "Assam" {
		t.Fatalf("the field is %v", got)
	}
	next.do("contact.rename")
	next.shows("Aarav Sharma Jr 👍")
	next.press("enter")
	if got := next.openChat().contact().Name; got != "Aarav Sharma Jr 👍🏽" {
		t.Fatalf("the name is %q", got)
	}
	next.hides("unsent")
	nothingLeft(t, next, second)
}

func TestWhatIsTypedIntoAContactCanBeTakenBack(t *testing.T) {
	_, dep := withStore(t, storePath(t))
	p := newPump(t, bench{role: "manager", deps: dep})
	p.openFirst()
	p.do("contact.rename")
	p.typeText(" Jr")
	p.press("esc")
	p.do("contact.rename")
	p.shows("Aarav Sharma Jr")
	p.press("alt+z")
	p.hides("Sharma Jr", "not saved")
	p.press("esc")
	p.hides("draft")
	nothingLeft(t, p, p.store())
}

// A value that is another one on the platform by now is told before it is overwritten.
func TestAContactChangedMeanwhileIsTold(t *testing.T) {
	p := newPump(t, bench{role: "manager"})
	p.openFirst()
	p.do("contact.rename")
	p.typeText(" Jr")
	p.press("esc")
	p.elsewhere("Aarav S.")
	for range 2 { // as long as nothing is typed
		p.do("contact.rename")
		p.shows("Aarav Sharma Jr", "Changed meanwhile: it is “Aarav S.” now and was “Aarav", "when you typed this")
		p.press("esc")
	}
	p.do("contact.rename")
	name := "Aarav T." // and once more, while the dialog is open
	if _, err := p.platform().UpdateContact(context.Background(), p.openChat().id, client.ContactChange{Name: &name}); err != nil {
		t.Fatal(err)
	}
	p.press("enter")
	p.shows("the name was changed to", "Aarav T.", "what you typed is kept")
	p.do("contact.rename")
	p.shows("Changed meanwhile: it is “Aarav T.” now")
	p.press("enter")
	if got := p.openChat().contact().Name; got != "Aarav Sharma Jr" {
		t.Fatalf("the name is %q", got)
	}
	p.elsewhere("Aarav")
	p.do("contact.rename")
	p.hides("Changed meanwhile", "typed")
}

func TestScreensOfEditingAName(t *testing.T) {
	for state, meanwhile := range map[string]string{"typed before": "", "changed meanwhile": "王小明 שלום 👩‍👩‍👧 (VIP)"} {
		for _, s := range screens {
			t.Run(fmt.Sprintf("%s/%dx%d", state, s.w, s.h), func(t *testing.T) {
				p := newPump(t, bench{role: "manager", width: s.w, height: s.h})
				p.openFirst()
				p.do("contact.rename")
				p.typeText(" von und zu Hohenlohe-Langenburg 小明")
				p.hides("You typed")
				p.press("esc")
				if meanwhile != "" {
					p.elsewhere(meanwhile)
				}
				p.do("contact.rename")
				checkBounds(t, p, s.w, s.h)
				golden.RequireEqual(t, p.steady())
			})
		}
	}
}

// What the platform has by now is no draft any more, and no letter of a long value is lost.
func TestALongFieldIsEditedWhole(t *testing.T) {
	p := newPump(t, bench{role: "manager"})
	p.openFirst()
	long := ""
	for range 300 {
		long += "eleven and "
	}
	p.askValue(p.openChat(), "story", "")
	p.typeText(long + "x")
	p.press("enter")
	p.askValue(p.openChat(), "story", p.openChat().contact().Metadata["story"])
	p.typeText("y")
	p.press("enter")
	if got := p.openChat().contact().Metadata["story"]; got != long+"xy" {
		t.Fatalf("%d letters", len(got.(string)))
	}
}

// So are tags that were marked, beside what a colleague tagged meanwhile.
func TestMarkedTagsAreKept(t *testing.T) {
	path := storePath(t)
	first, dep := withStore(t, path)
	p := newPump(t, bench{role: "manager", deps: dep})
	c := p.openFirst()
	p.press("alt+l")
	p.hides("Take back")
	p.markLine("✓ vip")
	p.typeText("späti")
	p.press("enter", "esc")
	p.shows("1 draft unsent")
	p.fire()
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.platform().SetTags(t.Context(), c.id, []string{"vip", "gold", "meanwhile"}); err != nil {
		t.Fatal(err)
	}
	second, dep := withStore(t, path)
	next := p.again(dep)
	next.openFirst()
	next.press("alt+l")
	next.shows("· vip", "✓ gold", "✓ meanwhile", "✓ späti", "Take back what was marked")
	next.press("enter")
	next.shows("The tags are saved.")
	if got := next.openChat().contact().Tags; !sameTags(got, []string{"gold", "meanwhile", "späti"}) {
		t.Fatalf("the tags are %q", got)
	}
	next.hides("unsent")
	nothingLeft(t, next, second)
	next.press("alt+l")
	next.markLine("· vip")
	next.markLine("Take back")
	next.shows("· vip")
	next.press("esc")
	nothingLeft(t, next, second)
}
