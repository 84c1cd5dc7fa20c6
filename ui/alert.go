package ui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/thread"
)

// alertRest is how long after one notification the next one comes at the
// earliest; what comes in between is one together.
const alertRest = 10 * time.Second

// keptAwaited bounds the messages whose conversation is still being fetched.
const keptAwaited = 64

// alert is one message that is told of, or something else that stays true when nothing is unread.
type alert struct {
	contact, title, body string
	stays                bool
}

// alertsDue tells what was held back.
type alertsDue struct{}

// notified is what is left to do for a notification.
type notified struct {
	sequence string
	err      error
}

// awaitAlert keeps a message until its conversation is known: whose it is
// decides, and whether this role may see it at all (contract §15.4).
func (r *alertRoom) awaitAlert(m client.Message) {
	if r.awaited == nil || len(r.awaited) >= keptAwaited {
		r.awaited = map[string]client.Message{}
	}
	r.awaited[m.ContactID] = m
}

// alertAwaited puts the message that made its conversation known into the list
// and tells of it. The platform counted it as unread already, but may have
// failed to date the conversation by it (contract §4.1).
func (r *alertRoom) alertAwaited(contactID string) tea.Cmd {
	m, ok := r.awaited[contactID]
	delete(r.awaited, contactID)
	if !ok {
		return nil
	}
	r.inbox.Bump(m, true)
	return r.alert(m, false)
}

// alert tells of a message that nobody saw on the screen, if the person wants
// that now.
func (r *alertRoom) alert(m client.Message, seen bool) tea.Cmd {
	contact, known := r.inbox.Contact(m.ContactID)
	if seen || !known || m.Direction != client.Incoming || !r.concerns(contact) || r.quiet() {
		return nil
	}
	return r.alertNow(alert{contact: m.ContactID, title: inbox.DisplayName(contact), body: thread.Summary(m)})
}

// alertNow shows a notification, or holds it back for a moment if one was shown just now.
func (r *alertRoom) alertNow(a alert) tea.Cmd {
	if r.resting {
		r.held = append(r.held, a)
		return nil
	}
	return r.tellAlert(a)
}

// concerns says whether the settings ask to be told of a conversation.
func (r *alertRoom) concerns(c client.Contact) bool {
	switch r.deps.Notify {
	case "all":
		return true
	case "mine":
		return c.AssignedUserID == "" || c.AssignedUserID == r.session.identity.User.ID
	default:
		return false
	}
}

func (r *alertRoom) quiet() bool { return r.deps.Quiet(r.deps.Now().In(r.deps.Location)) }

// tellAlert shows one notification and then rests.
func (r *alertRoom) tellAlert(a alert) tea.Cmd {
	r.resting = true
	machine, by := r.deps.Host, r.deps.NotifyBy
	if machine == nil {
		return nil
	}
	return tea.Batch(call(r.door(), hostLimit, func(ctx context.Context) (string, error) {
		return machine.Notify(ctx, by, a.title, a.body)
	}, func(sequence string, err error) tea.Msg { return notified{sequence: sequence, err: err} }),
		r.deps.After(alertRest, alertsDue{}))
}

func (msg notified) arrive(r *alertRoom) tea.Cmd {
	if msg.err != nil {
		r.deps.Logger.Warn("notify", "err", msg.err)
		return r.say(levelWarn, "Could not notify: "+msg.err.Error())
	}
	if msg.sequence == "" {
		return nil
	}
	return tea.Raw(msg.sequence)
}

// alertsDue tells what came since the last notification and is still unread: one
// message by itself, more of them by their number.
func (alertsDue) arrive(r *alertRoom) tea.Cmd {
	r.resting = false
	held := r.held
	r.held = nil
	unread := held[:0]
	contacts := map[string]bool{}
	for _, a := range held {
		if n, _ := r.inbox.Told(a.contact); n > 0 || a.stays {
			unread = append(unread, a)
			contacts[a.contact] = true
		}
	}
	switch {
	case len(unread) == 0 || r.quiet():
		return nil
	case len(unread) == 1:
		return r.tellAlert(unread[0])
	default:
		return r.tellAlert(alert{
			title: manyAlerts(unread),
			body:  "in " + dialog.Plural(len(contacts), "conversation", "conversations"),
		})
	}
}

// manyAlerts is what several alerts are together.
func manyAlerts(list []alert) string {
	for _, a := range list {
		if a.stays {
			return fmt.Sprintf("%d things need you", len(list))
		}
	}
	return fmt.Sprintf("%d new messages", len(list))
}
