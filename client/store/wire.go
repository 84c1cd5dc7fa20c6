package store

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"keydesk/client"
)

// Contact is a conversation as a list shows it: the contact without its raw answer and its metadata,
// which are fetched again when it is opened, and what realtime events made of it.
type Contact struct {
	client.Contact
	At      time.Time     // of the newest message
	Preview string        // of the newest message
	Unread  int           // messages nobody read yet
	Sent    client.Status // of the newest message if it was ours and that is known, else ""
}

// contactRow is how a contact is written. Names are short because there are many; they must not
// change, files of all versions exist.
type contactRow struct {
	ID         string        `json:"i"`
	Phone      string        `json:"p,omitempty"`
	Name       string        `json:"n,omitempty"`
	Status     string        `json:"s,omitempty"`
	Tags       []string      `json:"t,omitempty"`
	LastAt     int64         `json:"l,omitempty"`
	Assigned   string        `json:"a,omitempty"`
	Account    string        `json:"c,omitempty"`
	InboundAt  int64         `json:"b,omitempty"`
	WindowOpen bool          `json:"w,omitempty"`
	NoWindow   bool          `json:"nw,omitempty"`
	OptOut     bool          `json:"o,omitempty"`
	Created    int64         `json:"cr,omitempty"`
	Updated    int64         `json:"u,omitempty"`
	At         int64         `json:"at,omitempty"`
	Preview    string        `json:"pv,omitempty"`
	Unread     int           `json:"ur,omitempty"`
	Sent       client.Status `json:"se,omitempty"`
}

func encodeContact(c Contact) ([]byte, error) {
	return json.Marshal(contactRow{
		ID: c.ID, Phone: c.PhoneNumber, Name: c.Name, Status: c.Status, Tags: c.Tags, LastAt: micros(c.LastMessageAt),
		Assigned: c.AssignedUserID, Account: c.Account, InboundAt: micros(c.LastInboundAt), WindowOpen: c.ServiceWindowOpen,
		NoWindow: c.WindowUnknown, OptOut: c.MarketingOptOut, Created: micros(c.CreatedAt), Updated: micros(c.UpdatedAt),
		At: micros(c.At), Preview: c.Preview, Unread: c.Unread, Sent: c.Sent,
	})
}

// errRow is a row that no keydesk wrote.
var errRow = errors.New("unreadable row")

func decodeContact(data []byte) (Contact, error) {
	var w contactRow
	if err := json.Unmarshal(data, &w); err != nil {
		return Contact{}, err
	}
	if w.ID == "" {
		return Contact{}, errRow
	}
	return Contact{
		Contact: client.Contact{
			ID: w.ID, PhoneNumber: w.Phone, Name: w.Name, Status: w.Status, Tags: w.Tags, LastMessageAt: moment(w.LastAt),
			AssignedUserID: w.Assigned, Account: w.Account, LastInboundAt: moment(w.InboundAt), ServiceWindowOpen: w.WindowOpen,
			WindowUnknown: w.NoWindow, MarketingOptOut: w.OptOut, CreatedAt: moment(w.Created), UpdatedAt: moment(w.Updated),
			UnreadCount: max(w.Unread, 0),
		},
		At: moment(w.At), Preview: w.Preview, Unread: max(w.Unread, 0), Sent: w.Sent,
	}, nil
}

// messageRow is how a message is written; see contactRow.
type messageRow struct {
	ID          string              `json:"i"`
	Direction   client.Direction    `json:"d,omitempty"`
	Type        string              `json:"t,omitempty"`
	Body        string              `json:"b,omitempty"`
	MediaURL    string              `json:"mu,omitempty"`
	MediaMIME   string              `json:"mm,omitempty"`
	MediaName   string              `json:"mn,omitempty"`
	Interactive *client.Interactive `json:"in,omitempty"`
	Status      client.Status       `json:"s,omitempty"`
	WAMID       string              `json:"w,omitempty"`
	Error       string              `json:"e,omitempty"`
	IsReply     bool                `json:"r,omitempty"`
	ReplyToID   string              `json:"ri,omitempty"`
	ReplyTo     *client.Quoted      `json:"rq,omitempty"`
	Reactions   []client.Reaction   `json:"re,omitempty"`
	Account     string              `json:"a,omitempty"`
	Created     int64               `json:"c,omitempty"`
	Updated     int64               `json:"u,omitempty"`
}

func encodeMessage(m client.Message) ([]byte, error) {
	return json.Marshal(messageRow{
		ID: m.ID, Direction: m.Direction, Type: m.Type, Body: m.Body, MediaURL: m.MediaURL, MediaMIME: m.MediaMIME,
		MediaName: m.MediaFilename, Interactive: m.Interactive, Status: m.Status, WAMID: m.WAMID, Error: m.Error,
		IsReply: m.IsReply, ReplyToID: m.ReplyToID, ReplyTo: m.ReplyTo, Reactions: m.Reactions, Account: m.Account,
		Created: micros(m.CreatedAt), Updated: micros(m.UpdatedAt),
	})
}

func decodeMessage(contact string, data []byte) (client.Message, error) {
	var w messageRow
	if err := json.Unmarshal(data, &w); err != nil {
		return client.Message{}, err
	}
	if w.ID == "" {
		return client.Message{}, errRow
	}
	return client.Message{
		ID: w.ID, ContactID: contact, Direction: w.Direction, Type: w.Type, Body: w.Body, MediaURL: w.MediaURL, MediaMIME: w.MediaMIME,
		MediaFilename: w.MediaName, Interactive: w.Interactive, Status: w.Status, WAMID: w.WAMID, Error: w.Error,
		IsReply: w.IsReply, ReplyToID: w.ReplyToID, ReplyTo: w.ReplyTo, Reactions: w.Reactions, Account: w.Account,
		CreatedAt: moment(w.Created), UpdatedAt: moment(w.Updated),
	}, nil
}

// micros is a time as it is written; 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment is the time that micros wrote.
func moment(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// clean keeps text storable: SQLite's text ends at a NUL for some readers and should be UTF-8.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
