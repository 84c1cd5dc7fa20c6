package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/studio"
)

// workPrefix begins the keys of unsaved work on actions among the drafts of the
// local store.
const workPrefix = "action/"

// workKey is the key of work on an action of the platform.
func workKey(id string) string { return workPrefix + id }

// newWorkKey is the key of work on an action that is not there yet.
func (r *studioRoom) newWorkKey() string {
	r.fresh++
	return fmt.Sprintf("%snew %d %d", workPrefix, r.deps.Now().UnixMilli(), r.fresh)
}

// takeWork takes in unsaved work of an earlier console.
func (r *studioRoom) takeWork(d store.Draft) {
	if r.drafts == nil {
		r.drafts = map[string]string{}
	}
	if _, here := r.drafts[d.Contact]; !here {
		r.drafts[d.Contact] = d.Body
	}
}

// noteStudio keeps the work in the form as it is now. It is asked after every
// change of the form, and writes a moment later.
func (r *studioRoom) noteStudio() tea.Cmd {
	if r.form == nil || r.work == "" {
		return nil
	}
	return r.noteWork(r.work, r.form.Draft())
}

// noteWork keeps one piece of work; "" is none any more.
func (r *studioRoom) noteWork(key, body string) tea.Cmd {
	if body == r.drafts[key] {
		return nil
	}
	if r.drafts == nil {
		r.drafts = map[string]string{}
	}
	if r.drafts[key] = body; body == "" {
		delete(r.drafts, key)
	}
	r.list.Update(key[len(workPrefix):], func(e *studio.Entry) { e.Unsaved = body != "" })
	if r.deps.Store == nil {
		return nil
	}
	r.setDraft(draftKey{key, store.Action.Of("")}, store.Draft{Contact: key, Topic: store.Action.Of(""), Body: body, Changed: r.deps.Now()})
	return r.plan()
}

// unsaved counts the actions with work that was not saved.
func (a *studioRoom) unsaved() int { return len(a.drafts) }
