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
func (r *Root) newWorkKey() string {
	r.studio.fresh++
	return fmt.Sprintf("%snew %d %d", workPrefix, r.deps.Now().UnixMilli(), r.studio.fresh)
}

// takeWork takes in unsaved work of an earlier console.
func (r *Root) takeWork(d store.Draft) {
	a := &r.studio
	if a.drafts == nil {
		a.drafts = map[string]string{}
	}
	if _, here := a.drafts[d.Contact]; !here {
		a.drafts[d.Contact] = d.Body
	}
}

// noteStudio keeps the work in the form as it is now. It is asked after every
// change of the form, and writes a moment later.
func (r *Root) noteStudio() tea.Cmd {
	a := &r.studio
	if a.form == nil || a.work == "" {
		return nil
	}
	return r.noteWork(a.work, a.form.Draft())
}

// noteWork keeps one piece of work; "" is none any more.
func (r *Root) noteWork(key, body string) tea.Cmd {
	a := &r.studio
	if body == a.drafts[key] {
		return nil
	}
	if a.drafts == nil {
		a.drafts = map[string]string{}
	}
	if a.drafts[key] = body; body == "" {
		delete(a.drafts, key)
	}
	a.list.Update(key[len(workPrefix):], func(e *studio.Entry) { e.Unsaved = body != "" })
	if r.deps.Store == nil {
		return nil
	}
	r.setDraft(draftKey{key, store.Action.Of("")}, store.Draft{Contact: key, Topic: store.Action.Of(""), Body: body, Changed: r.deps.Now()})
	return r.plan()
}

// unsaved counts the actions with work that was not saved.
func (a *atelier) unsaved() int { return len(a.drafts) }
