package thread

import (
	"time"

	"keydesk/client"
	"keydesk/ui/text"
)

// item is one message with everything remembered about drawing it.
type item struct {
	msg    client.Message // as received
	event  *Event         // it is none: what happened besides; msg holds its id and time only
	local  bool
	serial uint64 // arrival, the order of local messages
	size   int64  // of its file, 0 until that was fetched

	day    int   // local calendar day as yyyymmdd, 0 without a time
	minute int64 // minutes since 1970, local messages included

	said *content // safe text, nil until needed

	findRev uint64 // for which words hit is the answer
	hit     bool

	look look     // what rows depend on
	rows []string // full rows, gutter included; nil when not rendered
	lead int      // rows before the message's own text: day, unread line, header, quote
	own  int      // rows before its header
}

// sharedMinutes is how long one header speaks for the messages of one side. It cuts the clock into
// slots rather than measuring from the header, so that an item's header depends on nothing but the
// item before it.
const sharedMinutes = 5

// set stores a version of the message and forgets what was drawn of the last one.
func (it *item) set(m client.Message, loc *time.Location) {
	if !it.msg.CreatedAt.Equal(m.CreatedAt) || it.day == 0 {
		it.day, it.minute = 0, 0
		if !m.CreatedAt.IsZero() {
			y, month, d := m.CreatedAt.In(loc).Date()
			it.day, it.minute = y*10000+int(month)*100+d, m.CreatedAt.Unix()/60
		}
	}
	it.msg, it.said, it.rows, it.findRev = m, nil, nil, 0
}

// content is the safe text, made at the first look.
func (it *item) content() *content {
	if it.said == nil {
		said := content{}
		if it.event != nil {
			said.text = text.Safe(clip(it.event.Words, longest))
		} else {
			said = describe(it.msg, it.size)
		}
		it.said = &said
	}
	return it.said
}

// shares tells whether it stands under the header of prev.
func (it *item) shares(prev *item) bool {
	return prev != nil && prev.event == nil && it.event == nil && it.day != 0 && prev.day == it.day &&
		prev.msg.Direction == it.msg.Direction &&
		prev.minute/sharedMinutes == it.minute/sharedMinutes
}
