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
	card
	preview string        // printable, one line
	at      int64         // of the newest message, see nanos
	sent    client.Status // state of the newest message if it was ours and we know it, else ""
	unread  int32
	hit     uint32    // the search that shows it, see found; 0 for none
	rows    *rowCache // nil until it is drawn
	stale   bool      // as an earlier console kept it: the platform has not told it since
}

func newItem(c client.Contact, in *common) *item {
	it := &item{}
	it.update(c, in)
	return it
}

// update takes over a contact as the platform answered it. A time or preview
// that the realtime line brought later than the answer's own is kept, because
// the platform's can stick (contract §4.1).
func (it *item) update(c client.Contact, in *common) {
	newer := nanos(c.LastMessageAt) > it.at
	if known := moment(it.inbound); known.After(c.LastInboundAt) {
		c.LastInboundAt, c.ServiceWindowOpen, c.WindowUnknown = known, it.serviceWindowOpen, false
	}
	it.take(c, in)
	it.unread = it.told
	if newer || it.preview == "" && nanos(c.LastMessageAt) >= it.at {
		it.at = nanos(c.LastMessageAt)
		it.preview = text.Line(c.LastMessagePreview)
		it.sent = ""
	}
	it.rows = nil
}

// equal says whether both show and keep the same.
func (it *item) equal(other *item) bool {
	return it.card == other.card && it.preview == other.preview && it.at == other.at && it.sent == other.sent && it.unread == other.unread
}

// bump records a message that came over the realtime line or was sent here.
func (it *item) bump(m client.Message) {
	at := nanos(m.CreatedAt)
	if m.Direction == client.Incoming && at > it.inbound {
		it.inbound, it.serviceWindowOpen, it.windowUnknown = at, true, false
	}
	if at < it.at {
		return
	}
	it.at = at
	it.preview = text.Line(thread.Summary(m))
	it.sent = ""
	if m.Direction == client.Outgoing {
		it.sent = m.Status
	}
	it.rows = nil
}

// windowOpen says whether a text still reaches the customer: they wrote within
// 24 hours (contract §5.5).
func (it *item) windowOpen(now time.Time) bool {
	if last := it.inbound; last != 0 {
		return now.Sub(moment(last)) < 24*time.Hour
	}
	return it.serviceWindowOpen
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
