package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// showMessage shows all that is known of the selected message.
func (r *readRoom) showMessage() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	if e, ok := c.thread.SelectedEvent(); ok {
		return r.openEvent(c, e)
	}
	m, ok := c.thread.Selected()
	if !ok {
		return nil
	}
	r.dialogs.Push(r.NewViewer(command.ScopeMessage, "Message", func(width int) []string { return r.messageRows(c, m, width) },
		dialog.ViewerKey{ID: "message.copy", Word: "copy", Intent: dialog.Also{Do: func() tea.Cmd { return r.copy(copyText(m), "message", 0) }}}))
	return nil
}

func (r *readRoom) messageRows(c *chat, m client.Message, width int) []string {
	from := c.name()
	if m.Direction == client.Outgoing {
		from = "your team: the platform does not tell who" // contract §5.2
		if r.out.Settled(c.id, m.ID) || thread.IsLocal(m.ID) {
			from = "this desk"
		}
	}
	facts := [][2]string{
		{"From", from},
		{"Time", m.CreatedAt.In(r.deps.Location).Format("Mon, 2 Jan 2006 15:04:05")},
		{"Type", m.Type},
		{"State", string(m.Status)},
		{"Error", m.Error},
		{"File", m.MediaFilename},
		{"Kind", m.MediaMIME},
		{"Size", r.files.fileSize(m.ID)},
		{"Channel", r.channel(m.Account)},
		{"WhatsApp id", m.WAMID},
	}
	var rows []string
	for _, f := range facts {
		if value := text.Line(f[1]); value != "" {
			for i, line := range text.Wrap(value, max(1, width-13)) {
				label := ""
				if i == 0 {
					label = f[0]
				}
				rows = append(rows, r.Theme.Faint.Render(text.Pad(label, 13))+line)
			}
		}
	}
	for _, re := range m.Reactions {
		who := from
		if re.FromUser != "" {
			who = r.contact.assignee(re.FromUser)
		}
		rows = append(rows, r.Theme.Faint.Render(text.Pad("Reaction", 13))+text.Line(fmt.Sprintf("%s  %s", re.Emoji, who)))
	}
	return append(append(rows, ""), dialog.WrapLines(copyText(m), width)...)
}

// copyText is what copying a message gives: its own text, or for what is no
// text the words that stand for it.
func copyText(m client.Message) string {
	switch m.Type {
	case "location", "contacts":
		return thread.Summary(m) // the body is data, not words (contract §5.3)
	}
	if m.Body != "" {
		return m.Body
	}
	return thread.Summary(m)
}

// copyMessage copies the text of the selected message.
func (r *readRoom) copyMessage() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	if e, ok := c.thread.SelectedEvent(); ok {
		return r.copy(e.Words, "note or run", 0)
	}
	m, ok := c.thread.Selected()
	if !ok {
		return r.say(levelInfo, "Select a message first ("+r.Theme.Glyphs.UpDown+"), then copy it.")
	}
	return r.copy(copyText(m), "message", 0)
}

// copyPhone copies the number of the open conversation's contact.
func (r *readRoom) copyPhone() tea.Cmd {
	c := r.chats.open
	if c.contact().PhoneNumber == "" {
		return r.say(levelInfo, "This contact has no phone number.")
	}
	return r.copy(c.contact().PhoneNumber, "phone number", 0)
}

// allKeys are a command's keys as the help shows them.
func (r *readRoom) allKeys(c *command.Command) string {
	shown := make([]string, len(c.Keys))
	for i, k := range c.Keys {
		shown[i] = r.Show(k)
	}
	return strings.Join(shown, " ")
}

// showMessagePlain shows the selected message on the whole screen.
func (r *readRoom) showMessagePlain() tea.Cmd {
	c := r.chats.open
	if c == nil {
		return nil
	}
	m, ok := c.thread.Selected()
	if !ok {
		return r.say(levelInfo, "Select a message first.")
	}
	r.showBare(dialog.Handed{What: "message", Text: copyText(m)})
	return nil
}
