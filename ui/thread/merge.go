package thread

import (
	"keydesk/client"
)

// Merge takes in messages in any order, new ones and newer versions of known ones. At the newest
// message the view follows; anywhere else nothing on screen moves. Messages without an id are
// ignored: nothing could ever be said about them again.
func (p *Pane) Merge(ms []client.Message) {
	if len(ms) == 0 {
		return
	}
	pinned := p.selectionShown()
	recount := p.unreadID != "" && p.byID[p.unreadID] == nil
	fresh := make([]*item, 0, len(ms))
	for _, m := range ms {
		if m.ID == "" {
			continue
		}
		it := p.byID[m.ID]
		if it == nil {
			fresh = append(fresh, p.add(m))
		} else if p.update(it, m) {
			fresh, recount = append(fresh, it), true
		}
	}
	p.insert(fresh)
	if recount {
		p.countUnread()
	}
	p.stale()
	p.keepSelection(pinned)
	p.admit()
}

// add makes the item of a message that was not known; the caller inserts it.
func (p *Pane) add(m client.Message) *item {
	p.serial++
	it := &item{local: IsLocal(m.ID), serial: p.serial}
	it.set(m, p.loc)
	p.byID[m.ID] = it
	if it.local {
		p.locals++
	}
	if p.counts(it) {
		p.unread++
	}
	return it
}

// counts tells whether an incoming message lies at or after the unread line.
func (p *Pane) counts(it *item) bool {
	mark := p.byID[p.unreadID]
	return mark != nil && it.msg.Direction == client.Incoming && !it.key().before(mark.key())
}

// update stores a newer version. It reports whether the item left the list because its time
// changed: the caller puts it back.
func (p *Pane) update(it *item, m client.Message) (moved bool) {
	next := m
	if !it.local {
		next = combine(it.msg, m)
	}
	if !next.CreatedAt.Equal(it.msg.CreatedAt) && !it.local {
		if at := p.position(it); at < len(p.items) && p.items[at] == it {
			p.cut(it)
			moved = true
		}
	}
	it.set(next, p.loc)
	return moved
}

// Replace puts the platform's message in the place of a local one. When the stream told of it first,
// the local one just goes. The selection and the place on screen pass over.
func (p *Pane) Replace(localID string, m client.Message) {
	it := p.byID[localID]
	if it == nil || localID == m.ID || m.ID == "" {
		p.Merge([]client.Message{m})
		return
	}
	pinned := p.selectionShown()
	known := p.byID[m.ID]
	p.cut(it)
	delete(p.byID, localID)
	if it.local {
		p.locals--
	}
	if known != nil {
		p.passOn(it, known)
		if p.update(known, m) {
			p.insert([]*item{known})
		}
	} else {
		it.local = IsLocal(m.ID)
		if it.local {
			p.locals++
		}
		it.set(m, p.loc)
		p.byID[m.ID] = it
		p.insert([]*item{it})
	}
	p.countUnread()
	p.stale()
	p.keepSelection(pinned)
}

// Remove takes a message away, as after editing a failed one. An unknown id is fine.
func (p *Pane) Remove(id string) {
	it := p.byID[id]
	if it == nil {
		return
	}
	at := p.position(it)
	var heir *item
	switch {
	case at+1 < len(p.items):
		heir = p.items[at+1]
	case at > 0:
		heir = p.items[at-1]
	}
	p.cut(it)
	delete(p.byID, id)
	if it.local {
		p.locals--
	}
	if it.event != nil {
		p.events--
	}
	p.passOn(it, heir)
	p.countUnread()
	p.stale()
}

// passOn lets heir, which may be nil, take the selection and the anchor of an item that goes.
func (p *Pane) passOn(it, heir *item) {
	if p.selected == it {
		p.selected = heir
	}
	if heir == nil {
		p.anchor, p.follow = place{}, true
	} else if p.anchor.it == it {
		p.anchor = p.headOf(heir)
	}
}

// SetStatus notes a delivery state. States only move forward, as on the platform: a late "sent"
// after "read" changes nothing. It reports whether anything changed; errText counts for failures.
func (p *Pane) SetStatus(id string, status client.Status, errText string) bool {
	it := p.byID[id]
	if it == nil || it.event != nil || status == "" {
		return false
	}
	m := it.msg
	if !it.local && rank(status) < rank(m.Status) {
		return false
	}
	switch {
	case status == client.StatusFailed:
		errText = orElse(errText, m.Error)
	case !it.local:
		errText = m.Error
	}
	if m.Status == status && m.Error == errText {
		return false
	}
	m.Status, m.Error = status, errText
	it.set(m, p.loc)
	p.stale()
	return true
}

// SetReactions replaces the reactions of a message; none removes them. It reports whether the
// message is here.
func (p *Pane) SetReactions(id string, rs []client.Reaction) bool {
	it := p.byID[id]
	if it == nil {
		return false
	}
	m := it.msg
	m.Reactions = rs
	it.set(m, p.loc)
	p.stale()
	return true
}
