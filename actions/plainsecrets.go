package actions

import (
	"regexp"
	"strings"
	"sync"
)

// tokenShapes are texts that are keys wherever they stand. Compiled when first used: most runs of
// the program never look.
var tokenShapes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(strings.Join([]string{
		`(?i:\bbearer\s+[A-Za-z0-9._~+/=-]{16,})`,
		`\b[srp]k_(?:live|test)_[A-Za-z0-9]{8,}`,
		`\bgh[pousr]_[A-Za-z0-9]{20,}`,
		`\bxox[abprs]-[A-Za-z0-9-]{10,}`,
		`\bAKIA[0-9A-Z]{16}\b`,
		`-----BEGIN [A-Z ]*PRIVATE KEY-----`,
		`(?i:["']?[a-z_-]*(?:password|passwd|secret|api[_-]?key|auth[_-]?token|access[_-]?token)["']?\s*[:=]\s*["'][^"'{}\s]{8,}["'])`,
	}, "|"))
})

// secrets notes keys in plain text: everybody who may list actions can read them (contract §8.1), and
// so can everybody who sees a file they stand in.
func (f *findings) secrets(d Definition) {
	const hint = "write ${kept} in a file to leave the platform's value alone, or keep it in the settings: headers.Authorization = \"Bearer ${keyring:crm}\""
	note := func(field string, at int, what string) {
		f.add(Finding{Rule: RuleSecret, Field: field, Offset: at, Message: what + " in plain text, which everybody who can see the action can read", Hint: hint, Warning: true})
	}
	links := []string{d.Webhook.URL, d.URL.URL}
	for _, link := range links {
		for _, s := range urlSpots(link) {
			held := link[s.start:s.end]
			if held == Kept || isReference(held) {
				continue
			}
			what := "the value of " + strings.Fields(s.key + " 1")[0] + " stands"
			if s.key == "@" {
				what = "a login stands"
			}
			note("url", s.start, what)
		}
	}
	for _, h := range d.Webhook.Headers {
		for _, s := range spotsIn([]string{"headers", h.Name}, h.Value) {
			if held := h.Value[s.start:s.end]; held != Kept && !isReference(held) {
				note("headers."+h.Name, s.start, "its value stands")
			}
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(d.Webhook.URL)), "http://") { // wherever the secret is kept
				f.add(Finding{Rule: RuleURL, Field: "url", Offset: -1, Message: "is not encrypted, and a secret is sent with it",
					Hint: "write https://", Warning: true})
			}
		}
	}
	texts := map[string]string{"body": d.Webhook.Body, "code": d.Script.Code, "keydesk.confirm": d.Options.ConfirmText}
	for _, field := range []string{"body", "code", "keydesk.confirm"} {
		for _, at := range tokenShapes().FindAllStringIndex(texts[field], -1) {
			note(field, at[0], "what looks like a key stands")
		}
	}
}
