package client

import (
	"encoding/json"
	"time"
)

// Direction tells who wrote a message.
type Direction string

// The two directions of the contract.
const (
	Incoming Direction = "incoming" // from the customer
	Outgoing Direction = "outgoing" // from an agent, or the chatbot: the platform does not tell which
)

// Status is how far a message came. Only forward moves are told, except that
// Failed may follow any other (contract §5.4).
type Status string

// The statuses of the contract; treat it as an open set.
const (
	StatusPending   Status = "pending"
	StatusSent      Status = "sent"
	StatusDelivered Status = "delivered"
	StatusRead      Status = "read"
	StatusFailed    Status = "failed"
	StatusReceived  Status = "received" // incoming, nobody read it yet
)

// Message is one message of a conversation.
type Message struct {
	ID, ContactID string
	Direction     Direction
	// Type is open: text, image, video, audio, document, sticker, location,
	// contacts, button_reply, button, interactive, template, unsupported, …
	Type string
	// Body is the text or caption. For location and contacts it is JSON in a
	// string (contract §5.3), as received.
	Body string
	// MediaURL is a storage path and not fetchable; it only says that there is
	// media. Use [Client.Download] with the message's id.
	MediaURL, MediaMIME, MediaFilename string
	Interactive                        *Interactive // nil unless there are buttons, rows or a link
	Status                             Status
	WAMID                              string // WhatsApp's id, "" until accepted
	Error                              string // why it failed, "" otherwise
	IsReply                            bool
	ReplyToID                          string
	ReplyTo                            *Quoted // nil when the platform did not send the quoted message
	Reactions                          []Reaction
	Account                            string // name (Upstream) or UUID (Fork)
	CreatedAt, UpdatedAt               time.Time
}

// Interactive is what a message offers besides its text.
type Interactive struct {
	Type, Body      string // button, list, cta_url, …
	Buttons         []Choice
	Rows            []Choice
	ButtonText, URL string // of a cta_url
}

// Choice is one button or list row.
type Choice struct{ ID, Title, URL string }

// Quoted is the message that a reply answers.
type Quoted struct {
	ID, Body, Type string
	Direction      Direction
}

// Reaction is one emoji on a message, from the customer's phone or from a
// colleague, named by user id.
type Reaction struct{ Emoji, FromPhone, FromUser string }

type messageWire struct {
	ID            text            `json:"id"`
	ContactID     text            `json:"contact_id"`
	Direction     text            `json:"direction"`
	Type          text            `json:"message_type"`
	Content       body            `json:"content"`
	MediaURL      text            `json:"media_url"`
	MediaMIME     text            `json:"media_mime_type"`
	MediaFilename text            `json:"media_filename"`
	Interactive   json.RawMessage `json:"interactive_data"`
	Status        text            `json:"status"`
	WAMID         text            `json:"wamid"`
	Error         text            `json:"error_message"`
	IsReply       flag            `json:"is_reply"`
	ReplyToID     text            `json:"reply_to_message_id"`
	ReplyTo       json.RawMessage `json:"reply_to_message"`
	Reactions     json.RawMessage `json:"reactions"`
	Account       text            `json:"whatsapp_account"`
	AccountID     text            `json:"whatsapp_account_id"`
	CreatedAt     moment          `json:"created_at"`
	UpdatedAt     moment          `json:"updated_at"`
}

func decodeMessage(raw json.RawMessage) (Message, error) {
	var w messageWire
	if err := decodeObject(raw, &w); err != nil {
		return Message{}, err
	}
	if w.ID == "" {
		return Message{}, errShape
	}
	return w.message(), nil
}

func (w *messageWire) message() Message {
	m := Message{
		ID: string(w.ID), ContactID: string(w.ContactID), Direction: Direction(w.Direction), Type: string(w.Type),
		Body: string(w.Content), MediaURL: string(w.MediaURL), MediaMIME: string(w.MediaMIME),
		MediaFilename: string(w.MediaFilename), Interactive: decodeInteractive(w.Interactive),
		Status: Status(w.Status), WAMID: string(w.WAMID), Error: string(w.Error),
		IsReply: bool(w.IsReply), ReplyToID: reference(w.ReplyToID), ReplyTo: decodeQuoted(w.ReplyTo),
		Reactions: decodeReactions(w.Reactions), Account: reference(w.Account, w.AccountID),
		CreatedAt: w.CreatedAt.stored(), UpdatedAt: w.UpdatedAt.stored(),
	}
	// Sparse events leave is_reply out of a reply (contract §15.4).
	m.IsReply = m.IsReply || m.ReplyToID != ""
	return m
}

func decodeInteractive(raw json.RawMessage) *Interactive {
	var w *struct {
		Type       text              `json:"type"`
		Body       text              `json:"body"`
		Buttons    []json.RawMessage `json:"buttons"`
		Rows       []json.RawMessage `json:"rows"`
		ButtonText text              `json:"button_text"`
		URL        text              `json:"url"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &w) != nil || w == nil {
		return nil
	}
	in := &Interactive{
		Type: string(w.Type), Body: string(w.Body), ButtonText: string(w.ButtonText), URL: string(w.URL),
		Buttons: decodeChoices(w.Buttons), Rows: decodeChoices(w.Rows),
	}
	if in.Type == "" && in.Body == "" && in.ButtonText == "" && in.URL == "" && in.Buttons == nil && in.Rows == nil {
		return nil
	}
	return in
}

// decodeChoices reads buttons and rows; templates say "text" where interactive
// messages say "title" (contract §5.3).
func decodeChoices(items []json.RawMessage) []Choice {
	var choices []Choice
	for _, item := range items {
		var w struct {
			ID    text `json:"id"`
			Title text `json:"title"`
			Text  text `json:"text"`
			URL   text `json:"url"`
		}
		if json.Unmarshal(item, &w) != nil {
			continue
		}
		if w.Title == "" {
			w.Title = w.Text
		}
		choices = append(choices, Choice{ID: string(w.ID), Title: string(w.Title), URL: string(w.URL)})
	}
	return choices
}

func decodeQuoted(raw json.RawMessage) *Quoted {
	var w *struct {
		ID        text `json:"id"`
		Content   body `json:"content"`
		Type      text `json:"message_type"`
		Direction text `json:"direction"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &w) != nil || w == nil {
		return nil
	}
	return &Quoted{ID: string(w.ID), Body: string(w.Content), Type: string(w.Type), Direction: Direction(w.Direction)}
}

// decodeReactions reads a list of reactions, for which null is another way to
// say none (contract §5.7).
func decodeReactions(raw json.RawMessage) []Reaction {
	var items []struct {
		Emoji     text `json:"emoji"`
		FromPhone text `json:"from_phone"`
		FromUser  text `json:"from_user"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &items) != nil {
		return nil
	}
	var reactions []Reaction
	for _, r := range items {
		reactions = append(reactions, Reaction{Emoji: string(r.Emoji), FromPhone: string(r.FromPhone), FromUser: string(r.FromUser)})
	}
	return reactions
}
