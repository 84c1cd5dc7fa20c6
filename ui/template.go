package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/dialog"
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
func (r *writeRoom) askTemplate() tea.Cmd {
	id := r.chats.open.id
	return call(r.door(), readLimit, r.deps.Platform.Templates, func(list []client.Template, err error) tea.Msg {
		return templatesLoaded{id: id, list: list, err: err}
	})
}

func (m templatesLoaded) arrive(r *writeRoom) tea.Cmd {
	c := r.chats.open
	if c == nil || c.id != m.id || r.dialogs.Open() {
		return nil
	}
	if m.err != nil {
		return r.trouble("fetch the templates", m.err)
	}
	if len(m.list) == 0 {
		return r.say(levelInfo, "There are no approved templates; they are made on the platform.")
	}
	choices := make([]dialog.Choice, 0, len(m.list))
	for _, t := range m.list {
		x := dialog.Choice{
			Label: templateName(t), Detail: text.Line(strings.ToLower(t.Category) + "  " + t.Language),
			Search: text.Line(t.Body), Below: text.Safe(templateWords(t, nil)), Off: whyNotTemplate(t, c),
			Pick: dialog.Then{Do: func() tea.Cmd { return r.fillTemplate(c, t, nil, "") }},
		}
		x.Names = []string{templateName(t), text.Line(t.Name)}
		choices = append(choices, r.orSay(x))
	}
	d := r.NewChooser("Template for "+c.name(), "No template matches %q.", choices)
	d.Verb, d.Preview = "fill in", true
	r.dialogs.Push(d)
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
	case t.Account != "" && c.account() != "" && t.Account != c.account():
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
	_, open := fillSlots(s, func(slot) string { return "" })
	for _, x := range open {
		names = append(names, x.name)
	}
	return names
}

// fillTemplateText puts values into the placeholders of a text.
func fillTemplateText(s string, values map[string]string) string {
	body, _ := fillSlots(s, func(x slot) string { return values[x.name] })
	return body
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
	parts = append(parts, fillTemplateText(t.Body, values))
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
func (r *writeRoom) fillTemplate(c *chat, t client.Template, values map[string]string, problem string) tea.Cmd {
	var asked []actions.FormField
	for _, name := range templateSlots(t.Body) {
		asked = append(asked, actions.FormField{
			Input: actions.Input{Name: name, Label: "{{" + name + "}}", Type: actions.InputText, Required: true}, Value: values[name],
		})
	}
	f := r.NewForm("To "+c.name()+": "+templateName(t), "send", asked, nil)
	other := r.barOn(c)
	f.Problem = problem
	f.Resume(c.place(store.Template.Of(t.Name)))
	f.Below = func(f *dialog.Form, w int) []string {
		rows := []string{""}
		if other != "" {
			for _, row := range text.Wrap("The bar is on "+other+". This goes to "+c.name()+", whose conversation is open.", w) {
				rows = append(rows, r.Theme.Warn.Render(row))
			}
		}
		for _, row := range dialog.WrapLines(templateWords(t, f.TypedTexts()), w-2) {
			rows = append(rows, r.Theme.Faint.Render(r.Theme.Glyphs.V)+" "+row)
		}
		return append(rows, "")
	}
	f.Done = func(in map[string]any) tea.Cmd {
		filled := make(map[string]string, len(in))
		for name, v := range in {
			filled[name], _ = v.(string)
		}
		return r.unlessOpen(fillTemplateText(t.Body, filled), func() tea.Cmd { return r.sendTemplate(c, t, filled) })
	}
	r.dialogs.Push(f)
	return nil
}

// sendTemplate hands a template over. One that did not go out, and may have
// arrived all the same, is looked for first.
func (r *writeRoom) sendTemplate(c *chat, t client.Template, filled map[string]string) tea.Cmd {
	content := delivery.Template{Name: t.Name, Values: filled}
	for _, it := range c.out.Items(c.id) {
		if old, is := it.Content.(delivery.Template); !is || old.Name != t.Name || !returned(it) {
			continue
		}
		if it.Reached {
			r.out.Revise(it.ID, content)
			r.out.Again(it.ID)
			return nil
		}
		r.out.Withdraw(it.ID)
	}
	id := localID()
	r.out.templates[id] = t
	r.out.Put(delivery.Item{ID: id, Contact: c.id, Account: t.Account, Written: r.deps.Now(), Content: content})
	return nil
}

// templateChanged shows what became of a template. The form opens again with what
// was typed where it did not go out.
func (r *writeRoom) templateChanged(c *chat, ch delivery.Change, sent delivery.Template) tea.Cmd {
	t := r.out.templates[ch.ID]
	switch {
	case ch.State == delivery.Sent:
		delete(r.out.templates, ch.ID)
		c.setAside(store.Template.Of(sent.Name), dialog.Draft{})
		c.merge([]client.Message{ch.Message})
		c.thread.ToNewest()
		r.applyEarly(c)
		r.inbox.Bump(ch.Message, true)
		told := "The template for " + c.name() + " is on its way."
		if ch.From == delivery.Looking {
			told = "The template had arrived: it was not sent a second time."
		}
		return tea.Batch(r.noteChat(c), r.say(levelGood, told))
	case !ch.State.Waits():
		return nil
	case c == r.chats.open && !r.dialogs.Open():
		return tea.Batch(r.templateTrouble(ch), r.fillTemplate(c, t, sent.Values, ch.Words))
	}
	return r.templateTrouble(ch)
}

func (r *writeRoom) templateTrouble(ch delivery.Change) tea.Cmd {
	if ch.Why == delivery.Fault || ch.Why == delivery.NotLooked {
		return r.trouble("send the template", ch.Err)
	}
	return r.say(levelBad, "The template was not sent: "+strings.TrimSuffix(ch.Words, ".")+".")
}

// lacksTemplates is why no template can be sent: one generation lets everybody,
// the other only who may change contacts (contract §3).
func (r *writeRoom) lacksTemplates() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if r.session.identity.Generation == client.Fork {
		return r.lacksRight("contacts", "write", "send templates")
	}
	return ""
}
