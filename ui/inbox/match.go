package inbox

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"keydesk/client"
	"keydesk/ui/text"
)

// grade says how well a conversation matches what is looked for.
type grade int

const (
	noMatch grade = iota
	loose         // letters too far apart to be meant; a longer query may still match
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

func want(query string) wanted {
	w := wanted{fold: strings.TrimSpace(text.Fold(text.Line(query)))}
	w.words = strings.Fields(w.fold)
	if strings.Trim(w.fold, "+0123456789 -()/.") == "" {
		w.digits = digitsOf(w.fold)
	}
	return w
}

// grade compares one conversation. A longer query never finds what its beginning
// did not, which lets typing narrow.
func (w wanted) grade(it *item) grade {
	if w.fold == "" {
		return noMatch
	}
	if at := strings.Index(it.fold, w.fold); at >= 0 {
		if before, _ := utf8.DecodeLastRuneInString(it.fold[:at]); at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			return atWord
		}
		return within
	}
	if w.digits != "" && strings.Contains(it.digits, w.digits) {
		return within
	}
	if len(w.words) > 1 && holdsAll(it.fold, w.words) {
		return within
	}
	switch span := inOrder(it.fold, w.fold); {
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

// pool is what matched a query, so that a longer one looks at that alone.
type pool struct {
	fold   string
	serial int
	items  []*item // in display order
}

// matches are the conversations of list that match, best first and else in the
// list's order, at most n; n < 0 is no bound. It looks at every conversation of
// the list, or only at what matched the beginning of the query.
func (x *index) matches(query string, list []*item, cache *pool, n int) []*item {
	w := want(query)
	if cache.fold != "" && cache.serial == x.serial && strings.HasPrefix(w.fold, cache.fold) {
		list = cache.items
	}
	kept := make([]*item, 0, min(len(list), 256))
	var grades [gradeCount][]*item
	for _, it := range list {
		g := w.grade(it)
		if g == noMatch {
			continue
		}
		kept = append(kept, it)
		if g != loose && g != scattered || g == scattered && len(grades[scattered]) < mostScattered {
			grades[g] = append(grades[g], it)
		}
	}
	*cache = pool{fold: w.fold, serial: x.serial, items: kept}
	found := append(append(grades[atWord], grades[within]...), grades[scattered]...)
	if n >= 0 && len(found) > n {
		found = found[:n]
	}
	return found
}

// Named are at most n known conversations that match a query by name or number,
// best first, whatever tab or filter the list shows.
func (p *Pane) Named(query string, n int) []client.Contact {
	items := p.index.matches(query, p.index.tabs[All], &p.named, n)
	list := make([]client.Contact, len(items))
	for i, it := range items {
		list[i] = it.contact
	}
	return list
}
