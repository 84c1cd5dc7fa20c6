package jsregexp

import (
	"strings"
	"unicode"
)

// A set says whether it has a character.
type set func(rune) bool

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isWord(r rune) bool {
	return isDigit(r) || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
}

func isEnd(r rune) bool { return r == '\n' || r == '\r' || r == 0x2028 || r == 0x2029 }

func isSpace(r rune) bool {
	return r >= 9 && r <= 13 || r == ' ' || r == 0xA0 || r == 0xFEFF || isEnd(r) || r > 0x7F && unicode.Is(unicode.Zs, r)
}

func not(s set) set { return func(r rune) bool { return !s(r) } }

func between(a, b rune) set { return func(r rune) bool { return r >= a && r <= b } }

func union(list []set) set {
	return func(r rune) bool {
		for _, s := range list {
			if s(r) {
				return true
			}
		}
		return false
	}
}

// foldSimple is the case folding of the flags u and v: the least of the characters that differ in
// case only.
func foldSimple(r rune) rune {
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return min(least, alike(least))
}

// alike is what Unicode has taken for r but for case since package unicode was made.
func alike(r rune) rune {
	switch r {
	case 0x390, 0x1FD3:
		return 0x390 + 0x1FD3 - r
	case 0x3B0, 0x1FE3:
		return 0x3B0 + 0x1FE3 - r
	case 0xFB05, 0xFB06:
		return 0xFB05 + 0xFB06 - r
	}
	return r
}

// foldUpper is that of the flag i alone: the capital, unless it is more than one character or would
// make ASCII of what is none.
func foldUpper(r rune) rune {
	if r == 'ß' || r == 0x1E9E || r > 0xFFFF {
		return r
	}
	up := unicode.ToUpper(r)
	if up < 128 && r >= 128 || manyCapitals(r) {
		return r
	}
	return up
}

// manyCapitals says whether the capital form of r is more than one character.
func manyCapitals(r rune) bool {
	switch {
	case r == 0x149, r == 0x1F0, r == 0x390, r == 0x3B0, r == 0x587, r >= 0x1E96 && r <= 0x1E9A,
		r == 0x1F50, r == 0x1F52, r == 0x1F54, r == 0x1F56, r >= 0x1F80 && r <= 0x1FAF,
		r >= 0x1FB2 && r <= 0x1FB4, r == 0x1FB6, r == 0x1FB7, r == 0x1FBC, r >= 0x1FC2 && r <= 0x1FC4,
		r == 0x1FC6, r == 0x1FC7, r == 0x1FCC, r == 0x1FD2, r == 0x1FD3, r == 0x1FD6, r == 0x1FD7,
		r >= 0x1FE2 && r <= 0x1FE4, r == 0x1FE6, r == 0x1FE7, r >= 0x1FF2 && r <= 0x1FF4,
		r == 0x1FF6, r == 0x1FF7, r == 0x1FFC, r >= 0xFB00 && r <= 0xFB06, r >= 0xFB13 && r <= 0xFB17:
		return true
	}
	return false
}

// folded has every character that differs from one of s in case only.
func (p *parser) folded(s set) set {
	if !p.ignoreCase {
		return s
	}
	fold := p.fold()
	return func(r rune) bool {
		if s(r) {
			return true
		}
		want := fold(r)
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			if fold(f) == want && s(f) {
				return true
			}
		}
		return fold(alike(r)) == want && s(alike(r))
	}
}

func same(r rune) rune { return r }

// fold is the case folding that the flags ask for.
func (p *parser) fold() func(rune) rune {
	switch {
	case !p.ignoreCase:
		return same
	case p.unicode:
		return foldSimple
	}
	return foldUpper
}

// class reads a class behind its bracket.
func (p *parser) class() set {
	inverted := p.eat("^")
	s := p.folded(p.members())
	if inverted {
		return not(s)
	}
	return s
}

// members reads up to the closing bracket.
func (p *parser) members() set {
	var list []set
	for {
		switch {
		case p.end():
			p.fail("Unterminated character class")
		case p.eat("]"):
			return union(list)
		case p.sets && p.eat("--"):
			all, less := union(list), p.operand()
			list = []set{func(r rune) bool { return all(r) && !less(r) }}
			continue
		case p.sets && p.eat("&&"):
			all, also := union(list), p.operand()
			list = []set{func(r rune) bool { return all(r) && also(r) }}
			continue
		}
		a, s := p.member()
		if p.ahead("-") && !p.ahead("-]") && !(p.sets && p.ahead("--")) {
			p.eat("-")
			b, t := p.member()
			switch {
			case s == nil && t == nil && a > b:
				p.fail("Range out of order in character class")
			case s == nil && t == nil:
				list = append(list, between(a, b))
				continue
			case p.unicode:
				p.fail("Invalid character class")
			}
			list = append(list, between('-', '-'), setOf(a, s), setOf(b, t))
			continue
		}
		list = append(list, setOf(a, s))
	}
}

func setOf(r rune, s set) set {
	if s != nil {
		return s
	}
	return between(r, r)
}

func (p *parser) operand() set { return setOf(p.member()) }

// member reads one character or, with a set, what stands for several.
func (p *parser) member() (rune, set) {
	if p.end() {
		p.fail("Unterminated character class")
	}
	if p.sets && p.eat("[") {
		return 0, p.class()
	}
	r := p.next()
	if p.sets && (r == '(' || r == ')' || r == '{' || r == '}' || r == '/' || r == '|' || r == '[' || r == '-') {
		p.fail("Invalid character in character class")
	}
	if p.sets && !p.end() && p.text[p.at] == r && strings.ContainsRune("!#$%&*+,.:;<=>?@^`~", r) {
		p.fail("Invalid set operation in character class")
	}
	if r != '\\' {
		return r, nil
	}
	return p.escape(true)
}
