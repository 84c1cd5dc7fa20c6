package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
	"keydesk/ui/theme"
	"keydesk/ui/thread"
)

// One look further back fetches at most so many pages of so many messages, one
// after the other: far less than the platform allows in a burst (contract §23),
// and the person says whether to go on.
const (
	seekPages = 5
	seekPage  = 100
)

// seeking is what is looked for in the open conversation.
type seeking struct {
	chat   *chat // nil: nothing is
	line   dialog.Field
	typing bool        // the line has the keyboard whenever the thread has
	mark   thread.Mark // where one was
	from   focus       // and what had the keyboard then
	pages  int         // older pages that are still to be fetched
	had    int         // hits before they were
	ended  bool        // somebody asked for a hit beyond the last one
}

func (r *readRoom) findCommands() []command.Command {
	row := func(id, long string, run func() tea.Cmd, keyNames ...string) command.Command {
		return command.Command{Binding: command.Bind(command.ScopeFind, id, "", long, keyNames...), Run: run, Why: r.needsFind}
	}
	accept := row("find.accept", "To the message; the keys for the next hit go on", r.acceptFind, "enter")
	accept.Short = "to the message"
	older := row("find.older", "Next hit, further back", r.seekHit(true), "up")
	older.Short = "next hit"
	leave := row("find.leave", "End it, back to where one was", r.leaveThread, "esc")
	leave.Short = "back"
	return []command.Command{
		{Binding: command.Bind(command.ScopeThread, "thread.find", "find", "Find in the conversation", "/"), Run: r.find, Why: r.needsChat},
		{Binding: command.Bind(command.ScopeThread, "thread.next", "", "Next hit, further back", "n"), Run: r.seekHit(true), Why: r.needsFind},
		{Binding: command.Bind(command.ScopeThread, "thread.previous", "", "The hit before, nearer to the newest message", "N"), Run: r.seekHit(false), Why: r.needsFind},
		{Binding: command.Bind(command.ScopeGlobal, "find", "", "Find in the open conversation", "ctrl+f"), Run: r.find, Why: r.needsChat},
		accept,
		older,
		row("find.newer", "The hit before, nearer to the newest message", r.seekHit(false), "down"),
		leave,
	}
}

func (r *readRoom) needsFind() string {
	if why := r.needsChat(); why != "" {
		return why
	}
	if !r.seeks() {
		return "find something first, " + r.Label("find")
	}
	return ""
}

// seeks says whether something is looked for in the open conversation.
func (r *readRoom) seeks() bool { return r.seeking.chat != nil && r.seeking.chat == r.chats.open }

// typingFind says whether the find line has the keyboard.
func (r *readRoom) typingFind() bool { return r.seeks() && r.seeking.typing && r.focus == focusThread }

// find opens the find line below the thread. One that is open goes on from its
// words.
func (r *readRoom) find() tea.Cmd {
	if !r.seeks() {
		c := r.chats.open
		r.seeking = seeking{chat: c, line: dialog.NewField("words of a message", false), mark: c.thread.Mark(), from: r.focus}
	}
	r.seeking.typing, r.focus = true, focusThread
	r.arrange()
	return r.prepareFind()
}

// prepareStep is how many messages are made ready for finding in one go: some
// milliseconds, so that a key in between does not wait for all of them.
const prepareStep = 1000

// findPrepared asks for the next messages to be made ready.
type findPrepared struct{ chat *chat }

// prepareFind makes what is loaded ready to be looked through while the person
// is about to type: the first letter would have to do it otherwise.
func (r *readRoom) prepareFind() tea.Cmd {
	c := r.seeking.chat
	return func() tea.Msg { return findPrepared{chat: c} }
}

func (msg findPrepared) arrive(r *readRoom) tea.Cmd {
	if !r.seeks() || r.seeking.chat != msg.chat || !msg.chat.thread.PrepareFind(prepareStep) {
		return nil
	}
	return r.prepareFind()
}

// typedFind hands a key or a paste to the find line, and goes to the hit that is
// nearest to where one was.
func (r *readRoom) typedFind(msg tea.Msg) tea.Cmd {
	s := &r.seeking
	if !s.line.Update(msg) {
		return nil
	}
	s.pages, s.ended = 0, false
	t := s.chat.thread
	t.SetFind(s.line.Value())
	t.Return(s.mark)
	if t.Hit(true) || t.Hit(false) {
		return r.afterScroll()
	}
	return nil
}

// acceptFind leaves the line to its words: the keys are the thread's then.
func (r *readRoom) acceptFind() tea.Cmd {
	if strings.TrimSpace(r.seeking.line.Value()) == "" {
		return r.leaveThread()
	}
	r.seeking.typing = false
	return nil
}

// seekHit goes to another hit; beyond the last one it looks further back, in
// what is not loaded yet.
func (r *readRoom) seekHit(older bool) func() tea.Cmd {
	return func() tea.Cmd {
		s := &r.seeking
		if s.chat.thread.Hit(older) {
			s.ended = false
			return r.afterScroll()
		}
		if s.ended = older; older && !s.chat.atHome && strings.TrimSpace(s.line.Value()) != "" {
			s.pages = seekPages
			_, s.had = s.chat.thread.Hits()
			return r.seekFurther()
		}
		return nil
	}
}

// seekFurther fetches the next older page, unless one is on its way already.
func (r *readRoom) seekFurther() tea.Cmd {
	c := r.seeking.chat
	oldest, ok := c.thread.Oldest()
	if !ok || !c.loaded || c.older {
		return nil
	}
	c.older = true
	c.thread.SetLoading(true)
	return r.loadMessages(c.id, oldest.ID, seekPage)
}

// sought goes on after older messages came in: to the first new hit, or further
// back while there is none and the person waits.
func (r *readRoom) sought(c *chat) tea.Cmd {
	s := &r.seeking
	if s.chat != c || s.pages == 0 || !r.seeks() {
		return nil
	}
	if _, of := c.thread.Hits(); of > s.had {
		s.pages, s.ended = 0, false
		c.thread.Hit(true)
		return r.afterScroll()
	}
	if s.pages--; s.pages == 0 || c.atHome {
		s.pages = 0
		return nil
	}
	return r.seekFurther()
}

// leaveThread ends finding, back to where one was; without that it goes to the
// composer.
func (r *readRoom) leaveThread() tea.Cmd {
	if !r.seeks() {
		return r.focusComposer()
	}
	s := r.seeking
	s.chat.thread.EndFind()
	s.chat.thread.Return(s.mark)
	r.seeking, r.focus = seeking{}, s.from
	r.arrange()
	return r.afterScroll()
}

// letGo ends finding where one is now, once something else has the keyboard.
func (r *readRoom) letGo() {
	if s := r.seeking; s.chat != nil && (!r.seeks() || r.focus != focusThread) {
		s.chat.thread.EndFind()
		r.seeking = seeking{}
	}
}

// drawFind is the find line: the words, and at its right which of how many hits
// one is at. It is exactly width cells; column is the cursor's.
func (r *readRoom) drawFind(width int) (row string, column int) {
	words, style := r.findWords(width - 16)
	room := max(1, width-4-text.Width(words))
	line, column := r.seeking.line.Draw(room)
	return text.Pad(" "+r.Theme.Accent.Render("/")+" "+text.Pad(text.Cut(line, room), room)+" "+style.Render(words), width), 3 + column
}

// findWords tells how finding goes, in at most room cells where that is possible.
func (r *readRoom) findWords(room int) (string, theme.Style) {
	s := &r.seeking
	c := s.chat
	at, of := c.thread.Hits()
	key := r.Label("thread.next")
	if s.typing {
		key = r.Label("find.older")
	}
	further, plus := key+" looks further back", "+"
	if c.atHome {
		further, plus = "no older one", ""
	}
	among := dialog.Plural(c.thread.Len(), "message", "messages")
	switch {
	case s.pages > 0:
		return fitting(room, "looking further back"+r.Theme.Glyphs.Cut+" "+among, "looking"+r.Theme.Glyphs.Cut), r.Theme.Accent
	case strings.TrimSpace(s.line.Value()) == "" && c.atHome:
		return fitting(room, "in all "+among, among), r.Theme.Faint
	case strings.TrimSpace(s.line.Value()) == "":
		return fitting(room, "in the newest "+among, among), r.Theme.Faint
	case of == 0 && c.atHome:
		return fitting(room, "in none of "+among, "no hit"), r.Theme.Warn
	case of == 0:
		return fitting(room, "in none of the newest "+among+", "+further, "no hit here, "+further, "no hit"+plus+", "+key+" more", "no hit"+plus), r.Theme.Warn
	}
	where := fmt.Sprintf("%d of %d%s", at, of, plus)
	if at == 0 {
		where = dialog.Plural(of, "hit", "hits") + plus
	}
	if s.ended || at == of && plus != "" {
		return fitting(room, where+", "+further, where), r.Theme.Accent
	}
	return where, r.Theme.Accent
}

// fitting is the first of the given words that fits, the last one otherwise.
func fitting(room int, words ...string) string {
	for _, w := range words {
		if text.Width(w) <= room {
			return w
		}
	}
	return words[len(words)-1]
}
