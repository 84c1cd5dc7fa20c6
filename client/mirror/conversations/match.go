package conversations

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"keydesk/client"
)

// grade says how well a conversation matches what is looked for.
type grade int

const (
	noMatch grade = iota
	loose         // letters too far apart to be meant
	scattered
	within
	atWord
	gradeCount
)

// mostScattered bounds the matches of letters that stand apart: they help while
// there are few.
const mostScattered = 20

// wanted is what is looked for, made comparable once.
type wanted struct {
	fold   string
	words  []string
	digits string // "" unless it can be (a part of) a phone number
}

func (t Text) want(query string) wanted {
	w := wanted{fold: strings.TrimSpace(t.Fold(t.Line(query)))}
	w.words = strings.Fields(w.fold)
	w.digits, _ = client.Number(query)
	return w
}

// grade compares one conversation.
func (w wanted) grade(it *Item) grade {
	if w.fold == "" {
		return noMatch
	}
	fold := it.words.fold()
	if at := strings.Index(fold, w.fold); at >= 0 {
		if before, _ := utf8.DecodeLastRuneInString(fold[:at]); at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			return atWord
		}
		return within
	}
	if w.digits != "" && strings.Contains(client.Digits(it.words.phone()), w.digits) {
		return within
	}
	if len(w.words) > 1 && holdsAll(fold, w.words) {
		return within
	}
	switch span := inOrder(fold, w.fold); {
	case span < 0:
		return noMatch
	case span > 2*len(w.fold)+1:
		return loose
	default:
		return scattered
	}
}

func holdsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

// inOrder is how many bytes of s the letters of query take that stand there in
// this order, -1 if they do not.
func inOrder(s, query string) int {
	first, length := -1, len(s)
	for _, r := range query {
		if unicode.IsSpace(r) {
			continue
		}
		at := strings.IndexRune(s, r)
		if at < 0 {
			return -1
		}
		if first < 0 {
			first = length - len(s) + at
		}
		s = s[at+utf8.RuneLen(r):]
	}
	return length - len(s) - first
}

// matches are the conversations that match a query, those of one grade in the
// list's order.
type matches struct {
	of   [gradeCount][]*Item
	most int // so many of each grade are kept, the newest; 0: all
}

// add takes a conversation in if it matches, and reports whether it does.
func (m *matches) add(w wanted, it *Item) bool {
	g := w.grade(it)
	if g <= loose || g == scattered && len(m.of[scattered]) >= mostScattered {
		return false
	}
	if m.of[g] = with(m.of[g], it, precedes); m.most > 0 && len(m.of[g]) > m.most {
		m.of[g] = m.of[g][:m.most]
	}
	return true
}

// best appends all of them to a list, best first.
func (m *matches) best(list []*Item) []*Item {
	for g := atWord; g >= scattered; g-- {
		list = append(list, m.of[g]...)
	}
	return list
}

func (m *matches) count() int {
	return len(m.of[atWord]) + len(m.of[within]) + len(m.of[scattered])
}

// empty are no matches, in the room of these, which must not be used any more.
func (m *matches) empty() matches {
	none := matches{most: m.most}
	for g := range m.of {
		none.of[g] = m.of[g][:0]
	}
	return none
}

// naming is what was asked of Named last.
type naming struct {
	query string
	known int // conversations there were then
	found matches
	sweep *sweep
}

// Named are at most n known conversations that match a query by name or number,
// best first, whatever tab or filter the list shows. It looks at the newest ones
// at once; while Sweeping says so, ask again after each Sweep.
func (l *List) Named(query string, n int) []client.Contact {
	name := l.named
	if name == nil || name.query != query || name.found.most != n || name.known != len(l.index.byID) && !name.sweep.runs() {
		name = &naming{query: query, known: len(l.index.byID), found: matches{most: n}}
		w := l.index.common.text.want(query)
		see := func(it *Item) {
			if name.found.add(w, it); len(name.found.of[atWord]) >= n {
				l.index.stop(name.sweep) // nothing better comes
			}
		}
		name.sweep = &sweep{see: see}
		if l.named != nil {
			l.index.stop(l.named.sweep)
		}
		l.named = name
		l.index.start(name.sweep)
	}
	items := name.found.best(nil)
	items = items[:min(n, len(items))]
	list := make([]client.Contact, len(items))
	for i, it := range items {
		list[i] = it.whole()
	}
	return list
}
