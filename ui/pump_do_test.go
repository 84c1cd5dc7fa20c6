package ui

import (
	"os/exec"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
)

// What tests do to a desk past its keys: by a command's name, or in a state that
// keys reach only by a long way.

// do carries out a command by its id.
func (p *pump) do(id string) {
	p.t.Helper()
	p.root.Pace = command.Pace{}
	p.run(p.root.do(id))
}

// giveEvent is give for an event of the platform's.
func (p *pump) giveEvent(e client.Event) tea.Cmd {
	return tea.Batch(p.root.line.onEvent(e), p.root.outbox.deliver())
}

// giveAnswer is give for the answer of a call, receive does what it leads to.
func (p *pump) giveAnswer(a tea.Msg) tea.Cmd {
	return tea.Batch(p.root.onAnswer(a), p.root.outbox.deliver())
}

func (p *pump) receive(a tea.Msg) { p.run(p.giveAnswer(a)) }

// giveSend is the key that sends, undone.
func (p *pump) giveSend() tea.Cmd { return tea.Batch(p.root.write.send(), p.root.outbox.deliver()) }

// rest is a hand that takes its time: the next key is not a held one.
func (p *pump) rest() {
	p.root.Pace, p.root.strays.stray.text, p.root.strays.stray.known = command.Pace{}, "", false
}

func (p *pump) focusOn(f focus) { p.root.focus = f }

func (p *pump) clearNotice() { p.root.notice.text = "" }

func (p *pump) say(l level, sentence string) { p.run(p.root.say(l, sentence)) }

func (p *pump) dropDialogs() { p.root.dialogs = dialog.Stack{} }

// openContact opens a conversation, openPrevious the one that was open before.
func (p *pump) openContact(c client.Contact) { p.run(p.root.opening.openConversation(c)) }

func (p *pump) openPrevious() { p.run(p.root.opening.openPrevious()) }

// act has the desk do what a command of its table would, with all that follows.
func (p *pump) act(cmd tea.Cmd) {
	p.run(cmd)
	p.run(p.give(nil))
}

// pressAction presses the button of an action, wherever it stands; previewAction
// shows what it would do.
func (p *pump) pressAction(id string)   { p.act(p.root.run.press(id)) }
func (p *pump) previewAction(id string) { p.act(p.root.run.preview(id)) }

// readActions asks the platform for the definitions.
func (p *pump) readActions() { p.act(p.root.reread(theActions)) }

func (p *pump) useEngine(e *actions.Engine) { p.root.deps.Engine = e }

// useExec has programs run another way.
func (p *pump) useExec(exec func(*exec.Cmd, func(error) tea.Msg) tea.Cmd) { p.root.deps.Exec = exec }

// disown has the desk forget what it holds, for another user of its profile.
func (p *pump) disown() { p.run(p.root.disown()) }

// know has the desk believe something else of a contact.
func (p *pump) know(c *chat, change func(*client.Contact)) {
	contact := c.contact()
	change(&contact)
	now := p.clock
	p.root.facts.TookContact(now, now, c.id, contact, nil)
}

// loadContact asks the platform for a contact, loadContacts for a page of the
// list, which the work that it returns brings.
func (p *pump) loadContact(id string) { p.run(p.root.reread(contactKey(id))) }

func (p *pump) loadContacts(page int, resync bool) tea.Cmd {
	return p.root.list.loadContacts(page, resync)
}

// emptyList begins the list anew.
func (p *pump) emptyList() { p.root.newInbox() }

func (p *pump) setFilter(f inbox.Filter) { p.run(p.root.find.setFilter(f)) }

func (p *pump) markSeen() { p.run(p.root.list.markSeen()) }

// catchUp fetches what events may not have told, refresh everything.
func (p *pump) catchUp() { p.run(p.root.line.catchUp()) }

func (p *pump) refresh() { p.run(p.root.line.refresh()) }

// fallBehind is told that events may have been missed.
func (p *pump) fallBehind(state client.StreamState) { p.root.fallBehind(state) }

// lineIsBack forgets that what was sent last did not arrive.
func (p *pump) lineIsBack() { p.root.out.Reach(true) }

// forgetProblem forgets that the start failed.
func (p *pump) forgetProblem() { p.root.session.problem = nil }

// usePlatform changes the client, atAddress the address that the screen shows.
func (p *pump) usePlatform(c *client.Client) { p.root.deps.Platform = c }

func (p *pump) atAddress(url string) { p.root.deps.Address = url }

// awaitSettings waits for a change of the settings.
func (p *pump) awaitSettings() { p.run(p.root.awaitSettings()) }

// writeReply turns the composer to replies.
func (p *pump) writeReply(c *chat) { p.root.writeReply(c) }

// haveCanned is as if these canned responses had just been fetched.
func (p *pump) haveCanned(list ...client.CannedResponse) {
	p.root.write.canned = canned{list: list, at: p.root.deps.Now()}
}
func (p *pump) insertCanned(x client.CannedResponse, c *chat) { p.run(p.root.write.insertCanned(x, c)) }

// askValue asks for a value of a contact's metadata, askTags for its tags.
func (p *pump) askValue(c *chat, key string, before any) {
	p.run(p.root.contact.askValue(c, key, before))
}

func (p *pump) askTags() { p.run(p.root.contact.askTags()) }

// handTo hands a conversation to somebody.
func (p *pump) handTo(contactID, agentID, teamID, to string) {
	p.run(p.root.contact.handTo(contactID, agentID, teamID, to))
}

func (p *pump) openURL(url, what string, about int, copies bool) {
	p.run(p.root.openURL(url, what, about, copies))
}

func (p *pump) copy(s, what string, about int) { p.run(p.root.copy(s, what, about)) }

// saveFile begins to fetch a message's file, sendFileNow to send one; the work that
// they return does it.
func (p *pump) saveFile(m client.Message) tea.Cmd { return p.root.files.keepFile(m) }

func (p *pump) sendFileNow(it delivery.Item) tea.Cmd {
	return tea.Batch(p.root.outbox.sendFile(it), p.root.outbox.deliver())
}

// job is that of a file on its way out.
func (p *pump) job(item string) *job { return p.root.out.jobs[item] }

// forgetFolder forgets where the last file was taken from.
func (p *pump) forgetFolder() { p.root.files.from = "" }

// hear is told what happened outside this desk.
func (p *pump) hear(c store.Change) { p.send(happened{change: c}) }

// writeDown writes what has changed into the local store.
func (p *pump) writeDown() { p.run(p.root.save()) }

// deliver does what is due about what is on its way out.
func (p *pump) deliver() { p.run(p.root.outbox.deliver()) }

// formChanged is told that a studio's form was changed past its keys.
func (p *pump) formChanged() { p.root.studio.formChanged() }
