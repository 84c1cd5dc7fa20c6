package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// View draws the whole screen from state. Every line is exactly as wide as the
// screen, so that the renderer's comparison with the last frame stays cheap.
func (r *Root) View() tea.View {
	v := tea.View{AltScreen: true, ReportFocus: true, WindowTitle: r.display.windowTitle()}
	v.KeyboardEnhancements.ReportAlternateKeys = true // shortcuts on layouts without Latin letters
	if r.deps.Mouse && !r.released() {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if r.width <= 0 || r.height <= 0 {
		return v
	}
	lines, cursor := r.display.frame()
	v.Content = strings.Join(lines, "\n")
	if r.clusters {
		v.Content = text.Clustered(v.Content)
	}
	v.Cursor = cursor
	return v
}

// frame is the screen as lines, and where the terminal's own cursor stands.
func (r *displayRoom) frame() ([]string, *tea.Cursor) {
	if r.layout.tooSmall {
		return r.drawTooSmall(r.width, r.height), nil
	}
	lines := make([]string, r.height)
	l := r.layout
	if l.title.h > 0 {
		lines[l.title.y] = r.drawTitle(l.width)
	}
	if l.top.h > 0 {
		lines[l.top.y] = r.rule(l.width, l.divide, r.Theme.Glyphs.TeeDown)
		lines[l.bottom.y] = r.rule(l.width, l.divide, r.Theme.Glyphs.TeeUp)
	}
	left, right := r.drawList(), r.drawRight()
	var panel []string
	if l.panel.w > 0 {
		panel = r.contact.drawPanel(l.panel.w, l.panel.h)
	}
	y0 := l.list.y
	if l.list.h == 0 {
		y0 = l.head.y
	}
	for i := 0; i < max(len(left), len(right)); i++ {
		switch {
		case l.divide < 0 && len(left) > 0:
			lines[y0+i] = left[i]
		case l.divide < 0:
			lines[y0+i] = right[i]
		default:
			lines[y0+i] = left[i] + r.divider(y0+i) + right[i]
			if panel != nil {
				lines[y0+i] += r.Theme.Faint.Render(r.Theme.Glyphs.V) + panel[i]
			}
		}
	}
	foot := r.drawFooter(l.width)
	copy(lines[l.footer.y+1-len(foot):], foot)
	if r.tour.shown(r.height) {
		lines[r.height-1] = r.tour.draw(l.width)
	}
	cursor := r.cursor()
	shown := r.dialogs.Shown()
	for i, d := range shown {
		p := d.Draw(r.width, r.height)
		if i == len(shown)-1 && !dialog.Covers(d) && !r.deps.Plain {
			r.dim(lines)
		}
		cursor = nil
		x, y := r.place(p)
		if r.deps.Plain {
			blank(lines[:l.announce.y], l.width) // what lies beneath is not to be read
		}
		dialog.Overlay(lines, p.Lines, x, y, r.width)
		if p.Cursor != nil {
			cursor = tea.NewCursor(x+p.Cursor.X, y+p.Cursor.Y)
		}
	}
	if rows := r.drawLeader(l.width, l.footer.y); rows != nil {
		dialog.Overlay(lines, rows, 0, l.footer.y-len(rows), r.width)
	}
	if r.deps.Plain {
		lines[l.announce.y] = r.drawAnnouncement(l.width)
		if cursor == nil {
			cursor = tea.NewCursor(0, l.announce.y) // where a screen reader reads the line
		}
	}
	if cursor != nil {
		cursor.Blink = r.Theme.Motion
	}
	return lines, cursor
}

// dim takes the colours and the weight from what lies under a dialog, so that what has the keyboard
// stands out. What is said in the last rows keeps them.
func (r *displayRoom) dim(lines []string) {
	if r.notice.text != "" {
		lines = lines[:max(0, len(lines)-len(r.drawFooter(r.width)))]
	}
	for i := range lines {
		lines[i] = dialog.Dimmed(&r.Theme, lines[i])
	}
}

// place is where a dialog's panel lies on the screen.
func (r *displayRoom) place(p dialog.Panel) (x, y int) {
	if r.deps.Plain {
		return 0, 0
	}
	return max(0, (r.width-p.Width())/2), max(0, (r.height-len(p.Lines))/3)
}

// divider is the rule between the panes, joined where the header's rule meets
// it.
func (r *displayRoom) divider(y int) string {
	if r.chats.open != nil && (y == r.layout.headRule.y && r.layout.headRule.h > 0 || y == r.layout.composeRule.y) {
		return r.Theme.Faint.Render(r.Theme.Glyphs.TeeRight)
	}
	return r.Theme.Faint.Render(r.Theme.Glyphs.V)
}

// rule is a line across the screen with a joint at column at, or without one.
func (r *shell) rule(width, at int, joint string) string {
	g := r.Theme.Glyphs
	if at < 0 || at >= width {
		return r.Theme.Faint.Render(strings.Repeat(g.H, width))
	}
	return r.Theme.Faint.Render(strings.Repeat(g.H, at) + joint + strings.Repeat(g.H, width-at-1))
}

func (r *displayRoom) drawList() []string {
	if r.layout.list.h == 0 {
		return nil
	}
	if !r.session.ready && r.inbox.Known() == 0 && r.layout.single {
		return r.drawStart(r.layout.list.w, r.layout.list.h)
	}
	rows := r.inbox.View()
	if r.find.finding.typing && len(rows) > 0 {
		rows[0], _ = r.find.drawSearch(r.layout.list.w)
	}
	return rows
}

// drawRight is the open conversation, or what to do while there is none.
func (r *displayRoom) drawRight() []string {
	l := r.layout
	c := r.chats.open
	if c == nil || l.head.h == 0 {
		if l.divide < 0 {
			return nil
		}
		w, h := l.width-l.divide-1, l.list.h
		if !r.session.ready {
			return r.drawStart(w, h)
		}
		return r.drawNobody(w, h)
	}
	w := l.head.w
	lines := make([]string, 0, l.height)
	lines = append(lines, r.drawHead(c, w))
	if l.bar.h > 0 {
		lines = append(lines, r.run.drawBar(w))
	}
	if l.headRule.h > 0 {
		lines = append(lines, r.rule(w, -1, ""))
	}
	lines = append(lines, r.drawThread(c)...)
	if l.find.h > 0 {
		row, _ := r.reading.drawFind(l.find.w)
		lines = append(lines, row)
	}
	lines = append(lines, r.composeRule(c, w))
	for _, line := range strings.Split(c.compose.View(), "\n") {
		lines = append(lines, text.Pad(" "+line, w))
	}
	return lines
}

// composeRule is the rule above the composer; it tells of messages that came
// below what is shown.
func (r *displayRoom) composeRule(c *chat, w int) string {
	n := c.thread.Below()
	g := r.Theme.Glyphs
	left, line, style := r.modeWords(c, w), g.H, r.Theme.Faint
	if c.mode() == store.Note {
		line, style = g.NoteRule, r.Theme.Note
	}
	alone := text.Pad(left+style.Render(strings.Repeat(line, max(0, w-text.Width(left)))), w)
	if n == 0 {
		return alone
	}
	words := fmt.Sprintf(" %s %d new below  ", g.More, n)
	key := r.Label("compose.newest")
	if r.focus == focusThread {
		key = r.Label("thread.end")
	}
	lead := w - text.Width(left) - text.Width(words) - text.Width(key) - 3
	switch {
	case lead < 0 && c.mode() == store.Note:
		return alone // what one writes comes before what came
	case lead < 0:
		left, lead = "", max(0, lead+text.Width(left))
	}
	return text.Pad(left+style.Render(strings.Repeat(line, lead))+r.Theme.Accent.Render(words)+r.Theme.Key.Render(key)+" "+style.Render(line+line), w)
}

// modeWords begins the rule above the composer: that a note is written there,
// that the role may not send, that the 24-hour window is closed and what still reaches the customer, or
// what waits beside the reply.
func (r *displayRoom) modeWords(c *chat, w int) string {
	g := r.Theme.Glyphs
	words, style, line := "", r.Theme.Warn, g.H
	switch {
	case c.mode() == store.Note && c.replyTo != "":
		words, style, line = "NOTE, editing", r.Theme.Note, g.NoteRule
	case c.mode() == store.Note:
		words, style, line = "NOTE, private", r.Theme.Note, g.NoteRule
	case r.lacksSending() != "":
		words = r.lacksSending()
	case r.windowState(c) == windowShut && w < 60:
		words = "window closed: " + r.Label("template") + " template"
	case r.windowState(c) == windowShut:
		words = "24-hour window closed: only a template can be sent, " + r.Label("template")
		if why := r.write.lacksTemplates(); why != "" {
			words = "24-hour window closed: only a template, and " + why
		}
	default:
		if words, style = r.draftWords(c), r.Theme.Faint; words == "" {
			return ""
		}
	}
	return style.Render(text.CutWith(line+line+" "+words+" ", w, g.Cut))
}

// draftWords tells what was typed beside the reply and is not sent, with the keys
// that lead there.
func (r *displayRoom) draftWords(c *chat) string {
	var parts []string
	if c.draft(store.Note).Body != "" {
		parts = append(parts, "a note waits, "+r.Label("compose.note"))
	}
	if _, typing := r.dialogs.Top().(*attach); !typing && c.draftOf(c.captionTopic()).Body != "" {
		parts = append(parts, "a caption waits, "+r.Label("file.send"))
	}
	return strings.Join(parts, "; ")
}

// drawThread is the thread, or why there is none.
func (r *displayRoom) drawThread(c *chat) []string {
	w, h := r.layout.thread.w, r.layout.thread.h
	if c.loaded || c.cached || len(c.items()) > 0 {
		return strings.Split(c.thread.View(), "\n")
	}
	if c.failed != "" {
		rows := text.Wrap(text.Line(c.failed), max(1, min(w-6, 60)))
		if len(rows) > 0 {
			rows[0] = r.Theme.Bad.Render(r.Theme.Glyphs.Failed) + " " + rows[0]
		}
		return centred(w, h, append(rows, "", r.Theme.Faint.Render(r.Label("reload")+" tries again"))...)
	}
	return centred(w, h, r.Theme.Faint.Render("loading the conversation"+r.Theme.Glyphs.Cut))
}

// drawNobody is the right side while no conversation is open.
func (r *displayRoom) drawNobody(w, h int) []string {
	if r.inbox.Known() == 0 {
		if !r.may("contacts", "read") {
			return centred(w, h, "Nothing is assigned to you.", "Your role sees only what is: a conversation shows up here when you get one.")
		}
		return centred(w, h, "No conversations yet.", "A customer's first message shows up here by itself.")
	}
	heading := "Nothing unread."
	if unread := r.inbox.UnreadShown(); unread > 0 {
		heading = dialog.Plural(unread, "conversation", "conversations") + " with unread messages"
	}
	width := min(w-4, 50)
	rows := []string{text.Pad(heading, width), ""}
	for _, id := range []string{"list.open", "list.waiting", "list.unread", "list.search", "palette", "help"} {
		const keys = 7
		row := r.Theme.Key.Render(text.Pad(r.Label(id), keys)) + r.Theme.Faint.Render(text.CutWith(r.long(id), max(0, width-keys), r.Theme.Glyphs.Cut))
		rows = append(rows, text.Pad(row, width))
	}
	return centred(w, h, rows...)
}

// drawStart is the right side until signed in: what is awaited, or what is
// wrong and what to do.
func (r *displayRoom) drawStart(w, h int) []string {
	s := r.session
	address := text.Line(r.deps.Address)
	if s.problem == nil {
		return centred(w, h, r.Theme.Faint.Render(text.CutWith("connecting to "+address, max(0, w-2), r.Theme.Glyphs.Cut)))
	}
	rows := text.Wrap(text.Line(s.problem.Error()), max(1, min(w-4, 60)))
	asks := client.KindOf(s.problem) == client.KindNotSignedIn && r.deps.Host.HasTray()
	if asks { // nothing went wrong: the operator left signing in to the person
		rows = text.Wrap("Sign in on "+address+" to open your desk.", max(1, min(w-4, 60)))
	} else if len(rows) > 0 {
		rows[0] = r.Theme.Bad.Render(r.Theme.Glyphs.Failed) + " " + rows[0]
	}
	rows = append(rows, "")
	switch client.KindOf(s.problem) {
	case client.KindNotSignedIn:
		later := "; keydesk login" + r.profileFlag() + " does for later."
		if r.deps.Host.HasTray() { // nothing is kept on a machine that is somebody else's
			later = "."
		}
		rows = append(rows, r.Theme.Strong.Render(r.Label("signin"))+" signs in here"+later)
	case client.KindInvalid:
		rows = append(rows, "Check the profile's url in the settings file.")
	default:
		rows = append(rows, r.Theme.Faint.Render(fmt.Sprintf("Trying again every %.0f s by itself.", s.retryIn.Seconds())))
	}
	rows = append(rows, r.Theme.Faint.Render(r.Label("quit")+" leaves"))
	for i := range rows {
		rows[i] = text.Pad(rows[i], max(0, min(w-2, 62)))
	}
	return centred(w, h, rows...)
}

// drawTooSmall is one line in the middle that says what is needed.
func (r *shell) drawTooSmall(width, height int) []string {
	words := text.CutWith(fmt.Sprintf("needs %dx%d", minWidth, minHeight), width, r.Theme.Glyphs.Cut)
	return centred(width, height, words)
}

// centred puts rows in the middle of w×h cells.
func centred(w, h int, rows ...string) []string {
	lines := make([]string, h)
	blank := strings.Repeat(" ", max(0, w))
	top := max(0, (h-len(rows))/2)
	for i := range lines {
		lines[i] = blank
		if n := i - top; n >= 0 && n < len(rows) {
			row := rows[n]
			lines[i] = text.Pad(strings.Repeat(" ", max(0, (w-text.Width(row))/2))+row, w)
		}
	}
	return lines
}

// cursor is where the composer's cursor stands; input methods need the
// terminal's own.
func (r *displayRoom) cursor() *tea.Cursor {
	if r.find.typingSearch() && r.layout.list.h > 0 {
		_, column := r.find.drawSearch(r.layout.list.w)
		return tea.NewCursor(r.layout.list.x+column, r.layout.list.y)
	}
	if r.reading.typingFind() && r.layout.find.h > 0 {
		_, column := r.reading.drawFind(r.layout.find.w)
		return tea.NewCursor(r.layout.find.x+column, r.layout.find.y)
	}
	if r.focus != focusCompose || r.chats.open == nil || r.layout.compose.h == 0 {
		return nil
	}
	x, y, ok := r.chats.open.compose.Cursor()
	if !ok {
		return nil
	}
	return tea.NewCursor(r.layout.compose.x+x, r.layout.compose.y+y)
}

// windowTitle tells where and how much is unread.
func (r *displayRoom) windowTitle() string {
	if n := r.inbox.UnreadShown(); n > 0 {
		return fmt.Sprintf("keydesk (%d)", n)
	}
	return "keydesk"
}

// long is what a command does, in words.
func (r *shell) long(id string) string {
	b, _ := r.Keys.Binding(id)
	return b.Long
}
