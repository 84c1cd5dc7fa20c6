package vm

import (
	"reflect"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
)

// findings is what looking through a snippet's tree gave.
type findings struct {
	awaits      bool   // there is an await outside every inner function
	wrong       string // what is wrong with the first bad text or regular expression
	unsupported bool   // it is right, and not to be had here
	at          file.Idx
}

// inspect looks through the whole tree.
func inspect(tree *ast.Program) findings {
	var f findings
	inner := 0
	var visit func(n any)
	visit = func(n any) {
		walk(n, func(n any) bool {
			switch n := n.(type) {
			case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
				inner++
				walkChildren(n, visit)
				inner--
				return false
			case *ast.AwaitExpression:
				f.awaits = f.awaits || inner <= 1 // the wrapper is the first function
			case *ast.StringLiteral:
				if octal.MatchString(n.Literal) && f.wrong == "" {
					f.wrong, f.unsupported, f.at = `The escapes \400 to \777 are two characters in a browser, but not here; write \400 as \x200.`, true, n.Idx
				}
			case *ast.RegExpLiteral:
				if e := checkPattern(n); e != nil && f.wrong == "" {
					f.wrong, f.unsupported, f.at = e.Message, e.Unsupported, n.Idx
				}
			}
			return true
		})
	}
	visit(tree)
	return f
}

// markLoops gives every loop a place of its own in the compiled code, so that an interrupt in one
// that holds nothing else, such as while (true) {}, still knows its line. The mark is !new.target,
// which is allowed wherever a loop is and does nothing.
func markLoops(tree *ast.Program) {
	mark := func(body *ast.Statement, at file.Idx) {
		nothing := &ast.ExpressionStatement{Expression: &ast.UnaryExpression{Operator: token.NOT, Idx: at,
			Operand: &ast.MetaProperty{Meta: &ast.Identifier{Name: "new", Idx: at},
				Property: &ast.Identifier{Name: "target", Idx: at}, Idx: at}}}
		*body = &ast.BlockStatement{LeftBrace: at, List: []ast.Statement{nothing, *body}, RightBrace: at}
	}
	walk(tree, func(n any) bool {
		switch n := n.(type) {
		case *ast.WhileStatement:
			mark(&n.Body, n.While)
		case *ast.DoWhileStatement:
			mark(&n.Body, n.Do)
		case *ast.ForStatement:
			mark(&n.Body, n.For)
		}
		return true
	})
}

// walk calls visit for n and, where it says true, for everything below.
func walk(n any, visit func(any) bool) {
	v := reflect.ValueOf(n)
	if n == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return
	}
	if visit(n) {
		walkChildren(n, func(child any) { walk(child, visit) })
	}
}

// walkChildren finds the nodes right below n. goja's tree has no visitor of its own.
func walkChildren(n any, visit func(any)) {
	v := reflect.ValueOf(n)
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.Kind() == reflect.Struct {
		fields(v, visit)
	}
}

func fields(v reflect.Value, visit func(any)) {
	for i := range v.NumField() {
		if t := v.Type().Field(i); t.IsExported() && t.Name != "DeclarationList" && t.Name != "File" {
			descend(v.Field(i), visit)
		}
	}
}

func descend(v reflect.Value, visit func(any)) {
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			descend(v.Elem(), visit)
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().Kind() == reflect.Struct {
			visit(v.Interface())
		}
	case reflect.Slice:
		for i := range v.Len() {
			descend(v.Index(i), visit)
		}
	case reflect.Struct:
		fields(v, visit)
	}
}

// replace puts what change gives in the place of every expression.
func replace(tree *ast.Program, change func(ast.Expression) ast.Expression) {
	expression := reflect.TypeFor[ast.Expression]()
	var inside func(v reflect.Value)
	inside = func(v reflect.Value) {
		if v.Type() == expression && v.CanSet() && !v.IsNil() {
			old := v.Interface().(ast.Expression)
			if now := change(old); now != old {
				v.Set(reflect.ValueOf(now))
			}
		}
		switch v.Kind() {
		case reflect.Interface, reflect.Pointer:
			if !v.IsNil() {
				inside(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				inside(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if t := v.Type().Field(i); t.IsExported() && t.Name != "DeclarationList" && t.Name != "File" {
					inside(v.Field(i))
				}
			}
		}
	}
	inside(reflect.ValueOf(tree))
}
