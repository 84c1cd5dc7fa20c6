package ui

import (
	"strings"
	"testing"
)

// TestStudioOffersTheSamplesFields completes a placeholder in the address, in the
// body, and marks what is wrong at its line while one types.
func TestStudioOffersTheSamplesFields(t *testing.T) {
	p := studioPump(t, bench{})
	p.press("n")
	p.typeText("Ticket")
	p.press("tab", "tab", "tab")
	p.clearField()
	p.typeText("https://crm.example.com/?p={ph")
	p.shows("phone", "98100")
	p.press("tab")
	p.shows("https://crm.example.com/?p={phone}", "POST  https://crm.example.com/?p=", " 919810000000")
	p.typeText("&n={{contact.na")
	p.press("enter")
	p.shows("{contact.name}}", "n=Aarav%20Sharma")
	p.typeText("&x={{zz")
	p.press("esc") // nothing is offered: back to the list, the work kept
	p.shows("Not saved, but kept")
}

func TestStudioEditsABodyAsCode(t *testing.T) {
	p := studioPump(t, bench{})
	p.press("n", "tab", "tab", "tab")
	p.clearField()
	p.typeText("https://helpdesk.example.com/t")
	p.press("tab", "tab", "tab")
	p.typeText("{")
	p.press("enter")
	p.typeText(`"who": "{{contact.nmae}}",`)
	p.shows("  1 {", "✗ 2   \"who\"", "column 11: {{contact.nmae}} does not exist;", "Not as it is")
	for range len("nmae}}\",") {
		p.press("backspace")
	}
	p.typeText("na")
	p.shows("Aarav Sharma", "contact.name")
	p.press("enter")
	p.typeText(`"`)
	p.press("enter")
	p.typeText("}")
	p.shows("  3 }", `"who": "Aarav Sharma"`)
	p.hides("Not as it is")
	if body := p.studio().form.Text("body"); body != "{\n  \"who\": \"{{contact.name}}\"\n}" {
		t.Fatalf("the body is %q", body)
	}
	p.press("ctrl+t")
	p.typeText("form fields")
	p.press("enter")
	p.shows("phone={{contact.phone_number}}", "Content-Type: application/x-www")
	p.press("alt+z") // the template is one step of undo
	p.shows(`"who"`)
}

// TestStudioMarksAScriptsErrorAtItsLine has the sandbox read the script once
// typing rests.
func TestStudioMarksAScriptsErrorAtItsLine(t *testing.T) {
	p := studioPump(t, bench{})
	p.press("n", "tab", "tab", "right", "right", "tab")
	p.typeText("const a = 1;")
	p.press("enter")
	p.typeText("const b = ;")
	p.fire()
	screen := p.screen()
	if !strings.Contains(screen, "✗ 2 const b = ;") || !strings.Contains(screen, "Unexpected token") {
		t.Fatalf("the error is not at its line:\n%s", screen)
	}
}
