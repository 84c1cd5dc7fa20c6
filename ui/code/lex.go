package code

// kind is what a piece of the text is.
type kind uint8

const (
	plain kind = iota
	keyword
	str
	comment
	number
	name // of a member of a JSON object
	placeholder
	bracket
)

// token is a piece of a line that is not plain.
type token struct {
	start, end int
	kind       kind
}

// state is what a line begins in: the inside of a comment, or of a template string, which may hold
// code, which may hold template strings again. Beyond a few levels everything is code.
type state struct {
	in    inside
	value bool     // what came before is a value, so that a slash divides
	depth uint8    // levels of ${ that are open
	open  [6]uint8 // braces that are open within each
}

type inside uint8

const (
	inCode inside = iota
	inComment
	inTemplate
)

// lex tells the pieces of a line apart, and what the next one begins in.
func (p *Pane) lex(s string, from state) ([]token, state) {
	switch p.lang {
	case JavaScript:
		return lexJavaScript(s, from)
	case JSON:
		return lexJSON(s), state{}
	}
	return lexText(s), state{}
}

// tokens are the pieces of a line. The states of the lines before it are worked out as far as they
// are not known: all of them once, and after a key those from its line on.
func (p *Pane) tokens(n int) []token {
	if p.lang != JavaScript {
		list, _ := p.lex(p.lines[n].s, state{})
		return list
	}
	if len(p.starts) < len(p.lines) {
		p.starts = append(p.starts, make([]state, len(p.lines)-len(p.starts))...)
	}
	if p.known == 0 {
		p.starts[0], p.known = state{}, 1
	}
	for ; p.known <= n; p.known++ {
		_, p.starts[p.known] = p.lex(p.lines[p.known-1].s, p.starts[p.known-1])
	}
	list, _ := p.lex(p.lines[n].s, p.starts[n])
	return list
}

// lexText knows placeholders only.
func lexText(s string) (list []token) {
	for i := 0; i < len(s); i++ {
		if n := placeholderAt(s[i:]); n > 0 {
			list = append(list, token{i, i + n, placeholder})
			i += n - 1
		}
	}
	return list
}

// placeholderAt is the length of the placeholder that s begins with, 0 for none. One without an end
// reaches as far as a name can.
func placeholderAt(s string) int {
	if len(s) < 2 || s[0] != '{' || s[1] != '{' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch s[i] {
		case '}':
			if i+1 < len(s) && s[i+1] == '}' {
				return i + 2
			}
			return i
		case '{', '"', '\\':
			return i
		case '\'': // {{'{{'}} stands for {{
			for i++; i < len(s) && s[i] != '\''; i++ {
			}
		}
	}
	return len(s)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// isWord tells whether a byte can stand in a name; letters of other scripts are several bytes.
func isWord(b byte) bool {
	return b == '_' || b == '$' || isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'z' || b >= 0x80
}

// wordEnd is where the name or number ends that begins at i.
func wordEnd(s string, i int) int {
	for i < len(s) && isWord(s[i]) {
		i++
	}
	return i
}

// quoted is where a string ends that begins with its quote at i; without an end, that of the line.
func quoted(s string, i int) int {
	quote := s[i]
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case quote:
			return i + 1
		}
	}
	return len(s)
}
