package run

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/token"
)

// refused are names whose native code can run or allocate without end in a single step, where no
// interrupt reaches it, or that lead to such names.
var refused = map[string]bool{
	"Array": true, "ArrayBuffer": true, "SharedArrayBuffer": true, "DataView": true, "Int8Array": true,
	"Uint8Array": true, "Uint8ClampedArray": true, "Int16Array": true, "Uint16Array": true, "Int32Array": true,
	"Uint32Array": true, "Float32Array": true, "Float64Array": true, "BigInt64Array": true, "BigUint64Array": true,
	"BigInt": true, "RegExp": true, "Proxy": true, "Reflect": true, "Function": true, "eval": true, "globalThis": true,
	"constructor": true, "__proto__": true, "prototype": true, "length": true, "repeat": true, "padStart": true,
	"padEnd": true, "fill": true, "from": true, "assign": true, "defineProperty": true, "defineProperties": true,
	"fromEntries": true, "call": true, "apply": true, "bind": true, "copyWithin": true, "match": true,
	"matchAll": true, "search": true, "setPrototypeOf": true, "create": true, "with": true, "toSpliced": true,
}

// gate parses a script and refuses what the watch could not stop. length may be read, but neither
// set nor named in an object. What is refused fails like an exception on the platform would.
func gate(source string, size int) (*goja.Program, error) {
	if size > scriptSize {
		return nil, errors.New("script too long for the emulator")
	}
	tree, err := parser.ParseFile(nil, "action.js", source, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, err
	}
	g := &gatekeeper{seen: make(map[uintptr]bool)}
	if g.walk(reflect.ValueOf(tree.Body), 0); g.err != nil {
		return nil, g.err
	}
	return goja.CompileAST(tree, true)
}

// gatekeeper visits every node of a syntax tree.
type gatekeeper struct {
	seen map[uintptr]bool
	err  error
}

func (g *gatekeeper) refuse(what string) {
	if g.err == nil {
		g.err = fmt.Errorf("the emulator does not run scripts that use %s", what)
	}
}

const deepest = 400

// walk goes through a value of any type: goja's syntax tree has no visitor of its own.
func (g *gatekeeper) walk(v reflect.Value, depth int) {
	if g.err != nil || !v.IsValid() {
		return
	}
	if depth > deepest {
		g.refuse("deep nesting")
		return
	}
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			g.walk(v.Elem(), depth+1)
		}
	case reflect.Pointer:
		if v.IsNil() || g.seen[v.Pointer()] {
			return
		}
		g.seen[v.Pointer()] = true
		g.check(v)
		g.walk(v.Elem(), depth+1)
	case reflect.Slice:
		for n := range v.Len() {
			g.walk(v.Index(n), depth+1)
		}
	case reflect.Struct:
		for n := range v.NumField() {
			if v.Type().Field(n).IsExported() && v.Type().Field(n).Name != "File" {
				g.walk(v.Field(n), depth+1)
			}
		}
	}
}

// check judges one node.
func (g *gatekeeper) check(v reflect.Value) {
	switch n := v.Interface().(type) {
	case *ast.Identifier:
		if name := n.Name.String(); refused[name] && name != "length" {
			g.refuse(name)
		}
	case *ast.DotExpression:
		if name := n.Identifier.Name.String(); name == "length" {
			g.seen[reflect.ValueOf(&n.Identifier).Pointer()] = true
		} else if refused[name] {
			g.refuse(name)
		}
	case *ast.BracketExpression:
		switch m := n.Member.(type) {
		case *ast.NumberLiteral:
		case *ast.StringLiteral:
			if refused[m.Value.String()] {
				g.refuse(m.Value.String())
			}
		default:
			g.refuse("computed names")
		}
	case *ast.AssignExpression:
		if d, ok := n.Left.(*ast.DotExpression); ok && d.Identifier.Name == "length" {
			g.refuse("assignment to length")
		}
	case *ast.UnaryExpression:
		if d, ok := n.Operand.(*ast.DotExpression); ok && d.Identifier.Name == "length" &&
			(n.Operator == token.INCREMENT || n.Operator == token.DECREMENT) {
			g.refuse("assignment to length")
		}
	case *ast.PropertyKeyed:
		key, ok := n.Key.(*ast.StringLiteral)
		if !ok || n.Computed || refused[key.Value.String()] {
			g.refuse("this property name")
		}
	case *ast.RegExpLiteral:
		g.refuse("regular expressions")
	case *ast.WithStatement, *ast.ClassLiteral, *ast.YieldExpression, *ast.MetaProperty:
		g.refuse("this statement")
	}
}
