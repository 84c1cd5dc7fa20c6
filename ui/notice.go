package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/text"
)

// Times a notice stays: long enough to read one sentence; a failure longer.
const (
	noticeTime  = 6 * time.Second
	failureTime = 15 * time.Second
)

// level says how a notice is meant; each has a mark besides its colour.
type level int

const (
	levelInfo level = iota
	levelGood
	levelWarn
	levelBad
)

// notice is the sentence in the footer's place.
type notice struct {
	number int // tells the newest from one whose time has come
	level  level
	text   string // printable, one line
	about  int    // the run it tells of, 0 for none
	hint   string // a key that shows more, "" for none
}

// noticeOver takes notice number away.
type noticeOver struct{ number int }

// say shows a sentence in the footer's place for a while. The text may come
// from outside.
func (r *Root) say(l level, sentence string) tea.Cmd {
	r.notice = notice{number: r.notice.number + 1, level: l, text: text.Line(sentence)}
	stay := noticeTime
	if l == levelBad || l == levelWarn {
		stay = failureTime
	}
	return r.deps.After(stay, noticeOver{r.notice.number})
}

// sayAlso adds what became of an effect to the notice of its run while that
// still stands, so that "Phone copied" and "sent to your terminal's clipboard"
// are read together; else it is a notice of its own.
func (r *Root) sayAlso(about int, l level, what, told string) tea.Cmd {
	if about == 0 || r.notice.about != about || r.notice.text == "" {
		return r.say(l, what+": "+told)
	}
	shown := r.notice
	cmd := r.say(shown.level, shown.text+" · "+told)
	r.notice.about, r.notice.hint = about, shown.hint
	return cmd
}

func (r *Root) onNoticeOver(msg noticeOver) {
	if msg.number == r.notice.number {
		r.notice.text = ""
	}
}

// drawNotice is the notice in width cells, its mark first.
func (r *Root) drawNotice(width int) string {
	g := r.theme.Glyphs
	mark, style := g.Dot, r.theme.Text
	switch r.notice.level {
	case levelGood:
		mark, style = g.Done, r.theme.Good
	case levelWarn:
		mark, style = g.Warn, r.theme.Warn
	case levelBad:
		mark, style = g.Failed, r.theme.Bad
	}
	hint := ""
	if r.notice.hint != "" {
		hint = "   " + r.theme.Key.Render(r.notice.hint) + " "
	}
	room := max(0, width-3-text.Width(mark)-text.Width(hint))
	return text.Pad(" "+style.Render(mark)+" "+text.CutWith(r.notice.text, room, g.Cut)+hint, width)
}
