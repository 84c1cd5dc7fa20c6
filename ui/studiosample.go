package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions/template"
	"keydesk/client"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/studio"
	"keydesk/ui/text"
)

// sample is whose data the studio's previews show.
type sample struct {
	label   string // printable
	here    bool   // it was taken from the open conversation by itself
	subject template.Subject
}

// sampleLoaded is a contact chosen as the sample.
type sampleLoaded struct {
	contact client.Contact
	err     error
}

// sampleHere takes the open conversation as the sample, or the made-up contact
// while there is none.
func (r *studioRoom) sampleHere() {
	if c := r.desk.open(); c != nil && c.whole() {
		if s, err := r.desk.subject(c); err == nil {
			r.sample = sample{label: c.name(), here: true, subject: s}
			return
		}
	}
	r.sampleMadeUp()
	r.sample.here = true
}

func (r *studioRoom) sampleMadeUp() {
	id := r.session.identity
	s := template.MadeUp()
	if me, err := template.NewSubject(nil, id.User.Raw, id.Organization.Raw); err == nil {
		s.User, s.Organization = me.User, me.Organization
	}
	r.sample = sample{label: studio.MadeUpName, subject: s}
}

// chooseSample offers the open conversation, the made-up contact, and every
// conversation by name.
func (r *studioRoom) chooseSample() tea.Cmd {
	var choices []dialog.Choice
	if c := r.desk.open(); c != nil {
		choices = append(choices, dialog.Choice{Label: c.name(), Detail: "the open conversation", Pick: dialog.Then{Do: func() tea.Cmd {
			return r.desk.whenWhole(c, func() tea.Cmd {
				r.sampleHere()
				return r.sampled()
			})
		}}})
	}
	choices = append(choices, dialog.Choice{Label: studio.MadeUpName, Detail: "awkward on purpose", Pick: dialog.Then{Do: func() tea.Cmd {
		r.sampleMadeUp()
		return r.sampled()
	}}})
	p := r.NewChooser("Sample contact", "No conversation matches %q.", choices)
	p.Mix(func(query string) []dialog.Choice {
		list := r.desk.conversations(query)
		found := make([]dialog.Choice, 0, len(list))
		for _, contact := range list {
			found = append(found, dialog.Choice{Label: inbox.DisplayName(contact), Detail: text.Line(contact.PhoneNumber),
				Pick: dialog.Then{Do: func() tea.Cmd { return r.loadSample(contact.ID) }}})
		}
		return found
	})
	p.Verb = "take"
	r.dialogs.Push(p)
	return nil
}

// loadSample fetches a contact with all its fields.
func (r *studioRoom) loadSample(id string) tea.Cmd {
	platform := r.deps.Platform
	return call(r.door(), readLimit, func(ctx context.Context) (client.Contact, error) {
		return platform.Contact(ctx, id)
	}, func(c client.Contact, err error) tea.Msg { return sampleLoaded{contact: c, err: err} })
}

func (m sampleLoaded) arrive(r *studioRoom) tea.Cmd {
	if m.err != nil {
		return r.trouble("load the sample contact", m.err)
	}
	id := r.session.identity
	s, err := template.NewSubject(m.contact.Raw, id.User.Raw, id.Organization.Raw)
	if err != nil {
		return r.say(levelBad, err.Error())
	}
	s = s.WithConversation(map[string]any{"id": m.contact.ID, "assignee": m.contact.AssignedUserID, "unread": 0, "account": m.contact.Account, "messages": []any{}})
	r.sample = sample{label: inbox.DisplayName(m.contact), subject: s}
	return r.sampled()
}

// sampled shows everything for another sample.
func (r *studioRoom) sampled() tea.Cmd {
	r.refreshShown()
	return nil
}
