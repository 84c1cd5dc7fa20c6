package ui

import (
	"context"

	"keydesk/actions"
	"keydesk/actions/template"
	"keydesk/client"
	"keydesk/client/store"
	"keydesk/config"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/host"
	"keydesk/ui/inbox"
	"keydesk/ui/keys"
)

// What tests ask a desk. They reach into Root through these words only, so that
// its parts can move without them.

// openChat is the conversation that is open; nil if none is.
func (p *pump) openChat() *chat { return p.root.chats.open }

// chatOf is the conversation with a contact, if it is in memory.
func (p *pump) chatOf(id string) *chat { return p.root.chats.byID[id] }

// previousChat is the contact of the conversation that was open before.
func (p *pump) previousChat() string { return p.root.previous }

// list is the list of conversations.
func (p *pump) list() *inbox.Pane { return p.root.inbox }

// focus is what has the keyboard.
func (p *pump) focus() focus { return p.root.focus }

func (p *pump) dialogOpen() bool { return p.root.dialogs.Open() }

// dialog is the one that has the keyboard; nil if none is open.
func (p *pump) dialog() dialog.Dialog { return p.root.dialogs.Top() }

// dialogs are all that are open, the topmost last.
func (p *pump) dialogs() []dialog.Dialog { return p.root.dialogs.List }

// notice is the sentence in the footer's place, said are the last ones.
func (p *pump) notice() string { return p.root.notice.text }

func (p *pump) said() []said { return p.root.said }

// commands is the table of all commands.
func (p *pump) commands() []command.Command { return p.root.Table }

// whyNot is the reason why a command cannot be done now, "" if it can.
func (p *pump) whyNot(c command.Command) string {
	if c.Why == nil {
		return ""
	}
	return c.Why()
}

func (p *pump) keyTable() keys.Table { return p.root.Keys }

func (p *pump) ownKeys(list []actions.Definition) (map[string]string, []string) {
	return p.root.run.ownKeys(list)
}

// typing says whether keys are text, typingSearch whether they are a search's.
func (p *pump) typing() bool { return p.root.typing() }

func (p *pump) typingSearch() bool { return p.root.find.typingSearch() }

// seeks says whether something is looked for in the open conversation.
func (p *pump) seeks() bool { return p.root.reading.seeks() }

// searchNumber is that of the newest search, searchAsked says whether the
// platform is being asked for it.
func (p *pump) searchNumber() int { return p.root.find.finding.number }

func (p *pump) searchAsked() bool { return p.root.find.finding.cancel != nil }

// searchLine is what is typed into it.
func (p *pump) searchLine() string { return p.root.find.finding.line.Value() }

// indexDue says whether the next page of all conversations is to be asked for.
func (p *pump) indexDue() bool { return p.root.list.indexing.due }

// actions are those in the row of actions, lastRun the last that ended.
func (p *pump) actions() []actions.Definition { return p.root.run.bar.list }

// knows says whether the desk has a contact among its facts.
func (p *pump) knows(id string) bool {
	_, known := p.root.facts.Contact(id)
	return known
}

// pressing says whether a press waits for fresh facts or runs.
func (p *pump) pressing() bool { return len(p.root.run.runs.held)+len(p.root.run.runs.byAction) > 0 }

func (p *pump) spinner() string { return p.root.run.spinner() }

// channel is what the desk calls a number of the organization.
func (p *pump) channel(account string) string { return p.root.channel(account) }

func (p *pump) isSignedOut() bool { return p.root.session.out }

// storeTries is how often the store was tried again since it failed, and why it did.
func (p *pump) storeTries() (int, error) { return p.root.kept.tries, p.root.kept.failed }

func (p *pump) lastRun() *finished { return p.root.run.runs.last }

// subject is what actions read of a conversation.
func (p *pump) subject(c *chat) (template.Subject, error) { return p.root.run.subject(c) }

// studio is the place where actions are made.
func (p *pump) studio() *studioRoom { return &p.root.studio }

// unsent counts the texts that the platform does not have, unsentFiles the files,
// drafts the drafts.
func (p *pump) unsent() int { return p.root.out.messages() }

func (p *pump) unsentFiles() int { return p.root.out.files() }

// unsentOf are those of a conversation as the thread shows them.
func (p *pump) unsentOf(c *chat) []client.Message { return p.root.unsent(c) }

func (p *pump) drafts() int { return p.root.chats.drafts() }

// whyNoUnsent is why the list of what is unsent cannot be shown, "" if it can.
func (p *pump) whyNoUnsent() string { return p.root.outbox.needsPosts() }

// fileJobs are the files that are fetched or were, runningJobs those under way.
func (p *pump) fileJobs() []*job { return p.root.files.jobs }

func (p *pump) runningJobs() []*job { return p.root.files.running() }

// fileFolder is where the last file was taken from.
func (p *pump) fileFolder() string { return p.root.files.from }

// identity is who is signed in, me the id.
func (p *pump) identity() client.Identity { return p.root.session.identity }

func (p *pump) me() string { return p.identity().User.ID }

func (p *pump) colleagues() []person { return p.root.contact.colleagues() }

func (p *pump) teams() []client.Team { return p.root.contact.people.teams }

// transferOf is the transfer of a conversation, if it is under one.
func (p *pump) transferOf(id string) (client.Transfer, bool) { return p.root.contact.transfers.of(id) }

// transfersMine counts the transfers taken here, transfersWaiting those that
// nobody took.
func (p *pump) transfersMine() int { return p.root.contact.transfers.mine(p.me()) }

func (p *pump) transfersWaiting() int { return p.root.contact.transfers.waiting() }

// lineState is the state of the realtime line.
func (p *pump) lineState() client.Liveness { return p.root.session.line.State }

// gaps counts how often events may have been missed.
func (p *pump) gaps() int { return p.root.realtime.gaps }

// fillCanned puts what is known into a canned response.
func (p *pump) fillCanned(content string, c *chat, typed map[string]string) (string, []string) {
	body, open := p.root.write.fillCanned(content, c, typed)
	var names []string
	for _, s := range open {
		names = append(names, s.name)
	}
	return body, names
}

// platform is the client that the desk asks, address where it asks.
func (p *pump) platform() *client.Client { return p.root.deps.Platform }

func (p *pump) address() string { return p.root.deps.Address }

// host is the computer the desk runs on, store what it keeps there, trash where
// deleted actions go.
func (p *pump) host() *host.Host { return p.root.deps.Host }

func (p *pump) store() *store.Store { return p.root.deps.Store }

func (p *pump) trash() string { return p.root.deps.Trash }

// keep writes everything that is not written yet, as on leaving.
func (p *pump) keep(ctx context.Context) error { return p.root.Keep(ctx) }

// takeBatch is what would be written of the list next.
func (p *pump) takeBatch(most int) store.Batch { return p.root.takeBatch(most) }

// defaultCommands is the table of commands of a desk without settings.
func defaultCommands(ctrlEnter bool) []command.Command {
	r, _ := New(Deps{})
	return r.commands(ctrlEnter)
}

// filterWords are the words of a filter in the list's head; viewPeople and viewChannels are whom and
// what a view asks for.
func (p *pump) filterWords(f inbox.Filter) string   { return p.root.find.filterWords(f) }
func (p *pump) viewPeople(v config.View) []string   { return p.root.find.viewPeople(v) }
func (p *pump) viewChannels(v config.View) []string { return p.root.find.viewChannels(v) }
