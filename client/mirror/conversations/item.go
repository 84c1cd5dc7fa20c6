package conversations

import (
	"time"

	"keydesk/client"
)

// Item is one conversation as the list keeps it: the contact without the raw
// answer and its metadata, which are fetched again when it is opened, and the
// printable forms of what a row shows.
type Item struct {
	card
	preview string        // printable, one line
	at      int64         // of the newest message, see nanos
	sent    client.Status // state of the newest message if it was ours and we know it, else ""
	unread  int32
	hit     uint32 // the search that shows it, see found; 0 for none
	edition uint32 // counts changes of what a row shows

	answered     int64 // when the last message of ours went out that is known
	waitsFrom    int64 // since when the customer waits, 0 if they do not
	waitsExactly bool  // they began to wait then and not before

	reminder *reminding // it is put off, or was; nil: it was not

	keptUnread bool // it is shown as unread although it was read

	stale bool // as an earlier console kept it: the platform has not told it since
}

func newItem(c client.Contact, in *common) *Item {
	it := &Item{}
	it.update(c, in)
	return it
}

// update takes over a contact as the platform answered it. A time or preview
// that the realtime line brought later than the answer's own is kept, because
// the platform's can stick (contract §4.1).
func (it *Item) update(c client.Contact, in *common) {
	newer, heard := nanos(c.LastMessageAt) > it.at, it.inbound
	if known := moment(it.inbound); known.After(c.LastInboundAt) {
		c.LastInboundAt, c.ServiceWindowOpen, c.WindowUnknown = known, it.serviceWindowOpen, false
	}
	it.take(c, in)
	it.toldWord(c, heard)
	it.unread = it.told
	if newer || it.preview == "" && nanos(c.LastMessageAt) >= it.at {
		it.at = nanos(c.LastMessageAt)
		it.preview = in.text.Line(c.LastMessagePreview)
		it.sent = ""
	}
	it.edition++
}

// equal says whether both show and keep the same.
func (it *Item) equal(other *Item) bool {
	return it.card == other.card && it.preview == other.preview && it.at == other.at && it.sent == other.sent && it.unread == other.unread && it.waitsFrom == other.waitsFrom && it.waitsExactly == other.waitsExactly && it.reminder == other.reminder && it.keptUnread == other.keptUnread
}

// bump records a message that came over the realtime line or was sent here.
func (it *Item) bump(m client.Message, text Text) {
	at := nanos(m.CreatedAt)
	if m.Direction == client.Incoming {
		it.customerWrote(at)
	} else if !text.local(m.ID) {
		it.weWrote(at)
	}
	if m.Direction == client.Incoming && at > it.inbound {
		it.inbound, it.serviceWindowOpen, it.windowUnknown = at, true, false
	}
	if at < it.at {
		return
	}
	it.at = at
	it.preview = text.Line(text.Summary(m))
	it.sent = ""
	if m.Direction == client.Outgoing {
		it.sent = m.Status
	}
	it.edition++
}

// windowOpen says whether a text still reaches the customer: they wrote within
// 24 hours (contract §5.5).
func (it *Item) windowOpen(now time.Time) bool {
	if last := it.inbound; last != 0 {
		return now.Sub(moment(last)) < 24*time.Hour
	}
	return it.serviceWindowOpen
}

// windowCloses says whether the service window is open, and closes within a time.
func (it *Item) windowCloses(now time.Time, within time.Duration) bool {
	left := it.WindowLeft(now)
	return left > 0 && left <= within
}

// WindowLeft is how long a text still reaches the customer, 0 if it does not or if nobody knows.
func (it *Item) WindowLeft(now time.Time) time.Duration {
	if it.inbound == 0 {
		return 0
	}
	return max(0, 24*time.Hour-now.Sub(moment(it.inbound)))
}

// ID is the contact's id.
func (it *Item) ID() string { return it.words.id() }

// Name is the printable name.
func (it *Item) Name() string { return it.words.name() }

// Preview is the newest message in a printable line.
func (it *Item) Preview() string { return it.preview }

// At is when the newest message was sent.
func (it *Item) At() time.Time { return moment(it.at) }

// Unread is how many messages nobody has read.
func (it *Item) Unread() int { return int(it.unread) }

// Sent is how far the newest message got, if it was ours and that is known.
func (it *Item) Sent() client.Status { return it.sent }

// Assignee is the id of the user who answers it, or "".
func (it *Item) Assignee() string { return it.traits.user }

// Edition is another number whenever something of it changed that a row shows.
func (it *Item) Edition() uint32 { return it.edition }

// Contact is the contact, without its raw answer and its metadata.
func (it *Item) Contact() client.Contact { return it.whole() }
