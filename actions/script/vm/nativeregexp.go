package vm

import (
	"errors"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"

	"keydesk/actions/script/jsregexp"
)

// expressions are the regular expressions of a run, by their place; the same source is read once.
type expressions struct {
	list  []*jsregexp.Program
	known map[string]int
	text  goja.String // the last text that was searched
	units []uint16
}

func units(s goja.String) []uint16 {
	list := make([]uint16, s.Length())
	for i := range list {
		list[i] = s.CharAt(i)
	}
	return list
}

func stringOf(v goja.Value) goja.String {
	if s, ok := v.(goja.String); ok {
		return s
	}
	s, _ := v.ToString().(goja.String)
	return s
}

// nativeRegexpCompile gives the number of an expression, or what is wrong with it; what is right
// and not to be had here begins with an exclamation mark.
func (m *Machine) nativeRegexpCompile(a args) goja.Value {
	source, flags := stringOf(a.call.Argument(0)), a.text(1)
	list := units(source)
	key := string(unistring.FromUtf16(append([]uint16{unistring.BOM}, list...))) + "\x00" + flags
	if id, ok := m.expressions.known[key]; ok {
		return m.rt.ToValue(id)
	}
	program, err := jsregexp.Compile(list, flags)
	if err != nil {
		var failure *jsregexp.Error
		if errors.As(err, &failure) && failure.Unsupported {
			return m.rt.ToValue("!" + failure.Message)
		}
		return m.rt.ToValue(err.Error())
	}
	e := &m.expressions
	if e.known == nil {
		e.known = map[string]int{}
	}
	e.list = append(e.list, program)
	e.known[key] = len(e.list) - 1
	return m.rt.ToValue(len(e.list) - 1)
}

// nativeRegexpNames gives names and numbers of groups in turn.
func (m *Machine) nativeRegexpNames(a args) goja.Value {
	var flat []any
	for _, g := range m.expressions.list[a.number(0)].Names {
		flat = append(flat, g.Name, g.Number)
	}
	return m.rt.NewArray(flat...)
}

// nativeRegexpExec gives the beginnings and ends of a match and its groups, or null.
func (m *Machine) nativeRegexpExec(a args) goja.Value {
	e, text := &m.expressions, stringOf(a.call.Argument(1))
	if e.text == nil || e.text.Length() != text.Length() || !e.text.StrictEquals(text) {
		e.text, e.units = text, units(text)
	}
	// A search that is stopped ends with the run: the interrupt is pending by then.
	found, err := e.list[a.number(0)].Exec(e.units, int(a.number(2)), a.call.Argument(3).ToBoolean(), m.expired.Load)
	if err != nil || found == nil {
		return goja.Null()
	}
	flat := make([]any, len(found))
	for i, n := range found {
		flat[i] = n
	}
	return m.rt.NewArray(flat...)
}

func (m *Machine) nativeIsRegExp(a args) goja.Value {
	o, ok := a.call.Argument(0).(*goja.Object)
	return m.rt.ToValue(ok && o.ClassName() == "RegExp")
}

// checkPattern says what is wrong with an expression in the source.
func checkPattern(n *ast.RegExpLiteral) *jsregexp.Error {
	_, err := jsregexp.Compile(units(stringOf(goja.New().ToValue(n.Pattern))), n.Flags)
	var failure *jsregexp.Error
	errors.As(err, &failure)
	return failure
}

// mendExpressions has the desk's own matcher make every expression of the source.
func mendExpressions(tree *ast.Program) {
	replace(tree, func(e ast.Expression) ast.Expression {
		n, ok := e.(*ast.RegExpLiteral)
		if !ok {
			return e
		}
		text := func(s string) ast.Expression {
			return &ast.StringLiteral{Idx: n.Idx, Literal: s, Value: unistring.NewFromString(s)}
		}
		return &ast.CallExpression{Callee: &ast.Identifier{Name: "\x00regexp", Idx: n.Idx}, LeftParenthesis: n.Idx,
			ArgumentList: []ast.Expression{text(n.Pattern), text(n.Flags)}, RightParenthesis: n.Idx1() - 1}
	})
}
