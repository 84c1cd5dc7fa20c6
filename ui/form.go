package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/command"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// form asks an action's questions before it runs, or what is missing in a text. It
// opens on the first one. After it closed nothing is remembered of an action's
// answers, which may be secret; see formkeep.go for others.
type form struct {
	theme   *theme.Theme
	keys    dialogKeys
	title   string
	verb    string
	answers []answer
	at      int // the question under the keyboard; len(answers) is the verb, then Cancel
	problem string
	top     int                         // first question on screen
	below   func(*form, int) []string   // rows under the questions, for what the answers make; nil: none
	refuse  func(map[string]any) string // why all answers together cannot be taken; nil: they can
	done    func(map[string]any) tea.Cmd
	place   place // that keeps the answers as a draft
}

// answer is one question and what was answered so far.
type answer struct {
	actions.Input
	field field // text and number
	pick  int   // index into Choices; yes-no: 0 no, 1 yes
}

// newForm opens nothing yet. done gets the answers by the names of their questions.
func (k *kit) newForm(title, verb string, asked []actions.FormField, done func(map[string]any) tea.Cmd) *form {
	f := &form{theme: &k.theme, keys: k.dialogKeys(command.ScopeForm), title: title, verb: verb, done: done}
	for _, a := range asked {
		f.answers = append(f.answers, newAnswer(a))
	}
	return f
}

// newAnswer is a question with its default filled in.
func newAnswer(asked actions.FormField) answer {
	a := answer{Input: asked.Input, field: newWording("")}
	switch v := asked.Value.(type) {
	case nil:
	case bool:
		if v {
			a.pick = 1
		}
	default:
		given := fmt.Sprint(v)
		a.field.set(given)
		a.pick = max(0, slices.Index(asked.Choices, given))
	}
	if a.Label == "" {
		a.Label = a.Name
	}
	return a
}

func (f *form) Update(msg tea.Msg) Intent {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		if a := f.typed(); a != nil {
			a.field.update(msg)
		}
		return nil
	}
	f.problem = ""
	id := ""
	if f.typed() != nil {
		id = f.keys.typing(press)
	} else {
		id = f.keys.id(press)
	}
	switch id {
	case "form.close":
		return closeDialog{}
	case "form.next":
		f.at = (f.at + 1) % (len(f.answers) + 2)
	case "form.previous":
		f.at = (f.at + len(f.answers) + 1) % (len(f.answers) + 2)
	case "form.enter":
		return f.enter()
	default:
		f.answer(press, id)
	}
	return nil
}

// enter goes to the next question; on the buttons it decides.
func (f *form) enter() Intent {
	switch f.at {
	case len(f.answers): // the verb: enter in the last question leads there
		if f.keys.pace.Spares(command.Sends) {
			return nil
		}
		return f.submit()
	case len(f.answers) + 1: // Cancel
		return closeDialog{}
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

func (f *form) answer(press tea.KeyPressMsg, id string) {
	if f.at >= len(f.answers) {
		if id == "form.left" || id == "form.right" {
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
	switch id {
	case "form.right":
		a.pick = (a.pick + 1) % n
	case "form.left":
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

// wrong is why an answer cannot be taken, or "".
func (a *answer) wrong() string {
	value := ""
	if a.Type != actions.InputChoice && a.Type != actions.InputYesNo {
		value = strings.TrimSpace(a.field.value())
		if a.Required && value == "" {
			return text.Line(a.Label) + " is needed."
		}
	}
	if _, err := strconv.ParseFloat(value, 64); a.Type == actions.InputNumber && value != "" && err != nil {
		return text.Line(a.Label) + " must be a number, as 12 or 0.5."
	}
	return ""
}

// submit hands over the answers, or says what is wrong with the first that
// cannot be taken: nothing typed is lost by a mistake.
func (f *form) submit() Intent {
	in := make(map[string]any, len(f.answers))
	for i := range f.answers {
		a := &f.answers[i]
		if why := a.wrong(); why != "" {
			f.at, f.problem = i, why
			return nil
		}
		switch a.Type {
		case actions.InputYesNo:
			in[a.Name] = a.pick == 1
		case actions.InputChoice:
			in[a.Name] = a.options()[a.pick]
		default:
			in[a.Name] = a.field.value()
		}
	}
	if f.refuse != nil {
		if why := f.refuse(in); why != "" {
			f.problem = why
			return nil
		}
	}
	done := f.done
	return then{func() tea.Cmd { return done(in) }}
}

func (f *form) Draw(width, height int) panel {
	w := min(max(width-8, 38), 70)
	w = min(w, width-2)
	label := 0
	for _, a := range f.answers {
		label = max(label, min(text.Width(text.Line(a.Label)), w/3))
	}
	p := panel{}
	rows := min(len(f.answers), max(1, height-7)) // none of a template without placeholders
	if f.at < len(f.answers) {
		f.top = min(max(f.top, f.at-rows+1), f.at)
	} else {
		f.top = len(f.answers) - rows // the buttons follow the last question
	}
	var body []string
	for i := f.top; i < f.top+rows; i++ {
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
	if f.below != nil {
		made := f.below(f, w-2)
		for _, row := range made[:max(0, min(len(made), height-rows-7))] {
			body = append(body, " "+row)
		}
	}
	last := ""
	if f.problem != "" {
		last = " " + f.theme.Bad.Render(f.theme.Glyphs.Failed) + " " + cutWords(f.problem, w-4, f.theme.Glyphs.Cut)
	}
	p.lines = box(f.theme, f.title, f.edge(rows), append(body, last, f.buttons()), w)
	return p
}

// buttons is the row of the verb and Cancel.
func (f *form) buttons() string {
	cancel, do := "[ Cancel ]", "[ "+strings.ToUpper(f.verb[:1])+f.verb[1:]+" ]"
	switch f.at {
	case len(f.answers):
		do = f.theme.Reverse.Render(do)
	case len(f.answers) + 1:
		cancel = f.theme.Reverse.Render(cancel)
	}
	return "  " + do + "  " + cancel
}

// edge is the lower edge: the keys of what has the keyboard.
func (f *form) edge(rows int) []string {
	words := f.keys.hints("form.next", "next")
	switch {
	case f.at >= len(f.answers):
		words = append(words, f.keys.hints("form.enter", "choose")...)
	case f.typed() == nil:
		words = append(words, f.theme.Glyphs.LeftRight+" answer")
	}
	if rows < len(f.answers) {
		words = append(words, fmt.Sprintf("%d of %d", min(f.at+1, len(f.answers)), len(f.answers)))
	}
	leave := "cancel"
	if f.place.put != nil {
		leave = leaveWord(f.draft())
	}
	return append(words, f.keys.hints("form.close", leave)...)
}

// drawAnswer draws one answer in w cells. Of choices that do not fit side by
// side, the chosen one and its neighbours are shown.
func (f *form) drawAnswer(a *answer, w int) (row string, column int) {
	if a.Type != actions.InputChoice && a.Type != actions.InputYesNo {
		return a.field.draw(w)
	}
	g, options := f.theme.Glyphs, a.options()
	word := func(i int) string {
		mark := g.Else
		if i == a.pick {
			mark = g.Chosen
		}
		return mark + " " + text.CutWith(text.Line(options[i]), max(1, w-8), g.Cut)
	}
	first, last, used := a.pick, a.pick, text.Width(word(a.pick))
	for grown := true; grown; {
		grown = false
		if first > 0 && used+2+text.Width(word(first-1)) <= w-4 {
			first, used, grown = first-1, used+2+text.Width(word(first-1)), true
		}
		if last < len(options)-1 && used+2+text.Width(word(last+1)) <= w-4 {
			last, used, grown = last+1, used+2+text.Width(word(last+1)), true
		}
	}
	var b strings.Builder
	if first > 0 {
		b.WriteString(g.Cut + " ")
	}
	for i := first; i <= last; i++ {
		style := f.theme.Faint
		if i == a.pick {
			style = f.theme.Strong
		}
		b.WriteString(style.Render(word(i)))
		if i < last {
			b.WriteString("  ")
		}
	}
	if last < len(options)-1 {
		b.WriteString(" " + g.Cut)
	}
	return b.String(), 0
}
