package ui

import (
	"slices"
	"testing"
	"time"

	"keydesk/client"
	"keydesk/ui/dialog"
)

// Placeholders may be called anything: each is filled, asked for, or stays and is named.
func TestEveryPlaceholderIsFilledOrAskedFor(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	me := p.identity().User.Name
	for content, want := range map[string]struct {
		body string
		open []string
	}{
		"{{número de pedido}}":              {"{{número de pedido}}", []string{"número de pedido"}},
		"{{order-no}}":                      {"{{order-no}}", []string{"order-no"}},
		"{{customer name}}":                 {"{{customer name}}", []string{"customer name"}},
		"{{ contact_name || 'Hello' }}!":    {"Aarav Sharma!", nil},
		"{{ city || 'your city' }}":         {"{{ city || 'your city' }}", []string{"city"}},
		"{{Contact Name}} {{CONTACT-NAME}}": {"Aarav Sharma Aarav Sharma", nil},
		"{{{contact_name}}}":                {"Aarav Sharma", nil},
		"{{\ncontact_name\n}}":              {"Aarav Sharma", nil},
		"{{नाम}} {{名前}} {{a.b|upper}}":      {"{{नाम}} {{名前}} {{a.b|upper}}", []string{"नाम", "名前", "a.b|upper"}},
		"{{user_name}} {{}}":                {me + " {{}}", nil},
		"{one brace} }} {{":                 {"{one brace} }} {{", nil},
	} {
		body, open := p.fillCanned(content, c, nil)
		if body != want.body || !slices.Equal(open, want.open) {
			t.Errorf("%q became %q, open %q", content, body, open)
		}
	}
	p.know(c, func(x *client.Contact) { x.Name = "" })
	if body, _ := p.fillCanned("{{ contact_name || 'Hello' }}", c, nil); body != "Hello" {
		t.Errorf("%q", body)
	}
}

func TestAPlaceholderWithAFallbackIsAskedForWithIt(t *testing.T) {
	p := newPump(t, bench{})
	c := p.openFirst()
	p.insertCanned(client.CannedResponse{ID: "r1", Name: "Where", Content: "We come to {{ city || 'your city' }}, order {{número de pedido}}."}, c)
	p.shows("{{city}}", "{{número de pedido}}", "We come to your city")
	p.press("tab")
	p.typeText("7")
	p.press("tab", "enter")
	if got := c.compose.Value(); got != "We come to your city, order 7." {
		t.Fatalf("inserted %q", got)
	}
}

// Braces reach no customer without a question, whoever typed them.
func TestBracesAreAskedAbout(t *testing.T) {
	for _, body := range []string{"Your order {{order_id}} is here", "{{número de pedido}}", "{{ }}", "half {{of one"} {
		p := newPump(t, bench{})
		c := p.openFirst()
		p.typeText(body)
		p.press("enter")
		p.shows("Send it with its braces?", "customer")
		p.clock = p.clock.Add(2 * time.Second)
		p.press("enter") // Cancel
		if got := c.compose.Value(); got != body || len(p.unsentOf(c)) > 0 {
			t.Fatalf("%q stands in the composer", got)
		}
		p.press("enter")
		p.clock = p.clock.Add(2 * time.Second)
		p.press("y")
		if c.compose.Value() != "" {
			t.Fatalf("it was not sent:\n%s", p.screen())
		}
		p.shows(body)
	}
	p := newPump(t, bench{})
	p.openFirst()
	p.typeText("a {single} brace and }} more")
	p.press("enter")
	if p.dialogOpen() {
		t.Fatal("it asks about a brace that is none of a placeholder")
	}
}

func TestCannedResponsesAreRanked(t *testing.T) {
	list := []client.CannedResponse{
		{ID: "1", Name: "Opening hours", Shortcut: "hours", Content: "Hi! We are open from nine to six, this is our history."},
		{ID: "2", Name: "Sorry", Shortcut: "sorry", Content: "Sorry, no refund."},
		{ID: "3", Name: "Refund policy", Shortcut: "/policy", Content: "It takes a week."},
		{ID: "4", Name: "Hilfe", Shortcut: "hilfe", Content: "Hier."},
		{ID: "5", Name: "Greeting", Shortcut: "hi", Content: "Hello."},
		{ID: "6", Name: "Élan", Shortcut: "", Content: "Voilà."},
		{ID: "7", Name: "Hi", Shortcut: "", Content: "Second of that name."},
	}
	for typed, want := range map[string][]string{
		"/hi":    {"/hi  Greeting", "Hi", "/hilfe  Hilfe", "/hours  Opening hours"},
		"HI":     {"/hi  Greeting", "Hi", "/hilfe  Hilfe", "/hours  Opening hours"},
		"ref":    {"/policy  Refund policy", "/sorry  Sorry"},
		"refund": {"/policy  Refund policy", "/sorry  Sorry"},
		"elan":   {"Élan"},
		"ÉLAN":   {"Élan"},
		"voila":  {"Élan"},
		"policy": {"/policy  Refund policy"},
		"sorry":  {"/sorry  Sorry"},
	} {
		p := newPump(t, bench{})
		p.openFirst()
		p.haveCanned(list...)
		p.press("ctrl+r")
		p.typeText(typed)
		c := p.dialog().(*dialog.Chooser)
		var got []string
		for _, i := range c.Shown {
			got = append(got, c.Choices[i].Label)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q shows %q", typed, got)
		}
	}
}

// TestTemplatesAreFoundByTheirTechnicalName since that is what other systems call them.
func TestTemplatesAreFoundByTheirTechnicalName(t *testing.T) {
	p := newPump(t, bench{})
	p.press("enter", "alt+t")
	c := p.dialog().(*dialog.Chooser)
	at := slices.IndexFunc(c.Choices, func(x dialog.Choice) bool { return x.Label == "Order update" })
	p.typeText(c.Choices[at].Names[1])
	if len(c.Shown) == 0 || c.Choices[c.Shown[0]].Label != "Order update" || c.Choices[at].Names[1] == "Order update" {
		t.Fatalf("%q does not find it:\n%s", c.Choices[at].Names[1], p.screen())
	}
}
