package conversations

import (
	"encoding/binary"
	"math"
	"strings"
	"time"

	"keydesk/client"
)

// card is what the list keeps of a contact: without what no row shows, times as
// numbers, its texts in one piece of memory and what many have in common shared,
// so that 100,000 of them fit and a collection has few things to look at.
type card struct {
	words  words
	traits *traits

	last, inbound, created, updated int64 // see nanos

	told int32 // unread messages, as the platform told it last

	serviceWindowOpen, windowUnknown, marketingOptOut bool
}

// take takes over a contact, with the list's common memory. What it keeps already
// stays as it is.
func (c *card) take(from client.Contact, in *common) {
	if c.words.all == "" || c.words.phone() != from.PhoneNumber || c.words.given() != from.Name {
		c.words = wordsOf(from, in.text)
	}
	c.traits = in.traitsOf(from)
	c.last, c.inbound, c.created, c.updated = nanos(from.LastMessageAt), nanos(from.LastInboundAt), nanos(from.CreatedAt), nanos(from.UpdatedAt)
	c.told = int32(min(from.UnreadCount, math.MaxInt32))
	c.serviceWindowOpen, c.windowUnknown, c.marketingOptOut = from.ServiceWindowOpen, from.WindowUnknown, from.MarketingOptOut
}

// whole is the contact, without its raw answer and its metadata, which are
// fetched again when it is opened.
func (c *card) whole() client.Contact {
	return client.Contact{
		ID: c.words.id(), PhoneNumber: c.words.phone(), Name: c.words.given(),
		Status: c.traits.status, Account: c.traits.channel, AssignedUserID: c.traits.user, Tags: c.traits.tags, UnreadCount: int(c.told),
		LastMessageAt: moment(c.last), LastInboundAt: moment(c.inbound), CreatedAt: moment(c.created), UpdatedAt: moment(c.updated),
		ServiceWindowOpen: c.serviceWindowOpen, WindowUnknown: c.windowUnknown, MarketingOptOut: c.marketingOptOut,
	}
}

// words are the texts of a contact, one after another: its id, its phone number and
// name as the platform told them, the printable name that its row shows, and that
// name as people search it. One that equals the text before it is not there twice.
type words struct {
	all  string
	ends [5]uint32
	same uint8 // bits of the texts that are the one before
}

const (
	wordID = iota
	wordPhone
	wordGiven
	wordName
	wordFold
)

func wordsOf(c client.Contact, text Text) words {
	var w words
	name := text.Name(c)
	texts := [len(w.ends)]string{c.ID, c.PhoneNumber, c.Name, name, text.Fold(name)}
	for i := wordName; i <= wordFold; i++ {
		if texts[i] == texts[i-1] {
			w.same |= 1 << i
		}
	}
	var b strings.Builder
	for i, s := range texts {
		if w.same&(1<<i) == 0 {
			b.WriteString(s)
		}
		w.ends[i] = uint32(b.Len()) // far below: the client bounds what the platform answers to 8 MiB
	}
	w.all = b.String()
	return w
}

func (w *words) text(i int) string {
	for w.same&(1<<i) != 0 {
		i--
	}
	if i == 0 {
		return w.all[:w.ends[0]]
	}
	return w.all[w.ends[i-1]:w.ends[i]]
}

func (w *words) id() string    { return w.text(wordID) }
func (w *words) phone() string { return w.text(wordPhone) }
func (w *words) given() string { return w.text(wordGiven) }
func (w *words) name() string  { return w.text(wordName) } // never empty
func (w *words) fold() string  { return w.text(wordFold) }

// traits are what many contacts have in common, and what they are counted by.
type traits struct {
	tags                  []string
	status, channel, user string
}

// mostCommon is how many texts, and how many traits, are remembered as common: more
// than a platform has tags, channels and colleagues, and a bound for one that makes
// them up.
const mostCommon = 8192

// common holds what many conversations have in common once. It knows no
// unique.Handle, because making one waits for the end of a collection that is
// under way: 20 ms and more in which no key is answered.
type common struct {
	text   Text
	texts  map[string]string
	traits map[string]*traits
	key    []byte // of the traits that are looked for
}

func (in *common) one(s string) string {
	if known, ok := in.texts[s]; ok {
		return known
	}
	if in.texts == nil {
		in.texts = map[string]string{}
	}
	s = strings.Clone(s)
	if len(in.texts) < mostCommon {
		in.texts[s] = s
	}
	return s
}

func (in *common) traitsOf(c client.Contact) *traits {
	key := in.key[:0]
	add := func(s string) { key = append(binary.AppendUvarint(key, uint64(len(s))), s...) }
	add(c.Status)
	add(c.Account)
	add(c.AssignedUserID)
	for _, tag := range c.Tags {
		add(tag)
	}
	in.key = key
	if known := in.traits[string(key)]; known != nil {
		return known
	}
	t := &traits{status: in.one(c.Status), channel: in.one(c.Account), user: in.one(c.AssignedUserID)}
	if len(c.Tags) > 0 {
		t.tags = make([]string, len(c.Tags))
		for i, tag := range c.Tags {
			t.tags[i] = in.one(tag)
		}
	}
	if in.traits == nil {
		in.traits = map[string]*traits{}
	}
	if len(in.traits) < mostCommon {
		in.traits[string(key)] = t
	}
	return t
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
