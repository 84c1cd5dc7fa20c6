package ui

import (
	"cmp"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/code"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// viewRun shows everything about the last run: outcome, effects, reply, log.
func (r *runRoom) viewRun() tea.Cmd {
	last := r.runs.last
	if last == nil {
		return r.say(levelInfo, "No action was run yet.")
	}
	lines := func(width int) []string { return drawOutcome(&r.Theme, last.outcome, width) }
	extra := []dialog.ViewerKey{}
	if res := last.outcome.Response; res != nil {
		extra = append(extra, dialog.ViewerKey{ID: "outcome.copy", Word: "copy reply", Intent: dialog.Also{Do: func() tea.Cmd { return r.copy(strings.ToValidUTF8(string(res.Body), "�"), "reply", 0) }}})
	}
	if link := cmp.Or(last.outcome.Link, firstLink(last.outcome.Effects)); link != "" {
		extra = append(extra, dialog.ViewerKey{ID: "outcome.open", Word: "open link", Intent: dialog.Also{Do: func() tea.Cmd { return r.openURL(link, last.run.name, last.run.token, false) }}})
		extra = append(extra, dialog.ViewerKey{ID: "outcome.link", Word: "copy link", Intent: dialog.Also{Do: func() tea.Cmd { return r.copy(link, "link", 0) }}})
	}
	if last.outcome.Uncertain {
		extra = append(extra, dialog.ViewerKey{ID: "outcome.repeat", Word: "repeat with the same id", Intent: dialog.Then{Do: func() tea.Cmd { return r.repeat(last.run) }}})
	}
	r.dialogs.Push(r.NewViewer(command.ScopeOutcome, last.run.name, lines, extra...))
	return nil
}

// firstLink is the first link a run asked to open, for where no browser is.
func firstLink(effects []actions.Effect) string {
	for _, effect := range effects {
		if open, ok := effect.(actions.Open); ok {
			return open.URL
		}
	}
	return ""
}

// repeat runs the very plan of an uncertain run again, under its own id, so
// that a receiver that got it drops the second one.
func (r *runRoom) repeat(run run) tea.Cmd {
	c := r.chats.byID[run.chat]
	if c == nil || r.runs.byAction[run.plan.Action().ID] != nil {
		return r.say(levelInfo, run.name+" cannot be repeated now: open its conversation and wait for what runs.")
	}
	return r.start(run.plan, c)
}

// drawOutcome draws all that is known of a run in rows of at most width cells.
func drawOutcome(th *theme.Theme, o actions.Outcome, width int) []string {
	mark, style := th.Glyphs.Done, th.Good
	switch {
	case o.Cancelled:
		mark, style = th.Glyphs.Warn, th.Warn
	case !o.Success:
		mark, style = th.Glyphs.Failed, th.Bad
	}
	rows := text.Wrap(text.Line(o.Message), max(1, width-2))
	for i := range rows {
		if i == 0 {
			rows[i] = style.Render(mark) + " " + rows[i]
		} else {
			rows[i] = "  " + rows[i]
		}
	}
	if o.Response == nil || !strings.Contains(o.Message, ", "+actions.ShortDuration(o.Took)) { // the sentence tells it
		rows = append(rows, th.Faint.Render("took "+actions.ShortDuration(o.Took)))
	}
	rows = append(rows, drawEffects(th, o.Effects, width)...)
	if len(o.Log) > 0 {
		rows = append(rows, "", th.Strong.Render("Log"))
		for _, line := range o.Log {
			rows = append(rows, dialog.WrapLines(line, width)...)
		}
	}
	for _, cut := range o.Cut {
		rows = append(rows, th.Warn.Render(th.Glyphs.Warn)+" "+text.CutWith(text.Line(cut), max(0, width-2), th.Glyphs.Cut))
	}
	if o.Response != nil {
		rows = append(rows, drawResponse(th, *o.Response, width)...)
	}
	return rows
}

func drawEffects(th *theme.Theme, effects []actions.Effect, width int) []string {
	if len(effects) == 0 {
		return nil
	}
	rows := []string{"", th.Strong.Render("Effects")}
	for _, effect := range effects {
		what, detail := "", ""
		switch e := effect.(type) {
		case actions.Toast:
			what, detail = "message", e.Text
		case actions.Copy:
			what, detail = "copy", e.Text
		case actions.Open:
			what, detail = "open", e.URL
		case actions.Insert:
			what, detail = "insert", e.Text
		}
		for i, line := range dialog.WrapLines(text.Line(detail), max(1, width-9)) {
			if i > 0 {
				what = ""
			}
			rows = append(rows, th.Faint.Render(text.Pad(what, 9))+line)
		}
	}
	return rows
}

// drawResponse draws a webhook's reply: status, headers, body. JSON is
// indented, other text made printable, anything else described.
func drawResponse(th *theme.Theme, res actions.Response, width int) []string {
	head := fmt.Sprintf("%d %s %s", res.Status, th.Glyphs.Dot, dialog.Plural(res.Size(), "byte", "bytes"))
	rows := []string{"", th.Strong.Render("Reply") + "  " + th.Faint.Render(text.CutWith(head, max(0, width-7), th.Glyphs.Cut))}
	if res.Truncated {
		rows = append(rows, th.Warn.Render(th.Glyphs.Warn)+" the reply was longer; only its beginning was read")
	}
	rows = append(rows, "")
	body, kind := res.Show()
	if kind == actions.BodyEmpty {
		body = "(empty)"
	}
	for _, line := range strings.Split(text.Safe(body), "\n") {
		if kind == actions.BodyJSON && text.Width(line) <= width { // a longer one loses its colours, not its place
			rows = append(rows, code.PaintJSON(th, line, nil))
		} else {
			rows = append(rows, dialog.WrapStyled(line, width)...)
		}
	}
	if len(res.Header) > 0 {
		rows = append(rows, "")
		for _, h := range res.Header {
			value := h.Value
			if h.Secret {
				value = th.Glyphs.Mask
			}
			rows = append(rows, th.Faint.Render(text.CutWith(text.Line(h.Name)+": "+text.Line(value), width, th.Glyphs.Cut)))
		}
	}
	return rows
}
