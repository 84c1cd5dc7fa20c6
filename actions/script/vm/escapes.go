package vm

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
)

// escapes finds the escape of the last character of all, and every other one so that none is taken apart.
var escapes = regexp.MustCompile(`(?s)\\(?:u\{0*10[fF]{4}\}|.)`)

// parseSource parses source, with the last character of all written as a pair where the parser panics
// at its escape; length is that of what it parsed.
func parseSource(source string) (tree *ast.Program, length int, err error) {
	if tree, err, ok := tryParse(source); ok {
		return tree, len(source), err
	}
	source = escapes.ReplaceAllStringFunc(source, func(escape string) string {
		if strings.HasPrefix(escape, `\u{`) {
			return `\udbff\udfff`
		}
		return escape
	})
	if tree, err, ok := tryParse(source); ok {
		return tree, len(source), err
	}
	return nil, 0, parser.ErrorList{{Message: "This code cannot be read here; an escape in it may be wrong."}}
}

// tryParse says of code that the parser panicked at that it is not ok.
func tryParse(source string) (tree *ast.Program, err error, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			tree, err, ok = nil, nil, false
		}
	}()
	tree, err = parser.ParseFile(nil, sourceName, source, 0, parser.WithDisableSourceMaps)
	return tree, err, true
}

// Escapes behind any number of other ones: of characters that there are none of, and of three octal
// digits, which the engine takes for one character where browsers take two.
var (
	beyond = regexp.MustCompile(`(?s)^((?:[^\\]|\\.)*?)\\u\{0*(?:1[1-9a-fA-F][0-9a-fA-F]{4}|[2-9a-fA-F][0-9a-fA-F]{5}|[1-9a-fA-F][0-9a-fA-F]{6,})\}`)
	octal  = regexp.MustCompile(`(?s)^(?:[^\\]|\\.)*?\\[4-7][0-7]{2}`)
)

// explainEscape places a failure at a \u{…} beyond the last character, which the parser calls illegal
// without saying why.
func explainEscape(f *Failure, code string) bool {
	found := beyond.FindStringSubmatch(code)
	if found == nil {
		return false
	}
	lines := splitLines(found[1])
	last := lines[len(lines)-1]
	*f = Failure{Kind: "syntax", Message: `A character written as \u{…} can be 10FFFF at most.`,
		Line: len(lines), Column: utf8.RuneCountInString(last) + 1}
	return true
}
