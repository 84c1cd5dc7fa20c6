package inbox

import (
	"time"

	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// item is one conversation as the list keeps it: the contact without the raw
// answer and its metadata, which are fetched again when it is opened, and the
// printable forms of what a row shows.
type item struct {
	contact client.Contact
	name    string // printable, never empty
	preview string // printable, one line
	at      time.Time
	unread  int
	sent    client.Status // state of the newest message if it was ours and we know it, else ""
	rows    rowCache
}

func newItem(c client.Contact) *item {
	it := &item{}
	it.update(c)
	return it
}

// update takes over a contact as the platform answered it. A time or preview
// that the realtime line brought later than the answer's own is kept, because
// the platform's can stick (contract §4.1).
func (it *item) update(c client.Contact) {
	newer := c.LastMessageAt.After(it.at)
	it.contact = slim(c)
	it.name = DisplayName(c)
	it.unread = c.UnreadCount
	if newer || it.preview == "" {
		it.at = c.LastMessageAt
		it.preview = text.Line(c.LastMessagePreview)
		it.sent = ""
	}
	it.rows = rowCache{}
}

// bump records a message that came over the realtime line or was sent here.
func (it *item) bump(m client.Message) {
	if m.CreatedAt.Before(it.at) {
		return
	}
	it.at = m.CreatedAt
	it.preview = text.Line(thread.Summary(m))
	it.sent = ""
	if m.Direction == client.Outgoing {
		it.sent = m.Status
	}
	it.rows = rowCache{}
}

// slim drops what a list row never shows, so that 100,000 conversations fit.
func slim(c client.Contact) client.Contact {
	c.Raw, c.Metadata, c.LastMessagePreview = nil, nil, ""
	return c
}

// DisplayName is the printable name of a contact: the name it gave itself,
// else the phone number, else words that say there is neither.
func DisplayName(c client.Contact) string {
	if name := text.Line(c.Name); name != "" {
		return name
	}
	if phone := text.Line(c.PhoneNumber); phone != "" {
		return phone
	}
	return "(no name)"
}
