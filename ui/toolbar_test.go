package ui

import (
	"strings"
	"testing"
)

// Names become shorter, and the last ones icons, before any button is folded; words are not cut.
func TestButtonsBecomeShorterBeforeTheyFold(t *testing.T) {
	for width, want := range map[int][]string{
		280: {"[1 ◫ Create ticket]", "[5 @ Mail the warehouse]"},
		200: {"[4 ▟ Refund request]", "[8 ↯]"},
		120: {"[1 ◫ Create ticket]", "[8 "},
		80:  {"[1 ◫]", "[4 ▟]", "[8 "},
		46:  {"[1 ◫]", "[+"},
	} {
		p := newPump(t, bench{width: width, height: 30})
		p.openFirst()
		p.shows(want...)
		row := p.buttonRow()
		if width > 46 && strings.Contains(row, "[+") || strings.Contains(row, "…") {
			t.Errorf("%d columns: %q", width, row)
		}
	}
}

// Who clicks an icon without a name is told what it is before it runs.
func TestAnIconAloneRunsOnTheSecondClick(t *testing.T) {
	p := newPump(t, bench{width: 80, height: 24})
	p.openFirst()
	p.click("[1 ◫]")
	p.shows("run Create ticket")
	p.hides("TCK-1042")
	p.click("[1 ◫]")
	p.shows("TCK-1042")
}
