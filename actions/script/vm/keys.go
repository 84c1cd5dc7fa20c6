package vm

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// heldKey is a variable of the wrapper that no source can write.
const heldKey = unistring.String("\x00key")

// mendKeys makes the key of o[k] += 1 and o[k]++ a text once: the engine makes it one for reading and
// again for writing, which shows where k is an object. o[k] becomes
//
//	o[typeof (key = k) === 'object' ? `${key}` : key]
//
// where nothing can come between setting key and reading it, so that one variable serves all.
func mendKeys(tree *ast.Program) {
	mended := false
	mend := func(target ast.Expression) {
		if b, ok := target.(*ast.BracketExpression); ok && !isPlainKey(b.Member) {
			b.Member = keyOnce(b.Member)
			mended = true
		}
	}
	walk(tree, func(n any) bool {
		switch n := n.(type) {
		case *ast.AssignExpression:
			if n.Operator != token.ASSIGN {
				mend(n.Left)
			}
		case *ast.UnaryExpression:
			if n.Operator == token.INCREMENT || n.Operator == token.DECREMENT {
				mend(n.Operand)
			}
		}
		return true
	})
	if !mended {
		return
	}
	wrapper := tree.Body[0].(*ast.ExpressionStatement).Expression.(*ast.FunctionLiteral)
	wrapper.DeclarationList = append(wrapper.DeclarationList,
		&ast.VariableDeclaration{List: []*ast.Binding{{Target: identifier(heldKey, wrapper.Body.LeftBrace)}}})
}

// isPlainKey says whether an expression cannot be an object.
func isPlainKey(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.NumberLiteral, *ast.StringLiteral, *ast.UnaryExpression:
		return true
	case *ast.BinaryExpression:
		return e.Operator != token.LOGICAL_AND && e.Operator != token.LOGICAL_OR && e.Operator != token.COALESCE
	case *ast.TemplateLiteral:
		return e.Tag == nil
	}
	return false
}

func keyOnce(k ast.Expression) ast.Expression {
	at := k.Idx0()
	key := func() ast.Expression { return identifier(heldKey, at) }
	nothing := &ast.TemplateElement{Idx: at, Valid: true}
	set := &ast.AssignExpression{Operator: token.ASSIGN, Left: key(), Right: k}
	kind := &ast.UnaryExpression{Operator: token.TYPEOF, Idx: at, Operand: set}
	return &ast.ConditionalExpression{
		Test:       &ast.BinaryExpression{Operator: token.STRICT_EQUAL, Left: kind, Right: &ast.StringLiteral{Idx: at, Literal: "object", Value: "object"}},
		Consequent: &ast.TemplateLiteral{OpenQuote: at, CloseQuote: at, Expressions: []ast.Expression{key()}, Elements: []*ast.TemplateElement{nothing, nothing}},
		Alternate:  key(),
	}
}
