package ui

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkStudioKey is a key typed into a body of 200 lines, with everything it
// leads to and the screen drawn again: it has to be on the screen within 50 ms.
func BenchmarkStudioKey(b *testing.B) {
	p := newPump(b, bench{role: "admin", width: 120, height: 36})
	p.press("enter", "alt+o", "e", "tab", "tab", "tab", "tab", "tab", "tab")
	var body strings.Builder
	body.WriteString("{\n")
	for i := range 200 {
		fmt.Fprintf(&body, "  \"field %d\": \"王 {{contact.name}} {{contact.phone_number}}\",\n", i)
	}
	p.studio().form.SetText("body", body.String()+"  \"last\": \"\"\n}")
	p.formChanged()
	b.ResetTimer()
	for range b.N {
		p.press("x", "backspace")
		_ = p.view()
	}
}

// BenchmarkStudioScriptKey is a key typed into a script of 64 KiB, the largest there is.
func BenchmarkStudioScriptKey(b *testing.B) {
	p := newPump(b, bench{role: "admin", width: 120, height: 36})
	p.press("enter", "alt+o", "down", "down", "e", "tab", "tab", "tab")
	var code strings.Builder
	for i := 0; code.Len() < 60<<10; i++ {
		fmt.Fprintf(&code, "const v%d = `王 ${contact.name}`; // %d\n", i, i)
	}
	p.studio().form.SetText("code", code.String())
	p.formChanged()
	b.ResetTimer()
	for range b.N {
		p.press("x", "backspace")
		_ = p.view()
	}
}
