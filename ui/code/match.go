package code

// pair is where two brackets that belong together stand.
type pair struct {
	a, b pos
	ok   bool
}

// matched finds the bracket at the cursor, or else the one before it, and its other one, among the
// visible rows: what is out of sight would not be seen anyhow. Brackets in strings and comments are
// text.
func (p *Pane) matched(rows []shown, tokens func(int) []token) pair {
	if len(rows) == 0 {
		return pair{}
	}
	at := p.at
	if s := p.lines[at.line].s; at.col >= len(s) || !isBracket(s[at.col]) {
		if at.col == 0 || !isBracket(s[at.col-1]) {
			return pair{}
		}
		at.col--
	}
	var stack []pos
	for n := rows[0].line; n <= rows[len(rows)-1].line; n++ {
		s := p.lines[n].s
		for _, t := range tokens(n) {
			if t.kind != bracket {
				continue
			}
			here := pos{n, t.start}
			if opens(s[t.start]) {
				stack = append(stack, here)
				continue
			}
			if len(stack) == 0 {
				continue
			}
			from := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if (from == at || here == at) && closing(p.lines[from.line].s[from.col]) == s[t.start] {
				return pair{from, here, true}
			}
		}
	}
	return pair{}
}

func isBracket(b byte) bool {
	switch b {
	case '(', ')', '[', ']', '{', '}':
		return true
	}
	return false
}

func opens(b byte) bool { return b == '(' || b == '[' || b == '{' }

func closing(b byte) byte {
	switch b {
	case '(':
		return ')'
	case '[':
		return ']'
	}
	return '}'
}
