package conversations

import "keydesk/client"

// mostOurs is how many messages on their way are remembered: what colleagues
// send in the time in which statuses still come.
const mostOurs = 1024

// ours are the newest messages of conversations, where they were sent from
// here or by a colleague. What is told of how far they got names the message
// only (contract §15.4), and most conversations are not open.
type ours struct {
	contact map[string]string // by message
	message map[string]string // by contact
}

// add remembers the newest message of a conversation.
func (o *ours) add(contactID, messageID string) {
	if o.contact == nil || len(o.contact) >= mostOurs {
		o.contact, o.message = map[string]string{}, map[string]string{}
	}
	o.forget(contactID)
	o.contact[messageID], o.message[contactID] = contactID, messageID
}

// forget is for a conversation that has a newer message.
func (o *ours) forget(contactID string) {
	delete(o.contact, o.message[contactID])
	delete(o.message, contactID)
}

// SetSent records how far a message got, if it is the newest of a conversation.
func (l *List) SetSent(messageID string, s client.Status) {
	if contact, ok := l.ours.contact[messageID]; ok && s != "" {
		l.SetStatus(contact, s)
	}
}

// Arrived records what became of a message that was sent from here. A platform
// whose clock is behind ours gives it an older time.
func (l *List) Arrived(localID string, m client.Message) {
	newest := l.ours.message[m.ContactID] == localID
	l.Bump(m, true)
	if newest && l.ours.message[m.ContactID] == localID {
		l.ours.add(m.ContactID, m.ID)
		l.SetStatus(m.ContactID, m.Status)
	}
}
