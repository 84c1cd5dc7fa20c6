package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// messages are conversations: reading, sending, reactions, media.
type messages struct{ *call }

// messageView is a message as the platform tells it (contract §5.2).
type messageView struct {
	ID          string          `json:"id"`
	ContactID   string          `json:"contact_id"`
	Direction   string          `json:"direction"`
	Type        string          `json:"message_type"`
	Content     content         `json:"content"`
	MediaURL    string          `json:"media_url,omitempty"`
	MediaMIME   string          `json:"media_mime_type,omitempty"`
	MediaName   string          `json:"media_filename,omitempty"`
	Interactive json.RawMessage `json:"interactive_data,omitempty"`
	Status      string          `json:"status"`
	WAMID       string          `json:"wamid"`
	Error       string          `json:"error_message"`
	IsReply     bool            `json:"is_reply"`
	ReplyToID   string          `json:"reply_to_message_id,omitempty"`
	ReplyTo     *quoted         `json:"reply_to_message,omitempty"`
	Reactions   []reaction      `json:"reactions,omitempty"`
	Account     string          `json:"whatsapp_account,omitempty"`
	AccountID   string          `json:"whatsapp_account_id,omitempty"`
	Created     time.Time       `json:"created_at"`
	Updated     time.Time       `json:"updated_at"`
}

// content is always an object with a body.
type content struct {
	Body string `json:"body"`
}

// quoted is the message a reply answers.
type quoted struct {
	ID        string  `json:"id"`
	Content   content `json:"content"`
	Type      string  `json:"message_type"`
	Direction string  `json:"direction"`
}

func (e *Emulator) messageID(i, seq uint32) string { return e.ids.make(kindMessage, i, seq) }

// messageByID finds a message of any contact.
func (e *Emulator) messageByID(id string) (i, seq uint32, ok bool) {
	i, seq, _, known := e.ids.parse(kindMessage, id)
	if !known || int(i) >= len(e.contacts) || seq >= e.count(i) {
		return 0, 0, false
	}
	return i, seq, true
}

func direction(outgoing bool) string {
	if outgoing {
		return "outgoing"
	}
	return "incoming"
}

// messageView describes message m of contact i, with microseconds as the list tells times.
// Emulator.mu is held.
func (e *Emulator) messageView(i uint32, m *message) messageView {
	v := messageView{
		ID: e.messageID(i, m.seq), ContactID: e.contactID(i), Direction: direction(m.outgoing), Type: m.kind,
		Content: content{m.body}, Interactive: m.buttons, Status: e.statusOf(i, m), WAMID: e.wamidOf(i, m),
		Error: m.failure, Reactions: append([]reaction(nil), m.reacts...), Created: micro(m.created), Updated: micro(m.updated),
	}
	v.MediaURL, v.MediaMIME, v.MediaName = e.mediaOf(i, m)
	v.Account, v.AccountID = e.accountOf(m.account)
	if e.fork && v.AccountID == "" {
		v.AccountID = zeroUUID
	}
	if q := e.quotedBy(i, m); q != nil {
		v.IsReply, v.ReplyToID, v.ReplyTo = true, q.ID, q
	}
	return v
}

// quotedBy describes what m replies to, or nil.
func (e *Emulator) quotedBy(i uint32, m *message) *quoted {
	if m.replyTo == 0 {
		return nil
	}
	q := e.at(i, m.replyTo-1)
	return &quoted{e.messageID(i, q.seq), content{q.body}, q.kind, direction(q.outgoing)}
}

func (e *Emulator) wamidOf(i uint32, m *message) string {
	switch {
	case m.noWAMID:
		return ""
	case m.foreign != "":
		return m.foreign
	}
	return e.ids.wamid(i, m.seq, m.outgoing)
}

// list answers a page of a conversation, oldest first (contract §5.1). The first page
// marks everything as read; asking with before_id, even an unknown one, does not (§4.4).
func (c messages) list() {
	e := c.e
	e.mu.Lock()
	defer e.mu.Unlock()
	i, ok := c.visible()
	if !ok {
		return
	}
	q := c.r.URL.Query()
	_, limit := paging(q)
	before, page := q.Get("before_id"), max(atoi(q.Get("page"), 1), 1)
	account, ok := c.account(q.Get("account"))
	if !ok {
		return
	}
	all := e.seqs(i, account)
	total := all.len()
	end := total
	if before == "" {
		e.markRead(i)
	} else if at, seq, found := e.messageByID(before); found && at == i {
		end = all.below(seq)
	}
	from := max(end-limit, 0)
	more := from > 0
	switch {
	case before != "":
		more = end-from == limit
	case page > 1 && (page-1)*limit >= total:
		from, end, more = 0, total, false // past the end: the whole history (contract §5.1)
	case page > 1:
		end = total - (page-1)*limit
		from = max(end-limit, 0)
		more = from > 0
	}
	list := make([]messageView, 0, end-from)
	for n := from; n < end; n++ {
		m := e.at(i, all.at(n))
		list = append(list, e.messageView(i, &m))
	}
	out := map[string]any{"messages": list, "total": total, "has_more": more}
	if before == "" {
		out["page"], out["limit"] = page, limit
	}
	c.ok(out)
}

// account resolves ?account=: a name on UPSTREAM, a UUID on FORK. 0 filters nothing, 255
// matches nothing.
func (c messages) account(want string) (uint8, bool) {
	if want == "" {
		return 0, true
	}
	if _, uuid := parseUUID(want); c.e.fork && !uuid {
		c.fail(http.StatusBadRequest, "Invalid account")
		return 0, false
	}
	if n := c.e.accountRef(&want, &want); n > 0 {
		return n, true
	}
	return 255, true
}

// seqList is the messages of a conversation, all of them (list is nil) or those of one account.
type seqList struct {
	n    int
	list []uint32
}

// seqs lists contact i's messages, all or of one account only. Emulator.mu is held.
func (e *Emulator) seqs(i uint32, account uint8) seqList {
	n := e.count(i)
	if account == 0 {
		return seqList{n: int(n)}
	}
	list := []uint32{}
	for seq := range n {
		if e.at(i, seq).account == account {
			list = append(list, seq)
		}
	}
	return seqList{list: list}
}

func (l seqList) len() int {
	if l.list == nil {
		return l.n
	}
	return len(l.list)
}

func (l seqList) at(n int) uint32 {
	if l.list == nil {
		return uint32(n)
	}
	return l.list[n]
}

// below tells how many of the messages are older than seq.
func (l seqList) below(seq uint32) int {
	if l.list == nil {
		return int(seq)
	}
	n, _ := slices.BinarySearch(l.list, seq)
	return n
}

// markRead is a stub on both generations, with different answers (contract §4.4).
func (c messages) markRead() {
	status := http.StatusNotImplemented
	if c.e.fork {
		status = http.StatusBadRequest
	}
	c.fail(status, "Not implemented yet")
}
