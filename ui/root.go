package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
)

// focus is the part of the screen that has the keyboard.
type focus int

const (
	focusList focus = iota
	focusBar
	focusThread
	focusCompose
	focusCount
)

// scope is the focus's column of the key table.
func (f focus) scope() string {
	return [...]string{command.ScopeList, command.ScopeBar, command.ScopeThread, command.ScopeCompose}[f]
}

// Root is the console: the only tea.Model. It owns the screen, the focus and
// the dialogs, and decides who sees a message. Its rooms are plain structs whose
// methods it calls; none of them does I/O.
type Root struct {
	*desk
	widenings int // how often the screen became wider

	run       runRoom
	mouse     mouseRoom
	opening   openRoom
	strays    strayRoom
	palettes  paletteRoom
	display   displayRoom
	line      lineRoom
	alerts    alertRoom
	list      listRoom
	find      findRoom
	reading   readRoom
	drafts    draftRoom
	write     writeRoom
	outbox    outRoom
	files     filesRoom
	contact   contactRoom
	timeline  *timeline
	many      many
	tour      *tour
	reminders reminders
	unread    keptUnread
	marks     deskMarks
	leaving   *dialog.Confirm // the question whether to leave, when it was asked
	leavingAt time.Time       // when that was
	studio    studioRoom
}

// New builds the desk. It does nothing yet: Init starts it. The conflicts are
// those of the key table with the overrides of d.Keys, one sentence each.
func New(d Deps) (*Root, []string) {
	d = d.filled()
	r := newRoot(d)
	conflicts := r.takeKeys()
	r.chats.most, r.chats.left = keptChats, r.timeline.forget
	r.outbox.newOutbox()
	if d.Forget {
		r.chats.most = 1
	}
	r.newInbox()
	return r, conflicts
}

// newRoot puts the rooms together. What lies above a room is lent to it as a function,
// so that who calls whom can be read here.
func newRoot(d Deps) *Root {
	r := &Root{desk: &desk{shell: newShell(d), chats: new(chats), watched: true}}
	r.hooks = hooks{
		arrange: r.arrange, apply: r.apply, do: r.do, scope: r.scope,
		openConversation: r.opening.openConversation, focusComposer: r.focusComposer, afterScroll: r.afterScroll,
		peopleKnown: r.find.tellViews, sendFile: r.outbox.sendFile, takeWork: func(d store.Draft) { r.studio.takeWork(d) },
	}
	r.tour = &tour{desk: r.desk, run: &r.run, on: d.Tour}
	r.did = r.tour.did
	r.footerWord, r.writeNow = r.display.shortOf, r.save
	r.run.desk = r.desk
	r.strays = strayRoom{
		desk: r.desk, find: &r.find, reading: &r.reading,
		strayHooks: strayHooks{typing: r.typing, onAnswer: r.onAnswer},
	}
	r.palettes = paletteRoom{desk: r.desk, find: &r.find, run: &r.run, studio: &r.studio}
	r.alerts = alertRoom{desk: r.desk, find: &r.find, reminders: &r.reminders, unread: &r.unread}
	r.outbox = outRoom{desk: r.desk, files: &r.files, outHooks: outHooks{
		catchUp: r.line.catchUp, answeredNow: r.list.answeredNow, draftChoices: r.drafts.draftChoices, takeNoteBack: r.write.takeNoteBack,
		noteChanged: r.write.noteChanged, reactionChanged: r.write.reactionChanged, templateChanged: r.write.templateChanged,
	}}
	r.files.desk = r.desk
	r.contact.desk = r.desk
	r.timeline = &timeline{desk: r.desk, contact: &r.contact}
	r.run.timeline, r.contact.notesRead = r.timeline, r.timeline.showNotes
	r.write = writeRoom{desk: r.desk, timeline: r.timeline, contact: &r.contact, outbox: &r.outbox}
	r.drafts = draftRoom{desk: r.desk, write: &r.write, contact: &r.contact, outbox: &r.outbox, files: &r.files, marksChanged: r.marks.read}
	r.reading = readRoom{
		desk: r.desk, contact: &r.contact, files: &r.files, write: &r.write, run: &r.run, outbox: &r.outbox, timeline: r.timeline,
	}
	r.find = findRoom{desk: r.desk, contact: &r.contact, findHooks: findHooks{
		morePages: r.list.morePages, leaveList: r.leaveList, openSelected: r.opening.openSelected, takeStray: r.strays.takeStray,
	}}
	r.list = listRoom{
		desk: r.desk, find: &r.find, outbox: &r.outbox,
		listHooks: listHooks{onContact: r.opening.onContact, alertAwaited: r.alerts.alertAwaited, endUnread: r.unread.end},
	}
	r.line = lineRoom{
		desk: r.desk, alerts: &r.alerts, contact: &r.contact, list: &r.list, outbox: &r.outbox, write: &r.write,
	}
	r.display = displayRoom{
		desk: r.desk, contact: &r.contact, files: &r.files, find: &r.find, many: &r.many, outbox: &r.outbox,
		reading: &r.reading, run: &r.run, write: &r.write, line: &r.line, tour: r.tour,
		typing: r.typing,
	}
	r.opening = openRoom{
		desk: r.desk, alerts: &r.alerts, contact: &r.contact, find: &r.find, list: &r.list, outbox: &r.outbox,
		reading: &r.reading, run: &r.run, timeline: r.timeline, unread: &r.unread, write: &r.write,
	}
	r.mouse = mouseRoom{
		desk: r.desk, display: &r.display, list: &r.list, run: &r.run, palettes: &r.palettes, opening: &r.opening,
	}
	r.newStudio()
	r.newReaders()
	r.newFacts()
	r.newMany()
	r.newReminders()
	r.newDeskMarks()
	r.newKeptUnread()
	return r
}

// newStudio begins a studio that nobody has opened.
func (r *Root) newStudio() {
	r.studio = studioRoom{shell: r.shell, desk: studioDesk{
		do: r.do, changed: r.changed, showActions: r.run.showActions, markSeen: r.list.markSeen,
		open: func() *chat { return r.chats.open }, subject: r.run.subject, whenWhole: r.whenWhole, conversations: r.palettes.conversationsNamed,
	}}
}

// newInbox begins an empty list.
func (r *Root) newInbox() {
	r.inbox = inbox.New(&r.Theme, r.deps.Now, r.deps.Location, r.contact.assignee)
	if kept := r.deps.Store; kept != nil && !kept.OwnOnly() {
		r.inbox.Track()
	}
	r.find.tellKeys()
	r.find.tellWaits()
	r.find.tellViews()
}

// door is the way out of the event loop for commands of the whole desk.
func (r *shell) door() door { return door{ctx: r.deps.Context, log: r.deps.Logger} }

// Init reads what was kept, signs in, fetches the first page, begins to watch the
// settings and asks the terminal for its background.
func (r *Root) Init() tea.Cmd {
	return tea.Batch(r.begin(), r.line.connect(), r.awaitSettings(), r.drafts.awaitOthers(), r.askGround())
}

// Update is the table of contents of the desk: the terminal, then the person,
// then the answers of calls, each to the method that knows what it means.
func (r *Root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if r.deps.Plain {
		defer r.display.announce()
	}
	if drawsAnyway(msg) {
		r.inbox.CountDue()
	}
	cmd := r.route(msg)
	return r, tea.Batch(cmd, r.outbox.deliver(), r.drafts.noteDrafts(), r.files.repaint(), r.list.sweep(), r.watch())
}

// route hands a message to who it is for.
func (r *Root) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		redraw := r.redrawWider(msg.Width)
		r.width, r.height = msg.Width, msg.Height
		r.arrange()
		return tea.Batch(redraw, r.contact.loadAbout(), r.list.morePages(), r.list.markSeen())
	case tea.FocusMsg:
		r.watched = true
		r.looking.input = r.deps.Now()
		r.lookedAway()
		return r.list.markSeen()
	case tea.BlurMsg:
		r.watched = false
		return nil
	case tea.ModeReportMsg:
		// Set by the renderer in the same moment: from now on it measures by cluster.
		r.clusters = r.clusters || msg.Mode == ansi.ModeUnicodeCore &&
			(msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet)
		return nil
	case tea.KeyPressMsg:
		r.looking.input = r.deps.Now()
		return tea.Batch(r.onKey(msg), r.strays.sayCut())
	case tea.PasteMsg:
		r.looking.input = r.deps.Now()
		return tea.Batch(r.onPaste(msg), r.strays.sayCut())
	case tea.MouseMsg:
		r.looking.input = r.deps.Now()
		return r.mouse.onMouse(msg)
	default:
		return r.onAnswer(msg)
	}
}

// onAnswer hands the answer of a call, or a tick, to its method.
func (r *Root) onAnswer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case contactLoaded:
		return r.opening.onContact(msg)
	case messagesLoaded:
		return r.opening.onMessages(msg)
	case actionChecked:
		r.run.onChecked(msg)
	case copied:
		return r.onCopied(msg)
	case opened:
		return r.onOpened(msg)
	case tea.BackgroundColorMsg:
		r.onGround(msg)
	case noticeOver:
		r.onNoticeOver(msg)
	case answerer:
		return msg.arrive(r)
	case deskAnswer:
		return msg.arrive(r.desk)
	case runAnswer:
		return msg.arrive(&r.run)
	case contactAnswer:
		return msg.arrive(&r.contact)
	case filesAnswer:
		return msg.arrive(&r.files)
	case outAnswer:
		return msg.arrive(&r.outbox)
	case writeAnswer:
		return msg.arrive(&r.write)
	case draftAnswer:
		return msg.arrive(&r.drafts)
	case timelineAnswer:
		return msg.arrive(r.timeline)
	case readAnswer:
		return msg.arrive(&r.reading)
	case findAnswer:
		return msg.arrive(&r.find)
	case listAnswer:
		return msg.arrive(&r.list)
	case alertAnswer:
		return msg.arrive(&r.alerts)
	case lineAnswer:
		return msg.arrive(&r.line)
	case strayAnswer:
		return msg.arrive(&r.strays)
	case studioAnswer:
		return msg.arrive(&r.studio)
	default:
		return r.files.onTerminal(msg)
	}
	return nil
}

// answerer is the answer of a call that knows itself what it means, so that a
// subject keeps its answers in its own file.
type answerer interface{ arrive(*Root) tea.Cmd }

// arrange computes the layout anew and tells the parts their sizes.
func (r *Root) arrange() {
	r.reading.letGo()
	c := r.chats.open
	rows := 1
	if c != nil {
		l := r.arranged(true, 1)
		c.compose.Resize(max(1, l.compose.w), max(1, r.height/3))
		rows = c.compose.Height()
	}
	conversation := c != nil && r.focus != focusList
	r.layout = r.arranged(conversation, rows)
	r.noticeRows = r.layout.bottom.h + r.layout.footer.h
	r.inbox.Resize(r.layout.list.w, r.layout.list.h)
	if r.reading.seeks() {
		r.layout.takeFind()
	}
	if c != nil {
		c.thread.Resize(r.layout.thread.w, r.layout.thread.h)
	}
}

// arranged is the layout of the screen in the way this person wants it.
func (r *Root) arranged(conversation bool, composeRows int) layout {
	height := r.height
	if r.tour.shown(height) {
		height--
	}
	if r.deps.Plain {
		return arrangePlain(r.width, height, conversation, composeRows)
	}
	l := arrange(r.width, height, conversation, composeRows)
	if r.chats.open != nil && r.width >= threePanes && !r.contact.noPanel && !l.tooSmall {
		l.takePanel()
	}
	return l
}

// apply carries out what a dialog asked for.
func (r *Root) apply(intent dialog.Intent) tea.Cmd {
	switch in := intent.(type) {
	case dialog.CloseDialog:
		r.dialogs.Pop()
		return r.list.markSeen()
	case dialog.Perform:
		r.dialogs.Pop()
		return tea.Batch(r.do(in.ID), r.list.markSeen())
	case dialog.Then:
		r.dialogs.Pop()
		return tea.Batch(in.Do(), r.list.markSeen())
	case dialog.Also:
		return in.Do()
	default:
		return nil
	}
}
