package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// editEntry opens the header or the question under the bar, or a new one.
func (r *studioRoom) editEntry() tea.Cmd {
	id, i, row, there := r.form.Entry()
	if id == studio.FieldHeaders {
		r.dialogs.Push(r.headerForm(i, row, there))
	} else {
		r.dialogs.Push(r.questionForm(i, row, there))
	}
	return nil
}

// dropEntryRow takes the entry under the bar out.
func (r *studioRoom) dropEntryRow() tea.Cmd {
	if r.form.DropEntry() {
		return r.formChanged()
	}
	return nil
}

// entryForm is a form of its own for one entry. check says why the answers cannot
// be taken, "" when they can.
func (r *studioRoom) entryForm(title string, asked []dialog.Answer, check func(map[string]any) string, take func(map[string]any) tea.Cmd) *dialog.Form {
	return &dialog.Form{Theme: &r.Theme, Keys: r.KeysIn(command.ScopeForm), Title: title, Verb: "take", Answers: asked, Done: take, Refuse: check}
}

func textAnswer(name, label, value string, required bool) dialog.Answer {
	a := dialog.Answer{Input: actions.Input{Name: name, Label: label, Type: actions.InputText, Required: required}, Field: dialog.NewField("", false)}
	a.Field.Set(value)
	return a
}

// headerForm asks for a header's name and value.
func (r *studioRoom) headerForm(i int, row studio.Row, there bool) *dialog.Form {
	title := "New header"
	if there {
		title = "Header " + text.Line(row.Name)
	}
	asked := []dialog.Answer{textAnswer("name", "Name", row.Name, true), textAnswer("value", "Value", row.Text(), false)}
	if f := r.form; there && !f.Reveal && row.Secret() {
		asked[1].Label = "Value (" + r.Label("studio.reveal") + " in the form reveals)"
		asked[1].Field = dialog.NewField("", true)
		asked[1].Field.Set(row.Text())
	}
	before := asked[1].Field.Value()
	check := func(in map[string]any) string {
		name := strings.TrimSpace(in["name"].(string))
		for n, other := range r.form.Entries(studio.FieldHeaders) {
			if n != i && strings.EqualFold(other.Name, name) {
				return "There is a header " + text.Line(other.Name) + " already; change that one."
			}
		}
		if strings.ContainsAny(name, " \t:\"/()<>@,;[]?={}\\") {
			return "A header's name has no spaces or signs, e.g. X-Customer."
		}
		return ""
	}
	return r.entryForm(title, asked, check, func(in map[string]any) tea.Cmd {
		value := in["value"].(string)
		next := studio.Row{Name: strings.TrimSpace(in["name"].(string)), Value: value}
		if there && value == before {
			next.Value = row.Value // as it is stored, text or not
		}
		return r.takeEntry(studio.FieldHeaders, i, next)
	})
}

// questionForm asks for all of one question.
func (r *studioRoom) questionForm(i int, row studio.Row, there bool) *dialog.Form {
	in := row.Question()
	title := "New question"
	if there {
		title = "Question " + text.Line(row.Name)
	}
	kinds := []string{string(actions.InputText), string(actions.InputNumber), string(actions.InputChoice), string(actions.InputYesNo)}
	kind := dialog.Answer{Input: actions.Input{Name: "type", Label: "Type", Type: actions.InputChoice, Choices: kinds}, Pick: max(0, slices.Index(kinds, string(in.Type)))}
	required := dialog.Answer{Input: actions.Input{Name: "required", Label: "Required", Type: actions.InputYesNo}}
	if in.Required {
		required.Pick = 1
	}
	asked := []dialog.Answer{
		textAnswer("name", "Name", in.Name, true), textAnswer("label", "Asked as", in.Label, false), kind, required,
		textAnswer("default", "Default", in.Default, false), textAnswer("choices", "Choices", strings.Join(in.Choices, ", "), false),
	}
	check := func(got map[string]any) string {
		name := strings.TrimSpace(got["name"].(string))
		for n, other := range r.form.Entries(studio.FieldInputs) {
			if n != i && other.Name == name {
				return "There is a question " + text.Line(name) + " already; change that one."
			}
		}
		if got["type"] == string(actions.InputChoice) && len(studio.SplitList(got["choices"].(string))) == 0 {
			return "A choice needs its answers, e.g. late, broken."
		}
		return ""
	}
	return r.entryForm(title, asked, check, func(got map[string]any) tea.Cmd {
		next := actions.Input{Name: strings.TrimSpace(got["name"].(string)), Label: strings.TrimSpace(got["label"].(string)),
			Type: actions.InputType(got["type"].(string)), Required: got["required"] == true, Default: got["default"].(string)}
		if next.Type == actions.InputChoice {
			next.Choices = studio.SplitList(got["choices"].(string))
		}
		return r.takeEntry(studio.FieldInputs, i, row.Ask(next))
	})
}

// takeEntry puts an entry into the form.
func (r *studioRoom) takeEntry(id string, i int, row studio.Row) tea.Cmd {
	if r.form == nil {
		return nil
	}
	r.form.PutEntry(id, i, row)
	return r.formChanged()
}
