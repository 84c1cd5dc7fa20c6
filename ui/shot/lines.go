package shot

import (
	"fmt"
	"strings"
)

// arms are the sides that a line character reaches from its middle.
type arms uint8

const (
	up arms = 1 << iota
	right
	down
	left
	round // the corner is an arc
)

// armsOf is 0 for characters that are no lines. Fonts leave gaps between rows,
// so lines are drawn as shapes, which join.
func armsOf(r rune) arms {
	switch r {
	case '─', '━':
		return left | right
	case '│', '┃':
		return up | down
	case '┌':
		return right | down
	case '┐':
		return left | down
	case '└':
		return up | right
	case '┘':
		return up | left
	case '├':
		return up | right | down
	case '┤':
		return up | down | left
	case '┬':
		return right | down | left
	case '┴':
		return up | right | left
	case '┼':
		return up | right | down | left
	case '╭':
		return right | down | round
	case '╮':
		return left | down | round
	case '╰':
		return up | right | round
	case '╯':
		return up | left | round
	case '╴':
		return left
	case '╶':
		return right
	}
	return 0
}

// box is a rectangle in pixels.
type box struct{ x, y, w, h float64 }

// path draws the arms in the cells of b.
func (a arms) path(b box) string {
	mx, my := px(b.x+b.w/2), px(b.y+b.h/2)
	edge := map[arms]string{
		up: mx + " " + px(b.y), right: px(b.x+b.w) + " " + my, down: mx + " " + px(b.y+b.h), left: px(b.x) + " " + my,
	}
	var ends []string
	for _, side := range []arms{up, down, left, right} {
		if a&side != 0 {
			ends = append(ends, edge[side])
		}
	}
	middle := mx + " " + my
	if a&round != 0 {
		return "M" + ends[0] + "Q" + middle + " " + ends[1]
	}
	var d strings.Builder
	if a&(left|right) == left|right {
		fmt.Fprintf(&d, "M%sL%s", edge[left], edge[right])
		a &^= left | right
	}
	if a&(up|down) == up|down {
		fmt.Fprintf(&d, "M%sL%s", edge[up], edge[down])
		a &^= up | down
	}
	last := ""
	for _, side := range []arms{up, down, left, right} {
		switch {
		case a&side == 0:
		case last == "":
			last = edge[side]
			fmt.Fprintf(&d, "M%sL%s", last, middle)
		default:
			fmt.Fprintf(&d, "L%s", edge[side])
		}
	}
	return d.String()
}

// block is the part of a cell that a block character fills, as a share of it;
// nothing for characters that are no blocks.
func block(r rune) (box, bool) {
	switch r {
	case '█':
		return box{0, 0, 1, 1}, true
	case '▌':
		return box{0, 0, .5, 1}, true
	case '▐':
		return box{.5, 0, .5, 1}, true
	case '▀':
		return box{0, 0, 1, .5}, true
	case '▄':
		return box{0, .5, 1, .5}, true
	case '▎':
		return box{0, 0, .25, 1}, true
	case '▏':
		return box{0, 0, .125, 1}, true
	}
	return box{}, false
}

// isShape reports whether r is drawn and not written.
func isShape(r rune) bool {
	_, filled := block(r)
	return filled || armsOf(r) != 0
}
