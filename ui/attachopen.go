package ui

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/host"
	"keydesk/ui/media"
	"keydesk/ui/text"
)

// folderListed is what a folder holds that the dialog asked for.
type folderListed struct {
	dialog  *attach
	folder  string
	entries []host.Entry
	err     error
}

// fileLooked is what a file is that somebody named.
type fileLooked struct {
	dialog *attach
	file   host.File
	err    error
}

// pathDropped tells that a text which was pasted into an empty composer is a file
// of this machine.
type pathDropped struct {
	id, text string
	file     host.File
}

// askFile opens the dialog for a file. It begins with what was typed there and not
// sent, else in the folder of the last file, or with the path that the composer
// holds.
func (r *filesRoom) askFile() tea.Cmd {
	c := r.chats.open
	topic := c.captionTopic()
	kept := c.draftOf(topic)
	start := cmp.Or(kept.Ref, r.from, "~/")
	if path := host.DroppedPath(c.compose.Value()); path != "" && c.mode() == store.Reply {
		start = path
	}
	cmd := r.openAttach(c, topic, start, kept.Body)
	d, ok := r.dialogs.Top().(*attach)
	if !ok || kept.Body == "" || strings.HasSuffix(start, "/") {
		return cmd
	}
	d.looking = true // on to the caption
	return tea.Batch(cmd, r.lookAt(d, start))
}

// captionTopic is that of the draft that a new file begins with: of a file, or
// else of what was edited of one that is gone since.
func (c *chat) captionTopic() store.Topic {
	if c.draft(store.File).Body != "" {
		return store.File.Of("")
	}
	byName := func(a, b store.Topic) int { return strings.Compare(a.Name, b.Name) }
	for _, t := range slices.SortedFunc(maps.Keys(c.aside), byName) {
		if t.Kind == store.File && c.aside[t].Body != "" && !c.sends(t.Name) {
			return t
		}
	}
	return store.File.Of("")
}

func (r *filesRoom) openAttach(c *chat, topic store.Topic, path, caption string) tea.Cmd {
	d := &attach{theme: &r.Theme, keys: r.KeysIn(command.ScopeAttach), chat: c, path: dialog.NewWording("path of the file"),
		caption: dialog.NewWording("optional"), at: -1, topic: topic}
	d.lists = func(folder string) tea.Cmd { return r.listFolder(d, folder) }
	d.looks = func(path string) tea.Cmd { return r.lookAt(d, path) }
	d.sends = r.sendFile
	d.asks = func(caption string, hand func() tea.Cmd) tea.Cmd {
		return r.unlessOpen(caption, func() tea.Cmd {
			r.dialogs.Pop()
			return hand()
		})
	}
	if r.windowState(c) == windowShut {
		d.warning = "The 24-hour window is closed: WhatsApp takes only templates until the customer writes."
	}
	d.path.Set(path)
	d.caption.Set(caption)
	r.dialogs.Push(d)
	return r.apply(d.typed())
}

// sends says whether something is on its way out.
func (c *chat) sends(id string) bool {
	_, here := c.out.Item(id)
	return here
}

func (r *filesRoom) listFolder(d *attach, folder string) tea.Cmd {
	machine := r.deps.Host
	return call(r.door(), hostLimit, func(ctx context.Context) ([]host.Entry, error) {
		return machine.List(ctx, folder)
	}, func(entries []host.Entry, err error) tea.Msg {
		return folderListed{dialog: d, folder: folder, entries: entries, err: err}
	})
}

func (m folderListed) arrive(*filesRoom) tea.Cmd {
	if d := m.dialog; d.folder == m.folder {
		d.listed, d.entries = true, m.entries
		if m.err != nil {
			d.problem = text.Line(m.err.Error())
		}
	}
	return nil
}

func (r *filesRoom) lookAt(d *attach, typed string) tea.Cmd {
	machine := r.deps.Host
	return call(r.door(), hostLimit, func(context.Context) (host.File, error) { return machine.Look(typed) },
		func(f host.File, err error) tea.Msg { return fileLooked{dialog: d, file: f, err: err} })
}

func (m fileLooked) arrive(*filesRoom) tea.Cmd {
	m.dialog.chosen(m.file, m.err)
	return nil
}

// offerDropped looks whether what was pasted into an empty composer is a file, to
// say how it is sent. The text stays: it may be meant.
func (r *filesRoom) offerDropped(c *chat, pasted string) tea.Cmd {
	path := host.DroppedPath(pasted)
	if path == "" || r.needsReach() != "" {
		return nil
	}
	machine, id := r.deps.Host, c.id
	return call(r.door(), hostLimit, func(context.Context) (host.File, error) { return machine.Look(path) },
		func(f host.File, err error) tea.Msg {
			if err != nil {
				return nil
			}
			return pathDropped{id: id, text: pasted, file: f}
		})
}

func (m pathDropped) arrive(r *filesRoom) tea.Cmd {
	if c := r.chats.open; c == nil || c.id != m.id || strings.TrimSpace(c.compose.Value()) != strings.TrimSpace(m.text) {
		return nil
	}
	return r.say(levelInfo, fmt.Sprintf("%s is a file here, %s: %s sends it, with a caption.", text.Line(m.file.Name), media.Size(m.file.Size), r.Label("file.send")))
}
