package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/inbox"
)

// Bounds of fetching conversations that the realtime line told of.
const (
	fewStrangers  = 3   // are fetched one by one; more of them by pages
	strangerPages = 8   // from the top of the list: who wrote last stands there
	keptStrangers = 512 // more than that, and the whole list is looked through again
	keptForeign   = 8192
)

// strangers are the conversations that the realtime line told of and the list
// does not know. One request at a time fetches them, whatever number of messages
// comes: a flood must not use up what the person may ask for.
type strangers struct {
	waiting []string
	busy    bool
	page    int             // the last page fetched for them
	more    bool            // there were too many to remember
	foreign map[string]bool // not asked about again: this role may not see them (contract §15.4)
}

// strangersFound is the answer about one of them, or a page with some of them.
type strangersFound struct {
	id      string // "" for a page
	contact client.Contact
	page    client.ContactPage
	asked   inbox.Mark
	at      time.Time
	err     error
}

// meet makes a conversation known, soon.
func (r *listRoom) meet(id string) tea.Cmd {
	s := &r.strangers
	switch {
	case s.foreign[id], slices.Contains(s.waiting, id):
	case len(s.waiting) >= keptStrangers:
		s.more = true
	default:
		s.waiting = append(s.waiting, id)
	}
	return r.greet()
}

// greet fetches the next of those who wait.
func (r *listRoom) greet() tea.Cmd {
	s := &r.strangers
	if s.busy || len(s.waiting) == 0 {
		return nil
	}
	s.busy = true
	platform, asked, at := r.deps.Platform, r.inbox.Mark(), r.deps.Now()
	if len(s.waiting) > fewStrangers && s.page < strangerPages {
		s.page++
		n := s.page
		return call(r.door(), indexLimit, func(ctx context.Context) (client.ContactPage, error) {
			return platform.Contacts(client.Prefetch(ctx), client.ContactQuery{Page: n, Limit: inbox.PageSize})
		}, func(page client.ContactPage, err error) tea.Msg {
			return strangersFound{page: page, asked: asked, err: err}
		})
	}
	id := s.waiting[0]
	return call(r.door(), readLimit, func(ctx context.Context) (client.Contact, error) {
		return platform.Contact(ctx, id)
	}, func(c client.Contact, err error) tea.Msg {
		return strangersFound{id: id, contact: c, asked: asked, at: at, err: err}
	})
}

func (msg strangersFound) arrive(r *listRoom) tea.Cmd {
	s := &r.strangers
	s.busy = false
	var cmds []tea.Cmd
	switch {
	case msg.id != "":
		s.waiting = slices.DeleteFunc(s.waiting, func(id string) bool { return id == msg.id })
		if client.KindOf(msg.err) == client.KindNotFound {
			s.refuse(msg.id)
		}
		cmds = append(cmds, r.onContact(contactLoaded{id: msg.id, contact: msg.contact, asked: msg.asked, at: msg.at, err: msg.err}))
	case msg.err != nil:
		r.deps.Logger.Info("new conversations wait", "err", msg.err)
		s.page = strangerPages
	default:
		r.inbox.MergePageSince(msg.asked, msg.page)
		r.listed(msg.page)
	}
	met := 0
	s.waiting = slices.DeleteFunc(s.waiting, func(id string) bool {
		_, known := r.inbox.Contact(id)
		if known {
			met++
			cmds = append(cmds, r.alertAwaited(id))
		}
		return known
	})
	if msg.id == "" && met == 0 || s.page == strangerPages {
		s.page = strangerPages
		s.giveUp()
	}
	if len(s.waiting) == 0 {
		s.page = 0
		if s.more {
			s.more = false
			r.inbox.LookAgain()
		}
	}
	return tea.Batch(append(cmds, r.greet(), r.fillIndex())...)
}

// giveUp leaves those who are not at the top of the list to a look through the
// whole list, unless they are few: a message may not move its conversation up
// (contract §4.1), or this role may not see it.
func (s *strangers) giveUp() {
	if len(s.waiting) <= fewStrangers && !s.more {
		return
	}
	for _, id := range s.waiting {
		s.refuse(id)
	}
	s.waiting, s.more = nil, true
}

// refuse takes note that a conversation is not to be asked about again.
func (s *strangers) refuse(id string) {
	if s.foreign == nil || len(s.foreign) >= keptForeign {
		s.foreign = map[string]bool{}
	}
	s.foreign[id] = true
}
