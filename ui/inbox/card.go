package inbox

import (
	"strings"
	"time"

	"keydesk/client"
)

// card is what the list keeps of a contact: without what no row shows and with
// times as numbers, so that 100,000 of them fit. What many have in common they
// share.
type card struct {
	ID, PhoneNumber, Name, Status, Account, AssignedUserID string
	Tags                                                   []string

	last, inbound, created, updated int64 // see nanos

	UnreadCount int // as the platform told it last

	ServiceWindowOpen, WindowUnknown, MarketingOptOut bool
}

func cardOf(c client.Contact, in *common) card {
	tags := c.Tags
	if len(tags) > 0 {
		tags = make([]string, len(c.Tags))
		for i, tag := range c.Tags {
			tags[i] = in.one(tag)
		}
	}
	return card{
		ID: c.ID, PhoneNumber: c.PhoneNumber, Name: c.Name, Status: in.one(c.Status), Account: in.one(c.Account), AssignedUserID: in.one(c.AssignedUserID),
		UnreadCount: c.UnreadCount, Tags: tags, last: nanos(c.LastMessageAt), inbound: nanos(c.LastInboundAt), created: nanos(c.CreatedAt), updated: nanos(c.UpdatedAt),
		ServiceWindowOpen: c.ServiceWindowOpen, WindowUnknown: c.WindowUnknown, MarketingOptOut: c.MarketingOptOut,
	}
}

// whole is the contact, without its raw answer and its metadata, which are
// fetched again when it is opened.
func (c *card) whole() client.Contact {
	return client.Contact{
		ID: c.ID, PhoneNumber: c.PhoneNumber, Name: c.Name, Status: c.Status, Account: c.Account, AssignedUserID: c.AssignedUserID,
		Tags: c.Tags, UnreadCount: c.UnreadCount, LastMessageAt: moment(c.last), LastInboundAt: moment(c.inbound), CreatedAt: moment(c.created), UpdatedAt: moment(c.updated),
		ServiceWindowOpen: c.ServiceWindowOpen, WindowUnknown: c.WindowUnknown, MarketingOptOut: c.MarketingOptOut,
	}
}

// mostCommon is how many texts are remembered as common: more than a platform has
// tags, channels and colleagues, and a bound for one that makes them up.
const mostCommon = 8192

// common holds the one copy of each text that many conversations have. It is no
// unique.Handle, because making one waits for the end of a collection that is
// under way: 20 ms and more in which no key is answered.
type common map[string]string

func (in *common) one(s string) string {
	if known, ok := (*in)[s]; ok {
		return known
	}
	if *in == nil {
		*in = common{}
	}
	if len(*in) < mostCommon {
		s = strings.Clone(s)
		(*in)[s] = s
	}
	return s
}

// same is s in the memory of other if both are equal.
func same(s, other string) string {
	if s == other {
		return other
	}
	return s
}

// nanos is a time as nanoseconds since 1970, 0 for none.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// moment is the time that nanos made a number of.
func moment(nanos int64) time.Time {
	if nanos == 0 {
		return time.Time{}
	}
	return time.Unix(0, nanos).UTC()
}
