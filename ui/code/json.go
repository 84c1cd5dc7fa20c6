package code

// lexJSON tells apart the pieces of a line of a JSON template: placeholders stand in strings and
// beside them. No string of JSON goes on in the next line.
func lexJSON(s string) (list []token) {
	for i := 0; i < len(s); {
		b := s[i]
		end, k := i+1, plain
		switch {
		case placeholderAt(s[i:]) > 0:
			end, k = i+placeholderAt(s[i:]), placeholder
		case b == '"':
			list, i = jsonString(list, s, i)
			continue
		case b == '{' || b == '}' || b == '[' || b == ']':
			k = bracket
		case isDigit(b) || b == '-':
			for end < len(s) && (isWord(s[end]) || s[end] == '.' || s[end] == '+' || s[end] == '-') {
				end++
			}
			k = number
		case isWord(b):
			end = wordEnd(s, i)
			switch s[i:end] {
			case "true", "false", "null":
				k = keyword
			}
		}
		if k != plain {
			list = append(list, token{i, end, k})
		}
		i = end
	}
	return list
}

// jsonString takes the string that begins at i, cut where placeholders stand in it. Before a colon
// it is a name.
func jsonString(list []token, s string, i int) ([]token, int) {
	first, from := len(list), i
	for i++; i < len(s); {
		if n := placeholderAt(s[i:]); n > 0 {
			list = append(piece(list, from, i), token{i, i + n, placeholder})
			i += n
			from = i
			continue
		}
		switch s[i] {
		case '\\':
			i++
		case '"':
			i++
			list = append(list, token{from, i, str})
			if colonFollows(s[i:]) {
				for k := first; k < len(list); k++ {
					if list[k].kind == str {
						list[k].kind = name
					}
				}
			}
			return list, i
		}
		i++
	}
	return piece(list, from, len(s)), len(s)
}

// piece adds a piece of a string, unless placeholders leave nothing of it.
func piece(list []token, start, end int) []token {
	if start < end {
		list = append(list, token{start, end, str})
	}
	return list
}

func colonFollows(s string) bool {
	for i := range len(s) {
		if s[i] != ' ' && s[i] != '\t' {
			return s[i] == ':'
		}
	}
	return false
}
