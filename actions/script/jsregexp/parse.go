package jsregexp

import (
	"slices"
	"strings"
)

// Error says what is wrong with an expression.
type Error struct {
	Message     string
	Unsupported bool // it is right, and not to be had here
}

func (e *Error) Error() string { return e.Message }

// Group is a named group; several may share a name.
type Group struct {
	Name   string
	Number int
}

// Program is an expression ready to be matched.
type Program struct {
	match  matcher
	groups int
	wide   bool
	Names  []Group // in the order of the source
}

type parser struct {
	text []rune
	at   int

	ignoreCase, multiline, dotAll, unicode, sets, back, named bool

	groups, all int
	names       []Group
	refs        []string
	path        []branch   // the alternatives around the place that is read
	paths       [][]branch // those of the names
	splits      int
}

// Compile reads an expression.
func Compile(pattern []uint16, flags string) (program *Program, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			program, err = nil, e
		}
	}()
	for i, f := range flags {
		if !strings.ContainsRune("dgimsuvy", f) || strings.ContainsRune(flags[i+1:], f) || f == 'u' && strings.Contains(flags, "v") {
			return nil, &Error{Message: "Invalid flags"}
		}
	}
	p := &parser{ignoreCase: strings.Contains(flags, "i"), multiline: strings.Contains(flags, "m"), dotAll: strings.Contains(flags, "s"),
		unicode: strings.ContainsAny(flags, "uv"), sets: strings.Contains(flags, "v")}
	x := &run{text: pattern, wide: p.unicode}
	for i := 0; i < len(pattern); {
		r, w := x.at(i)
		p.text = append(p.text, r)
		i += w
	}
	p.count()
	m := p.alternatives()
	if !p.end() {
		p.fail("Unmatched ')'")
	}
	for _, name := range p.refs {
		if len(p.numbers(name)) == 0 {
			p.fail("Invalid named capture referenced")
		}
	}
	return &Program{match: m, groups: p.groups, wide: p.unicode, Names: p.names}, nil
}

func (p *parser) fail(why string) { panic(&Error{Message: why}) }
func (p *parser) end() bool       { return p.at >= len(p.text) }
func (p *parser) next() rune      { p.at++; return p.text[p.at-1] }
func (p *parser) unsupported(w string) {
	panic(&Error{Message: w + " is not available in regular expressions here.", Unsupported: true})
}

// strict fails where the flag u allows less than old pages need.
func (p *parser) strict(why string) {
	if p.unicode {
		p.fail(why)
	}
}

func (p *parser) ahead(s string) bool {
	i := p.at
	for _, r := range s {
		if i >= len(p.text) || p.text[i] != r {
			return false
		}
		i++
	}
	return true
}

func (p *parser) eat(s string) bool {
	if !p.ahead(s) {
		return false
	}
	p.at += len(s)
	return true
}

// count counts the groups before they are read: what \2 means depends on it.
func (p *parser) count() {
	class := false
	for i := 0; i < len(p.text); i++ {
		switch p.text[i] {
		case '\\':
			i++
		case '[':
			class = true
		case ']':
			class = false
		case '(':
			rest := p.text[i+1:]
			if class {
				continue
			}
			name := len(rest) > 2 && rest[0] == '?' && rest[1] == '<' && rest[2] != '=' && rest[2] != '!'
			p.named = p.named || name
			if name || len(rest) == 0 || rest[0] != '?' {
				p.all++
			}
		}
	}
	p.named = p.named || p.unicode
}

func (p *parser) alternatives() matcher {
	p.splits++
	p.path = append(p.path, branch{of: p.splits})
	m := p.sequence()
	for p.eat("|") {
		p.path[len(p.path)-1].number++
		m = either(m, p.sequence())
	}
	p.path = p.path[:len(p.path)-1]
	return m
}

func (p *parser) sequence() matcher {
	var list []matcher
	for !p.end() && !p.ahead("|") && !p.ahead(")") {
		list = append(list, p.term())
	}
	if p.back {
		slices.Reverse(list)
	}
	m := matcher(empty)
	for i, next := range slices.Backward(list) {
		if i == len(list)-1 {
			m = next
		} else {
			m = then(next, m)
		}
	}
	return m
}

func (p *parser) term() matcher {
	first := p.groups + 1
	m, s, countable := p.atom()
	least, most, ok := p.quantifier()
	if !ok {
		if s != nil {
			return one(s, p.back)
		}
		return m
	}
	if !countable {
		p.fail("Nothing to repeat")
	}
	lazy := p.eat("?")
	if most >= 0 && least > most {
		p.fail("numbers out of order in {} quantifier")
	}
	if s != nil {
		return repeatOne(s, least, most, lazy, p.back)
	}
	q := &repeat{m: m, least: least, most: most, lazy: lazy, first: first, last: p.groups + 1}
	return q.match
}

func (p *parser) quantifier() (least, most int, ok bool) {
	switch {
	case p.eat("*"):
		return 0, -1, true
	case p.eat("+"):
		return 1, -1, true
	case p.eat("?"):
		return 0, 1, true
	case !p.ahead("{"):
		return 0, 0, false
	}
	was := p.at
	p.at++
	if least, ok = p.number(); ok {
		most = least
		if p.eat(",") {
			if most, ok = p.number(); !ok {
				most = -1
			}
		}
		if p.eat("}") {
			return least, most, true
		}
	}
	p.strict("Incomplete quantifier")
	p.at = was
	return 0, 0, false
}

func (p *parser) number() (n int, ok bool) {
	for !p.end() && isDigit(p.text[p.at]) {
		n, ok = min(n*10+int(p.next()-'0'), 1<<31-1), true
	}
	return n, ok
}
