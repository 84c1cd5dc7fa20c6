package emulator

import (
	"time"

	"keydesk/client/emulator/traffic"
)

// What a test turns beside the faults of the line.

// Advance moves the emulator's clock and does, on the caller's goroutine, what became due.
func (e *Emulator) Advance(d time.Duration) { e.api.Clock.Advance(d) }

// Now is the emulator's present.
func (e *Emulator) Now() time.Time { return e.api.Clock.Now() }

// SetEnforce switches FORK's enforcement of permissions by route.
func (e *Emulator) SetEnforce(on bool) { e.api.SetEnforce(on) }

// UpdateRights replaces the rights of a role ("manager", "agent", …) and tells its users.
func (e *Emulator) UpdateRights(roleName string, rights []string) {
	e.api.UpdateRights(roleName, rights)
}

// Grant gives the users of a role rights beside those they have.
func (e *Emulator) Grant(roleName string, rights ...string) { e.api.Grant(roleName, rights...) }

// DropSockets cuts every WebSocket without a close frame, as a broken line does.
func (e *Emulator) DropSockets() { e.api.Hub.Drop() }

// Sockets tells how many signed-in WebSockets are open.
func (e *Emulator) Sockets() int { return e.api.Hub.Size() }

// DroppedFrames tells how many frames were lost because a reader was too slow, one for each reader
// that lost it.
func (e *Emulator) DroppedFrames() int { return e.api.Hub.Dropped() }

// ExpireTokens makes every access and WebSocket token invalid; refresh tokens stay good.
func (e *Emulator) ExpireTokens() { e.api.ExpireTokens() }

// RevokeTokens makes every token invalid: only signing in again helps.
func (e *Emulator) RevokeTokens() { e.api.RevokeTokens() }

// ChangePassword gives a person another password; tokens stay good.
func (e *Emulator) ChangePassword(email, password string) { e.api.ChangePassword(email, password) }

// ContactIDs gives the ids of all contacts in the list's order, newest first.
func (e *Emulator) ContactIDs() []string { return e.api.ContactIDs() }

// FailSends makes the next sends fail, each with one of the texts (contract §5.4 has samples).
func (e *Emulator) FailSends(reasons ...string) { e.api.FailNext(reasons...) }

// SettleSends gives every open send its outcome at once: read, or failed.
func (e *Emulator) SettleSends() { e.api.SettleAll() }

// SetStatus reports a message's status as WhatsApp would later: only forward, or to failed with a
// reason (contract §5.4). It tells whether the message exists.
func (e *Emulator) SetStatus(messageID, status, failure string) bool {
	return e.api.SetStatus(messageID, status, failure)
}

// Receive lets a contact write a text. The answer is the message's id, "" for an unknown contact.
func (e *Emulator) Receive(contactID, text string) string {
	return e.api.ReceiveFrom(contactID, traffic.Incoming{Text: text})
}

// ReceiveMessage lets a contact write. The answer is the message's id, "" for an unknown contact.
func (e *Emulator) ReceiveMessage(contactID string, in traffic.Incoming) string {
	return e.api.ReceiveFrom(contactID, in)
}

// ReactAs lets the customer react to a message; "" takes the reaction back.
func (e *Emulator) ReactAs(messageID, emoji string) bool { return e.api.ReactAs(messageID, emoji) }
