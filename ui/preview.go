package ui

import (
	"context"
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

// drawPreview draws what an action would do, at most width cells a row. Values
// that came from the conversation are marked, so that one sees what is data
// and what is template.
func drawPreview(th *theme.Theme, p actions.Preview, width int) []string {
	var rows []string
	for i, section := range p.Sections {
		if i > 0 {
			rows = append(rows, "")
		}
		label := 0
		for _, line := range section.Lines {
			if w := text.Width(text.Line(line.Label)); w <= width/3 {
				label = max(label, w)
			}
		}
		marked := markedText
		if isJSON(section.Lines) {
			marked = markedJSON
		}
		for _, line := range section.Lines {
			rows = append(rows, previewRow(th, line, label, width, marked)...)
		}
	}
	return rows
}

// previewRow draws one line: label or line number, text with its values in the
// accent colour, behind it where they came from and, in what is left of the row,
// the places that they stand in, which say how they are escaped.
func previewRow(th *theme.Theme, line actions.Line, label, width int, marked func(*theme.Theme, actions.Line) string) []string {
	lead := ""
	name := text.Line(line.Label)
	if w := text.Width(name); line.Number == 0 && w > label && w > 0 { // a row of its own, whole
		rows := text.Wrap(name, width)
		for i := range rows {
			rows[i] = th.Faint.Render(rows[i])
		}
		line.Label = ""
		return append(rows, previewRow(th, line, max(label, 1), width, marked)...)
	}
	switch {
	case line.Number > 0:
		lead = th.Faint.Render(fmt.Sprintf("%3d ", line.Number))
	case label > 0:
		lead = th.Faint.Render(text.Pad(text.Line(line.Label), label)) + "  "
	}
	indent := text.Width(lead)
	room := max(8, width-indent)
	body := marked(th, line)
	from := ""
	if names := line.From(); len(names) > 0 {
		from = text.Line(strings.Join(names, ", "))
	}
	places := " " + th.Glyphs.Dot + " " + text.Line(strings.Join(line.Places(), ", "))
	if w := text.Width(body) + 3 + text.Width(from) + 3; from != "" && w <= room {
		if len(line.Places()) > 0 && w+text.Width(places) <= room {
			from += places
		}
		return []string{lead + body + "   " + th.Faint.Render(th.Glyphs.From+" "+from)}
	}
	rows := dialog.WrapAddress(body, room)
	for i := range rows {
		if i == 0 {
			rows[i] = lead + rows[i]
		} else {
			rows[i] = strings.Repeat(" ", indent) + rows[i]
		}
	}
	if from != "" {
		if len(line.Places()) > 0 && text.Width(from)+4+text.Width(places) <= room {
			from += places
		}
		rows = append(rows, strings.Repeat(" ", indent)+th.Faint.Render(text.CutWith("  "+th.Glyphs.From+" "+from, room, th.Glyphs.Cut)))
	}
	return rows
}

// markedText is the printable text of a line with its values in the accent
// colour.
func markedText(th *theme.Theme, line actions.Line) string {
	var b strings.Builder
	at := 0
	for _, m := range line.Marks {
		if m.Start < at || m.End > len(line.Text) || m.Start > m.End {
			continue
		}
		b.WriteString(visible(line.Text[at:m.Start]))
		b.WriteString(th.Accent.Render(visible(line.Text[m.Start:m.End])))
		at = m.End
	}
	b.WriteString(visible(line.Text[at:]))
	return b.String()
}

// isJSON says whether lines are those of a JSON value: one that begins and ends as an
// object or a list does.
func isJSON(lines []actions.Line) bool {
	if len(lines) == 0 || lines[0].Label != "" || lines[0].Number > 0 {
		return false
	}
	first, last := strings.TrimSpace(lines[0].Text), strings.TrimSpace(lines[len(lines)-1].Text)
	return strings.HasPrefix(first, "{") && strings.HasSuffix(last, "}") || strings.HasPrefix(first, "[") && strings.HasSuffix(last, "]")
}

// markedJSON is markedText for a line of JSON, coloured by what its pieces are.
func markedJSON(th *theme.Theme, line actions.Line) string {
	marks := make([]code.Marked, 0, len(line.Marks))
	at := 0
	for _, m := range line.Marks {
		if m.Start >= at && m.End <= len(line.Text) && m.Start <= m.End {
			marks, at = append(marks, code.Marked{Start: m.Start, End: m.End}), m.End
		}
	}
	return code.PaintJSON(th, line.Text, marks)
}

// visible is text.Safe for a piece of one row that keeps its spaces.
func visible(s string) string { return strings.ReplaceAll(text.Safe(s), "\n", " ") }

// previewFocused opens the preview of the button under the keyboard.
func (r *runRoom) previewFocused() tea.Cmd {
	if r.bar.focus >= len(r.bar.list) {
		return nil
	}
	return r.preview(r.bar.list[r.bar.focus].ID)
}

// preview shows exactly what an action would do, without doing it.
func (r *runRoom) preview(id string) tea.Cmd {
	c := r.chats.open
	d, ok := r.bar.find(id)
	if !ok || c == nil {
		return nil
	}
	if !c.whole() {
		return r.whenWhole(c, func() tea.Cmd { return r.preview(id) })
	}
	return r.withFacts(d, c, func(d actions.Definition, f facts) tea.Cmd {
		if why := r.disabled(d); why != "" {
			return r.say(levelWarn, actionName(d)+" cannot run: "+why)
		}
		if len(d.Options.Inputs) > 0 {
			subject, err := r.subject(c)
			if err != nil {
				return r.say(levelBad, err.Error())
			}
			return r.askFor(d, subject, "preview", func(in map[string]any) tea.Cmd {
				return r.withFacts(d, c, func(d actions.Definition, f facts) tea.Cmd { return r.showPlan(d, c, in, f) })
			})
		}
		return r.showPlan(d, c, nil, f)
	})
}

// showPlan opens the viewer on a plan; enter runs what it shows.
func (r *runRoom) showPlan(d actions.Definition, c *chat, inputs map[string]any, f facts) tea.Cmd {
	subject, err := r.subject(c)
	if err != nil {
		return r.say(levelBad, actionName(d)+": "+err.Error())
	}
	plan, err := r.deps.Engine.Plan(d, subject, inputs)
	if err != nil {
		return r.say(levelBad, actionName(d)+" cannot run: "+err.Error())
	}
	s := proposal{plan: plan, chat: c, inputs: inputs, facts: f}
	kind := plan.Masked().Kind
	run := func() tea.Cmd {
		if r.runs.byAction[d.ID] != nil {
			return r.say(levelInfo, actionName(d)+" is already running; esc stops it.")
		}
		if r.asksFirst(plan.Action(), c) {
			r.dialogs.Push(r.newConfirm(s))
			return nil
		}
		return r.runProposal(s)
	}
	extra := []dialog.ViewerKey{{ID: "preview.run", Word: "run", Intent: dialog.Then{Do: run}}}
	if plan.Request() != nil {
		extra = append(extra, dialog.ViewerKey{ID: "preview.copy", Word: "copy as curl", Intent: dialog.Also{Do: func() tea.Cmd { return r.copy(plan.Curl(), "curl line", 0) }}})
		extra = append(extra, dialog.ViewerKey{ID: "preview.raw", Word: "raw", Intent: dialog.Also{Do: func() tea.Cmd { return r.showRaw(plan) }}})
	}
	if t := plan.Target(); t != nil {
		extra = append(extra, dialog.ViewerKey{ID: "preview.copy", Word: "copy link", Intent: dialog.Also{Do: func() tea.Cmd { return r.copy(t.URL, "link", 0) }}})
	}
	if plan.Script() != nil {
		extra = append(extra, dialog.ViewerKey{ID: "preview.rehearse", Word: "rehearse", Intent: dialog.Also{Do: func() tea.Cmd { return r.rehearse(plan) }}})
	}
	r.dialogs.Push(r.NewViewer(command.ScopePreview, actionName(d)+" for "+c.name()+" "+r.Theme.Glyphs.H+" "+kind, func(width int) []string { return r.drawProposal(s, width) }, extra...))
	return r.did(deedPreview)
}

// showRaw shows the body byte for byte as it will be sent.
func (r *runRoom) showRaw(plan actions.Plan) tea.Cmd {
	body := string(plan.Request().Body)
	title := fmt.Sprintf("Body, %s, as sent", dialog.Plural(len(body), "byte", "bytes"))
	r.dialogs.Push(r.NewViewer(command.ScopeViewer, title, func(width int) []string { return dialog.WrapLines(body, width) }))
	return nil
}

// rehearsed is what a script did in a rehearsal: nothing but say what it would.
type rehearsed struct {
	name    string
	outcome actions.Outcome
}

// rehearse runs a script in the sandbox with every effect recorded and none
// performed.
func (r *runRoom) rehearse(plan actions.Plan) tea.Cmd {
	engine, name := r.deps.Engine, actionName(plan.Action())
	return call(r.door(), runLimit, func(ctx context.Context) (actions.Outcome, error) {
		return engine.Rehearse(ctx, plan), nil
	}, func(o actions.Outcome, err error) tea.Msg {
		if err != nil {
			o = actions.Outcome{Err: err, Message: err.Error()}
		}
		return rehearsed{name: name, outcome: o}
	})
}

func (msg rehearsed) arrive(r *runRoom) tea.Cmd {
	lines := func(width int) []string { return drawOutcome(&r.Theme, msg.outcome, width) }
	r.dialogs.Push(r.NewViewer(command.ScopeViewer, msg.name+" "+r.Theme.Glyphs.H+" rehearsal, nothing was done", lines))
	return nil
}

// newConfirm asks before a plan runs; it shows the plan itself.
func (r *runRoom) newConfirm(s proposal) *dialog.Confirm {
	d, plan := s.plan.Action(), s.plan
	verb, lately := "Run", r.lately(d.ID, s.chat.id)
	if lately != "" {
		verb, lately = "Run again", "It ran for "+s.chat.name()+": "+lately
	}
	elsewhere := r.elsewhere(s.chat)
	lines := func(width int) []string {
		var rows []string
		if elsewhere != "" {
			for _, row := range text.Wrap(elsewhere, width) {
				rows = append(rows, r.Theme.Warn.Render(row))
			}
			rows = append(rows, "")
		}
		if lately != "" {
			rows = append(text.Wrap(lately, width), "")
		}
		if words := plan.Question(); words != "" {
			for _, row := range text.Wrap(text.Line(words), width) {
				rows = append(rows, r.Theme.Strong.Render(row))
			}
			rows = append(rows, "")
		}
		return append(rows, r.drawProposal(s, width)...)
	}
	q := r.NewQuestion(actionName(d)+" for "+s.chat.name(), verb, lines, func() tea.Cmd { return r.runProposal(s) })
	q.Danger = d.Options.Danger
	return q
}
