package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/text"
	"keydesk/ui/theme"
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
	refuse bool   // it refuses a key: it is over when another one does something
}

// keptNotices is how many sentences can be read again.
const keptNotices = 50

// said is a sentence that was shown in the footer's place.
type said struct {
	at    time.Time
	level level
	text  string
}

// noticeOver takes notice number away.
type noticeOver struct{ number int }

// say shows a sentence in the footer's place for a while. The text may come
// from outside.
func (r *shell) say(l level, sentence string) tea.Cmd {
	r.notice = notice{number: r.notice.number + 1, level: l, text: text.Line(sentence)}
	r.said = append(r.said, said{at: r.deps.Now(), level: l, text: r.notice.text})
	r.said = r.said[max(0, len(r.said)-keptNotices):]
	stay := noticeTime
	if l == levelBad || l == levelWarn {
		stay = failureTime
	}
	return r.deps.After(stay, noticeOver{r.notice.number})
}

// sayAlso adds what became of an effect to the notice of its run while that
// still stands, so that "Phone copied" and "sent to your terminal's clipboard"
// are read together; else it is a notice of its own.
func (r *shell) sayAlso(about int, l level, what, told string) tea.Cmd {
	if about == 0 || r.notice.about != about || r.notice.text == "" {
		return r.say(l, what+": "+told)
	}
	return r.sayInstead(r.notice.level, r.notice.text+" "+r.Theme.Glyphs.Dot+" "+told)
}

// sayInstead replaces the sentence that stands, and keeps what it is about.
func (r *shell) sayInstead(l level, sentence string) tea.Cmd {
	shown := r.notice
	r.said = r.said[:max(0, len(r.said)-1)]
	cmd := r.say(l, sentence)
	r.notice.about, r.notice.hint = shown.about, shown.hint
	return cmd
}

// endRefusal takes away the refusal of a key that was pressed before.
func (r *shell) endRefusal() {
	if r.notice.refuse {
		r.notice.text = ""
	}
}

func (r *shell) onNoticeOver(msg noticeOver) {
	if msg.number == r.notice.number {
		r.notice.text = ""
	}
}

// drawNotice is the notice in rows of width cells, its mark first. A sentence
// that is too long even so ends with the key that shows all of it.
func (r *shell) drawNotice(width int, said notice) []string {
	mark, style := r.noticeMark(said.level)
	lead := text.Width(mark) + 2
	hint := r.noticeHint(said.hint, width)
	room, n := max(1, width-lead-1), r.noticeRows
	rows := text.Wrap(said.text, room)
	full := text.Width(rows[len(rows)-1])+text.Width(hint) > room
	switch {
	case full && len(rows) < n:
		rows, hint = append(rows, ""), strings.TrimLeft(hint, " ")
	case full || len(rows) > n:
		if hint == "" {
			hint = r.noticeHint(r.Label("notice.read")+" all of it", width)
		}
		last := strings.Join(rows[n-1:], " ")
		rows = append(rows[:n-1], text.CutWords(last, max(1, room-text.Width(hint)), r.Theme.Glyphs.Cut))
	}
	for i := range rows {
		first := text.Spaces(lead)
		if i == 0 {
			first = " " + style.Render(mark) + " "
		}
		if i == len(rows)-1 {
			rows[i] += hint
		}
		rows[i] = text.Pad(first+rows[i], width)
	}
	return rows
}

// noticeHint is a key and its word as they stand behind a notice; the key alone
// where the sentence needs the room.
func (r *shell) noticeHint(words string, width int) string {
	if words == "" {
		return ""
	}
	if key, _, ok := strings.Cut(words, " "); ok && width < 60 {
		return " " + r.Theme.Key.Render(key)
	}
	return "   " + r.Theme.Key.Render(words)
}

// noticeMark tells a level without its colour, and with it.
func (r *shell) noticeMark(l level) (string, theme.Style) {
	g := r.Theme.Glyphs
	switch l {
	case levelGood:
		return g.Done, r.Theme.Good
	case levelWarn:
		return g.Warn, r.Theme.Warn
	case levelBad:
		return g.Failed, r.Theme.Bad
	default:
		return g.Dot, r.Theme.Text
	}
}

// readNotices shows what was said lately, whole and newest first: a sentence
// goes after a while, and may have been longer than its row.
func (r *shell) readNotices() tea.Cmd {
	said := r.said
	r.dialogs.Push(r.NewViewer(command.ScopeViewer, "Messages of keydesk", func(width int) []string {
		var rows []string
		for i := len(said) - 1; i >= 0; i-- {
			mark, style := r.noticeMark(said[i].level)
			head := said[i].at.In(r.deps.Location).Format("15:04") + " " + mark + " "
			for j, line := range text.Wrap(said[i].text, max(1, width-text.Width(head))) {
				if j > 0 {
					rows = append(rows, text.Spaces(text.Width(head))+line)
					continue
				}
				rows = append(rows, r.Theme.Faint.Render(head[:6])+style.Render(mark)+" "+line)
			}
		}
		return rows
	}))
	return nil
}

func (r *shell) needsNotice() string {
	if len(r.said) == 0 {
		return "nothing was said yet"
	}
	return ""
}
