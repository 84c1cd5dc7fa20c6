package ui

import (
	"fmt"
	"strings"

	"keydesk/actions"
	"keydesk/ui/inbox"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// Sizes at which the studio changes its shape, in cells.
const (
	studioSides  = 70  // wider: list and preview side by side
	listSides    = 110 // wider: the list has the larger part
	formSides    = 100 // wider: form and preview side by side
	studioStacks = 20  // at least as high: the preview stands below the form
)

// draw fills the screen: a title, list or form with the preview, the keys.
func (s *studioScreen) draw(width, height int) panel {
	r := s.root
	a := &r.studio
	lines := make([]string, height)
	for i := range lines {
		lines[i] = text.Spaces(width)
	}
	if width < minWidth || height < minHeight {
		return panel{lines: r.drawTooSmall()}
	}
	body := rect{0, 1, width, height - 2}
	if r.deps.Plain {
		body.h-- // the row that says what changed
	} else if height >= tall {
		lines[1] = r.rule(width, -1, "")
		body = rect{0, 2, width, height - 4}
		lines[height-2] = r.rule(width, -1, "")
	}
	lines[0] = r.drawStudioTitle(width)
	if why := r.needsWrite(); why != "" {
		lines[body.y] = text.Pad(" "+r.theme.Warn.Render(cutWords("Read-only: "+why+". Preview and test work.", width-2, r.theme.Glyphs.Cut)), width)
		body.y, body.h = body.y+1, body.h-1
	}
	p := panel{lines: lines}
	switch {
	case a.merge != nil:
		r.drawStudioSides(lines, body, formSides, func(w, h int) ([]string, *studio.Point) { return a.merge.View(&r.theme, w, h), nil })
	case a.form != nil:
		if at := r.drawStudioSides(lines, body, formSides, a.form.View); at != nil {
			p.cursor = &point{body.x + 1 + at.X, body.y + at.Y}
		}
	default:
		if at := r.drawStudioSides(lines, body, studioSides, r.drawStudioList); at != nil {
			p.cursor = &point{at.X + 1, body.y + at.Y}
		}
	}
	foot := r.drawStudioFooter(width, s.scope())
	copy(lines[height-len(foot):], foot)
	return p
}

// drawStudioTitle says what is on the screen, and whose data the preview shows.
func (r *Root) drawStudioTitle(width int) string {
	a := &r.studio
	on, off := a.list.Counts()
	left := r.theme.Title.Render("Actions") + "  " + r.theme.Faint.Render(fmt.Sprintf("%d on, %d off", on, off))
	if a.list.Sorting() != studio.ByOrder {
		left += r.theme.Faint.Render(", by " + a.list.Sorting().String())
	}
	if a.form != nil {
		name := text.Line(a.form.Name())
		if name == "" {
			name = "(unnamed)"
		}
		state := "off"
		switch {
		case a.form.IsNew():
			state = "new"
		case a.form.Base.Active:
			state = "on"
		}
		left = r.theme.Title.Render(text.CutWith(name, max(8, width/2), r.theme.Glyphs.Cut)) + "  " + r.theme.Faint.Render(state)
		if a.form.Changed() && a.form.ReadOnly == "" {
			left += "  " + r.theme.Warn.Render("not saved")
		}
		if a.merge != nil {
			left += "  " + r.theme.Warn.Render("two versions")
		}
	}
	if a.busy != "" {
		left += "  " + r.theme.Accent.Render("saving"+r.theme.Glyphs.Cut)
	}
	right := "sample: " + a.sample.label
	room := width - text.Width(left) - 4
	if room < 12 {
		return text.Pad(" "+text.CutWith(left, width-1, r.theme.Glyphs.Cut), width)
	}
	right = text.CutWith(right, room, r.theme.Glyphs.Cut)
	return text.Pad(" "+left, width-text.Width(right)-1) + r.theme.Faint.Render(right) + " "
}

// drawStudioSides draws what is worked in and the preview: side by side from a
// width on, below each other where there is height for it, else the preview is
// behind its key.
func (r *Root) drawStudioSides(lines []string, body rect, sides int, work func(w, h int) ([]string, *studio.Point)) *studio.Point {
	put := func(rows []string, x, y, w, h int) {
		for i := 0; i < min(h, len(rows)); i++ {
			overlay(lines, []string{text.Pad(rows[i], w)}, x, y+i, body.w)
		}
	}
	r.studio.drawnAt = rect{body.x, body.y, body.w, body.h}
	switch {
	case body.w >= sides && !r.deps.Plain:
		left := body.w * 11 / 20
		if sides == studioSides {
			if left = max(38, body.w/2); body.w >= listSides {
				left = body.w * 5 / 8
			}
		}
		r.studio.drawnAt.w = left
		rows, at := work(left-2, body.h)
		put(rows, body.x+1, body.y, left-2, body.h)
		for y := range body.h {
			overlay(lines, []string{r.theme.Faint.Render(r.theme.Glyphs.V)}, left, body.y+y, body.w)
		}
		put(r.drawStudioAside(body.w-left-3, body.h), left+2, body.y, body.w-left-3, body.h)
		return at
	case body.h >= studioStacks-4 && r.studio.form != nil && !r.deps.Plain:
		below := body.h * 2 / 5
		rows, at := work(body.w-2, body.h-below-1)
		put(rows, 1, body.y, body.w-2, body.h-below-1)
		put([]string{r.rule(body.w, -1, "")}, 0, body.y+body.h-below-1, body.w, 1)
		put(r.drawStudioAside(body.w-2, below), 1, body.y+body.h-below, body.w-2, below)
		return at
	}
	rows, at := work(body.w-2, body.h)
	put(rows, 1, body.y, body.w-2, body.h)
	return at
}

// drawStudioList is the list, or why there is none.
func (r *Root) drawStudioList(w, h int) ([]string, *studio.Point) {
	a := &r.studio
	if a.problem != nil && !a.loaded {
		rows := text.Wrap(text.Line(a.problem.Error()), max(1, w-2))
		rows[0] = r.theme.Bad.Render(r.theme.Glyphs.Failed) + " " + rows[0]
		return append(rows, "", r.theme.Faint.Render(r.label("studio.reload")+" tries again")), nil
	}
	if !a.loaded {
		return []string{r.theme.Faint.Render("loading the actions" + r.theme.Glyphs.Cut)}, nil
	}
	var head []string
	var at *studio.Point
	switch {
	case a.filter != nil:
		line, column := a.filter.draw(max(1, w-3))
		head, at = []string{r.theme.Accent.Render(r.theme.Glyphs.Prompt) + " " + line}, &studio.Point{X: 2 + column}
	case a.list.Filtered() != "":
		head = []string{r.theme.Faint.Render(r.theme.Glyphs.Prompt+" ") + text.CutWith(text.Line(a.list.Filtered()), max(1, w-2), r.theme.Glyphs.Cut)}
	}
	a.drawnAt.y += len(head)
	look := studio.ListLook{Theme: &r.theme, Focused: a.filter == nil, When: r.whenRan}
	return append(head, a.list.View(look, w, h-len(head))...), at
}

// whenRan is the last run in a few cells.
func (r *Root) whenRan(run actions.Run) string {
	return stateMark(&r.theme, run.State) + " " + string(run.State) + " " + inbox.ShortTime(run.Started, r.deps.Now(), r.deps.Location, true)
}

// drawStudioAside is what stands beside the work: facts of the action under the bar,
// and the preview.
func (r *Root) drawStudioAside(w, h int) []string {
	var rows []string
	if r.studio.form == nil {
		rows = r.studioFacts(w)
	}
	head := "preview for " + r.studio.sample.label
	rows = append(rows, r.theme.Faint.Render(text.CutWith(head+" "+strings.Repeat(r.theme.Glyphs.H, max(0, w-text.Width(head)-1)), w, "")))
	plan := r.drawShown(w)
	if room := h - len(rows); len(plan) > room && room > 0 {
		key := r.label("studio.preview")
		if r.studio.form != nil {
			key = r.label("studio.show")
		}
		plan = append(append([]string(nil), plan[:room-1]...), r.theme.Faint.Render(text.CutWith("more: "+key, w, r.theme.Glyphs.Cut)))
	}
	return append(rows, plan...)
}

// factsFound is how many findings stand beside the list; the form has all.
const factsFound = 3

// studioFacts are what is known of the action under the bar.
func (r *Root) studioFacts(w int) []string {
	e, ok := r.studio.list.Selected()
	if !ok {
		return nil
	}
	var rows []string
	fact := func(label, value string) {
		if value = text.Line(value); value == "" {
			return
		}
		rows = append(rows, r.theme.Faint.Render(text.Pad(label, 10))+text.CutWith(value, max(1, w-10), r.theme.Glyphs.Cut))
	}
	rows = append(rows, r.theme.Strong.Render(text.CutWith(e.Name(), w, r.theme.Glyphs.Cut)))
	state := "off"
	if e.Stored.Active {
		state = "on for the team"
	}
	fact("State", state)
	fact("Type", studio.KindWord(e.Stored.Type))
	fact("Target", e.Target())
	fact("Key", e.Key)
	if e.Last != nil {
		fact("Last run", r.whenRan(*e.Last)+" "+e.Last.Message)
	} else {
		fact("Last run", "never from here")
	}
	fact("Tested", r.testedWords(e))
	if e.Unsaved {
		fact("Unsaved", "your changes wait: "+r.label("studio.edit")+" opens them")
	}
	for i, x := range e.Findings {
		if i == factsFound {
			rows = append(rows, r.theme.Faint.Render(fmt.Sprintf("  and %d more: %s", len(e.Findings)-i, r.label("studio.edit"))))
			break
		}
		mark, style := r.theme.Glyphs.Failed, r.theme.Bad
		if x.Warning {
			mark, style = r.theme.Glyphs.Warn, r.theme.Warn
		}
		wrapped := text.Wrap(text.Line(x.String()), max(1, w-2))
		if len(wrapped) > 2 {
			wrapped = append(wrapped[:1], cutWords(strings.Join(wrapped[1:], " "), max(1, w-2), r.theme.Glyphs.Cut))
		}
		for i, row := range wrapped {
			lead := "  "
			if i == 0 {
				lead = style.Render(mark) + " "
			}
			rows = append(rows, lead+row)
		}
	}
	return append(rows, "")
}

// drawStudioFooter is the bottom row, or two while a notice needs them.
func (r *Root) drawStudioFooter(width int, scope string) []string {
	if r.notice.text != "" {
		return r.drawNotice(width, r.notice)
	}
	if r.studio.filter != nil {
		return []string{r.placeHints(width, []hint{{key: "enter", word: "take"}, {key: "esc", word: "end the filter", door: true}}, "")}
	}
	typing := r.studio.form != nil && r.studio.merge == nil && r.studio.form.Typing()
	return []string{r.placeHints(width, r.hintsOf(typing, scope, scopeStudioAll), "")}
}

// studioWords say where the keyboard is, for ears.
func (r *Root) studioWords() string {
	a := &r.studio
	switch {
	case a.filter != nil:
		return "Studio, filter: type here"
	case a.merge != nil:
		return a.merge.Words()
	case a.form != nil:
		return a.form.Words()
	}
	e, ok := a.list.Selected()
	if !ok {
		return "Studio, the list of actions is empty"
	}
	words := "Studio: " + e.Name() + ", " + studio.KindWord(e.Stored.Type) + ", off"
	if e.Stored.Active {
		words = strings.TrimSuffix(words, "off") + "on"
	}
	if n := e.Problems(); n > 0 {
		words += ", " + plural(n, "problem", "problems")
	}
	return words
}
