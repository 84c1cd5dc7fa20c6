package ui

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/keys"
	"keydesk/ui/text"
)

// Between letters of a word that somebody types, and between those of one that is
// known to be typed.
const (
	letterPause = 150 * time.Millisecond
	wordPause   = 800 * time.Millisecond
)

// stray is text that was typed into the list, where letters are commands: somebody
// thinks that a line of input is there. From the first letter that is no command
// of the list on it is known to be text, and nothing of it is carried out.
type stray struct {
	text    string
	at      time.Time
	known   bool
	dialogs int      // how many were open when it began
	did     []string // what its first letters did as commands, and stays done
	told    *bool    // shared with the answers its first letters wait for: set once it is known

	offer  string // what / puts into the search line
	notice int    // as long as this notice stands
}

// strayKey takes a key that belongs to text typed into the list; it reports
// whether nobody else gets it.
func (r *strayRoom) strayKey(press tea.KeyPressMsg, name string) (tea.Cmd, bool) {
	s, now := &r.stray, r.deps.Now()
	if r.prefix.Pending() { // it may go on with a sequence
		s.text, s.known = "", false
		return nil, false
	}
	letter := press.Text != "" && press.Mod&(tea.ModCtrl|tea.ModAlt) == 0 && !isBlank(press.Text)
	gap := now.Sub(s.at)
	goesOn := s.text != "" && (gap < letterPause || s.known && gap < wordPause)
	if id, ok := r.Keys.Find(command.ScopeList, name); ok && id == "list.search" && s.known && r.notice.number == s.notice {
		s.text, s.known = "", false // the row offers it
		return nil, false
	}
	switch {
	case goesOn && s.known && name == "enter":
		s.at = now
		return nil, true
	case goesOn && s.known && name == "backspace":
		_, n := utf8.DecodeLastRuneInString(s.text)
		s.text, s.at = s.text[:len(s.text)-n], now
		return r.offerStray(s.text), true
	case goesOn && (letter || s.known && isBlank(press.Text)):
		s.text, s.at = s.text+press.Text, now
	case letter && r.focus == focusList && !r.dialogs.Open() && !r.typing() && isWord(press.Text):
		*s = stray{text: press.Text, at: now, told: new(bool), offer: s.offer, notice: s.notice}
	default:
		s.text, s.known = "", false
		return nil, false
	}
	if !s.known {
		if _, bound := r.Keys.Find(command.ScopeList, name); bound || r.Keys.Leads(command.ScopeList, name) || !isWord(press.Text) {
			return nil, false
		}
		s.known, *s.told = true, true
		for len(r.dialogs.List) > s.dialogs {
			r.dialogs.Pop() // a letter before it opened it
		}
		r.focus, r.prefix = focusList, keys.Matcher{}
		r.arrange()
	}
	return r.offerStray(s.text), true
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }

// isWord says whether a key's text can begin a word.
func isWord(s string) bool {
	letter, n := utf8.DecodeRuneInString(s)
	return n > 0 && n == len(s) && (unicode.IsLetter(letter) || unicode.IsDigit(letter))
}

// offerStray says that text in the list is no command, and offers it to the search
// line. A single letter may be a slip and is not worth a sentence.
func (r *strayRoom) offerStray(typed string) tea.Cmd {
	typed = strings.TrimSpace(text.Line(typed))
	if utf8.RuneCountInString(typed) < 2 {
		return nil
	}
	shown := text.CutWith(typed, 40, r.Theme.Glyphs.Cut)
	say := r.say
	if r.stray.offer != "" && r.notice.number == r.stray.notice {
		say = r.sayInstead
	}
	did := "nothing was done"
	if len(r.stray.did) > 0 {
		did = "its first letters did this: " + strings.Join(r.stray.did, "; ")
	}
	cmd := say(levelInfo, r.Quoted(shown)+" was typed into the list, where letters are commands; "+did+".")
	r.notice.hint = r.Label("list.search") + " search for it"
	r.stray.offer, r.stray.notice = typed, r.notice.number
	return cmd
}

// strayDo does the command of a key. While it may be the beginning of a word, what
// it does is remembered, and what it asks for is known as asked for by the word.
func (r *strayRoom) strayDo(id string) tea.Cmd {
	s := &r.stray
	if s.text == "" || s.known {
		return r.do(id)
	}
	shown := r.notice.number
	cmd := r.do(id)
	c, _ := r.Keys.Binding(id)
	if len(r.dialogs.List) == s.dialogs && r.notice.number == shown && !r.opensLater(id) && c.Long != "" {
		if !slices.Contains(s.did, c.Long) {
			s.did = append(s.did, c.Long)
		}
	}
	return askedBy(s.told, cmd)
}

// opensLater says whether a command opens its dialog when an answer arrives: of
// that nothing is left once the word is known.
func (r *strayRoom) opensLater(id string) bool {
	return slices.Contains([]string{"history", "people"}, id)
}

// strayAnswer is the answer of a call that a letter asked for.
type strayAnswer struct {
	told *bool
	msg  tea.Msg
}

// askedBy marks the answers that a command leads to.
func askedBy(told *bool, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		switch msg := cmd().(type) {
		case tea.BatchMsg:
			for i := range msg {
				msg[i] = askedBy(told, msg[i])
			}
			return msg
		case answerer, deskAnswer, strayAnswer, lineAnswer, alertAnswer, listAnswer, findAnswer, readAnswer, timelineAnswer, draftAnswer, writeAnswer, outAnswer, filesAnswer, contactAnswer, runAnswer, runsLoaded:
			return strayAnswer{told, msg}
		default:
			return msg
		}
	}
}

// arrive takes the answer in; where the letter was one of a word it opens nothing and
// says nothing over the sentence about the word.
func (m strayAnswer) arrive(r *strayRoom) tea.Cmd {
	if !*m.told {
		return r.onAnswer(m.msg)
	}
	if _, shows := m.msg.(runsLoaded); shows {
		return nil
	}
	open := len(r.dialogs.List)
	cmd := r.onAnswer(m.msg)
	if len(r.dialogs.List) > open && !r.session.out {
		r.dialogs.List = r.dialogs.List[:open]
		r.arrange()
	}
	return cmd
}

// takeStray is the text that was offered to the search line while that is on the
// screen, "" for none.
func (r *strayRoom) takeStray() string {
	offer := r.stray.offer
	r.stray.offer = ""
	if r.notice.number != r.stray.notice || r.notice.text == "" {
		return ""
	}
	r.notice.text = ""
	return offer
}
