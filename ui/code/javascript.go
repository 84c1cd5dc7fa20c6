package code

import "strings"

// javascript takes one line apart.
type javascript struct {
	s    string
	i    int
	st   state
	list []token
}

// lexJavaScript tells keywords, strings, comments, numbers and brackets apart, well enough for
// colours. What is wrong with a script is the sandbox's to say.
func lexJavaScript(s string, from state) ([]token, state) {
	j := &javascript{s: s, st: from}
	for j.i < len(s) {
		switch j.st.in {
		case inComment:
			j.comment()
		case inTemplate:
			j.template()
		default:
			j.code()
		}
	}
	return j.list, j.st
}

func (j *javascript) put(end int, k kind) {
	if end = min(end, len(j.s)); end > j.i && k != plain {
		j.list = append(j.list, token{j.i, end, k})
	}
	j.i = end
}

// comment goes on to the end of a comment of several lines.
func (j *javascript) comment() {
	if end := strings.Index(j.s[j.i:], "*/"); end >= 0 {
		j.st.in = inCode
		j.put(j.i+end+2, comment)
		return
	}
	j.put(len(j.s), comment)
}

// template goes on to the end of a template string, or to the code in it.
func (j *javascript) template() {
	for end := j.i; end < len(j.s); end++ {
		switch {
		case j.s[end] == '\\':
			end++
		case j.s[end] == '`':
			j.st.in, j.st.value = inCode, true
			j.put(end+1, str)
			return
		case strings.HasPrefix(j.s[end:], "${") && int(j.st.depth) < len(j.st.open):
			j.put(end+1, str)
			j.put(j.i+1, bracket)
			j.st.open[j.st.depth] = 0
			j.st.depth++
			j.st.in, j.st.value = inCode, false
			return
		}
	}
	j.put(len(j.s), str)
}

func (j *javascript) code() {
	b, rest := j.s[j.i], j.s[j.i:]
	switch {
	case b == ' ' || b == '\t':
		j.i++
	case strings.HasPrefix(rest, "//"):
		j.put(len(j.s), comment)
	case strings.HasPrefix(rest, "/*"):
		j.st.in = inComment
		j.put(j.i+2, comment)
	case b == '"' || b == '\'':
		j.st.value = true
		j.put(quoted(j.s, j.i), str)
	case b == '`':
		j.st.in = inTemplate
		j.put(j.i+1, str)
	case b == '/' && !j.st.value:
		j.st.value = true
		j.put(regexEnd(j.s, j.i), str)
	case isDigit(b):
		j.st.value = true
		j.put(numberEnd(j.s, j.i), number)
	case isWord(b):
		j.word()
	case strings.IndexByte("{}[]()", b) >= 0:
		j.bracket(b)
	default:
		j.st.value = false
		j.i++
	}
}

func (j *javascript) word() {
	end := wordEnd(j.s, j.i)
	k := plain
	j.st.value = true
	if w := j.s[j.i:end]; isKeyword(w) && (j.i == 0 || j.s[j.i-1] != '.') {
		k = keyword
		switch w {
		case "this", "null", "true", "false", "undefined", "super":
		default:
			j.st.value = false
		}
	}
	j.put(end, k)
}

// bracket counts braces within the code of a template string: the one too many ends it.
func (j *javascript) bracket(b byte) {
	j.st.value = b == ')' || b == ']'
	if d := j.st.depth; d > 0 {
		switch open := &j.st.open[d-1]; {
		case b == '{' && *open < 255:
			*open++
		case b == '}' && *open > 0:
			*open--
		case b == '}':
			j.st.depth--
			j.st.in = inTemplate
		}
	}
	j.put(j.i+1, bracket)
}

// regexEnd is where a regular expression ends that begins at i; without an end it is a slash.
func regexEnd(s string, i int) int {
	class := false
	for k := i + 1; k < len(s); k++ {
		switch s[k] {
		case '\\':
			k++
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if !class {
				return wordEnd(s, k+1)
			}
		}
	}
	return i + 1
}

func numberEnd(s string, i int) int {
	for i < len(s) && (isWord(s[i]) || s[i] == '.' && i+1 < len(s) && isDigit(s[i+1])) {
		i++
	}
	return i
}

func isKeyword(w string) bool {
	switch w {
	case "async", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
		"export", "extends", "false", "finally", "for", "function", "if", "import", "in", "instanceof", "let", "new", "null", "of",
		"return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "undefined", "var", "void", "while",
		"with", "yield":
		return true
	}
	return false
}
