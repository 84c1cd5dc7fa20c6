package ui

import (
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// quickReactions are those one most often wants, as the web console has them
// (contract §21).
func quickReactions() []string { return []string{"👍", "❤️", "😂", "😮", "😢", "🙏"} }

// askReaction offers reactions to the selected message; any other emoji can be
// found by its name or typed.
func (r *writeRoom) askReaction() tea.Cmd {
	c := r.chats.open
	m, ok := c.thread.Selected()
	if !ok || thread.IsLocal(m.ID) {
		return r.say(levelInfo, "Select a message first ("+r.Theme.Glyphs.UpDown+"), then react to it.")
	}
	if m.WAMID == "" && m.Direction == client.Outgoing {
		return r.say(levelInfo, "It can be reacted to once WhatsApp has taken it.")
	}
	react := func(emoji string) dialog.Intent {
		return dialog.Then{Do: func() tea.Cmd { return r.react(c.id, m.ID, emoji) }}
	}
	var choices []dialog.Choice
	mine := ""
	for _, re := range m.Reactions {
		if re.FromUser == r.session.identity.User.ID {
			mine = re.Emoji
		}
	}
	if mine != "" {
		choices = append(choices, dialog.Choice{Label: "Take back " + text.Line(mine), Pick: react("")})
	}
	quick := quickReactions()
	for _, e := range emojiList() {
		if i := slices.Index(quick, e.char); i >= 0 {
			choices = append(choices, dialog.Choice{Label: text.Line(e.char) + "  " + e.name, Pick: react(e.char)})
		}
	}
	for _, e := range emojiList() {
		if !slices.Contains(quick, e.char) {
			choices = append(choices, dialog.Choice{Label: text.Line(e.char) + "  " + e.name, Pick: react(e.char)})
		}
	}
	d := r.NewChooser("React", "No emoji is called %q.", choices)
	d.Verb = "react"
	d.More = func(typed string) []dialog.Choice {
		if !isEmoji(typed) {
			return nil
		}
		return []dialog.Choice{{Label: "React with " + text.Line(typed), Pick: react(typed)}}
	}
	r.dialogs.Push(d)
	return nil
}

// isEmoji says whether a text may be one emoji: short, and no letters of an
// alphabet.
func isEmoji(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r > 0x2000 && utf8.RuneCountInString(s) <= 10 && !strings.ContainsFunc(s, func(r rune) bool { return r < 0x2000 && r != 0x200d })
}

func (r *writeRoom) react(contactID, messageID, emoji string) tea.Cmd {
	for _, it := range r.out.Items(contactID) { // only the last one counts
		if x, is := it.Content.(delivery.Reaction); is && x.Message == messageID {
			r.out.Withdraw(it.ID)
		}
	}
	r.out.Put(delivery.Item{
		ID: localID(), Contact: contactID, Written: r.deps.Now(), Content: delivery.Reaction{Message: messageID, Emoji: emoji},
	})
	return nil
}

// reactionChanged shows what became of a reaction of ours.
func (r *writeRoom) reactionChanged(c *chat, ch delivery.Change) tea.Cmd {
	switch {
	case ch.State == delivery.Sent:
		c.thread.SetReactions(ch.Message.ID, ch.Message.Reactions)
	case ch.State.Waits():
		r.out.Withdraw(ch.ID)
		if ch.Why == delivery.Fault {
			return r.trouble("react", ch.Err)
		}
		return r.say(levelInfo, "The reaction was not sent: "+strings.TrimSuffix(ch.Words, ".")+".")
	}
	return nil
}

// completeEmoji replaces a ":name:" that was just closed at the end of what
// stands before the cursor by its emoji.
func completeEmoji(value string) (string, bool) {
	rest, ok := strings.CutSuffix(value, ":")
	if !ok {
		return value, false
	}
	at := strings.LastIndexByte(rest, ':')
	if at < 0 || at+1 == len(rest) {
		return value, false
	}
	name := strings.ToLower(rest[at+1:])
	for _, e := range emojiList() {
		if slices.Contains(strings.Fields(e.name), name) {
			return rest[:at] + e.char, true
		}
	}
	return value, false
}

// answerCommands are those of writing besides plain replies.
func (r *writeRoom) answerCommands() []command.Command {
	notes := r.lacks("chat", "write", "write notes")
	return []command.Command{
		{Binding: command.Bind(command.ScopeCompose, "compose.note", "note", "Write a private note, or a reply again", "ctrl+n"), Run: r.toggleNote, Why: notes, Class: command.Mine},
		{Binding: command.Bind(command.ScopeCompose, "compose.canned", "canned", "Insert a canned response; / in an empty composer", "ctrl+r", "/"), Run: r.askCanned, Why: r.needsChat},
		{Binding: command.Bind(command.ScopeGlobal, "notes", "", "Notes on the conversation: read, write, edit, delete", "alt+n"), Run: r.listNotes, Why: r.lacks("chat", "read", "read notes")},
		{Binding: command.Bind(command.ScopeGlobal, "template", "", "Send a template, also when the 24-hour window is closed", "alt+t"), Run: r.askTemplate, Why: r.lacksTemplates},
	}
}
