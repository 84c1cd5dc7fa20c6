package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/inbox"
)

// contactsLoaded is a page of the conversation list.
type contactsLoaded struct {
	page   client.ContactPage
	asked  inbox.Mark
	number int // of the page
	at     time.Time
	resync bool // fetched to catch up, not because the list was scrolled
	err    error
}

// loadContacts fetches page n of the conversation list.
func (r *listRoom) loadContacts(n int, resync bool) tea.Cmd {
	return r.loadPage(n, pageSize, resync)
}

// loadPage fetches page n of size conversations.
func (r *listRoom) loadPage(n, size int, resync bool) tea.Cmd {
	platform, asked, at := r.deps.Platform, r.inbox.Mark(), r.deps.Now()
	if n == 1 {
		r.facts.Asked(at, theList)
	}
	return call(r.door(), readLimit, func(ctx context.Context) (client.ContactPage, error) {
		return platform.Contacts(ctx, client.ContactQuery{Page: n, Limit: size})
	}, func(page client.ContactPage, err error) tea.Msg {
		return contactsLoaded{page: page, asked: asked, number: n, at: at, resync: resync, err: err}
	})
}

func (msg contactsLoaded) arrive(r *listRoom) tea.Cmd {
	if msg.number == 1 {
		r.facts.Took(r.deps.Now(), msg.at, theList, msg.err)
	}
	if msg.err != nil {
		r.inbox.PageFailed()
		if !msg.resync {
			return tea.Batch(r.missed(msg.err), r.trouble("load conversations", msg.err))
		}
		return r.behind("load conversations", msg.err)
	}
	known := r.inbox.Confirmed()
	r.inbox.MergePageSince(msg.asked, msg.page)
	r.listed(msg.page)
	reached := r.outbox.reached()
	if msg.resync && msg.page.Page*pageSize < known && msg.page.Page < resyncPages {
		return tea.Batch(reached, r.loadContacts(msg.page.Page+1, true))
	}
	if msg.resync {
		r.caughtUp(msg.page)
	}
	return tea.Batch(reached, r.morePages(), r.fillIndex())
}

// listRead are the pages of the list that hold what is on the screen.
type listRead struct {
	pages []client.ContactPage
	asked inbox.Mark
	at    time.Time
	err   error
}

// readList fetches the list's first page, where what changes stands, and those of
// the conversations on the screen.
func (r *listRoom) readList() tea.Cmd {
	platform, asked, at := r.deps.Platform, r.inbox.Mark(), r.deps.Now()
	numbers := append([]int{1}, r.inbox.PagesOnScreen(pageSize)...)
	return call(r.door(), readLimit, func(ctx context.Context) ([]client.ContactPage, error) {
		pages := make([]client.ContactPage, 0, len(numbers))
		for _, n := range numbers {
			page, err := platform.Contacts(client.Prefetch(ctx), client.ContactQuery{Page: n, Limit: pageSize})
			if err != nil {
				return nil, err
			}
			pages = append(pages, page)
		}
		return pages, nil
	}, func(pages []client.ContactPage, err error) tea.Msg {
		return listRead{pages: pages, asked: asked, at: at, err: err}
	})
}

func (msg listRead) arrive(r *listRoom) tea.Cmd {
	r.refreshed(theList, msg.at, msg.err)
	if msg.err != nil {
		return r.behind("load conversations", msg.err)
	}
	for _, page := range msg.pages {
		r.inbox.Refresh(msg.asked, page)
		r.listed(page)
	}
	return tea.Batch(r.outbox.reached(), r.fillIndex())
}

// soundBefore is how long before events were missed the conversations of the last
// page must rest for no other to have been told of meanwhile.
const soundBefore = 2 * time.Minute

// caughtUp ends catching up. Where more conversations moved than was fetched, the
// index is filled once more.
func (r *listRoom) caughtUp(page client.ContactPage) {
	sound, n := r.realtime.sound, len(page.Contacts)
	r.realtime.sound = time.Time{}
	if n == 0 || sound.IsZero() || page.Page*page.Limit >= page.Total {
		return
	}
	if page.Contacts[n-1].LastMessageAt.After(sound.Add(-soundBefore)) {
		r.inbox.LookAgain()
	}
}

// morePages fetches the next page if the selection nears the end.
func (r *listRoom) morePages() tea.Cmd {
	if !r.session.ready {
		return nil
	}
	n, ok := r.inbox.NextPage()
	if !ok {
		return nil
	}
	if _, searching := r.inbox.Search(); searching {
		return r.find.askPlatform(n)
	}
	return r.loadPage(n, inbox.PageSize, false)
}

// moveList moves the list's selection and fetches ahead.
func (r *listRoom) moveList(move func(*inbox.Pane)) tea.Cmd {
	move(r.inbox)
	return r.morePages()
}
