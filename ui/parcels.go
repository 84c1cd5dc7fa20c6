package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/host"
	"keydesk/ui/media"
	"keydesk/ui/text"
)

// parcel is a file of ours for a customer, from the moment it is sent until the
// platform has it. What is needed to try again stays with it.
type parcel struct {
	contact, account string
	path, name       string
	size             int64
	as, kind         string // what WhatsApp shows it as, its content type
	caption          string

	message client.Message // as the thread shows it
	job     *job
	unsure  bool // it may have arrived
}

// sending says whether it is on its way, or waits for its turn.
func (p *parcel) sending() bool {
	return p.job != nil && (p.job.state == jobRunning || p.job.state == jobWaiting)
}

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

// askFile opens the dialog for a file. It begins in the folder of the last one,
// or with the path that the composer holds.
func (r *Root) askFile() tea.Cmd {
	c := r.chats.open
	start := cmp.Or(r.files.from, "~/")
	if path := host.DroppedPath(c.compose.Value()); path != "" && c.mode() == store.Reply {
		start = path
	}
	return r.openAttach(c, start, "", "")
}

func (r *Root) openAttach(c *chat, path, caption, problem string) tea.Cmd {
	d := &attach{theme: &r.theme, keys: r.dialogKeys(scopeAttach), chat: c, path: newField("path of the file", false),
		caption: newWording("optional"), at: -1, problem: problem}
	if r.windowState(c) == windowShut {
		d.warning = "The 24-hour window is closed: WhatsApp takes only templates until the customer writes."
	}
	d.path.set(path)
	d.caption.input.CharLimit = 0 // counted when it is sent: nothing typed is cut off unseen
	d.caption.set(caption)
	r.dialogs.push(d)
	return r.apply(d.typed())
}

func (r *Root) listFolder(d *attach, folder string) tea.Cmd {
	machine := r.deps.Host
	return call(r.door(), hostLimit, func(ctx context.Context) ([]host.Entry, error) {
		return machine.List(ctx, folder)
	}, func(entries []host.Entry, err error) tea.Msg {
		return folderListed{dialog: d, folder: folder, entries: entries, err: err}
	})
}

func (m folderListed) arrive(*Root) tea.Cmd {
	if d := m.dialog; d.folder == m.folder {
		d.listed, d.entries = true, m.entries
		if m.err != nil {
			d.problem = text.Line(m.err.Error())
		}
	}
	return nil
}

func (r *Root) lookAt(d *attach, typed string) tea.Cmd {
	machine := r.deps.Host
	return call(r.door(), hostLimit, func(context.Context) (host.File, error) { return machine.Look(typed) },
		func(f host.File, err error) tea.Msg { return fileLooked{dialog: d, file: f, err: err} })
}

func (m fileLooked) arrive(*Root) tea.Cmd {
	m.dialog.chosen(m.file, m.err)
	return nil
}

// offerDropped looks whether what was pasted into an empty composer is a file, to
// say how it is sent. The text stays: it may be meant.
func (r *Root) offerDropped(c *chat, pasted string) tea.Cmd {
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

func (m pathDropped) arrive(r *Root) tea.Cmd {
	if c := r.chats.open; c == nil || c.id != m.id || strings.TrimSpace(c.compose.Value()) != strings.TrimSpace(m.text) {
		return nil
	}
	return r.say(levelInfo, fmt.Sprintf("%s is a file here, %s: %s sends it, with a caption.", text.Line(m.file.Name), media.Size(m.file.Size), r.label("file.send")))
}

// sendParcel puts a file into the thread and sends it. A path in the composer
// that named it goes, to be had back by undo.
func (r *Root) sendParcel(p *parcel) tea.Cmd {
	c := r.chats.byID[p.contact]
	if c == nil {
		return nil
	}
	r.files.from = filepath.ToSlash(filepath.Dir(p.path)) + "/"
	if host.DroppedPath(c.compose.Value()) == p.path && c.mode() == store.Reply {
		c.compose.Clear()
	}
	c.dropParcel(p)
	p.message = client.Message{
		ID: localID(), ContactID: c.id, Direction: client.Outgoing, Type: p.as, Body: p.caption,
		MediaFilename: p.name, MediaMIME: p.kind, Status: client.StatusPending, CreatedAt: r.deps.Now(),
	}
	if c.parcels == nil {
		c.parcels = map[string]*parcel{}
	}
	c.parcels[p.message.ID] = p
	c.thread.Merge([]client.Message{p.message})
	c.thread.SetMediaSize(p.message.ID, p.size)
	c.thread.ClearSelection()
	c.thread.ToNewest()
	r.inbox.Bump(p.message, true)
	r.arrange()
	return r.startJob(r.parcelJob(p))
}

// parcelJob sends a file as it is when its turn comes.
func (r *Root) parcelJob(p *parcel) *job {
	machine, platform := r.deps.Host, r.deps.Platform
	sent, local := p, p.message.ID
	u := client.Upload{Type: p.as, Filename: p.name, MIME: p.kind, Caption: p.caption, Account: p.account}
	path, contact := p.path, p.contact
	var answer client.Message
	p.job = &job{
		verb: "send", name: text.Line(p.name), contact: p.contact,
		again: func(r *Root) tea.Cmd { return r.sendParcel(sent) },
		run: func(ctx context.Context, j *job) (string, error) {
			f, body, err := machine.OpenToSend(path)
			if err != nil {
				return "", err
			}
			defer func() { _ = body.Close() }() // only read
			if _, _, err := media.SendAs("", f.Size); err != nil {
				return "", err
			}
			u.Body, u.Progress = body, j.moved
			answer, err = platform.SendMedia(ctx, contact, u)
			return "", err
		},
		ended: func(r *Root, j *job, _ string, err error) tea.Cmd { return r.parcelEnded(local, sent, j, answer, err) },
	}
	return p.job
}

// parcelEnded puts the platform's message in the place of ours, or says why there
// is none and what to do.
func (r *Root) parcelEnded(local string, p *parcel, j *job, answer client.Message, err error) tea.Cmd {
	c := r.chats.byID[p.contact]
	if c == nil || c.parcels[local] != p {
		return nil // it had arrived: the thread told
	}
	if err == nil {
		c.settleParcel(local, answer)
		r.noteSize(answer, p.size)
		r.keepMessage(c, answer.ID)
		r.inbox.Bump(answer, true)
		r.applyEarly(c)
		return tea.Batch(r.say(levelGood, fmt.Sprintf("%s, %s, is on its way.", j.name, media.Size(p.size))), r.reached())
	}
	why := text.Line(err.Error())
	var fault *client.Error
	if !errors.As(err, &fault) && j.state != jobStopped {
		why = "it could not be read: " + why
	}
	p.unsure = client.IsUncertain(err)
	if j.state == jobStopped {
		done, total := j.done.Load(), j.total.Load()
		p.unsure = total > 0 && done >= total
		why = "stopped before it was sent"
		if p.unsure {
			why = "stopped when all of it was sent: it may have arrived"
		}
	}
	p.message.Status, p.message.Error = client.StatusFailed, why
	c.thread.SetStatus(local, client.StatusFailed, why)
	r.inbox.SetStatus(c.id, client.StatusFailed)
	if fault == nil {
		why = j.name + " was not sent: " + why
	}
	return r.say(levelBad, strings.TrimSuffix(why, ".")+". File and caption are kept: "+r.failedHint()+".")
}

// settleParcel replaces a file sent from here by the platform's own message.
func (c *chat) settleParcel(local string, m client.Message) {
	delete(c.parcels, local)
	c.thread.Replace(local, m)
	c.note([]client.Message{m})
}

// dropParcel takes a file that did not go out away.
func (c *chat) dropParcel(p *parcel) {
	if p.message.ID != "" {
		delete(c.parcels, p.message.ID)
		c.thread.Remove(p.message.ID)
	}
}

// matchParcels finds files of ours of which nobody knew whether they arrived
// among what the platform tells.
func (c *chat) matchParcels(ms []client.Message) {
	for local, p := range c.parcels {
		if !p.unsure || p.sending() {
			continue
		}
		for _, m := range ms {
			if m.Direction == client.Outgoing && m.Type == p.as && m.Body == p.caption && m.MediaFilename == p.name && !m.CreatedAt.Before(p.message.CreatedAt) {
				if _, known := c.thread.Message(m.ID); !known {
					c.settleParcel(local, m)
					break
				}
			}
		}
	}
}

// whyNotParcel is why nothing can be done about a file now, "" if it can.
func whyNotParcel(p *parcel) string {
	if p.sending() {
		return "The file is on its way: esc stops it."
	}
	return ""
}

// retryParcel sends a file again; one that may have arrived only after a
// question.
func (r *Root) retryParcel(p *parcel) tea.Cmd {
	if !p.unsure {
		return r.sendParcel(p)
	}
	lines := func(width int) []string {
		return text.Wrap("It may have arrived all the same, and stand there twice then: "+text.Line(p.name)+". Look into the conversation first.", width)
	}
	r.dialogs.push(r.newQuestion("Send the file again?", "Send again", lines, func(r *Root) tea.Cmd { return r.sendParcel(p) }))
	return nil
}

// editParcel opens the dialog again with path and caption. The old one stays until
// another is sent.
func (r *Root) editParcel(c *chat, p *parcel) tea.Cmd {
	cmd := r.openAttach(c, p.path, p.caption, "")
	if d, ok := r.dialogs.top().(*attach); ok {
		d.instead = p
	}
	return cmd
}

// askDropParcel throws a file that did not go out away, here: the file itself
// stays.
func (r *Root) askDropParcel(c *chat, p *parcel) tea.Cmd {
	lines := func(width int) []string {
		return text.Wrap("It leaves the conversation, with its caption; the file itself stays where it is: "+text.Line(p.path), width)
	}
	r.dialogs.push(r.newQuestion("Do not send the file?", "Throw away", lines, func(*Root) tea.Cmd { c.dropParcel(p); return nil }))
	return nil
}

// newestParcel is the file that was sent last of those that are not with the
// platform, nil for none.
func (c *chat) newestParcel() *parcel {
	var newest *parcel
	for _, p := range c.parcels {
		if newest == nil || p.message.CreatedAt.After(newest.message.CreatedAt) {
			newest = p
		}
	}
	return newest
}
