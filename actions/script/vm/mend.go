package vm

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// mend rewrites what the engine computes wrongly into what it computes as browsers do.
func mend(tree *ast.Program) {
	walk(tree, func(n any) bool {
		if b, ok := n.(*ast.BinaryExpression); ok {
			mendComparison(b)
			mendBits(b)
		}
		return true
	})
	mendKeys(tree)
	hoistFunctions(tree)
}

// mendComparison makes numbers of truth values that are compared, as in 0 < x < 3: the engine says
// of true that it is less than nothing.
func mendComparison(b *ast.BinaryExpression) {
	if !orders(b.Operator) {
		return
	}
	for _, side := range []*ast.Expression{&b.Left, &b.Right} {
		if isTruth(*side) {
			*side = &ast.UnaryExpression{Operator: token.PLUS, Idx: (*side).Idx0(), Operand: *side}
		}
	}
}

func orders(op token.Token) bool {
	return op == token.LESS || op == token.GREATER || op == token.LESS_OR_EQUAL || op == token.GREATER_OR_EQUAL
}

// isTruth says whether an expression can only be true or false.
func isTruth(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.BooleanLiteral:
		return true
	case *ast.UnaryExpression:
		return e.Operator == token.NOT
	case *ast.BinaryExpression:
		switch e.Operator {
		case token.EQUAL, token.NOT_EQUAL, token.STRICT_EQUAL, token.STRICT_NOT_EQUAL, token.INSTANCEOF, token.IN:
			return true
		}
		return orders(e.Operator)
	}
	return false
}

// mendBits takes the remainder by 2³² before a bit operation with a number in the source, as in
// x | 0: the engine loses numbers beyond 64 bits. It is not done for two operands that may both be
// BigInts.
func mendBits(b *ast.BinaryExpression) {
	switch b.Operator {
	case token.OR, token.AND, token.EXCLUSIVE_OR, token.SHIFT_LEFT, token.SHIFT_RIGHT, token.UNSIGNED_SHIFT_RIGHT:
	default:
		return
	}
	if isInt32(b.Right) {
		b.Left = lowBits(b.Left)
	}
	if isInt32(b.Left) {
		b.Right = lowBits(b.Right)
	}
}

func isInt32(e ast.Expression) bool {
	n, ok := e.(*ast.NumberLiteral)
	if !ok {
		return false
	}
	v, ok := n.Value.(int64)
	return ok && v >= -1<<31 && v < 1<<32
}

func lowBits(e ast.Expression) ast.Expression {
	if isInt32(e) {
		return e
	}
	return &ast.BinaryExpression{Operator: token.REMAINDER, Left: e,
		Right: &ast.NumberLiteral{Idx: e.Idx1(), Literal: "4294967296", Value: int64(1 << 32)}}
}
