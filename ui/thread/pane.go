package thread

import (
	"iter"
	"slices"
	"time"

	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Hints are the words that tell which keys help with a message. They come from the key table, so
// that what is drawn here cannot disagree with what the keys do.
type Hints struct {
	Failed string // after the reason of a failed message: "r retry  e edit"; "" for plain words
	// At the right of a message with a picture and with another file: "v view",
	// "s save"; "" draws nothing.
	Picture, Media string
}

// Pane is the thread of one conversation. It is not safe for concurrent use. The zero value is of
// no use: New makes one.
type Pane struct {
	th  *theme.Theme
	now func() time.Time
	loc *time.Location

	name    string // the contact's name, safe, on one row
	open    bool   // a conversation is shown, as opposed to none
	loading bool   // older messages are on their way
	end     bool   // the oldest message of the conversation is here
	hints   Hints

	w, h   int
	items  []*item          // sorted by item.before; the locals are the last ones
	byID   map[string]*item // every item, by message id
	locals int              // how many of items are local
	events int              // how many of items are none of a message
	early  []Event          // from before the oldest message here
	serial uint64           // the arrival number of the last item
	rev    uint64           // raised when everything drawn so far is stale (width, hints)
	warm   []*item          // items that remember rows, oldest rendering first
	today  int              // the local day number at the last look at the clock

	unreadID string // first unread message, "" for no line
	unread   int    // incoming messages from unreadID on, while it is present

	follow   bool  // the newest row is kept at the bottom
	anchor   place // the top row otherwise
	resized  bool  // nothing but the size changed since the view was settled
	held     bool  // it follows only because the size let the end into view: another size may undo it
	selected *item // nil: none
	seen     key   // the newest message that has been on screen

	needle  string // what is looked for, folded; "" for nothing
	findRev uint64 // raised when needle changes, from 1 on

	prepared int // so many messages, from the newest one, are ready to be looked through

	first, last spot                        // the visible part, valid while clean
	blank       int                         // rows above the first one when the thread is shorter than the pane
	speaker     func(client.Message) string // nil: nothing is said
	clean       bool
	view        string // what View returned last, "" when stale
}

// New makes an empty pane that shows no conversation. now is the clock, of which only the day is
// used; nil is time.Now. loc is where the person sits; nil is time.Local.
func New(th *theme.Theme, now func() time.Time, loc *time.Location) *Pane {
	if now == nil {
		now = time.Now
	}
	if loc == nil {
		loc = time.Local
	}
	p := &Pane{th: th, now: now, loc: loc}
	p.Reset("")
	p.open = false
	return p
}

// Reset empties the pane for another conversation, at its newest message. The size, the hints,
// the theme and what is looked for stay.
func (p *Pane) Reset(contactName string) {
	p.name, p.open = text.Line(contactName), true
	p.loading, p.end = false, false
	p.items, p.byID, p.locals, p.warm = nil, make(map[string]*item), 0, nil
	p.events, p.early = 0, nil
	p.unreadID, p.unread = "", 0
	p.follow, p.anchor, p.selected, p.seen = true, place{}, nil, key{}
	p.stale()
}

// SetName changes the contact's name in the headers, for one that is learnt late or edited.
func (p *Pane) SetName(contactName string) {
	if safe := text.Line(contactName); safe != p.name {
		p.name = safe
		p.redraw()
	}
}

// SetTheme changes the colours and glyphs.
func (p *Pane) SetTheme(th *theme.Theme) {
	p.th = th
	p.redraw()
}

// SetSpeaker tells the words about who an outgoing message is from, and which number an incoming one
// came to; "" says nothing.
func (p *Pane) SetSpeaker(words func(client.Message) string) {
	p.speaker = words
	p.redraw()
}

// Redraw draws every message anew: what is said about them changed.
func (p *Pane) Redraw() { p.redraw() }

// SetHints changes the words about keys. They are drawn as given.
func (p *Pane) SetHints(h Hints) {
	if h != p.hints {
		p.hints = h
		p.redraw()
	}
}

// SetLoading tells whether older messages are being fetched. The row for it is always there, blank
// when there is nothing to say, so nothing jumps when it speaks.
func (p *Pane) SetLoading(older bool) {
	if older != p.loading {
		p.loading = older
		p.stale()
	}
}

// SetEnd tells whether the oldest message here is the conversation's first.
func (p *Pane) SetEnd(end bool) {
	if end != p.end {
		p.end = end
		p.stale()
		p.admit()
	}
}

// SetUnreadFrom draws the unread line above the message with this id, as soon as it is here; ""
// removes the line. The number in it counts incoming messages from there on.
func (p *Pane) SetUnreadFrom(id string) {
	if id == p.unreadID {
		return
	}
	p.unreadID = id
	p.countUnread()
	p.stale()
}

// Resize sets the size in cells; any size is fine, one below 1 draws nothing. The place in the
// thread is kept.
func (p *Pane) Resize(w, h int) {
	w, h = max(w, 0), max(h, 0)
	if w == p.w && h == p.h {
		return
	}
	if p.held {
		p.follow = false
	}
	if w != p.w {
		p.redraw()
	}
	p.w, p.h = w, h
	p.stale()
	p.resized = true
}

// Len is the number of messages here, local ones included.
func (p *Pane) Len() int { return len(p.items) - p.events }

// All goes through the messages as they were received, oldest first, local ones last.
func (p *Pane) All() iter.Seq[client.Message] {
	return func(yield func(client.Message) bool) {
		for _, it := range p.items {
			if it.event == nil && !yield(it.msg) {
				return
			}
		}
	}
}

// Message is the message with this id as it was received, so not safe to print; false without one.
func (p *Pane) Message(id string) (client.Message, bool) {
	return received(p.byID[id])
}

// Oldest is the oldest message that the platform knows: where to ask for older ones.
func (p *Pane) Oldest() (client.Message, bool) {
	for _, it := range p.items[:len(p.items)-p.locals] {
		if it.event == nil {
			return it.msg, true
		}
	}
	return client.Message{}, false
}

// Newest is the newest message that the platform knows; local ones do not count.
func (p *Pane) Newest() (client.Message, bool) {
	for _, it := range slices.Backward(p.items[:len(p.items)-p.locals]) {
		if it.event == nil {
			return it.msg, true
		}
	}
	return client.Message{}, false
}

func received(it *item) (client.Message, bool) {
	if it == nil || it.event != nil {
		return client.Message{}, false
	}
	return it.msg, true
}

// stale marks the visible part as unknown. Rendered rows stay: each knows what it depends on.
func (p *Pane) stale() { p.clean, p.view, p.resized, p.held = false, "", false, false }

// redraw makes every remembered row stale as well.
func (p *Pane) redraw() {
	p.rev++
	p.stale()
}

// countUnread counts the incoming messages from the unread line on.
func (p *Pane) countUnread() {
	p.unread = 0
	it := p.byID[p.unreadID]
	if it == nil {
		return
	}
	for _, other := range p.items[p.position(it):] {
		if other.msg.Direction == client.Incoming {
			p.unread++
		}
	}
}
