package vm

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
)

// sourceName is the file name of a snippet in goja's positions.
const sourceName = "script"

// The wrapper stands on lines of its own, so that a comment at the end of a snippet stays one and
// columns are the author's.
const (
	openSync  = "(function () {\n"
	openAsync = "(async function () {\n"
	closing   = "\n})"
)

// Check says whether code would run as far as its syntax goes.
func Check(code string) *Failure {
	_, failure := compile(code)
	return failure
}

// compile makes a program of a snippet whose value is a function without parameters. A snippet
// that awaits at its top level becomes an async function, any other one an ordinary function,
// because an exception in that one still knows where it was thrown.
func compile(code string) (*goja.Program, *Failure) {
	tree, failure := parse(openAsync, code)
	if failure != nil {
		return nil, failure
	}
	found := inspect(tree)
	if found.wrong != "" {
		return nil, patternFailure(tree.File, found, splitLines(code))
	}
	if !found.awaits {
		if tree, failure = parse(openSync, code); failure != nil {
			return nil, failure
		}
	}
	mend(tree)
	mendExpressions(tree)
	markLoops(tree)
	program, err := goja.CompileAST(tree, false)
	if err != nil {
		return nil, syntaxFailure(err, splitLines(code))
	}
	return program, nil
}

// parse reads the snippet as the body of one function and nothing else.
func parse(open, code string) (*ast.Program, *Failure) {
	tree, length, err := parseSource(open + code + closing)
	if err != nil {
		f := syntaxFailure(err, splitLines(code))
		explainEscape(f, code)
		return nil, f
	}
	end, ok := bodyEnd(tree)
	if ok && end == length-len(closing)+1 {
		return tree, nil
	}
	// The function ended before the code did: a brace of the author's closed it.
	lines := splitLines(code)
	f := &Failure{Kind: "syntax", Message: "There is a closing brace too many."}
	if end > 0 {
		f.place(tree.File.Position(end), lines)
	}
	return nil, f
}

// bodyEnd is the offset of the brace that closes the wrapper, and whether the program is nothing
// but the wrapper.
func bodyEnd(tree *ast.Program) (end int, only bool) {
	if len(tree.Body) == 0 {
		return 0, false
	}
	statement, ok := tree.Body[0].(*ast.ExpressionStatement)
	if !ok {
		return 0, false
	}
	expression := statement.Expression
	if f, ok := expression.(*ast.FunctionLiteral); ok {
		return int(f.Body.RightBrace) - 1, len(tree.Body) == 1
	}
	return firstBrace(expression), false
}

// firstBrace finds where the wrapper's function ends when the expression goes on behind it.
func firstBrace(e ast.Expression) int {
	var found *ast.FunctionLiteral
	walk(e, func(n any) bool {
		if f, ok := n.(*ast.FunctionLiteral); ok && found == nil {
			found = f
		}
		return found == nil
	})
	if found == nil {
		return 0
	}
	return int(found.Body.RightBrace) - 1
}

// syntaxFailure turns goja's parse and compile errors into one for the author.
func syntaxFailure(err error, lines []string) *Failure {
	f := &Failure{Kind: "syntax"}
	var list parser.ErrorList
	var compiled *goja.CompilerSyntaxError
	switch {
	case errors.As(err, &list) && len(list) > 0:
		f.Message = list[0].Message
		f.place(list[0].Position, lines)
		if list[0].Position.Line > len(lines)+1 { // behind the code, in the wrapper
			f.Message = "The code ends too early: a closing brace, bracket or quote is missing."
		}
	case errors.As(err, &compiled):
		f.Message = compiled.Message
		if compiled.File != nil {
			f.place(compiled.File.Position(compiled.Offset), lines)
		}
	default:
		f.Message = strings.TrimPrefix(err.Error(), "SyntaxError: ")
	}
	f.Message = strings.TrimPrefix(f.Message, "SyntaxError: ")
	if f.Line > 0 && f.Line <= len(lines) {
		explainSyntax(f, lines[f.Line-1])
	}
	if !strings.HasSuffix(f.Message, ".") {
		f.Message += "."
	}
	return f
}

// explainSyntax says in better words what the language has and this engine has not.
func explainSyntax(f *Failure, line string) {
	rest := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(rest, "import ") || strings.HasPrefix(rest, "import{") || strings.Contains(rest, "import("),
		strings.HasPrefix(rest, "export "):
		f.Kind, f.Message = "unsupported", "A script cannot import or export modules."
	case strings.Contains(rest, "for await"):
		f.Kind, f.Message = "unsupported", "for await is not available here; await each promise in an ordinary loop."
	case strings.Contains(f.Message, "Async generators"):
		f.Kind, f.Message = "unsupported", "Async generators are not available here."
	}
}

// place takes over a position in the wrapped source as one in the author's code. What lies behind
// it, such as a missing brace, is placed at its end.
func (f *Failure) place(p file.Position, lines []string) {
	line := p.Line - 1
	if line < 1 {
		return
	}
	if line > len(lines) {
		line = len(lines)
		f.Line, f.Column = line, utf8.RuneCountInString(lines[line-1])+1
		return
	}
	text := lines[line-1]
	f.Line, f.Column = line, utf8.RuneCountInString(text[:min(max(p.Column-1, 0), len(text))])+1
}

// splitLines splits code where goja counts lines.
func splitLines(code string) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(code), "\n")
}
