package thread

import (
	"time"

	"keydesk/client"
)

// rank orders the states: a message never goes back (contract §5.4).
func rank(s client.Status) int {
	switch s {
	case client.StatusFailed:
		return 5
	case client.StatusRead:
		return 4
	case client.StatusDelivered:
		return 3
	case client.StatusSent:
		return 2
	case client.StatusReceived, client.StatusPending:
		return 1
	default:
		return 0
	}
}

// sameInstant is how far two sources may differ about one moment: the stream tells nanoseconds,
// lists tell what the platform's store kept of them.
const sameInstant = time.Millisecond

// combine makes one message of two versions, whichever came first. The later one wins; what it does
// not tell (the stream leaves fields out, contract §15.4) is kept of the other.
func combine(a, b client.Message) client.Message {
	newer, older := b, a
	if stalerThan(b, a) {
		newer, older = a, b
	}
	if rank(older.Status) > rank(newer.Status) {
		newer.Status = older.Status
		newer.Error = orElse(older.Error, newer.Error)
	}
	if newer.Status == client.StatusFailed {
		newer.Error = orElse(newer.Error, older.Error)
	}
	newer.CreatedAt = earlier(a.CreatedAt, b.CreatedAt)
	if older.UpdatedAt.After(newer.UpdatedAt) {
		newer.UpdatedAt = older.UpdatedAt
	}
	fill(&newer, older)
	return newer
}

// stalerThan tells whether b is the older of two versions. Versions of one moment are told apart by
// their state, since an event may come twice or late.
func stalerThan(b, a client.Message) bool {
	if d := b.UpdatedAt.Sub(a.UpdatedAt); d < -sameInstant || d > sameInstant {
		return d < 0
	}
	return rank(b.Status) < rank(a.Status)
}

// fill completes m with what only the older version tells.
func fill(m *client.Message, older client.Message) {
	m.ContactID = orElse(m.ContactID, older.ContactID)
	m.Type = orElse(m.Type, older.Type)
	m.Body = orElse(m.Body, older.Body)
	m.MediaURL = orElse(m.MediaURL, older.MediaURL)
	m.MediaMIME = orElse(m.MediaMIME, older.MediaMIME)
	m.MediaFilename = orElse(m.MediaFilename, older.MediaFilename)
	m.WAMID = orElse(m.WAMID, older.WAMID)
	m.Account = orElse(m.Account, older.Account)
	m.ReplyToID = orElse(m.ReplyToID, older.ReplyToID)
	m.Direction = orElse(m.Direction, older.Direction)
	m.IsReply = m.IsReply || older.IsReply
	if m.Interactive == nil {
		m.Interactive = older.Interactive
	}
	if m.ReplyTo == nil {
		m.ReplyTo = older.ReplyTo
	}
}

func orElse[T ~string](first, second T) T {
	if first != "" {
		return first
	}
	return second
}

// earlier is the first of two times, not counting the unknown.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
