package thread

import (
	"strings"

	"keydesk/client"
)

// shownChoices bounds the rows of a list: WhatsApp allows ten.
const shownChoices = 12

// offer adds what an interactive message or a template lets the customer press.
func offer(c *content, in *client.Interactive) {
	if in == nil {
		return
	}
	if strings.TrimSpace(c.text) == "" {
		c.text = safeBody(in.Body)
	}
	switch in.Type {
	case "voice_call":
		c.label = orElse(c.label, "[call button]")
	case "flow":
		c.label = orElse(c.label, "[form]")
	}
	if row := buttonRow(in.Buttons); row != "" {
		c.buttons = append(c.buttons, row)
	}
	for i, r := range in.Rows {
		if i == shownChoices {
			c.options = append(c.options, "and more")
			break
		}
		if s := choice(r); s != "" {
			c.options = append(c.options, s)
		}
	}
	if in.ButtonText != "" || in.URL != "" {
		c.buttons = append(c.buttons, strings.TrimSpace(button(client.Choice{Title: in.ButtonText, URL: in.URL})))
	}
}

// buttonRow is "[Yes]  [No]".
func buttonRow(bs []client.Choice) string {
	var b strings.Builder
	for i, c := range bs {
		if i == shownChoices {
			break
		}
		if b.Len() > 0 {
			b.WriteString("  ")
		}
		b.WriteString(button(c))
	}
	return b.String()
}

func button(c client.Choice) string {
	s := "[" + choice(c) + "]"
	if url := short(c.URL, 400); url != "" && url != choice(c) {
		s += " " + url
	}
	return s
}

// choice is a button's title; one without is told apart by its id.
func choice(c client.Choice) string {
	for _, s := range []string{c.Title, c.ID, c.URL} {
		if s = short(s, 200); s != "" {
			return s
		}
	}
	return ""
}
