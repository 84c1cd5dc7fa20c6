package vm

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// hoistFunctions makes functions that are declared in a block known to the whole function around it,
// as browsers do in code that is not strict (annex B.3.3 of the standard): there is a variable of the
// same name, undefined at first, which gets the function when its declaration is reached.
func hoistFunctions(tree *ast.Program) {
	hoister{outer: &hoisted{}}.visit(tree)
}

// hoisted is a function whose blocks are looked through.
type hoisted struct {
	strict bool
	params names
	found  []unistring.String // the functions that become variables
}

type names map[unistring.String]bool

// hoister walks down with the names that the blocks around declare.
type hoister struct {
	outer  *hoisted
	blocks []names
}

func (h hoister) visit(n any) {
	walk(n, func(n any) bool {
		switch n := n.(type) {
		case *ast.FunctionLiteral:
			h.function(n.ParameterList, n.Body, &n.DeclarationList)
		case *ast.ArrowFunctionLiteral:
			body, _ := n.Body.(*ast.BlockStatement)
			if body == nil {
				walkChildren(n, h.visit)
				return false
			}
			h.function(n.ParameterList, body, &n.DeclarationList)
		case *ast.ClassLiteral:
			walkChildren(n, hoister{outer: &hoisted{strict: true}}.visit)
		case *ast.BlockStatement:
			n.List = h.block(n.List)
		case *ast.SwitchStatement:
			h.visit(n.Discriminant)
			h.cases(n.Body)
		case *ast.ForStatement, *ast.ForInStatement, *ast.ForOfStatement, *ast.CatchStatement:
			walkChildren(n, h.in(headNames(n)).visit)
		case *ast.IfStatement:
			if !h.outer.strict {
				braces(&n.Consequent)
				braces(&n.Alternate)
			}
			return true
		default:
			return true
		}
		return false
	})
}

// in is the hoister inside of a block that declares names.
func (h hoister) in(declared names) hoister {
	return hoister{outer: h.outer, blocks: append(slices.Clone(h.blocks), declared)}
}

// braces puts a function that is an if's whole branch into a block.
func braces(s *ast.Statement) {
	if f, ok := (*s).(*ast.FunctionDeclaration); ok {
		*s = &ast.BlockStatement{LeftBrace: f.Idx0(), List: []ast.Statement{f}, RightBrace: f.Idx1()}
	}
}

func (h hoister) function(params *ast.ParameterList, body *ast.BlockStatement, decls *[]*ast.VariableDeclaration) {
	f := &hoisted{strict: h.outer.strict || isStrict(body), params: names{"arguments": true}}
	boundNames(params, f.params)
	inner := hoister{outer: f, blocks: []names{lexicalNames(body.List, false)}}
	inner.visit(params)
	for _, s := range body.List {
		inner.visit(s)
	}
	var setters []ast.Statement
	for _, name := range f.found {
		*decls = append(*decls, &ast.VariableDeclaration{List: []*ast.Binding{{Target: identifier(name, body.LeftBrace)},
			{Target: identifier(setterOf(name), body.LeftBrace)}}})
		setters = append(setters, defineSetter(name, body.LeftBrace))
	}
	body.List = append(setters, body.List...)
}

func (h hoister) block(list []ast.Statement) []ast.Statement {
	return h.list(list, lexicalNames(list, true))
}

func (h hoister) cases(cases []*ast.CaseStatement) {
	var all []ast.Statement
	for _, c := range cases {
		all = append(all, c.Consequent...)
	}
	declared := lexicalNames(all, true)
	for _, c := range cases {
		h.visit(c.Test)
		c.Consequent = h.list(c.Consequent, declared)
	}
}

func (h hoister) list(list []ast.Statement, declared names) []ast.Statement {
	inner := h.in(declared)
	var out []ast.Statement
	for _, s := range list {
		out = append(out, s)
		f, ok := s.(*ast.FunctionDeclaration)
		if ok && h.may(f.Function) {
			name := f.Function.Name.Name
			h.outer.add(name)
			at := f.Function.Idx1() - 1
			out = append(out, &ast.ExpressionStatement{Expression: &ast.CallExpression{Callee: identifier(setterOf(name), at),
				LeftParenthesis: at, ArgumentList: []ast.Expression{identifier(name, at)}, RightParenthesis: at}})
		}
		inner.visit(s)
	}
	return out
}

// may says whether a function of a block becomes a variable: not where a variable would be an error.
func (h hoister) may(f *ast.FunctionLiteral) bool {
	if h.outer.strict || f.Async || f.Generator || f.Name == nil || h.outer.params[f.Name.Name] {
		return false
	}
	for _, b := range h.blocks {
		if b[f.Name.Name] {
			return false
		}
	}
	return true
}

func (f *hoisted) add(name unistring.String) {
	if !slices.Contains(f.found, name) {
		f.found = append(f.found, name)
	}
}

// setterOf is the name of what assigns to the variable where the block's own binding hides it; no
// source can write it.
func setterOf(name unistring.String) unistring.String { return "\x00" + name }

func identifier(name unistring.String, at file.Idx) *ast.Identifier {
	return &ast.Identifier{Name: name, Idx: at}
}

func defineSetter(name unistring.String, at file.Idx) ast.Statement {
	value := unistring.String("\x00value")
	set := &ast.ArrowFunctionLiteral{Start: at, ParameterList: &ast.ParameterList{List: []*ast.Binding{{Target: identifier(value, at)}}},
		Body: &ast.ExpressionBody{Expression: &ast.AssignExpression{Operator: token.ASSIGN, Left: identifier(name, at), Right: identifier(value, at)}}}
	return &ast.ExpressionStatement{Expression: &ast.AssignExpression{Operator: token.ASSIGN, Left: identifier(setterOf(name), at), Right: set}}
}

// lexicalNames are the names that a list of statements declares for its block alone.
func lexicalNames(list []ast.Statement, functions bool) names {
	found := names{}
	for _, s := range list {
		switch s := s.(type) {
		case *ast.LexicalDeclaration:
			for _, b := range s.List {
				boundNames(b.Target, found)
			}
		case *ast.ClassDeclaration:
			found[s.Class.Name.Name] = true
		case *ast.FunctionDeclaration:
			if functions {
				found[s.Function.Name.Name] = true
			}
		}
	}
	return found
}

// headNames are the names that the head of a loop or catch declares. A catch's plain name is none of
// them: a variable may have it too.
func headNames(n any) names {
	found := names{}
	into := func(f ast.ForInto) {
		if d, ok := f.(*ast.ForDeclaration); ok {
			boundNames(d.Target, found)
		}
	}
	switch n := n.(type) {
	case *ast.ForStatement:
		if l, ok := n.Initializer.(*ast.ForLoopInitializerLexicalDecl); ok {
			for _, b := range l.LexicalDeclaration.List {
				boundNames(b.Target, found)
			}
		}
	case *ast.ForInStatement:
		into(n.Into)
	case *ast.ForOfStatement:
		into(n.Into)
	case *ast.CatchStatement:
		if _, plain := n.Parameter.(*ast.Identifier); !plain && n.Parameter != nil {
			boundNames(n.Parameter, found)
		}
	}
	return found
}

// boundNames adds the names that a pattern or a list of parameters binds, and those in its defaults:
// one too many only leaves a function in its block.
func boundNames(n any, into names) {
	walk(n, func(n any) bool {
		switch n := n.(type) {
		case *ast.Identifier:
			into[n.Name] = true
		case *ast.PropertyShort:
			into[n.Name.Name] = true
		}
		return true
	})
}

func isStrict(body *ast.BlockStatement) bool {
	if body == nil {
		return false
	}
	for _, s := range body.List {
		e, ok := s.(*ast.ExpressionStatement)
		if !ok {
			return false
		}
		text, ok := e.Expression.(*ast.StringLiteral)
		if !ok {
			return false
		}
		if text.Value == "use strict" {
			return true
		}
	}
	return false
}
