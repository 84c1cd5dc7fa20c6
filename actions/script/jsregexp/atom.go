package jsregexp

import (
	"slices"
	"unicode"
	"unicode/utf16"
)

// atom reads one atom: a matcher, or a set for a single character. Only a countable one may be
// repeated.
func (p *parser) atom() (m matcher, s set, countable bool) {
	switch {
	case p.eat("^"):
		multiline := p.multiline
		return assert(func(x *run, i int) bool { return i == 0 || multiline && isEnd(rune(x.text[i-1])) }), nil, false
	case p.eat("$"):
		multiline := p.multiline
		return assert(func(x *run, i int) bool { return i == len(x.text) || multiline && isEnd(rune(x.text[i])) }), nil, false
	case p.eat(`\b`):
		return p.boundary(true), nil, false
	case p.eat(`\B`):
		return p.boundary(false), nil, false
	case p.eat("("):
		return p.group()
	case p.eat("["):
		return nil, p.class(), true
	case p.eat("."):
		if p.dotAll {
			return nil, func(rune) bool { return true }, true
		}
		return nil, not(isEnd), true
	case p.eat(`\`):
		if m := p.reference(); m != nil {
			return m, nil, true
		}
		r, s := p.escape(false)
		if s == nil {
			return nil, p.character(r), true
		}
		return nil, p.folded(s), true
	}
	if p.ahead("*") || p.ahead("+") || p.ahead("?") {
		p.fail("Nothing to repeat")
	}
	if p.ahead("{") {
		was := p.at
		if _, _, ok := p.quantifier(); ok {
			p.fail("Nothing to repeat")
		}
		p.at = was
		p.strict("Nothing to repeat")
	}
	if p.ahead("]") || p.ahead("}") {
		p.strict("Lone quantifier brackets")
	}
	return nil, p.character(p.next()), true
}

func (p *parser) character(r rune) set {
	if !p.ignoreCase {
		return between(r, r)
	}
	fold := p.fold()
	want := fold(r)
	return func(r rune) bool { return fold(r) == want }
}

func (p *parser) boundary(wanted bool) matcher {
	word := p.words()
	return assert(func(x *run, i int) bool {
		a := i > 0 && word(rune(x.text[i-1]))
		b := i < len(x.text) && word(rune(x.text[i]))
		return (a != b) == wanted
	})
}

// reference reads a reference to a group behind a backslash, or nothing.
func (p *parser) reference() matcher {
	if p.named && p.eat("k") {
		if !p.eat("<") {
			p.fail("Invalid named reference")
		}
		name := p.name()
		p.refs = append(p.refs, name)
		return backreference(func() []int { return p.numbers(name) }, p.fold(), p.back)
	}
	if p.end() || p.text[p.at] < '1' || p.text[p.at] > '9' {
		return nil
	}
	was := p.at
	n, _ := p.number()
	if n <= p.all {
		return backreference(func() []int { return []int{n} }, p.fold(), p.back)
	}
	p.strict("Invalid escape")
	p.at = was
	return nil
}

func (p *parser) numbers(name string) []int {
	var list []int
	for _, g := range p.names {
		if g.Name == name {
			list = append(list, g.Number)
		}
	}
	return list
}

// name reads the name of a group up to its bracket.
func (p *parser) name() string {
	var name []rune
	for !p.end() && !p.ahead(">") {
		r := p.nameRune()
		if !startsName(r) && (len(name) == 0 || !continuesName(r)) {
			p.fail("Invalid capture group name")
		}
		name = append(name, r)
	}
	if !p.eat(">") || len(name) == 0 {
		p.fail("Invalid capture group name")
	}
	return string(name)
}

// nameRune reads one character of a name; surrogate pairs and escapes are one in every mode.
func (p *parser) nameRune() rune {
	r := p.next()
	if r == '\\' {
		was := p.unicode
		p.unicode = true
		if !p.eat("u") {
			p.fail("Invalid Unicode escape")
		}
		r = p.codePoint()
		p.unicode = was
	}
	if utf16.IsSurrogate(r) && !p.end() {
		if pair := utf16.DecodeRune(r, p.text[p.at]); pair != unicode.ReplacementChar {
			p.at++
			return pair
		}
	}
	return r
}

func startsName(r rune) bool {
	return r == '$' || r == '_' || unicode.IsLetter(r) || unicode.In(r, unicode.Nl, unicode.Other_ID_Start)
}

func continuesName(r rune) bool {
	return r == 0x200C || r == 0x200D || unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue)
}

// group reads what an opening bracket begins.
func (p *parser) group() (m matcher, s set, countable bool) {
	back := p.back
	defer func() { p.back = back }()
	switch {
	case p.eat("?="), p.eat("?!"):
		not := p.text[p.at-1] == '!'
		p.back = false
		return look(p.inside(), not), nil, !p.unicode
	case p.eat("?<="), p.eat("?<!"):
		not := p.text[p.at-1] == '!'
		p.back = true
		return look(p.inside(), not), nil, false
	case p.eat("?:"):
		return p.inside(), nil, true
	case p.ahead("?") && !p.ahead("?<"):
		if p.ahead("?i") || p.ahead("?m") || p.ahead("?s") || p.ahead("?-") {
			p.unsupported("A flag inside of a group")
		}
		p.fail("Invalid group")
	}
	p.groups++
	n := p.groups
	if p.eat("?<") {
		p.names = append(p.names, Group{p.name(), n})
		p.unique()
	}
	return capture(p.inside(), n), nil, true
}

// unique refuses a name twice; it may be there twice in different alternatives only.
func (p *parser) unique() {
	last := len(p.names) - 1
	p.paths = append(p.paths, slices.Clone(p.path))
	for i, g := range p.names[:last] {
		if g.Name == p.names[last].Name && !apart(p.paths[i], p.paths[last]) {
			p.fail("Duplicate capture group name")
		}
	}
}

// branch is one alternative of those that stand beside each other.
type branch struct{ of, number int }

// apart says whether two places are in different alternatives of the same, so that no match has both.
func apart(a, b []branch) bool {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i].of == b[i].of
		}
	}
	return false
}

func (p *parser) inside() matcher {
	m := p.alternatives()
	if !p.eat(")") {
		p.fail("Unterminated group")
	}
	return m
}
