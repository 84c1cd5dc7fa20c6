package ui

import (
	"cmp"
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// cannedFresh is how long the list of canned responses is taken for granted:
// no event tells of changes (contract §15.4).
const cannedFresh = 5 * time.Minute

// canned are the ready-made texts, as last fetched.
type canned struct {
	list []client.CannedResponse
	at   time.Time

	begun string // the letter that asked for them in an empty composer, "" for another key
	in    string // the conversation it was typed in
}

// cannedLoaded are the ready-made texts that were asked for.
type cannedLoaded struct {
	list []client.CannedResponse
	err  error
}

// askCanned offers the ready-made texts.
func (r *writeRoom) askCanned() tea.Cmd {
	if len(r.canned.list) > 0 && r.deps.Now().Sub(r.canned.at) < cannedFresh {
		return r.showCanned()
	}
	return call(r.door(), readLimit, r.deps.Platform.CannedResponses, func(list []client.CannedResponse, err error) tea.Msg {
		return cannedLoaded{list: list, err: err}
	})
}

func (m cannedLoaded) arrive(r *writeRoom) tea.Cmd {
	if m.err != nil {
		return r.trouble("fetch the canned responses", m.err)
	}
	r.canned.list, r.canned.at = m.list, r.deps.Now()
	return r.showCanned()
}

// showCanned lists them: found by shortcut, name and text, with what choosing
// one would insert below.
func (r *writeRoom) showCanned() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	if len(r.canned.list) == 0 {
		return r.say(levelInfo, "There are no canned responses; they are made on the platform.")
	}
	choices := make([]dialog.Choice, len(r.canned.list))
	for i, x := range r.canned.list {
		body, _ := r.fillCanned(x.Content, c, nil)
		label := text.Line(x.Name)
		if s := strings.TrimPrefix(text.Line(x.Shortcut), "/"); s != "" {
			label = "/" + s + "  " + label
		}
		choices[i] = dialog.Choice{
			Label: label, Names: cannedNames(x), Detail: text.Line(x.Category), Search: text.Line(x.Content), Below: body,
			Pick: dialog.Then{Do: func() tea.Cmd { return r.insertCanned(x, c) }},
		}
	}
	d := r.NewChooser("Canned responses", "No canned response matches %q.", choices)
	d.Verb, d.Preview = "insert", true
	if begun := r.canned.begun; begun != "" && r.canned.in == c.id {
		d.Type(c.compose.Value()) // what was typed while they were fetched
		c.compose.SetValue("")
		d.Closed = dialog.Then{Do: func() tea.Cmd { return r.keepBegun(c, begun, d.Field.Value()) }}
	}
	r.dialogs.Push(d)
	return nil
}

// keepBegun makes a text of what was typed to find a canned response and chose none:
// a reply may begin with that letter.
func (r *writeRoom) keepBegun(c *chat, begun, typed string) tea.Cmd {
	if strings.TrimSpace(typed) == "" {
		return nil
	}
	c.compose.Insert(begun + typed)
	r.focus = focusCompose
	r.arrange()
	return r.noteChat(c)
}

// cannedNames are what a canned response is found by before its text is.
func cannedNames(x client.CannedResponse) []string {
	names := []string{text.Line(x.Name)}
	if s := text.Line(x.Shortcut); s != "" {
		names = append(names, s)
	}
	return names
}

// insertCanned puts a ready-made text where the cursor is, to be edited: it is
// never sent by itself. What nobody here knows of its placeholders is asked for
// first.
func (r *writeRoom) insertCanned(x client.CannedResponse, c *chat) tea.Cmd {
	body, open := r.fillCanned(x.Content, c, nil)
	if len(open) > 0 {
		return r.askSlots(x, open, c)
	}
	return r.insertText(x, body, c)
}

// insertText puts a filled text into the composer and tells the platform that it
// was used, which orders its list.
func (r *writeRoom) insertText(x client.CannedResponse, body string, c *chat) tea.Cmd {
	c.compose.Insert(body)
	r.focus = focusCompose
	r.arrange()
	platform, id := r.deps.Platform, x.ID
	return call(r.door(), readLimit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, platform.UseCannedResponse(client.Prefetch(ctx), id)
	}, func(struct{}, error) tea.Msg { return nil })
}

// askSlots asks for the placeholders that are left in a text, with the text as it
// will be below. One that is left empty stays as it is, to be seen.
func (r *writeRoom) askSlots(x client.CannedResponse, open []slot, c *chat) tea.Cmd {
	asked := make([]actions.FormField, len(open))
	for i, s := range open {
		asked[i] = actions.FormField{Input: actions.Input{Name: s.name, Label: "{{" + text.Line(s.name) + "}}", Type: actions.InputText}, Value: s.fallback}
	}
	f := r.NewForm(text.Line(x.Name), "insert", asked, nil)
	f.Resume(c.place(store.Canned.Of(x.ID)))
	f.Below = func(f *dialog.Form, w int) []string {
		body, _ := r.fillCanned(x.Content, c, f.TypedTexts())
		rows := []string{""}
		for _, row := range dialog.WrapLines(body, w-2) {
			rows = append(rows, r.Theme.Faint.Render(r.Theme.Glyphs.V)+" "+row)
		}
		return append(rows, "")
	}
	f.Done = func(in map[string]any) tea.Cmd {
		typed := make(map[string]string, len(in))
		for name, v := range in {
			typed[name], _ = v.(string)
		}
		c.setAside(store.Canned.Of(x.ID), dialog.Draft{})
		body, left := r.fillCanned(x.Content, c, typed)
		cmd := r.insertText(x, body, c)
		if len(left) > 0 {
			return tea.Batch(cmd, r.say(levelWarn, "Left to fill in: "+slotNames(left)+"."))
		}
		return cmd
	}
	r.dialogs.Push(f)
	return nil
}

// fillCanned fills the placeholders a canned response may have (contract §9),
// whatever their case, then those that were typed, and returns the others, each
// once. What is filled in is not looked at again.
func (r *writeRoom) fillCanned(content string, c *chat, typed map[string]string) (body string, open []slot) {
	return fillSlots(content, func(s slot) string {
		if value, known := r.knownSlot(s, c); known {
			return value
		}
		return typed[s.name]
	})
}

// knownSlot is what this desk knows of a placeholder. A contact without a name has
// the one the placeholder offers, else the platform's own.
func (r *writeRoom) knownSlot(s slot, c *chat) (value string, known bool) {
	switch s.key() {
	case "contact_name":
		return cmp.Or(c.contact().Name, s.fallback, "there"), true
	case "phone_number":
		return c.contact().PhoneNumber, true
	case "user_name", "agent_name":
		return r.session.identity.User.Name, true
	}
	return "", false
}
