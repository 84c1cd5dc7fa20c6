package jsregexp

import "strings"

// escape reads what follows a backslash: a character, or a set of them.
func (p *parser) escape(inClass bool) (rune, set) {
	if p.end() {
		p.fail("\\ at end of pattern")
	}
	r := p.next()
	switch r {
	case 'd':
		return 0, isDigit
	case 'D':
		return 0, not(isDigit)
	case 's':
		return 0, isSpace
	case 'S':
		return 0, not(isSpace)
	case 'w':
		return 0, p.words()
	case 'W':
		return 0, not(p.words())
	case 't':
		return '\t', nil
	case 'n':
		return '\n', nil
	case 'v':
		return '\v', nil
	case 'f':
		return '\f', nil
	case 'r':
		return '\r', nil
	case 'b':
		if inClass {
			return '\b', nil
		}
	case 'p', 'P':
		if p.unicode {
			s := p.property()
			if r == 'P' {
				s = not(s)
			}
			return 0, s
		}
	case 'c':
		return p.control(inClass), nil
	case 'x':
		if n, ok := p.hex(2); ok {
			return n, nil
		}
		p.strict("Invalid escape")
	case 'u':
		return p.codePoint(), nil
	case 'q':
		if p.sets && inClass {
			p.unsupported("\\q in a class")
		}
	}
	if isDigit(r) {
		return p.octal(r), nil
	}
	if p.unicode && !strings.ContainsRune(`^$\.*+?()[]{}|/`, r) && !(inClass && r == '-') &&
		!(p.sets && inClass && strings.ContainsRune("&-!#%,:;<=>@`~", r)) {
		p.fail("Invalid escape")
	}
	if r == 'k' && p.named {
		p.fail("Invalid named reference")
	}
	return r, nil
}

// words are those of \w and \b: with the flags i and u also what is a letter of ASCII but for case.
func (p *parser) words() set {
	if p.unicode && p.ignoreCase {
		return func(r rune) bool { return isWord(r) || r == 0x17F || r == 0x212A }
	}
	return isWord
}

func (p *parser) control(inClass bool) rune {
	if !p.end() {
		c := p.text[p.at]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || inClass && !p.unicode && (isDigit(c) || c == '_') {
			p.at++
			return c % 32
		}
	}
	p.strict("Invalid unicode escape")
	p.at-- // the backslash stands for itself
	return '\\'
}

func (p *parser) hex(n int) (rune, bool) {
	if p.at+n > len(p.text) {
		return 0, false
	}
	var v rune
	for _, r := range p.text[p.at : p.at+n] {
		d := strings.IndexRune("0123456789abcdef", r|0x20)
		if d < 0 || r > 'f' || r < '0' {
			return 0, false
		}
		v = v<<4 | rune(d)
	}
	p.at += n
	return v, true
}

// codePoint reads what follows \u.
func (p *parser) codePoint() rune {
	if p.unicode && p.eat("{") {
		var v rune
		begin := p.at
		for !p.ahead("}") {
			d, ok := p.hex(1)
			if v = v<<4 | d; !ok || v > 0x10FFFF {
				p.fail("Invalid Unicode escape")
			}
		}
		if p.at == begin {
			p.fail("Invalid Unicode escape")
		}
		p.eat("}")
		return v
	}
	v, ok := p.hex(4)
	if !ok {
		p.strict("Invalid Unicode escape")
		return 'u'
	}
	if p.unicode && v >= 0xD800 && v < 0xDC00 && p.ahead(`\u`) {
		was := p.at
		p.at += 2
		if low, ok := p.hex(4); ok && low >= 0xDC00 && low < 0xE000 {
			return 0x10000 + (v-0xD800)<<10 + low - 0xDC00
		}
		p.at = was
	}
	return v
}

// octal reads \0 and, without the flag u, what old pages write: up to three digits below 256.
func (p *parser) octal(r rune) rune {
	if p.unicode {
		if r != '0' || !p.end() && isDigit(p.text[p.at]) {
			p.fail("Invalid decimal escape")
		}
		return 0
	}
	if r > '7' {
		return r
	}
	v := r - '0'
	for n := 1; n < 3 && !p.end() && p.text[p.at] >= '0' && p.text[p.at] <= '7' && v*8+p.text[p.at]-'0' < 256; n++ {
		v = v*8 + p.next() - '0'
	}
	return v
}
