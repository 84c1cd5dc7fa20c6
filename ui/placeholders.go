package ui

import (
	"regexp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// slot is a placeholder of a ready-made text: {{order_id}}, {{customer name}}, or
// {{ contact_name || 'Hello' }} with what stands there when nobody knows better.
type slot struct{ name, fallback string }

// slotPattern finds placeholders whatever stands in their braces: who made the text
// may have called them anything, and braces are nothing for a customer.
var slotPattern = regexp.MustCompile(`\{{2,}([^{}]*)\}{2,}`)

// slotOf reads a placeholder as it was found.
func slotOf(found string) slot {
	name, fallback, _ := strings.Cut(slotPattern.FindStringSubmatch(found)[1], "||")
	return slot{name: strings.Join(strings.Fields(name), " "), fallback: strings.Trim(strings.TrimSpace(fallback), "\"'`“”‘’")}
}

// key is the name as it is compared: Contact Name is contact_name.
func (s slot) key() string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(text.Fold(s.name))
}

// fillSlots puts in what value knows of each placeholder, and returns those it knows
// nothing of, each once, in their order; they stay in the text.
func fillSlots(s string, value func(slot) string) (body string, open []slot) {
	body = slotPattern.ReplaceAllStringFunc(s, func(found string) string {
		x := slotOf(found)
		if v := value(x); v != "" {
			return v
		}
		if x.name != "" && !slices.ContainsFunc(open, func(o slot) bool { return o.name == x.name }) {
			open = append(open, x)
		}
		return found
	})
	return body, open
}

// slotNames lists placeholders for a sentence.
func slotNames(list []slot) string {
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = "{{" + text.Line(s.name) + "}}"
	}
	return strings.Join(names, ", ")
}

// hasBraces says whether a text may hold a placeholder.
func hasBraces(s string) bool { return strings.Contains(s, "{{") }

// unlessOpen sends a text for a customer, after a question if it still has
// placeholders.
func (r *shell) unlessOpen(body string, send func() tea.Cmd) tea.Cmd {
	if !hasBraces(body) {
		return send()
	}
	words := "It still has braces, as of a placeholder that nobody filled in, and the customer would read them as they are."
	if _, open := fillSlots(body, func(slot) string { return "" }); len(open) > 0 {
		words = "It still has " + slotNames(open) + ", which the customer would read as it is."
	}
	lines := func(width int) []string {
		rows := append(text.Wrap(words, width), "")
		return append(rows, dialog.WrapLines(body, width)...)
	}
	r.dialogs.Push(r.NewQuestion("Send it with its braces?", "Send", lines, send))
	return nil
}
