package ui

import (
	"cmp"
	"path/filepath"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/host"
	"keydesk/ui/thread"
)

// parcel is a file of ours for a customer, from the moment it is sent until the
// platform has it or the person threw it away. What is needed to try again stays
// with it, here and in the local store.
type parcel struct {
	store.Outgoing                // File is what is sent, Body the words under it
	kept           bool           // has a row in the local store
	busy           bool           // is being taken in there
	forced         bool           // the person said to send it now, however old it is
	queued         bool           // it waited for the line or its turn: what was written after it waits for it
	trail          trail          // whether it was looked for, if it may have arrived
	arrived        bool           // the platform has it
	message        client.Message // as the thread shows it
	job            *job
}

// sending says whether it is on its way, or waits for its turn.
func (p *parcel) sending() bool {
	return p.busy || p.job != nil && (p.job.state == jobRunning || p.job.state == jobWaiting)
}

// sendParcel puts a file into the thread and sends it. A path in the composer
// that named it goes, to be had back by undo.
func (r *Root) sendParcel(p *parcel) tea.Cmd {
	c := r.chats.byID[p.Contact]
	if c == nil {
		return nil
	}
	r.files.from = filepath.ToSlash(filepath.Dir(p.File.Path)) + "/"
	if host.DroppedPath(c.compose.Value()) == p.File.Path && c.mode() == store.Reply {
		c.compose.Clear()
	}
	p.Written, p.Held, p.queued = r.deps.Now(), "", false
	if p.ID == "" {
		p.ID = localID()
	}
	c.putParcel(p)
	c.thread.ClearSelection()
	c.thread.ToNewest()
	r.inbox.Bump(p.message, true)
	r.arrange()
	return r.keepParcel(c, p)
}

// putParcel puts a file into the conversation, in the place of the one that it is
// sent instead of.
func (c *chat) putParcel(p *parcel) {
	c.thread.Remove(p.ID)
	p.message = client.Message{
		ID: p.ID, ContactID: c.id, Direction: client.Outgoing, Type: p.File.Type, Body: p.Body,
		MediaFilename: p.File.Name, MediaMIME: p.File.MIME, Status: client.StatusPending, CreatedAt: p.Written,
	}
	if p.Held != "" {
		p.message.Status, p.message.Error = thread.StatusHeld, p.Held
	}
	if c.parcels == nil {
		c.parcels = map[string]*parcel{}
	}
	c.parcels[p.ID] = p
	c.thread.Merge([]client.Message{p.message})
	c.thread.SetMediaSize(p.ID, p.File.Size)
}

// showParcel changes how a file is shown that the platform does not have.
func (r *Root) showParcel(c *chat, p *parcel, status client.Status, why string) {
	p.message.Status, p.message.Error = status, why
	c.thread.SetStatus(p.ID, status, why)
	r.inbox.SetStatus(c.id, status)
}

// replace makes a file take the place of one that did not go out, if that is still
// here.
func (p *parcel) replace(c *chat, old *parcel) {
	if c != nil && old != nil && !old.sending() {
		p.ID, p.kept = old.ID, old.kept
	}
}

// parcel finds a file in a conversation.
func (r *Root) parcel(contact, localID string) (*chat, *parcel) {
	c := r.chats.byID[contact]
	if c == nil {
		return nil, nil
	}
	return c, c.parcels[localID]
}

// settleParcel replaces a file sent from here by the platform's own message.
func (c *chat) settleParcel(p *parcel, m client.Message) {
	c.forgetParcel(p)
	p.arrived = true
	if c.settled == nil {
		c.settled = map[string]bool{}
	}
	c.settled[m.ID] = true
	c.thread.Replace(p.ID, m)
	c.note([]client.Message{m})
	c.arrived(c, m)
}

// dropParcel takes a file that did not go out away.
func (c *chat) dropParcel(p *parcel) {
	c.forgetParcel(p)
	c.thread.Remove(p.ID)
}

// forgetParcel takes a file out of what did not go out.
func (c *chat) forgetParcel(p *parcel) {
	delete(c.parcels, p.ID)
	if p.kept {
		c.over(p.ID)
	}
}

// matchParcels finds files of ours of which nobody knew whether they arrived
// among what the platform tells.
func (c *chat) matchParcels(ms []client.Message) {
	for _, p := range c.sortedParcels() {
		if !p.Unsure || p.sending() {
			continue
		}
		i := slices.IndexFunc(ms, func(m client.Message) bool {
			_, known := c.thread.Message(m.ID)
			return p.matches(m) && !c.settled[m.ID] && !(known && p.After.IsZero())
		})
		if i >= 0 {
			c.settleParcel(p, ms[i])
		}
	}
}

// matches says whether a message of the platform's is what became of a file that
// may have arrived: the same from us, newer than what was known when it was sent.
func (p *parcel) matches(m client.Message) bool {
	return m.Direction == client.Outgoing && m.Type == p.File.Type && m.Body == p.Body && m.MediaFilename == client.UploadName(p.File.Name) &&
		m.CreatedAt.After(p.After) && !m.CreatedAt.Before(p.Tried.Add(-clockSkew))
}

// sortedParcels are the files that are not with the platform, in the order in
// which they were sent.
func (c *chat) sortedParcels() []*parcel {
	list := make([]*parcel, 0, len(c.parcels))
	for _, p := range c.parcels {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *parcel) int { return cmp.Or(a.Written.Compare(b.Written), cmp.Compare(a.ID, b.ID)) })
	return list
}

// textBefore says whether a message that was written up to then goes out by itself
// and has not yet.
func (c *chat) textBefore(then time.Time) bool {
	for _, p := range c.posts {
		if p.Held == "" && !p.Written.After(then) {
			return true
		}
	}
	return false
}

// fileBefore says whether a file waits, or goes out after it waited, that was sent
// before then. Another one is passed by what is written meanwhile: it may take long.
func (c *chat) fileBefore(then time.Time) bool {
	for _, p := range c.parcels {
		if p.queued && p.Held == "" && p.Written.Before(then) {
			return true
		}
	}
	return false
}

// newestParcel is the file that was sent last of those that are not with the
// platform, nil for none.
func (c *chat) newestParcel() *parcel {
	if list := c.sortedParcels(); len(list) > 0 {
		return list[len(list)-1]
	}
	return nil
}
