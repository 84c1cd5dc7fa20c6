package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/keys"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// form asks an action's questions before it runs. It opens on the first one
// and remembers nothing after it closed.
type form struct {
	theme   *theme.Theme
	title   string
	verb    string
	answers []answer
	at      int // the question under the keyboard; len(answers) is Cancel, then the verb
	problem string
	done    func(*Root, map[string]any) tea.Cmd
}

// answer is one question and what was answered so far.
type answer struct {
	actions.Input
	field field // text and number
	pick  int   // index into Choices; yes-no: 0 no, 1 yes
}

// askInputs asks an action's questions and goes on to run it.
func (r *Root) askInputs(d actions.Definition, c *chat, subject actions.Subject) tea.Cmd {
	return r.askFor(d, subject, "run", func(r *Root, in map[string]any) tea.Cmd { return r.ask(d, c, in) })
}

// askFor opens the form of an action's questions with their defaults filled
// from the conversation.
func (r *Root) askFor(d actions.Definition, subject actions.Subject, verb string, done func(*Root, map[string]any) tea.Cmd) tea.Cmd {
	f := &form{theme: &r.theme, title: actionName(d), verb: verb, done: done}
	for _, asked := range r.deps.Engine.Form(d, subject) {
		f.answers = append(f.answers, newAnswer(asked))
	}
	r.dialogs.push(f)
	return nil
}

// newAnswer is a question with its default filled in.
func newAnswer(asked actions.FormField) answer {
	a := answer{Input: asked.Input, field: newField("", false)}
	switch v := asked.Value.(type) {
	case nil:
	case bool:
		if v {
			a.pick = 1
		}
	default:
		given := fmt.Sprint(v)
		a.field.input.SetValue(given)
		a.pick = max(0, slices.Index(asked.Choices, given))
	}
	if a.Label == "" {
		a.Label = a.Name
	}
	return a
}

func (f *form) update(msg tea.Msg) Intent {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		if a := f.typed(); a != nil {
			a.field.update(msg)
		}
		return nil
	}
	name := keys.Normal(press)
	switch name {
	case "esc":
		return closeDialog{}
	case "tab", "down":
		f.at = (f.at + 1) % (len(f.answers) + 2)
	case "shift+tab", "up":
		f.at = (f.at + len(f.answers) + 1) % (len(f.answers) + 2)
	case "enter":
		return f.enter()
	default:
		f.answer(press, name)
	}
	return nil
}

// enter goes to the next question; on the buttons it decides.
func (f *form) enter() Intent {
	switch f.at {
	case len(f.answers): // Cancel
		return closeDialog{}
	case len(f.answers) + 1:
		return f.submit()
	}
	f.at++
	return nil
}

// typed is the question under the keyboard if it is answered by typing.
func (f *form) typed() *answer {
	if f.at >= len(f.answers) {
		return nil
	}
	if a := &f.answers[f.at]; a.Type != actions.InputChoice && a.Type != actions.InputYesNo {
		return a
	}
	return nil
}

func (f *form) answer(press tea.KeyPressMsg, name string) {
	if f.at >= len(f.answers) {
		if name == "left" || name == "right" {
			f.at = 2*len(f.answers) + 1 - f.at
		}
		return
	}
	if a := f.typed(); a != nil {
		a.field.update(press)
		return
	}
	a := &f.answers[f.at]
	n := len(a.options())
	switch name {
	case "right", "space", "l":
		a.pick = (a.pick + 1) % n
	case "left", "h":
		a.pick = (a.pick + n - 1) % n
	}
}

// options are the answers of a question that is not typed.
func (a *answer) options() []string {
	if a.Type == actions.InputYesNo {
		return []string{"no", "yes"}
	}
	if len(a.Choices) == 0 {
		return []string{""}
	}
	return a.Choices
}

// submit hands over the answers, or says which required one is missing.
func (f *form) submit() Intent {
	in := make(map[string]any, len(f.answers))
	for i, a := range f.answers {
		switch a.Type {
		case actions.InputYesNo:
			in[a.Name] = a.pick == 1
		case actions.InputChoice:
			in[a.Name] = a.options()[a.pick]
		default:
			value := a.field.value()
			if a.Required && strings.TrimSpace(value) == "" {
				f.at, f.problem = i, text.Line(a.Label)+" is needed."
				return nil
			}
			in[a.Name] = value
		}
	}
	done := f.done
	return then{func(r *Root) tea.Cmd { return done(r, in) }}
}

func (f *form) draw(width, _ int) panel {
	w := min(max(width-8, 38), 70)
	w = min(w, width-2)
	label := 0
	for _, a := range f.answers {
		label = max(label, min(text.Width(text.Line(a.Label)), w/3))
	}
	p := panel{}
	var body []string
	for i := range f.answers {
		a := &f.answers[i]
		mark := " "
		if i == f.at {
			mark = f.theme.Accent.Render(f.theme.Glyphs.Bar)
		}
		name := text.Pad(text.CutWith(text.Line(a.Label), label, f.theme.Glyphs.Cut), label)
		row, column := f.drawAnswer(a, w-label-4)
		if f.typed() == a {
			p.cursor = &point{x: label + 5 + column, y: len(body) + 1}
		}
		body = append(body, mark+" "+f.theme.Faint.Render(name)+"  "+row)
	}
	if f.problem != "" {
		body = append(body, " "+f.theme.Bad.Render(f.theme.Glyphs.Failed)+" "+f.problem)
	}
	cancel, do := "[ Cancel ]", "[ "+strings.ToUpper(f.verb[:1])+f.verb[1:]+" ]"
	if f.at == len(f.answers) {
		cancel = f.theme.Reverse.Render(cancel)
	}
	if f.at == len(f.answers)+1 {
		do = f.theme.Reverse.Render(do)
	}
	body = append(body, "", "  "+cancel+"  "+do)
	p.lines = box(f.theme, f.title, []string{"tab next", "enter choose", "esc cancel"}, body, w)
	return p
}

func (f *form) drawAnswer(a *answer, w int) (row string, column int) {
	switch a.Type {
	case actions.InputChoice, actions.InputYesNo:
		var b strings.Builder
		for i, o := range a.options() {
			word := text.Line(o)
			if i == a.pick {
				b.WriteString(f.theme.Strong.Render(f.theme.Glyphs.Chosen + " " + word))
			} else {
				b.WriteString(f.theme.Faint.Render(f.theme.Glyphs.Else + " " + word))
			}
			b.WriteString("  ")
		}
		return text.CutWith(b.String(), w, f.theme.Glyphs.Cut), 0
	default:
		return a.field.draw(w)
	}
}
