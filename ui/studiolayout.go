package ui

import "keydesk/ui/dialog"

// Sizes at which the studio changes its shape, in cells.
const (
	studioSides  = 70  // wider: list and preview side by side
	listSides    = 110 // wider: the list has the larger part
	formSides    = 100 // wider: form and preview side by side
	studioStacks = 20  // at least as high: the preview stands below the form
)

// studioLayout is where everything of the studio stands. Like the desk's, it is
// the one answer that drawing and clicking read.
type studioLayout struct {
	rules  bool // lines below the title and above the keys
	work   rect // the list, the form or the comparison
	aside  rect // the preview; without rows when it is behind its key
	divide int  // column of the rule between them, -1 where they are not side by side
}

// studioLayout answers for a screen of width×height cells: side by side from a
// width on, below each other where there is height for it, else the preview is
// behind its key.
func (r *studioRoom) studioLayout(width, height int) studioLayout {
	l := studioLayout{divide: -1}
	body := rect{0, 1, width, height - 2}
	if r.deps.Plain {
		body.h-- // the row that says what changed
	} else if height >= dialog.Tall {
		l.rules, body = true, rect{0, 2, width, height - 4}
	}
	if r.needsWrite() != "" { // the row that says so
		body.y, body.h = body.y+1, body.h-1
	}
	sides := studioSides
	if r.form != nil || r.merge != nil {
		sides = formSides
	}
	l.work = rect{1, body.y, width - 2, body.h}
	switch {
	case width >= sides && !r.deps.Plain:
		l.divide = width * 11 / 20
		if sides == studioSides {
			if l.divide = max(38, width/2); width >= listSides {
				l.divide = width * 5 / 8
			}
		}
		l.work.w = l.divide - 2
		l.aside = rect{l.divide + 2, body.y, width - l.divide - 3, body.h}
	case body.h >= studioStacks-4 && r.form != nil && !r.deps.Plain:
		below := body.h * 2 / 5
		l.work.h = body.h - below - 1
		l.aside = rect{1, body.y + body.h - below, width - 2, below}
	}
	return l
}

// listHead is how many rows stand above the actions: the filter's.
func (a *studioRoom) listHead() int {
	if a.filter != nil || a.list.Filtered() != "" {
		return 1
	}
	return 0
}
