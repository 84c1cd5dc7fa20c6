package template

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Piece is a stretch of a template: literal text, or the name of a value.
type Piece struct {
	// lit is the literal text; for a value it is empty.
	Lit string
	// name is the path as written, e.g. contact.name; empty for a literal.
	Name string
	// whole is the path with the question mark that may belong to its last key: contact.metadata.plan?
	whole string
	// optional values ("{{contact.metadata.plan?}}") may be absent: they become empty.
	optional bool
	// single marks the document's {phone} form.
	single bool
	// start is where the piece begins in the template.
	Start int
}

// maxName bounds a placeholder: a forgotten "}}" must not swallow the rest of a body.
const maxName = 200

// Parse splits text at its placeholders. {{ path }} holds everywhere; {name} is looked for
// only when single is set (URLs). {{'text'}} stands for text itself, which is how a literal {{ is
// written. Values are opaque: nothing here looks at data.
func Parse(field, text string, single bool) ([]Piece, error) {
	var out []Piece
	lit, i := 0, 0
	flush := func(to int) {
		if to > lit {
			out = append(out, Piece{Lit: text[lit:to], Start: lit})
		}
	}
	for i < len(text) {
		next := strings.IndexByte(text[i:], '{')
		if next < 0 {
			break
		}
		i += next
		if strings.HasPrefix(text[i:], "{{") {
			p, size, err := parseDouble(field, text, i)
			if err != nil {
				return nil, err
			}
			flush(i)
			out = append(out, p)
			i += size
			lit = i
			continue
		}
		if name, size := parseSingle(text[i:]); single && size > 0 {
			flush(i)
			out = append(out, Piece{Name: name, single: true, Start: i})
			i += size
			lit = i
			continue
		}
		i++
	}
	flush(len(text))
	return out, nil
}

// parseDouble reads the placeholder that starts at text[at:]; size is its length.
func parseDouble(field, text string, at int) (p Piece, size int, err error) {
	bad := func(format string, args ...any) (Piece, int, error) {
		return Piece{}, 0, &Error{Field: field, Reason: fmt.Sprintf(format, args...), Offset: at,
			Hint: "a placeholder looks like {{contact.name}}, and a literal {{ is written {{'{{'}}"}
	}
	body := text[at+2:]
	if inner := strings.TrimLeft(body, " \t"); strings.HasPrefix(inner, "'") {
		lit, after, ok := strings.Cut(inner[1:], "'")
		rest := strings.TrimLeft(after, " \t")
		if ok && strings.HasPrefix(rest, "}}") {
			return Piece{Lit: lit, Start: at}, len(text) - at - len(rest) + 2, nil
		}
	}
	end := closing(body)
	if end < 0 {
		p, size, err = bad("{{ has no closing }}")
		if near := Completed(BegunName(strings.TrimLeft(body, " \t")), KnownNames()); near != "" {
			err.(*Error).Hint = "did you mean {{" + near + "}}?"
		}
		return p, size, err
	}
	name := strings.TrimSpace(body[:end])
	if name == "" {
		return bad("{{}} has no name in it")
	}
	p = Piece{Start: at}
	p.Name, p.optional = strings.CutSuffix(name, "?")
	p.Name = strings.TrimRight(p.Name, " \t")
	if p.optional {
		p.whole = name
	}
	if !validName(p.Name) {
		p, size, err = bad("%s is no placeholder", Quote("{{"+name+"}}"))
		if rest, ok := strings.CutPrefix(name, "contact.metadata."); ok && rest != "" {
			err.(*Error).Hint = "a key with such signs stands in brackets: {{contact.metadata" + spellKey(rest, true) + "}}"
		}
		return p, size, err
	}
	return p, end + 4, nil
}

// closing is where the }} of a placeholder stands; keys in brackets and quotes are passed over.
func closing(body string) int {
	for i := 0; i < len(body); i++ {
		switch {
		case strings.HasPrefix(body[i:], "}}"):
			return i
		case body[i] == '[':
			if _, size := bracket(body[i:]); size > 0 {
				i += size - 1
			}
		}
	}
	return -1
}

// validName accepts what can be a path: parts joined by dots, or keys in brackets. Keys of metadata
// are free text, so letters of any script, spaces and most signs are fine between dots; quotes, braces
// and controls are not, and stand in brackets.
func validName(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	if !unicode.IsLetter(first) && first != '_' {
		return false
	}
	for rest := name; ; {
		i := strings.IndexByte(rest, '[')
		size := 0
		if i >= 0 {
			if _, size = bracket(rest[i:]); size == 0 {
				i = -1
			}
		}
		if i < 0 {
			return validRun(rest, len(rest) == len(name))
		}
		if head := rest[:i]; head != "" && !validRun(head, len(rest) == len(name)) {
			return false
		}
		if rest = rest[i+size:]; rest == "" {
			return true
		}
		if rest[0] != '.' && rest[0] != '[' {
			return false
		}
	}
}

// validRun checks a stretch of a name without brackets; all but the first begin with a dot.
func validRun(run string, first bool) bool {
	if !first {
		run = strings.TrimPrefix(run, ".")
	}
	if run == "" || len(run) > maxName || strings.HasPrefix(run, ".") || strings.HasSuffix(run, ".") || strings.Contains(run, "..") {
		return false
	}
	for _, r := range run {
		if !nameRune(r) {
			return false
		}
	}
	return true
}

// nameRune reports whether a character may stand in a name outside of brackets.
func nameRune(r rune) bool {
	return !unicode.IsControl(r) && r != utf8.RuneError && !strings.ContainsRune(`{}"'\|`+"`", r)
}

// parseSingle reads {name} at the start of text; size 0 means it is something else, such as JSON.
func parseSingle(text string) (name string, size int) {
	end := strings.IndexByte(text, '}')
	if end < 2 || end > 64 {
		return "", 0
	}
	name = text[1:end]
	for i := range len(name) {
		c := name[i]
		if c != '_' && !IsLetter(c) && (i == 0 || !IsDigit(c)) {
			return "", 0
		}
	}
	return name, end + 1
}

// IsLetter reports a letter of ASCII.
func IsLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// IsDigit reports a digit of ASCII.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }
