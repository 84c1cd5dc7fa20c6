package ui

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// about is what the contact panel shows besides the contact itself.
type about struct {
	asked   bool // on its way, or here
	session client.SessionData
	notes   client.NotePage
	problem string // why part of it is not to be had
}

// aboutLoaded is what was fetched for the contact panel.
type aboutLoaded struct {
	id  string
	got about
}

// loadAbout fetches what the panel shows of the open conversation, once, and
// only while the panel is on the screen.
func (r *contactRoom) loadAbout() tea.Cmd {
	c := r.chats.open
	if c == nil || c.about.asked || !r.panelOpen() {
		return nil
	}
	c.about.asked = true
	id, platform := c.id, r.deps.Platform
	notes := r.may("chat", "read")
	return call(r.door(), readLimit, func(ctx context.Context) (about, error) {
		got := about{asked: true}
		var err error
		if got.session, err = platform.SessionData(client.Prefetch(ctx), id); err != nil {
			got.problem = err.Error()
		}
		if notes {
			if got.notes, err = platform.Notes(client.Prefetch(ctx), id, "", timelineRows); err != nil {
				got.problem = cmp.Or(got.problem, err.Error())
			}
		}
		return got, nil
	}, func(got about, err error) tea.Msg {
		if err != nil {
			got.problem = err.Error()
		}
		got.asked = true
		return aboutLoaded{id: id, got: got}
	})
}

func (m aboutLoaded) arrive(r *contactRoom) tea.Cmd {
	c := r.chats.byID[m.id]
	if c == nil {
		return nil
	}
	c.about = m.got
	if m.got.notes.Notes != nil {
		r.notesRead(c, m.got.notes)
	}
	return nil
}

// panelNotes is how many of the newest notes the panel shows.
const panelNotes = 3

// panelOpen says whether the contact panel is on the screen: as the third pane,
// or over the desk.
func (r *contactRoom) panelOpen() bool {
	if r.layout.panel.w > 0 {
		return true
	}
	v, ok := r.dialogs.Top().(*dialog.Viewer)
	return ok && v.Keys.Scope == command.ScopeContact
}

// togglePanel shows or hides the contact panel: a third pane where there is
// room, over the desk elsewhere.
func (r *contactRoom) togglePanel() tea.Cmd {
	if r.width >= threePanes && !r.deps.Plain {
		r.noPanel = !r.noPanel
		r.arrange()
		return r.loadAbout()
	}
	c := r.chats.open
	lines := func(width int) []string { return r.panelRows(c, width) }
	v := r.NewViewer(command.ScopeContact, "Contact", lines,
		dialog.ViewerKey{ID: "contact.name", Word: "name", Intent: dialog.Also{Do: r.askName}},
		dialog.ViewerKey{ID: "contact.field", Word: "field", Intent: dialog.Also{Do: r.askField}},
		dialog.ViewerKey{ID: "contact.copy", Word: "copy", Intent: dialog.Also{Do: r.copyField}})
	v.Live = true
	r.dialogs.Push(v)
	return r.loadAbout()
}

// drawPanel is the third pane: exactly w×h cells.
func (r *contactRoom) drawPanel(w, h int) []string {
	lines := make([]string, h)
	rows := r.panelRows(r.chats.open, w-2)
	if len(rows) > h { // what does not fit is behind the key that shows it whole
		rows = append(rows[:h-1], r.Theme.Faint.Render(text.CutWith("more: "+r.Label("contact.show"), w-2, r.Theme.Glyphs.Cut)))
	}
	for i := range lines {
		row := ""
		if i < len(rows) {
			row = " " + rows[i]
		}
		lines[i] = text.Pad(row, w)
	}
	return lines
}

// panelRows is everything known of a contact, at most width cells a row.
func (r *contactRoom) panelRows(c *chat, width int) []string {
	p := &panelWriter{r: r, width: max(10, width), column: 11}
	p.fit(maps.Keys(c.contact().Metadata), maps.Keys(c.about.session.Values))
	for _, section := range c.about.session.Sections {
		for _, f := range section.Fields {
			p.fit(slices.Values([]string{f.Label}))
		}
	}
	p.rows = append(p.rows, r.Theme.Strong.Render(text.CutWith(c.name(), p.width, r.Theme.Glyphs.Cut)))
	p.fact("Phone", c.contact().PhoneNumber)
	p.fact("Channel", r.channel(c.account()))
	answers := "nobody"
	if id := c.contact().AssignedUserID; id != "" {
		answers = r.assignee(id)
	}
	p.fact("Assigned", answers)
	p.fact("Chatbot", r.chatbotWords(c))
	p.fact("Window", r.windowLong(c))
	if c.contact().MarketingOptOut {
		p.fact("Marketing", "opted out")
	}
	p.fact("Since", inbox.ShortTime(c.contact().CreatedAt, r.deps.Now(), r.deps.Location, false))
	p.fact("Tags", strings.Join(c.contact().Tags, ", "))
	if len(c.contact().Metadata) > 0 {
		p.head("Fields")
		for _, key := range slices.Sorted(maps.Keys(c.contact().Metadata)) {
			p.fact(key, fieldText(c.contact().Metadata[key]))
		}
	}
	p.sessionData(c.about.session)
	p.notes(c.about.notes)
	if c.about.problem != "" {
		p.rows = append(p.rows, "")
		for _, row := range text.Wrap(text.Line(c.about.problem), p.width) {
			p.rows = append(p.rows, r.Theme.Warn.Render(row))
		}
	}
	return p.rows
}

// panelWriter lays out the panel's rows.
type panelWriter struct {
	r      *contactRoom
	width  int
	column int // where values begin
	rows   []string
}

// fit makes room for labels, as far as that leaves more for values.
func (p *panelWriter) fit(labels ...iter.Seq[string]) {
	for _, some := range labels {
		for label := range some {
			if w := text.Width(text.Line(label)) + 1; w <= p.width/2 {
				p.column = max(p.column, w)
			}
		}
	}
}

// fact is a label and its value, wrapped beside or below it.
func (p *panelWriter) fact(label, value string) {
	value = text.Line(value)
	if value == "" {
		return
	}
	name := text.Line(label)
	if text.Width(name) >= p.column { // a row of its own, whole
		for _, row := range text.Wrap(name, p.width) {
			p.rows = append(p.rows, p.r.Theme.Faint.Render(row))
		}
		name = ""
	}
	for i, row := range text.Wrap(value, max(4, p.width-p.column)) {
		if i > 0 {
			name = ""
		}
		p.rows = append(p.rows, p.r.Theme.Faint.Render(text.Pad(name, p.column))+row)
	}
}

func (p *panelWriter) head(title string) {
	p.rows = append(p.rows, "", p.r.Theme.Title.Render(text.CutWith(text.Line(title), p.width, p.r.Theme.Glyphs.Cut)))
}

// sessionData is what a chatbot flow collected, in the sections the platform
// configured, and what is in none of them after that.
func (p *panelWriter) sessionData(s client.SessionData) {
	if len(s.Values) == 0 {
		return
	}
	shown := map[string]bool{}
	for _, section := range s.Sections {
		head := false
		for _, f := range section.Fields {
			v, ok := s.Values[f.Key]
			if !ok {
				continue
			}
			if !head {
				p.head(cmp.Or(section.Label, "Chatbot"))
				head = true
			}
			shown[f.Key] = true
			p.fact(cmp.Or(f.Label, f.Key), fieldText(v))
		}
	}
	head := false
	for _, key := range slices.Sorted(maps.Keys(s.Values)) {
		if shown[key] {
			continue
		}
		if !head {
			p.head("Chatbot")
			head = true
		}
		p.fact(key, fieldText(s.Values[key]))
	}
}

// notes are the newest notes and how many there are.
func (p *panelWriter) notes(page client.NotePage) {
	if len(page.Notes) == 0 {
		return
	}
	p.head(fmt.Sprintf("Notes %d  %s", page.Total, p.r.Label("notes")))
	for i := len(page.Notes) - 1; i >= max(0, len(page.Notes)-panelNotes); i-- {
		n := page.Notes[i]
		who := p.r.assignee(n.AuthorID) + ", " + inbox.ShortTime(n.CreatedAt, p.r.deps.Now(), p.r.deps.Location, true)
		p.rows = append(p.rows, p.r.Theme.Note.Render("NOTE")+" "+p.r.Theme.Faint.Render(text.CutWith(who, max(0, p.width-5), p.r.Theme.Glyphs.Cut)))
		wrapped := text.Wrap(text.Line(n.Content), p.width)
		p.rows = append(p.rows, wrapped[:min(3, len(wrapped))]...)
	}
}

// fieldText is a metadata value as a person reads it: texts bare, the rest as
// JSON.
func fieldText(v any) string {
	switch v := v.(type) {
	case nil:
		return "empty"
	case string:
		return v
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}

// chatbotWords is whether the chatbot is paused for a contact.
func (r *contactRoom) chatbotWords(c *chat) string {
	t, under := r.transfers.of(c.id)
	switch {
	case !r.transfers.known:
		return ""
	case !under:
		return "not paused"
	case t.AgentID == "":
		return "paused, waits in " + cmp.Or(t.TeamName, "the general queue")
	default:
		return "paused, " + r.answers(t.AgentID)
	}
}

// windowLong is the 24-hour window in words.
func (r *contactRoom) windowLong(c *chat) string {
	if words := r.windowState(c); words != "" {
		return strings.TrimPrefix(words, "window ")
	}
	if c.lastHeard().IsZero() {
		return ""
	}
	return "open"
}

// contactCommands are those of the contact panel.
func (r *contactRoom) contactCommands() []command.Command {
	edit := r.lacks("contacts", "write", "edit contacts")
	return []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "contact.show", "", "The contact: fields, tags, chatbot, notes", "alt+i"), Run: r.togglePanel, Why: r.needsChat},
		{Binding: command.Bind(command.ScopeGlobal, "contact.rename", "", "Edit the contact's name"), Run: r.askName, Why: edit},
		{Binding: command.Bind(command.ScopeGlobal, "contact.edit", "", "Edit a field of the contact"), Run: r.askField, Why: edit},
		{Binding: command.Bind(command.ScopeGlobal, "contact.values", "", "Copy a field of the contact"), Run: r.copyField, Why: r.needsChat},
	}
}
