package cmd

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"keydesk/actions"
	"keydesk/actions/template"
	"keydesk/client"
	_ "keydesk/cmd/chance" // the same draws every time
)

// TestOneReadingOfNumbers: what search and --contact take for a number is what a tel: link opens, and
// the other way round. The two rooms import nothing of each other, so the readers are two.
func TestOneReadingOfNumbers(t *testing.T) {
	e, err := actions.NewEngine(actions.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	d := actions.Definition{Name: "Call", Type: actions.TypeURL, Active: true, URL: actions.URLTarget{URL: "tel:+{phone}"}}
	same := func(fail func(string, ...any), number string) {
		want, ok := client.Number(number)
		plan, err := e.Plan(d, template.Subject{Contact: map[string]any{"phone_number": number}}, nil)
		switch {
		case ok != (err == nil):
			fail("%q: search says %v, the link %v", number, ok, err)
		case ok && plan.Target().URL != "tel:+"+want:
			fail("%q: search looks for %s, the link opens %s", number, want, plan.Target().URL)
		}
	}
	for _, number := range []string{"919810000000", "+91 (98) 1000-0000", "\u200e919810000000", "91\u20139810000000", "91 98100\u200900000", "٩١٩٨١٠٠٠٠٠٠٠", "𝟗𝟏",
		"", "+", "x", "1+2", "++1", "*31#1", "********3757", "1,2", "\ufeff1", "1\n2", "९१", "00919810000000", "0091 98", "+0091", "00", "000",
		"+91 (0) 98100 00000", "0049(0)89", "+39 (0) 6", "(0)89", "+(0)89", "91 (0) 98", "+٤٩(0)٨٩"} {
		same(t.Errorf, number)
	}
	signs := []rune("0123456789 +-()./,*#x\u00a0\u200e\u2013\u2212\uff0b\uff11٣९\u0bef\u0be6\u202c\n")
	rapid.Check(t, func(t *rapid.T) {
		same(t.Fatalf, strings.ToValidUTF8(rapid.OneOf(rapid.StringOf(rapid.SampledFrom(signs)), rapid.String()).Draw(t, "number"), ""))
	})
}
