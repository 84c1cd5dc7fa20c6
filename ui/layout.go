package ui

import "keydesk/ui/dialog"

// Sizes at which the desk changes its shape, in cells.
const (
	minWidth, minHeight = 40, 10 // below: one line that says so
	threePanes          = 140    // wider: the contact panel stands on the right
	panelWidth          = 38
	twoPanes            = 70 // narrower: list or conversation, not both
)

// rect is a part of the screen in cells.
type rect struct{ x, y, w, h int }

func (r rect) contains(x, y int) bool {
	return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h
}

// layout is where everything stands. Drawing and clicking both read this one
// answer, so they cannot disagree. A part that is not shown has height 0.
type layout struct {
	width, height int
	tooSmall      bool
	single        bool // one pane at a time
	title         rect
	top, bottom   rect // rules across the screen
	list          rect
	divide        int // column of the rule between the panes, -1 in one pane
	head, bar     rect
	headRule      rect
	thread        rect
	find          rect // the line of what is looked for, below the thread
	panel         rect // the contact panel, right of the conversation
	panelDivide   int  // column of the rule before it, where panel.w > 0
	composeRule   rect
	compose       rect
	announce      rect // the row that says what changed, for ears
	footer        rect
}

// arrangePlain answers like arrange, for somebody who listens: one pane at a
// time, no rules, and a row above the footer that says what changed.
func arrangePlain(w, h int, conversation bool, composeRows int) layout {
	l := layout{width: w, height: h, divide: -1, single: true}
	if w < minWidth || h < minHeight {
		l.tooSmall = true
		return l
	}
	l.title = rect{0, 0, w, 1}
	l.announce, l.footer = rect{0, h - 2, w, 1}, rect{0, h - 1, w, 1}
	body := rect{0, 1, w, h - 3}
	if !conversation {
		l.list = body
		return l
	}
	l.arrangeRight(body, true, composeRows)
	return l
}

// arrange answers where everything stands on a screen of w×h cells.
// conversation says which pane a one-pane screen shows; composeRows is how many
// rows the composer wants.
func arrange(w, h int, conversation bool, composeRows int) layout {
	l := layout{width: w, height: h, divide: -1}
	if w < minWidth || h < minHeight {
		l.tooSmall = true
		return l
	}
	l.single = w < twoPanes
	roomy := h >= dialog.Tall
	body := rect{0, 0, w, h - 1}
	l.footer = rect{0, h - 1, w, 1}
	if roomy {
		l.title = rect{0, 0, w, 1}
		l.top = rect{0, 1, w, 1}
		l.bottom = rect{0, h - 2, w, 1}
		body = rect{0, 2, w, h - 4}
	}
	right := body
	if !l.single {
		l.list = rect{0, body.y, listWidth(w), body.h}
		l.divide = l.list.w
		right = rect{l.divide + 1, body.y, w - l.divide - 1, body.h}
	}
	switch {
	case l.single && !conversation:
		l.list = body
	default:
		l.arrangeRight(right, roomy, composeRows)
	}
	return l
}

// listWidth is how wide the list is: under a third where there is little room,
// and wide enough for previews where there is much.
func listWidth(w int) int {
	switch {
	case w < 100:
		return max(w*3/10, 26)
	case w <= 160:
		return min(w/3, 40)
	}
	return min(40+(w-160), 56)
}

// arrangeRight stacks the conversation: header, toolbar, thread, composer.
func (l *layout) arrangeRight(r rect, roomy bool, composeRows int) {
	y, bottom := r.y, r.y+r.h
	take := func(rows int) rect {
		part := rect{r.x, y, r.w, rows}
		y += rows
		return part
	}
	l.head = take(1)
	if roomy {
		l.bar = take(1)
		if l.top.h > 0 {
			l.headRule = take(1)
		}
	}
	rows := max(1, min(composeRows, r.h/2))
	l.compose = rect{r.x + 1, bottom - rows, r.w - 1, rows}
	bottom -= rows
	l.composeRule = rect{r.x, bottom - 1, r.w, 1}
	bottom--
	l.thread = rect{r.x, y, r.w, max(0, bottom-y)}
}

// takeFind makes room for the find line in the thread's last row.
func (l *layout) takeFind() {
	if l.thread.h > 1 {
		l.thread.h--
		l.find = rect{l.thread.x, l.thread.y + l.thread.h, l.thread.w, 1}
	}
}

// takePanel makes room for the contact panel at the right of the conversation.
func (l *layout) takePanel() {
	for _, part := range []*rect{&l.head, &l.bar, &l.headRule, &l.thread, &l.composeRule, &l.compose} {
		part.w = max(1, part.w-panelWidth-1)
	}
	l.panelDivide = l.width - panelWidth - 1
	l.panel = rect{l.width - panelWidth, l.head.y, panelWidth, l.list.h}
}
