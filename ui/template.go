package ui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/text"
)

// templatesLoaded are the approved templates that were asked for.
type templatesLoaded struct {
	id   string // contact
	list []client.Template
	err  error
}

// askTemplate fetches the approved templates and offers them. They are asked for
// each time: a template that is no longer approved must not be offered, and no
// event tells of it.
func (r *Root) askTemplate() tea.Cmd {
	id := r.chats.open.id
	return call(r.door(), readLimit, r.deps.Platform.Templates, func(list []client.Template, err error) tea.Msg {
		return templatesLoaded{id: id, list: list, err: err}
	})
}

func (m templatesLoaded) arrive(r *Root) tea.Cmd {
	c := r.chats.open
	if c == nil || c.id != m.id || r.dialogs.open() {
		return nil
	}
	if m.err != nil {
		return r.trouble("fetch the templates", m.err)
	}
	if len(m.list) == 0 {
		return r.say(levelInfo, "There are no approved templates; they are made on the platform.")
	}
	choices := make([]choice, 0, len(m.list))
	for _, t := range m.list {
		x := choice{
			label: templateName(t), detail: text.Line(strings.ToLower(t.Category) + "  " + t.Language),
			search: text.Line(t.Body), below: text.Safe(templateWords(t, nil)), off: whyNotTemplate(t, c),
			pick: then{func() tea.Cmd { return r.fillTemplate(c, t, nil, "") }},
		}
		choices = append(choices, r.orSay(x))
	}
	d := r.newChooser("Templates", "No template matches %q.", choices)
	d.verb, d.preview = "fill in", true
	r.dialogs.push(d)
	return nil
}

func templateName(t client.Template) string {
	if name := text.Line(t.DisplayName); name != "" {
		return name
	}
	return text.Line(t.Name)
}

// whyNotTemplate is why a template cannot be sent to a contact, "" if it can.
func whyNotTemplate(t client.Template, c *chat) string {
	switch {
	case t.Account != "" && c.contact().Account != "" && t.Account != c.contact().Account:
		return "it belongs to another number than this conversation"
	case len(templateSlots(t.Header)) > 0:
		return "its header has parameters, which this platform's interface cannot be given"
	}
	return ""
}

// templateSlots are the names of the placeholders in a text, each once, in their
// order.
func templateSlots(s string) []string {
	var names []string
	for _, m := range slot.FindAllStringSubmatch(s, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}

// fillSlots puts values into the placeholders of a text; one without a value
// stays. What is put in is not looked at again.
func fillSlots(s string, values map[string]string) string {
	return slot.ReplaceAllStringFunc(s, func(found string) string {
		if v := values[slot.FindStringSubmatch(found)[1]]; v != "" {
			return v
		}
		return found
	})
}

// templateWords is all that the customer would see of a template.
func templateWords(t client.Template, values map[string]string) string {
	var parts []string
	switch kind := strings.ToUpper(t.HeaderType); kind {
	case "", "NONE":
	case "TEXT":
		parts = append(parts, t.Header)
	default:
		parts = append(parts, "["+strings.ToLower(kind)+"]")
	}
	parts = append(parts, fillSlots(t.Body, values))
	if t.Footer != "" {
		parts = append(parts, t.Footer)
	}
	for _, b := range t.Buttons {
		parts = append(parts, "["+text.Line(strings.TrimSpace(b.Title+" "+b.URL))+"]")
	}
	return strings.Join(parts, "\n")
}

// fillTemplate asks for a template's parameters, with the final text below. It
// opens again with what was typed when the platform refused.
func (r *Root) fillTemplate(c *chat, t client.Template, values map[string]string, problem string) tea.Cmd {
	f := &form{theme: &r.theme, keys: r.dialogKeys(scopeForm), title: "Template " + templateName(t), verb: "send", problem: problem}
	for _, name := range templateSlots(t.Body) {
		f.answers = append(f.answers, newAnswer(actions.FormField{
			Input: actions.Input{Name: name, Label: "{{" + name + "}}", Type: actions.InputText, Required: true}, Value: values[name],
		}))
	}
	f.resume(c, "template "+t.Name)
	f.below = func(f *form, w int) []string {
		filled := map[string]string{}
		for i := range f.answers {
			filled[f.answers[i].Name] = f.answers[i].field.value()
		}
		rows := []string{""}
		for _, row := range wrapLines(templateWords(t, filled), w-2) {
			rows = append(rows, r.theme.Faint.Render(r.theme.Glyphs.V)+" "+row)
		}
		return append(rows, "")
	}
	f.done = func(in map[string]any) tea.Cmd {
		filled := make(map[string]string, len(in))
		for name, v := range in {
			filled[name], _ = v.(string)
		}
		return r.sendTemplate(c, t, filled)
	}
	r.dialogs.push(f)
	return nil
}

// templateSent is the platform's answer to a template.
type templateSent struct {
	id       string // contact
	template client.Template
	values   map[string]string
	message  client.Message
	err      error
}

func (r *Root) sendTemplate(c *chat, t client.Template, values map[string]string) tea.Cmd {
	id, platform := c.id, r.deps.Platform
	return call(r.door(), writeLimit, func(ctx context.Context) (client.Message, error) {
		return platform.SendTemplate(ctx, id, t.Name, values, t.Account)
	}, func(m client.Message, err error) tea.Msg {
		return templateSent{id: id, template: t, values: values, message: m, err: err}
	})
}

func (m templateSent) arrive(r *Root) tea.Cmd {
	c := r.chats.byID[m.id]
	switch {
	case m.err != nil && c != nil && c == r.chats.open && !r.dialogs.open():
		return tea.Batch(r.trouble("send the template", m.err), r.fillTemplate(c, m.template, m.values, text.Line(m.err.Error())))
	case m.err != nil:
		return r.trouble("send the template", m.err)
	case c != nil:
		c.setAside(formMode("template "+m.template.Name), draft{})
		c.merge([]client.Message{m.message})
		c.thread.ToNewest()
		r.applyEarly(c)
	}
	r.inbox.Bump(m.message, true)
	return tea.Batch(r.noteChat(c), r.say(levelGood, "The template is on its way."))
}

// lacksTemplates is why no template can be sent: one generation lets everybody,
// the other only who may change contacts (contract §3).
func (r *Root) lacksTemplates() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if r.session.identity.Generation == client.Fork {
		return r.lacksRight("contacts", "write", "send templates")
	}
	return ""
}
