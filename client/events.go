package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Event is one thing the realtime stream tells: a [StreamState],
// [MessageReceived], [StatusChanged], [ReactionsChanged], [NoteChanged],
// [TransferChanged] or [PermissionsChanged]. There are no events for edited
// contacts, assignments, tags, unread counts or actions (contract §15.4), and
// those there are reach everybody, whatever they may see otherwise.
type Event interface{ event() }

// Liveness is how the realtime stream is doing.
type Liveness string

// The states of the stream.
const (
	Live         Liveness = "live"         // events arrive as they happen
	Reconnecting Liveness = "reconnecting" // it will be back shortly
	Offline      Liveness = "offline"      // no stream is to be had; it is tried again slowly: poll
)

// StreamState tells that the stream's state changed.
type StreamState struct {
	State Liveness
	Since time.Time
	Err   error // why it is not live
	// Resync says that events were missed: fetch the list and the open
	// conversation again, by peeking. It is set on every Live but one that
	// follows the very start, and when a slow reader lost events.
	Resync bool
	// Doubt says that some may have been missed even before events that came
	// already: those behind Sound, the time of a message.
	Doubt bool
	Sound time.Time
}

// MessageReceived is a new message of any conversation, one's own included: it
// may come before or after the answer to the send, with the same id.
type MessageReceived struct {
	Message        Message
	ContactName    string
	AssignedUserID string // "" if nobody, or not told
}

// StatusChanged is a step of an outgoing message.
type StatusChanged struct {
	MessageID string
	ContactID string // often "": later steps do not tell (contract §15.4)
	Status    Status
	WAMID     string
	Error     string
}

// ReactionsChanged holds all reactions a message now has.
type ReactionsChanged struct {
	MessageID, ContactID string
	Reactions            []Reaction
}

// NoteChanged is a note written, edited or, with only its ids, deleted. They
// come for the contact told by SetContact, or for all without one.
type NoteChanged struct {
	Note    Note
	Deleted bool
}

// TransferChanged is a transfer created, assigned or resumed. Only what the
// change is about is filled.
type TransferChanged struct {
	Transfer Transfer
	Change   string // "created", "assigned" or "resumed"
}

// PermissionsChanged says that one's role changed: load Me again.
type PermissionsChanged struct{}

func (StreamState) event()        {}
func (MessageReceived) event()    {}
func (StatusChanged) event()      {}
func (ReactionsChanged) event()   {}
func (NoteChanged) event()        {}
func (TransferChanged) event()    {}
func (PermissionsChanged) event() {}

// Frames of the realtime channel: {"type":"…","payload":{…}}.
const (
	frameAuth       = "auth"
	framePing       = "ping"
	framePong       = "pong"
	frameSetContact = "set_contact"
)

// errUnknownFrame marks a type this desk has no use for: calls, campaigns,
// service-level events, and what later platforms invent.
var errUnknownFrame = errors.New("no event of ours")

// decodeFrame splits a frame and decodes its event. A pong has none.
func decodeFrame(raw []byte) (kind string, e Event, err error) {
	var frame struct {
		Type    string          `json:"type"`
		Payload json.RawMessage `json:"payload"`
	}
	if err := decodeObject(raw, &frame); err != nil {
		return "", nil, err
	}
	if frame.Type == "" {
		return "", nil, fmt.Errorf("%w: no type", errShape)
	}
	if frame.Type == framePong {
		return frame.Type, nil, nil
	}
	e, err = shallow(frame.Payload, func(raw json.RawMessage) (Event, error) { return decodeEvent(frame.Type, raw) })
	return frame.Type, e, err
}

func decodeEvent(kind string, payload json.RawMessage) (Event, error) {
	switch kind {
	case "new_message":
		return decodeMessageReceived(payload)
	case "status_update":
		return decodeStatusChanged(payload)
	case "reaction_update":
		return decodeReactionsChanged(payload)
	case "conversation_note_created", "conversation_note_updated", "conversation_note_deleted":
		note, err := decodeNote(payload)
		return NoteChanged{Note: note, Deleted: kind == "conversation_note_deleted"}, err
	case "agent_transfer", "agent_transfer_assign", "agent_transfer_resume":
		transfer, err := decodeTransfer(payload)
		change := map[string]string{"agent_transfer": "created", "agent_transfer_assign": "assigned", "agent_transfer_resume": "resumed"}[kind]
		return TransferChanged{Transfer: transfer, Change: change}, err
	case "permissions_updated":
		return PermissionsChanged{}, nil
	}
	return nil, errUnknownFrame
}

func decodeMessageReceived(payload json.RawMessage) (Event, error) {
	var w struct {
		messageWire
		ProfileName text `json:"profile_name"`
		Assigned    text `json:"assigned_user_id"`
	}
	if err := decodeObject(payload, &w); err != nil {
		return nil, err
	}
	if w.ID == "" || w.ContactID == "" {
		return nil, fmt.Errorf("%w: a message without ids", errShape)
	}
	return MessageReceived{Message: w.message(), ContactName: string(w.ProfileName), AssignedUserID: reference(w.Assigned)}, nil
}

func decodeStatusChanged(payload json.RawMessage) (Event, error) {
	var w struct {
		MessageID text `json:"message_id"`
		ContactID text `json:"contact_id"`
		Status    text `json:"status"`
		WAMID     text `json:"wamid"`
		Error     text `json:"error_message"`
	}
	if err := decodeObject(payload, &w); err != nil {
		return nil, err
	}
	if w.MessageID == "" || w.Status == "" {
		return nil, fmt.Errorf("%w: a status of nothing", errShape)
	}
	return StatusChanged{MessageID: string(w.MessageID), ContactID: string(w.ContactID), Status: Status(w.Status),
		WAMID: string(w.WAMID), Error: string(w.Error)}, nil
}

func decodeReactionsChanged(payload json.RawMessage) (Event, error) {
	var w struct {
		MessageID text            `json:"message_id"`
		ContactID text            `json:"contact_id"`
		Reactions json.RawMessage `json:"reactions"`
	}
	if err := decodeObject(payload, &w); err != nil {
		return nil, err
	}
	if w.MessageID == "" {
		return nil, fmt.Errorf("%w: reactions to nothing", errShape)
	}
	return ReactionsChanged{MessageID: string(w.MessageID), ContactID: string(w.ContactID), Reactions: decodeReactions(w.Reactions)}, nil
}
