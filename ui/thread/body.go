package thread

import (
	"strings"

	"keydesk/client"
	"keydesk/ui/text"
)

// body adds the message's own rows: label and text, choices, and the tail at the right of the last
// row, or below it where there is no room.
func (d *brush) body(c *content, t tail) {
	whole, spans := c.shown(d.th.Plain)
	lines := d.wrapped(whole, spans)
	for _, row := range c.options {
		lines = append(lines, d.wrapped(d.th.Glyphs.Dot+" "+row, nil)...)
	}
	for _, row := range c.buttons {
		lines = append(lines, d.wrapped(row, nil)...)
	}
	right, reserve := d.tailText(t)
	last := len(lines) - 1
	fits := text.Width(lines[last])+2+reserve <= d.textWidth()
	switch {
	case right == "":
	case !d.ours && text.Width(lines[last])+2+reserve <= d.edge()-d.indent:
		d.block(lines[:last])
		d.add(d.indent, lines[last], right)
		return
	case !d.ours:
		d.block(lines)
		d.add(d.indent, "", right)
		return
	case fits:
		room := max(widest(lines), text.Width(lines[last])+2+reserve) // it moves nothing as it changes
		lines[last] += text.Spaces(room-text.Width(lines[last])-text.Width(right)) + right
	default:
		lines = append(lines, text.Spaces(widest(lines)-text.Width(right))+right)
	}
	d.block(lines)
}

// widest is the width of the widest line.
func widest(lines []string) int {
	n := 0
	for _, line := range lines {
		n = max(n, text.Width(line))
	}
	return n
}

// tailText is the tail and the room it may ever need.
func (d *brush) tailText(t tail) (right string, reserve int) {
	if t.reacts != "" {
		right = d.cut(t.reacts, d.textWidth())
		reserve = text.Width(right)
		right = d.th.Faint.Render(right)
	}
	if t.state.none() {
		return right, reserve
	}
	if right != "" {
		right += "  "
		reserve += 2
	}
	return right + d.stateText(t.state, d.room() >= roomyHead), reserve + d.stateRoom()
}

// wrapped breaks a text into rows with its attributes, and with what is looked for in it.
func (d *brush) wrapped(whole string, spans []span) []string {
	return d.painted(text.Wrap(whole, d.textWidth()), whole, spans)
}

// lit is rows of a text with what is looked for in it.
func (d *brush) lit(lines []string, whole string) []string { return d.painted(lines, whole, nil) }

// painted gives rows of a text its attributes, and shows what is looked for in it.
func (d *brush) painted(lines []string, whole string, spans []span) []string {
	spans = found(spans, text.Matches(whole, d.needle))
	if len(spans) == 0 {
		return d.styled(lines)
	}
	from := 0
	for i, line := range lines {
		at := strings.Index(whole[from:], line)
		if at < 0 { // a character wider than the row: shown as an ellipsis
			continue
		}
		from += at
		lines[i] = d.paint(line, from, spans)
		from += len(line)
	}
	return lines
}

// styled makes the lines of a selected message bold, in place.
func (d *brush) styled(lines []string) []string {
	if d.bold != 0 {
		for i, line := range lines {
			lines[i] = d.style(line, d.bold)
		}
	}
	return lines
}

// failure adds why a message did not go out, or not yet, and what can be done.
func (d *brush) failure(status client.Status, reason, hint string) {
	if hint == "" {
		hint = "it can be retried or edited"
	}
	style := d.th.Bad
	switch status {
	case StatusWaiting:
		reason, style = d.th.Glyphs.Pending+" "+reason, d.th.Warn
	case StatusHeld:
		reason, style = d.th.Glyphs.Warn+" not sent: "+reason, d.th.Warn
	default:
		reason = d.th.Glyphs.Failed + " failed: " + reason
	}
	room := d.textWidth()
	if d.ours {
		room = min(d.room()-1, longestLine)
	}
	lines := text.Wrap(reason, room)
	last := len(lines) - 1
	beside := text.Width(lines[last])+3+text.Width(hint) <= room
	for i, line := range lines {
		lines[i] = style.Render(line)
	}
	if beside {
		lines[last] += "   " + d.th.Faint.Render(hint)
	} else {
		for _, line := range text.Wrap(hint, room) {
			lines = append(lines, d.th.Faint.Render(line))
		}
	}
	d.block(lines)
}
