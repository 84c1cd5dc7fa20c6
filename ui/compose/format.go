package compose

import (
	"strings"

	"keydesk/ui/markup"
)

// formats are WhatsApp's signs in the text and what they mean, read once a change. Notes have none:
// colleagues see them as they are typed. What is too long to be sent is not looked at either.
func (p *Pane) formats() []markup.Span {
	if p.note != "" || p.th.Plain || p.chars > Limit {
		return nil
	}
	if p.formatted != p.value {
		p.formatted, p.spans = p.value, markup.Read(p.value)
	}
	return p.spans
}

// painted is drawn with what formatting means, the signs faint: one sees what the customer will see,
// and what to edit. Where a sign shares a cluster with something else the row stays as it is.
func (p *Pane) painted(start, end int) string {
	spans := p.formats()
	if len(spans) == 0 {
		return p.drawn(start, end)
	}
	var b strings.Builder
	at := start
	for _, sp := range spans {
		from, to := max(sp.Start, at), min(sp.End, end)
		if from >= to {
			continue
		}
		if p.edge(from) != from || p.edge(to) != to {
			return p.drawn(start, end)
		}
		b.WriteString(p.drawn(at, from))
		b.WriteString(p.format(p.drawn(from, to), sp.Attr))
		at = to
	}
	b.WriteString(p.drawn(at, end))
	return b.String()
}

// format draws a text with attributes, as the thread does.
func (p *Pane) format(s string, a markup.Attr) string {
	switch {
	case s == "":
		return s
	case a&(markup.Sign|markup.Code) != 0:
		return p.th.Faint.Render(s)
	case a == markup.Bold:
		return p.th.Strong.Render(s)
	}
	codes := make([]string, 0, 3)
	for i, code := range [...]string{"1", "3", "9"} {
		if a&(1<<i) != 0 {
			codes = append(codes, code)
		}
	}
	return "\x1b[" + strings.Join(codes, ";") + "m" + s + "\x1b[m"
}
