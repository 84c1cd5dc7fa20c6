package delivery

import (
	"time"

	"keydesk/client"
	"keydesk/client/store"
)

// Content is what is handed over: [Text], [File], [Note], [Reaction] or [Template].
type Content interface {
	// is says whether a message of the platform's may be what became of it.
	is(m client.Message) bool
}

// Text is a message for the customer.
type Text struct {
	Body    string
	ReplyTo string // id of the message it answers, empty for none
}

// File is a file for the customer.
type File struct {
	store.Attachment
	Caption string
}

// noteType is the type of a message that stands for a note of ours.
const noteType = "note"

// NoteMessage is a note of one's own as a message.
func NoteMessage(n client.Note) client.Message {
	return client.Message{ID: n.ID, ContactID: n.ContactID, Direction: client.Outgoing, Type: noteType, Body: n.Content, CreatedAt: n.CreatedAt}
}

// Note is for colleagues.
type Note struct {
	Body string
	Edit string // id of the note that it replaces, empty for a new one
}

// Reaction is one's own reaction on a message. Only the last one counts, so it may be sent twice.
type Reaction struct {
	Message string
	Emoji   string // empty takes it back
}

// Template is an approved template with its values, for the customer.
type Template struct {
	Name   string
	Values map[string]string
}

func (t Text) is(m client.Message) bool { return m.Type != "template" && m.Body == t.Body }
func (f File) is(m client.Message) bool {
	return m.Type == f.Type && m.Body == f.Caption && m.MediaFilename == client.UploadName(f.Name)
}
func (n Note) is(m client.Message) bool   { return m.Type == noteType && m.Body == n.Body }
func (Reaction) is(client.Message) bool   { return false }
func (Template) is(m client.Message) bool { return m.Type == "template" }

// Item is one thing on its way out.
type Item struct {
	ID      string // made by the front; unique, and its name in the local store
	Contact string
	Account string // to send from, empty for the contact's own
	Content Content
	Written time.Time
	Draft   store.Topic // of the draft that it was, which goes when it is stored; zero for none

	State State
	Why   Why
	Err   error     // with Why Fault
	Until time.Time // with Why ForTime
	Count int       // with Why Several
	Words string    // why it is held, as it was stored

	Tried    time.Time // when it was sent last, zero for never
	After    time.Time // the platform's time of the newest message that was known then
	Near     []string  // ids of those of that time
	Attempts int
	// Reached says that a request with it may have reached the platform, whatever was answered: it is
	// looked up before it is sent again.
	Reached bool
	// Unsure says that no usable answer came to that request.
	Unsure bool
	Stored bool // has a row in the local store
	Forced bool // the person said to send it now, however old it is

	waited   bool            // did not go out at once: those behind it keep their place
	before   map[string]bool // known messages that are not it: those like it, and those of the time After
	complete bool            // all messages up to then were known when it was sent
	settles  time.Time       // it is not looked for before; zero: see lookAt
	underWay time.Duration   // how long after it was sent its console may still be sending it
	writing
}

// writing is what the local store is told of an item.
type writing struct {
	busy     bool // a write is under way
	step     Step // which
	behind   bool // the store lacks what became of the item
	anew     bool // and has another item under its name
	failures int  // of the last writes
	again    time.Time
	fading   bool // over, but for the write that is under way
	patient  bool // the store could not be asked, and is asked again: nothing goes out before
}

// Why is why an item is not with the platform.
type Why int

// The reasons.
const (
	NoReason  Why = iota
	ForLine       // the platform was not reached
	ForTurn       // another one goes first
	ForTime       // the platform asked for patience, see Until
	MayArrive     // the thread is asked before it is sent again
	Old           // waited so long that it may not be meant any more
	Several       // Count messages could be it
	TooMuch       // too much was said since to look
	NotThere      // was cut off under way, and the thread does not have it
	NotLooked     // looking failed, see Err
	NotNoted      // the disk could not note that it is sent
	Stopped       // the person stopped it
	CutOff        // its console ended while it was under way
	Fault         // see Err
	AsStored      // see Words
	ForStore      // the database of the desk does not answer
)

// safeTwice says whether sending it twice is the same as sending it once.
func (it *Item) safeTwice() bool {
	switch c := it.Content.(type) {
	case Reaction:
		return true
	case Note:
		return c.Edit != ""
	}
	return false
}

// long says whether it may take so long that others pass it.
func (it *Item) long() bool {
	_, file := it.Content.(File)
	return file
}

// asks says whether the person is asked before it goes out a second time by itself.
func (it *Item) asks() bool {
	switch it.Content.(type) {
	case File, Template:
		return true
	}
	return false
}

// Lanes are whom something is for: each has an order of its own.
const (
	customer = iota
	colleagues
	message // the one that a reaction is on
)

func (it *Item) lane() int {
	switch it.Content.(type) {
	case Note:
		return colleagues
	case Reaction:
		return message
	}
	return customer
}

// storable says whether the local store can have it.
func (it *Item) storable() bool {
	_, can := it.Row()
	return can
}

// Row is the item as the local store has it, and whether that can have it.
func (it *Item) Row() (store.Outgoing, bool) {
	row := store.Outgoing{
		ID: it.ID, Contact: it.Contact, Account: it.Account, Written: it.Written, Was: it.Draft, After: it.After, Tried: it.Tried,
		Attempts: it.Attempts, Unsure: it.Unsure, Held: it.Words, Known: it.Near,
	}
	switch c := it.Content.(type) {
	case Text:
		row.Kind, row.Body, row.ReplyTo = store.Reply, c.Body, c.ReplyTo
	case File:
		file := c.Attachment
		row.Kind, row.Body, row.File = store.File, c.Caption, &file
	case Note:
		row.Kind, row.Body, row.ReplyTo = store.Note, c.Body, c.Edit
	default:
		return row, false
	}
	return row, true
}

// fromRow is the item of a row that a console which is gone has left.
func fromRow(row store.Outgoing) *Item {
	it := &Item{
		ID: row.ID, Contact: row.Contact, Account: row.Account, Written: row.Written, After: row.After, Tried: row.Tried,
		underWay: row.UnderWay, Near: row.Known, Attempts: row.Attempts, Unsure: row.Unsure, Reached: row.Attempts > 0 || row.Unsure, Words: row.Held, Stored: true, waited: true,
		Content: Text{Body: row.Body, ReplyTo: row.ReplyTo},
	}
	switch {
	case row.File != nil:
		it.Content = File{Attachment: *row.File, Caption: row.Body}
	case row.Kind == store.Note:
		it.Content = Note{Body: row.Body, Edit: row.ReplyTo}
	}
	it.before = map[string]bool{}
	for _, id := range row.Known {
		it.before[id] = true
	}
	switch {
	case it.Unsure && it.asks(): // also one that is held: it may have been found since
		if it.State, it.Why = Unknown, CutOff; row.Held != "" {
			it.Why = AsStored
		}
	case row.Held != "":
		it.State, it.Why = Held, AsStored
	case it.Reached:
		it.State, it.Why = Unknown, MayArrive
	default:
		it.State = Queued
	}
	return it
}
