package thread

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"keydesk/client"
	"keydesk/ui/text"
)

// content is what a message says, made safe to print: whatever its type, it can be read as text.
type content struct {
	label   string   // "[image]", "" for plain text; one row
	text    string   // many lines
	markup  bool     // text is a person's: WhatsApp's *bold* means something in it
	above   string   // what is known of a file, one row over the text, "" for none
	below   string   // the same under the text
	buttons []string // what can be pressed under it, one row each
	options []string // what can be chosen from its list, one row each
	quote   string   // what it answers, one row, "" for none
	reacts  string   // "👍 1  ❤ 2", one row
	reason  string   // why it failed or waits, one row, "" unless it does
	folded  *folded  // what finding compares, nil until it does
}

// longest is how much of one text is drawn, in characters. WhatsApp takes 4096; more comes only from
// somebody who wants the screen filled. The whole text stays with the message.
const longest = 6000

// describe makes the content of any message, of types that nobody has seen yet as well.
// size is that of its file, 0 while nobody knows: the platform does not tell.
func describe(m client.Message, size int64) content {
	c := words(m.Type, m.Body, m.Direction)
	switch m.Type {
	case "image", "video", "audio", "sticker", "document":
		file(&c, m, size)
	case "interactive", "template":
		offer(&c, m.Interactive)
	}
	if c.label == "" && len(c.buttons)+len(c.options) == 0 && strings.TrimSpace(c.above+c.text+c.below) == "" {
		c.label = "[empty]"
	}
	c.quote = quoted(m)
	c.reacts = reactions(m.Reactions)
	switch m.Status {
	case client.StatusFailed:
		c.reason = Reason(m.Error)
	case StatusWaiting, StatusHeld:
		c.reason = firstLines(text.Safe(clip(m.Error, longest)))
	}
	return c
}

// words is the label and the text of a message from its type and body alone, which is all that a
// quote tells.
func words(kind, body string, side client.Direction) content {
	plain := func(label string) content {
		return content{label: label, text: safeBody(body), markup: true}
	}
	switch kind {
	case "text", "interactive", "":
		return plain("")
	case "image", "video", "audio", "document", "sticker", "template":
		return plain("[" + kind + "]")
	case "location":
		return content{label: "[location]", text: location(body)}
	case "contacts", "contact":
		return content{label: "[contact]", text: people(body)}
	case "button_reply", "list_reply":
		return plain("[choice]")
	case "button":
		if strings.TrimSpace(body) == "" && side == client.Incoming {
			return content{label: "[choice]", text: "pressed a button; this platform does not tell which"}
		}
		return plain("[choice]")
	case "unsupported":
		if strings.TrimSpace(body) == "" {
			return content{label: "[unsupported]", text: "a kind of message that WhatsApp does not pass on"}
		}
		return plain("[unsupported]")
	default:
		return content{label: "[" + short(kind, 24) + "]", text: flatten(body)}
	}
}

// Summary is the message on one row, safe to print, for lists, quotes and notifications:
// "[image] receipt", "[location] Gateway of India 19.076,72.8777". It is not cut to a width.
func Summary(m client.Message) string {
	c := words(m.Type, m.Body, m.Direction)
	switch {
	case c.text != "":
	case m.Type == "interactive" && m.Interactive != nil:
		c.text = safeBody(m.Interactive.Body)
	default:
		c.text = short(m.MediaFilename, 200)
	}
	return oneRow(c)
}

func oneRow(c content) string {
	s := firstLines(c.text)
	if c.label == "" {
		return s
	}
	if s == "" {
		return c.label
	}
	return c.label + " " + s
}

// firstLines is the start of a long text on one row. Rows are at most a few hundred cells.
func firstLines(s string) string {
	const enough = 400
	if len(s) > 4*enough {
		s = clip(s, enough)
	}
	return text.Line(s)
}

// safeBody makes a body printable and bounds it.
func safeBody(body string) string {
	if len(body) <= longest {
		return text.Safe(body)
	}
	n := utf8.RuneCountInString(body)
	if n <= longest {
		return text.Safe(body)
	}
	more := " more characters)"
	if n == longest+1 {
		more = " more character)"
	}
	return text.Safe(clip(body, longest)) + "\n(" + strconv.Itoa(n-longest) + more
}

// short is a string from outside on one row of at most so many cells. The sign of the cut is one that
// every terminal has, since no theme is known here.
func short(s string, cells int) string {
	return text.CutWith(text.Line(clip(s, 4*cells)), cells, "..")
}

// clip is the first n characters.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func joinLines(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + "\n" + second
}

// quoted is what the message answers, on one row.
func quoted(m client.Message) string {
	switch {
	case m.ReplyTo != nil:
		c := words(m.ReplyTo.Type, m.ReplyTo.Body, m.ReplyTo.Direction)
		if s := oneRow(c); s != "" {
			return s
		}
		return "an earlier message"
	case m.IsReply || m.ReplyToID != "":
		return "an earlier message"
	default:
		return ""
	}
}

// reactions counts equal reactions, in the order of their first one. The platform takes any string
// for an emoji (contract §5.7), so each is cut and there are at most eight kinds.
func reactions(rs []client.Reaction) string {
	type tally struct {
		emoji string
		n     int
	}
	var kinds []tally
count:
	for _, r := range rs {
		emoji := short(r.Emoji, 12)
		if emoji == "" {
			continue
		}
		for i := range kinds {
			if kinds[i].emoji == emoji {
				kinds[i].n++
				continue count
			}
		}
		if len(kinds) < 8 {
			kinds = append(kinds, tally{emoji, 1})
		}
	}
	var b strings.Builder
	for i, k := range kinds {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString(k.emoji + " " + strconv.Itoa(k.n))
	}
	return b.String()
}
