package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/inbox"
)

// Times of filling the index in the background.
const (
	indexLimit = 5 * time.Minute  // a page may wait that long for the request budget
	indexPause = 30 * time.Second // after a page that failed
)

// indexing is the filling of the index: one page at a time, whenever the person
// needs the budget for nothing else.
type indexing struct{ busy, due bool }

// indexed is a page that was fetched for the index.
type indexed struct {
	page  client.ContactPage
	asked inbox.Mark
	err   error
}

// indexNow goes on after a pause.
type indexNow struct{}

// fillIndex fetches the next page that the index lacks, until it has all. What
// a person asks for goes before it: the client gives these requests what is left
// of the budget.
func (r *listRoom) fillIndex() tea.Cmd {
	n, missing := r.inbox.Missing()
	if !missing || r.indexing.busy || r.indexing.due || !r.session.ready || r.inbox.Total() == 0 || r.lineDown() {
		return nil
	}
	r.indexing.busy = true
	platform, asked := r.deps.Platform, r.inbox.Mark()
	return call(r.door(), indexLimit, func(ctx context.Context) (client.ContactPage, error) {
		return platform.Contacts(client.Prefetch(ctx), client.ContactQuery{Page: n, Limit: inbox.PageSize})
	}, func(page client.ContactPage, err error) tea.Msg { return indexed{page: page, asked: asked, err: err} })
}

func (msg indexed) arrive(r *listRoom) tea.Cmd {
	r.indexing.busy = false
	if msg.err != nil {
		r.deps.Logger.Info("the index waits", "err", msg.err)
		r.indexing.due = true
		r.inbox.CountAll()
		return r.deps.After(r.indexWait(), indexNow{})
	}
	r.inbox.MergeIndexed(msg.asked, msg.page)
	return r.fillIndex()
}

// indexWait is how long to leave the platform alone after a page that failed.
func (r *listRoom) indexWait() time.Duration {
	return max(indexPause, r.deps.Platform.Budget().Blocked.Sub(r.deps.Now()))
}

func (indexNow) arrive(r *listRoom) tea.Cmd {
	r.indexing.due = false
	return r.fillIndex()
}

// drawsAnyway reports whether a message leads to a frame of its own, with which the counts are drawn that
// conversations changed for which nobody waits.
func drawsAnyway(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg, tea.FocusMsg, tea.WindowSizeMsg, events:
		return true
	}
	return false
}
