package ui

import (
	"fmt"
	"strings"

	"keydesk/actions"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// Draw fills the screen: a title, list or form with the preview, the keys.
func (r *studioRoom) Draw(width, height int) dialog.Panel {
	r.width, r.height = width, height
	lines := make([]string, height)
	for i := range lines {
		lines[i] = text.Spaces(width)
	}
	if width < minWidth || height < minHeight {
		return dialog.Panel{Lines: r.drawTooSmall(width, height)}
	}
	at := r.studioLayout(width, height)
	if at.rules {
		lines[1], lines[height-2] = r.rule(width, -1, ""), r.rule(width, -1, "")
	}
	lines[0] = r.drawStudioTitle(width)
	if why := r.needsWrite(); why != "" {
		lines[at.work.y-1] = text.Pad(" "+r.Theme.Warn.Render(text.CutWords("Read-only: "+why+". Preview and test work.", width-2, r.Theme.Glyphs.Cut)), width)
	}
	p := dialog.Panel{Lines: lines}
	var rows []string
	var cursor *studio.Point
	switch {
	case r.merge != nil:
		rows = r.merge.View(&r.Theme, at.work.w, at.work.h)
	case r.form != nil:
		rows, cursor = r.form.View(at.work.w, at.work.h)
	default:
		rows, cursor = r.drawStudioList(at.work.w, at.work.h)
	}
	put(lines, rows, at.work, width)
	if cursor != nil {
		p.Cursor = &dialog.Point{X: at.work.x + cursor.X, Y: at.work.y + cursor.Y}
	}
	r.drawStudioAsideAt(lines, at, width)
	foot := r.drawStudioFooter(width, r.scope())
	copy(lines[height-len(foot):], foot)
	return p
}

// drawStudioTitle says what is on the screen, and whose data the preview shows.
func (r *studioRoom) drawStudioTitle(width int) string {
	on, off := r.list.Counts()
	left := r.Theme.Title.Render("Actions") + "  " + r.Theme.Faint.Render(fmt.Sprintf("%d on, %d off", on, off))
	if r.list.Sorting() != studio.ByOrder {
		left += r.Theme.Faint.Render(", by " + r.list.Sorting().String())
	}
	if r.form != nil {
		name := text.Line(r.form.Name())
		if name == "" {
			name = "(unnamed)"
		}
		state := "off"
		switch {
		case r.form.IsNew():
			state = "new"
		case r.form.Base.Active:
			state = "on"
		}
		left = r.Theme.Title.Render(text.CutWith(name, max(8, width/2), r.Theme.Glyphs.Cut)) + "  " + r.Theme.Faint.Render(state)
		if r.form.Changed() && r.form.ReadOnly == "" {
			left += "  " + r.Theme.Warn.Render("not saved")
		}
		if r.merge != nil {
			left += "  " + r.Theme.Warn.Render("two versions")
		}
	}
	if r.busy != "" {
		left += "  " + r.Theme.Accent.Render("saving"+r.Theme.Glyphs.Cut)
	}
	right := "sample: " + r.sample.label
	room := width - text.Width(left) - 4
	if room < 12 {
		return text.Pad(" "+text.CutWith(left, width-1, r.Theme.Glyphs.Cut), width)
	}
	right = text.CutWith(right, room, r.Theme.Glyphs.Cut)
	return text.Pad(" "+left, width-text.Width(right)-1) + r.Theme.Faint.Render(right) + " "
}

// drawStudioAsideAt draws the preview and what parts it from the work.
func (r *studioRoom) drawStudioAsideAt(lines []string, at studioLayout, width int) {
	switch {
	case at.aside.h == 0:
		return
	case at.divide >= 0:
		for y := range at.aside.h {
			dialog.Overlay(lines, []string{r.Theme.Faint.Render(r.Theme.Glyphs.V)}, at.divide, at.aside.y+y, width)
		}
	default:
		lines[at.aside.y-1] = r.rule(width, -1, "")
	}
	put(lines, r.drawStudioAside(at.aside.w, at.aside.h), at.aside, width)
}

// put lays rows into a part of the screen.
func put(lines, rows []string, to rect, width int) {
	for i := 0; i < min(to.h, len(rows)); i++ {
		dialog.Overlay(lines, []string{text.Pad(rows[i], to.w)}, to.x, to.y+i, width)
	}
}

// drawStudioList is the list, or why there is none.
func (r *studioRoom) drawStudioList(w, h int) ([]string, *studio.Point) {
	if r.problem != nil && !r.loaded {
		rows := text.Wrap(text.Line(r.problem.Error()), max(1, w-2))
		rows[0] = r.Theme.Bad.Render(r.Theme.Glyphs.Failed) + " " + rows[0]
		return append(rows, "", r.Theme.Faint.Render(r.Label("studio.reload")+" tries again")), nil
	}
	if !r.loaded {
		return []string{r.Theme.Faint.Render("loading the actions" + r.Theme.Glyphs.Cut)}, nil
	}
	var head []string
	var at *studio.Point
	switch { // one row, see listHead
	case r.filter != nil:
		line, column := r.filter.Draw(max(1, w-3))
		head, at = []string{r.Theme.Accent.Render(r.Theme.Glyphs.Prompt) + " " + line}, &studio.Point{X: 2 + column}
	case r.list.Filtered() != "":
		head = []string{r.Theme.Faint.Render(r.Theme.Glyphs.Prompt+" ") + text.CutWith(text.Line(r.list.Filtered()), max(1, w-2), r.Theme.Glyphs.Cut)}
	}
	look := studio.ListLook{Theme: &r.Theme, Focused: r.filter == nil, When: r.whenRan}
	return append(head, r.list.View(look, w, h-len(head))...), at
}

// whenRan is the last run in a few cells.
func (r *studioRoom) whenRan(run actions.Run) string {
	return stateMark(&r.Theme, run.State) + " " + string(run.State) + " " + inbox.ShortTime(run.Started, r.deps.Now(), r.deps.Location, true)
}

// drawStudioAside is what stands beside the work: facts of the action under the bar,
// and the preview.
func (r *studioRoom) drawStudioAside(w, h int) []string {
	var rows []string
	if r.form == nil {
		rows = r.studioFacts(w)
	}
	head := "preview for " + r.sample.label
	rows = append(rows, r.Theme.Faint.Render(text.CutWith(head+" "+strings.Repeat(r.Theme.Glyphs.H, max(0, w-text.Width(head)-1)), w, "")))
	plan := r.drawShown(w)
	if room := h - len(rows); len(plan) > room && room > 0 {
		key := r.Label("studio.preview")
		if r.form != nil {
			key = r.Label("studio.show")
		}
		plan = append(append([]string(nil), plan[:room-1]...), r.Theme.Faint.Render(text.CutWith("more: "+key, w, r.Theme.Glyphs.Cut)))
	}
	return append(rows, plan...)
}

// factsFound is how many findings stand beside the list; the form has all.
const factsFound = 3

// studioFacts are what is known of the action under the bar.
func (r *studioRoom) studioFacts(w int) []string {
	e, ok := r.list.Selected()
	if !ok {
		return nil
	}
	var rows []string
	fact := func(label, value string) {
		if value = text.Line(value); value == "" {
			return
		}
		rows = append(rows, r.Theme.Faint.Render(text.Pad(label, 10))+text.CutWith(value, max(1, w-10), r.Theme.Glyphs.Cut))
	}
	rows = append(rows, r.Theme.Strong.Render(text.CutWith(e.Name(), w, r.Theme.Glyphs.Cut)))
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
		fact("Unsaved", "your changes wait: "+r.Label("studio.edit")+" opens them")
	}
	for i, x := range e.Findings {
		if i == factsFound {
			rows = append(rows, r.Theme.Faint.Render(fmt.Sprintf("  and %d more: %s", len(e.Findings)-i, r.Label("studio.edit"))))
			break
		}
		mark, style := r.Theme.Glyphs.Failed, r.Theme.Bad
		if x.Warning {
			mark, style = r.Theme.Glyphs.Warn, r.Theme.Warn
		}
		wrapped := text.Wrap(text.Line(x.String()), max(1, w-2))
		if len(wrapped) > 2 {
			wrapped = append(wrapped[:1], text.CutWords(strings.Join(wrapped[1:], " "), max(1, w-2), r.Theme.Glyphs.Cut))
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
func (r *studioRoom) drawStudioFooter(width int, scope string) []string {
	if r.notice.text != "" {
		return r.drawNotice(width, r.notice)
	}
	if r.filter != nil {
		return []string{r.placeHints(width, []hint{{key: "enter", word: "take"}, {key: "esc", word: "end the filter", door: true}}, "")}
	}
	typing := r.form != nil && r.merge == nil && r.form.Typing()
	return []string{r.placeHints(width, r.hintsOf(typing, scope, command.ScopeStudioAll), "")}
}

// studioWords say where the keyboard is, for ears.
func (r *studioRoom) studioWords() string {
	switch {
	case r.filter != nil:
		return "Studio, filter: type here"
	case r.merge != nil:
		return r.merge.Words()
	case r.form != nil:
		return r.form.Words()
	}
	e, ok := r.list.Selected()
	if !ok {
		return "Studio, the list of actions is empty"
	}
	words := "Studio: " + e.Name() + ", " + studio.KindWord(e.Stored.Type) + ", off"
	if e.Stored.Active {
		words = strings.TrimSuffix(words, "off") + "on"
	}
	if n := e.Problems(); n > 0 {
		words += ", " + dialog.Plural(n, "problem", "problems")
	}
	return words
}
