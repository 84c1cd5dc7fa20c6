package dialog

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

// Form asks an action's questions before it runs, or what is missing in a text. It
// opens on the first one. After it closed nothing is remembered of an action's
// answers, which may be secret; see formkeep.go for others.
type Form struct {
	Theme   *theme.Theme
	Keys    Keys
	Title   string
	Verb    string
	Answers []Answer
	At      int // the question under the keyboard; len(answers) is the verb, then Cancel
	Problem string
	top     int                         // first question on screen
	Below   func(*Form, int) []string   // rows under the questions, for what the answers make; nil: none
	Refuse  func(map[string]any) string // why all answers together cannot be taken; nil: they can
	Done    func(map[string]any) tea.Cmd
	place   Place // that keeps the answers as a draft
}

// Answer is one question and what was answered so far.
type Answer struct {
	actions.Input
	Field Field // text and number
	Pick  int   // index into Choices; yes-no: 0 no, 1 yes
}

// NewForm opens nothing yet. done gets the answers by the names of their questions.
func (k *Kit) NewForm(title, verb string, asked []actions.FormField, done func(map[string]any) tea.Cmd) *Form {
	f := &Form{Theme: &k.Theme, Keys: k.KeysIn(command.ScopeForm), Title: title, Verb: verb, Done: done}
	for _, a := range asked {
		f.Answers = append(f.Answers, NewAnswer(a))
	}
	return f
}

// NewAnswer is a question with its default filled in.
func NewAnswer(asked actions.FormField) Answer {
	a := Answer{Input: asked.Input, Field: NewWording("")}
	switch v := asked.Value.(type) {
	case nil:
	case bool:
		if v {
			a.Pick = 1
		}
	default:
		given := fmt.Sprint(v)
		a.Field.Set(given)
		a.Pick = max(0, slices.Index(asked.Choices, given))
	}
	if a.Label == "" {
		a.Label = a.Name
	}
	return a
}

// Update handles a key, a paste or the mouse.
func (f *Form) Update(msg tea.Msg) Intent {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		if a := f.Typed(); a != nil {
			a.Field.Update(msg)
		}
		return nil
	}
	f.Problem = ""
	id := ""
	if f.Typed() != nil {
		id = f.Keys.Typing(press)
	} else {
		id = f.Keys.ID(press)
	}
	switch id {
	case "form.close":
		return CloseDialog{}
	case "form.next":
		f.At = (f.At + 1) % (len(f.Answers) + 2)
	case "form.previous":
		f.At = (f.At + len(f.Answers) + 1) % (len(f.Answers) + 2)
	case "form.enter":
		return f.enter()
	default:
		f.answer(press, id)
	}
	return nil
}

// enter goes to the next question; on the buttons it decides.
func (f *Form) enter() Intent {
	switch f.At {
	case len(f.Answers): // the verb: enter in the last question leads there
		if f.Keys.Pace.Spares(command.Sends) {
			return nil
		}
		return f.submit()
	case len(f.Answers) + 1: // Cancel
		return CloseDialog{}
	}
	f.At++
	return nil
}

// Typed is the question under the keyboard if it is answered by typing.
func (f *Form) Typed() *Answer {
	if f.At >= len(f.Answers) {
		return nil
	}
	if a := &f.Answers[f.At]; a.Type != actions.InputChoice && a.Type != actions.InputYesNo {
		return a
	}
	return nil
}

func (f *Form) answer(press tea.KeyPressMsg, id string) {
	if f.At >= len(f.Answers) {
		if id == "form.left" || id == "form.right" {
			f.At = 2*len(f.Answers) + 1 - f.At
		}
		return
	}
	if a := f.Typed(); a != nil {
		a.Field.Update(press)
		return
	}
	a := &f.Answers[f.At]
	n := len(a.options())
	switch id {
	case "form.right":
		a.Pick = (a.Pick + 1) % n
	case "form.left":
		a.Pick = (a.Pick + n - 1) % n
	}
}

// options are the answers of a question that is not typed.
func (a *Answer) options() []string {
	if a.Type == actions.InputYesNo {
		return []string{"no", "yes"}
	}
	if len(a.Choices) == 0 {
		return []string{""}
	}
	return a.Choices
}

// wrong is why an answer cannot be taken, or "".
func (a *Answer) wrong() string {
	value := ""
	if a.Type != actions.InputChoice && a.Type != actions.InputYesNo {
		value = strings.TrimSpace(a.Field.Value())
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
func (f *Form) submit() Intent {
	in := make(map[string]any, len(f.Answers))
	for i := range f.Answers {
		a := &f.Answers[i]
		if why := a.wrong(); why != "" {
			f.At, f.Problem = i, why
			return nil
		}
		switch a.Type {
		case actions.InputYesNo:
			in[a.Name] = a.Pick == 1
		case actions.InputChoice:
			in[a.Name] = a.options()[a.Pick]
		default:
			in[a.Name] = a.Field.Value()
		}
	}
	if f.Refuse != nil {
		if why := f.Refuse(in); why != "" {
			f.Problem = why
			return nil
		}
	}
	done := f.Done
	return Then{func() tea.Cmd { return done(in) }}
}

// Draw draws the questions for a screen of the given size.
func (f *Form) Draw(width, height int) Panel {
	w := min(max(width-8, 38), 70)
	w = min(w, width-2)
	label := 0
	for _, a := range f.Answers {
		label = max(label, min(text.Width(text.Line(a.Label)), w/3))
	}
	p := Panel{}
	rows := min(len(f.Answers), max(1, height-7)) // none of a template without placeholders
	if f.At < len(f.Answers) {
		f.top = min(max(f.top, f.At-rows+1), f.At)
	} else {
		f.top = len(f.Answers) - rows // the buttons follow the last question
	}
	var body []string
	for i := f.top; i < f.top+rows; i++ {
		a := &f.Answers[i]
		mark := " "
		if i == f.At {
			mark = f.Theme.Accent.Render(f.Theme.Glyphs.Bar)
		}
		name := text.Pad(text.CutWith(text.Line(a.Label), label, f.Theme.Glyphs.Cut), label)
		row, column := f.drawAnswer(a, w-label-4)
		if f.Typed() == a {
			p.Cursor = &Point{X: label + 5 + column, Y: len(body) + 1}
		}
		body = append(body, mark+" "+f.Theme.Faint.Render(name)+"  "+row)
	}
	if f.Below != nil {
		made := f.Below(f, w-2)
		for _, row := range made[:max(0, min(len(made), height-rows-7))] {
			body = append(body, " "+row)
		}
	}
	last := ""
	if f.Problem != "" {
		last = " " + f.Theme.Bad.Render(f.Theme.Glyphs.Failed) + " " + text.CutWords(f.Problem, w-4, f.Theme.Glyphs.Cut)
	}
	p.Lines = Box(f.Theme, f.Title, f.edge(rows), append(body, last, f.buttons()), w)
	return p
}

// buttons is the row of the verb and Cancel.
func (f *Form) buttons() string {
	cancel, do := "[ Cancel ]", "[ "+strings.ToUpper(f.Verb[:1])+f.Verb[1:]+" ]"
	switch f.At {
	case len(f.Answers):
		do = f.Theme.Reverse.Render(do)
	case len(f.Answers) + 1:
		cancel = f.Theme.Reverse.Render(cancel)
	}
	return "  " + do + "  " + cancel
}

// edge is the lower edge: the keys of what has the keyboard.
func (f *Form) edge(rows int) []string {
	words := f.Keys.Hints("form.next", "next")
	switch {
	case f.At >= len(f.Answers):
		words = append(words, f.Keys.Hints("form.enter", "choose")...)
	case f.Typed() == nil:
		words = append(words, f.Theme.Glyphs.LeftRight+" answer")
	}
	if rows < len(f.Answers) {
		words = append(words, fmt.Sprintf("%d of %d", min(f.At+1, len(f.Answers)), len(f.Answers)))
	}
	leave := "cancel"
	if f.place.Put != nil {
		leave = LeaveWord(f.Draft())
	}
	return append(words, f.Keys.Hints("form.close", leave)...)
}

// drawAnswer draws one answer in w cells. Of choices that do not fit side by
// side, the chosen one and its neighbours are shown.
func (f *Form) drawAnswer(a *Answer, w int) (row string, column int) {
	if a.Type != actions.InputChoice && a.Type != actions.InputYesNo {
		return a.Field.Draw(w)
	}
	g, options := f.Theme.Glyphs, a.options()
	word := func(i int) string {
		mark := g.Else
		if i == a.Pick {
			mark = g.Chosen
		}
		return mark + " " + text.CutWith(text.Line(options[i]), max(1, w-8), g.Cut)
	}
	first, last, used := a.Pick, a.Pick, text.Width(word(a.Pick))
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
		style := f.Theme.Faint
		if i == a.Pick {
			style = f.Theme.Strong
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
