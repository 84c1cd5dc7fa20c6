package ui

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/client/mirror"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// drawTitle is the top row: whose desk, how the line is, who I am.
func (r *displayRoom) drawTitle(width int) string {
	id := r.session.identity
	left := " " + r.Theme.Title.Render("keydesk") + "  " + text.CutWith(text.Line(id.Organization.Name), width/3, r.Theme.Glyphs.Cut)
	if !r.session.ready {
		left = " " + r.Theme.Title.Render("keydesk") + "  " + r.Theme.Faint.Render(text.CutWith(text.Line(r.deps.Address), width/2, r.Theme.Glyphs.Cut))
	}
	line, words := r.line.lineWords()
	right := line + " " + words
	if name := text.Line(id.User.Name); name != "" {
		state := "available"
		if !id.User.Available {
			state = "away"
		}
		right += "   " + text.CutWith(name, 24, r.Theme.Glyphs.Cut)
		if width >= 60 {
			right += "  " + r.Theme.Faint.Render(state)
		}
	}
	right += " "
	gap := width - text.Width(left) - text.Width(right)
	if gap < 1 {
		return text.Pad(line+" "+words, width)
	}
	return left + strings.Repeat(" ", gap) + right
}

// lineWords tells how the realtime line is, by a mark and a word.
func (r *lineRoom) lineWords() (mark, words string) {
	mark, words = r.lineState()
	switch kept := r.asOf(); {
	case kept == "":
	case r.cutOff():
		words += ", " + kept
	default:
		words = kept
	}
	if r.kept.failed != nil {
		words += ", " + r.Theme.Bad.Render("nothing is kept")
	}
	return mark, words
}

// lineState is lineWords without what is on the screen.
func (r *lineRoom) lineState() (mark, words string) {
	g, s := r.Theme.Glyphs, r.session
	since := inbox.ShortTime(s.line.Since, r.deps.Now(), r.deps.Location, true)
	switch {
	case s.problem != nil:
		return r.Theme.Bad.Render(g.Offline), "not connected"
	case !s.ready:
		return r.Theme.Faint.Render(g.Offline), "connecting"
	case s.out:
		return r.Theme.Bad.Render(g.Offline), "signed out: " + r.Label("signin")
	case r.deps.Events == nil:
		return r.Theme.Warn.Render(g.Live), "polling"
	case s.line.State == client.Live && r.skewed() != "":
		return r.Theme.Warn.Render(g.Live), r.skewed()
	case s.line.State == client.Live && r.facts.State(r.deps.Now()) == mirror.Catching:
		return r.Theme.Warn.Render(g.Reconnecting), "catching up"
	case s.line.State == client.Live && r.facts.State(r.deps.Now()) == mirror.Stale:
		return r.Theme.Warn.Render(g.Reconnecting), "not up to date"
	case s.line.State == client.Live:
		return r.Theme.Good.Render(g.Live), "live"
	case s.line.State == client.Offline:
		return r.Theme.Bad.Render(g.Offline), "offline since " + since
	case s.line.Since.IsZero():
		return r.Theme.Faint.Render(g.Offline), "connecting"
	default:
		return r.Theme.Warn.Render(g.Reconnecting), "reconnecting since " + since
	}
}

// skewed tells by how much the clocks of platform and machine are apart, "" for not
// so much that times mislead.
func (r *desk) skewed() string {
	by, known := r.deps.Platform.ClockSkew()
	if !known || by.Abs() < clockApart {
		return ""
	}
	return "clock " + actions.ShortDuration(by.Abs()) + " off"
}

// clockApart is how far the clocks may be apart: more shifts what "24 hours ago"
// means, and what a signature's receiver accepts (five minutes).
const clockApart = 2 * time.Minute

// drawHead is the conversation's header: name, number, tags, channel, who
// answers. What does not fit goes from the right, the name last.
func (r *displayRoom) drawHead(c *chat, width int) string {
	who := r.Theme.Faint.Render("unassigned")
	if id := c.contact().AssignedUserID; id != "" {
		who = r.Theme.Glyphs.To + " " + text.CutWith(r.contact.assignee(id), 20, r.Theme.Glyphs.Cut)
	}
	left := " "
	if r.layout.divide < 0 {
		left = r.Theme.Faint.Render("<") + " "
	}
	room := max(0, width-text.Width(who)-2)
	left += r.Theme.Strong.Render(text.CutWith(c.name(), max(0, room-2), r.Theme.Glyphs.Cut))
	for _, part := range r.headParts(c) {
		if text.Width(left)+2+text.Width(part) > room {
			break
		}
		left += "  " + part
	}
	gap := max(1, width-text.Width(left)-text.Width(who)-1)
	return text.Pad(left+strings.Repeat(" ", gap)+who, width)
}

func (r *displayRoom) headParts(c *chat) []string {
	var parts []string
	by := ""
	if channel := r.channel(c.account()); channel != "" {
		by = r.Theme.Faint.Render("via " + text.CutWith(channel, 20, r.Theme.Glyphs.Cut))
	}
	if by != "" && (c.mixed || c.chosen.account != "") { // it is not what one takes for granted
		parts, by = append(parts, by), ""
	}
	if phone := text.Line(c.contact().PhoneNumber); phone != "" && phone != c.name() {
		parts = append(parts, r.Theme.Faint.Render(text.CutWith(phone, 24, r.Theme.Glyphs.Cut)))
	}
	if note := r.windowWords(c); note != "" {
		parts = append(parts, note)
	}
	for _, tag := range c.contact().Tags {
		parts = append(parts, r.Theme.Accent.Render(text.CutWith(text.Line(tag), 20, r.Theme.Glyphs.Cut)))
	}
	if by != "" {
		parts = append(parts, by)
	}
	return parts
}

// windowWords tells about the 24-hour window when it is short or shut: only a
// template reaches the customer then (contract §5.5).
func (r *displayRoom) windowWords(c *chat) string { return r.Theme.Warn.Render(r.windowState(c)) }

// windowShut is what windowState says when no text reaches the customer any more.
const windowShut = "window closed"

// lastHeard is when the customer wrote last: what the platform dates its contact
// by can stick, and the messages tell it (contract §4.1).
func (c *chat) lastHeard() time.Time {
	if at := c.contact().LastInboundAt; at.After(c.heard) {
		return at
	}
	return c.heard
}

// windowState is windowWords without colour.
func (r *shell) windowState(c *chat) string {
	const window = 24 * time.Hour
	last := c.lastHeard()
	if last.IsZero() {
		if c.contact().ServiceWindowOpen || c.contact().WindowUnknown || !c.loaded {
			return ""
		}
		return windowShut
	}
	left := window - r.deps.Now().Sub(last)
	switch {
	case left <= 0:
		return windowShut
	case left <= 6*time.Hour:
		return inbox.ClosesWords(left)
	default:
		return ""
	}
}

// channel is the printable name of the WhatsApp account a contact writes to.
// One generation names it by an id (contract §4.1).
func (r *shell) channel(account string) string {
	name := text.Line(r.deps.Platform.AccountName(account))
	if name == account && uuid.Validate(name) == nil {
		return ""
	}
	return name
}
