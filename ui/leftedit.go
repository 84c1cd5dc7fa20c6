package ui

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/compose"
	"keydesk/ui/dialog"
	"keydesk/ui/host"
	"keydesk/ui/text"
)

// editScratch is where texts lie while the person's editor has them: beside the
// store, where the next start finds them after a crash.
func (r *shell) editScratch() *host.Scratch {
	if r.deps.Store == nil || r.deps.Scratch == nil {
		return r.deps.Scratch
	}
	return host.ScratchAt(r.deps.Store.EditFolder())
}

// leftEdits are texts of editors whose consoles are gone.
type leftEdits struct {
	list []host.LeftEdit
	err  error
}

func (r *shell) findLeftEdits() tea.Cmd {
	kept := r.deps.Store
	return call(r.door(), hostLimit, func(context.Context) ([]host.LeftEdit, error) {
		folders, err := kept.LeftEdits()
		var all []host.LeftEdit
		for _, folder := range folders {
			list, bad := host.LeftEdits(folder)
			all, err = append(all, list...), errors.Join(err, bad)
		}
		return all, err
	}, func(list []host.LeftEdit, err error) tea.Msg { return leftEdits{list, err} })
}

// arrive makes drafts of what was written in an editor, and says where the rest lies.
func (msg leftEdits) arrive(r *draftRoom) tea.Cmd {
	if msg.err != nil {
		r.deps.Logger.Warn("texts of an editor cannot be read", "err", msg.err)
	}
	var done []host.LeftEdit
	var said []tea.Cmd
	for _, l := range msg.list {
		content := strings.TrimRight(l.Content, "\r\n")
		switch {
		case content == strings.TrimRight(l.Before, "\r\n"):
			done = append(done, l)
		case l.Contact == "" || l.Mode == string(store.Action) || utf8.RuneCountInString(content) > compose.Most:
			said = append(said, r.say(levelWarn, "What you wrote in your editor before keydesk was cut off lies in "+text.Line(l.Path)+"."))
		default:
			r.restoreEdit(l.About, content)
			done = append(done, l)
			said = append(said, r.say(levelInfo, "What you wrote in your editor before keydesk was cut off is a draft now."))
		}
	}
	if len(done) == 0 {
		return tea.Batch(said...)
	}
	forget := call(r.door(), hostLimit, func(context.Context) (struct{}, error) {
		var errs []error
		for _, l := range done {
			errs = append(errs, l.Forget())
		}
		return struct{}{}, errors.Join(errs...)
	}, func(_ struct{}, err error) tea.Msg { return leftEdits{err: err} })
	return tea.Batch(tea.Batch(said...), tea.Sequence(r.save(), forget))
}

// restoreEdit makes a draft of a text from an editor. It takes the place of the
// draft that the editor was given; another one stays above it.
func (r *draftRoom) restoreEdit(a host.About, content string) {
	topic := store.Kind(a.Mode).Of("")
	d := store.Draft{Contact: a.Contact, Topic: topic, Body: content, Changed: r.deps.Now()}
	key := draftKey{a.Contact, topic}
	if c := r.chats.byID[a.Contact]; c != nil {
		if old := c.draftOf(topic); old.Body == a.Before || old.Body == content {
			d.Ref = old.Ref
			c.clearDraft(topic)
		}
		c.takeDraft(d)
		c.unseenDraft = c == r.chats.open && topic == c.mode().Of("")
		r.arrange()
		return
	}
	if old, ok := r.chats.kept[key]; ok {
		d.Ref = old.Ref
		if old.Body != a.Before && old.Body != content {
			d.Body = old.Body + "\n\n" + content
		}
	}
	if r.chats.kept == nil {
		r.chats.kept = map[draftKey]store.Draft{}
	}
	r.chats.kept[key] = d
	r.setDraft(key, d)
	r.arrange()
}

// clearDraft empties the draft of a topic.
func (c *chat) clearDraft(t store.Topic) {
	if t == c.mode().Of("") {
		c.setDraft(dialog.Draft{})
		return
	}
	delete(c.aside, t)
}
