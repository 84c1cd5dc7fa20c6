package ui

import (
	"cmp"

	"keydesk/client/store"
)

// may says whether the role holds a right, as far as the platform told. Before
// it told anything nothing is ruled out.
func (r *shell) may(resource, action string) bool {
	return !r.session.ready || r.session.identity.User.Can(resource, action)
}

// lacks is the reason why a command that needs a right cannot be done, "" if it
// can: first that there is no conversation, then that the role may not.
func (r *desk) lacks(resource, action, doing string) func() string {
	return func() string {
		if why := r.needsChat(); why != "" {
			return why
		}
		return r.lacksRight(resource, action, doing)
	}
}

// lacksSending is why nothing can be sent to a customer, "" if it can. Only a
// platform that enforces its rights asks for one (contract §3), and it shows that
// it does by refusing something else first.
func (r *shell) lacksSending() string {
	if !r.session.enforced {
		return ""
	}
	return r.lacksRight("contacts", "write", "send messages")
}

// needsReach is the reason why nothing reaches the customer of the open
// conversation: there is none, or the role may not send.
func (r *desk) needsReach() string { return cmp.Or(r.needsChat(), r.lacksSending()) }

// needsSend is the same for what the composer holds, which may be a note.
func (r *desk) needsSend() string {
	if c := r.chats.open; c != nil && c.mode() == store.Note {
		return ""
	}
	return r.needsReach()
}

// lacksRight is the reason why the role may not do something, "" if it may.
func (r *shell) lacksRight(resource, action, doing string) string {
	if r.may(resource, action) {
		return ""
	}
	return "your role may not " + doing + " (" + resource + ":" + action + ")"
}
