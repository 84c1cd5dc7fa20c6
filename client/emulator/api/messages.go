package api

import (
	"net/http"

	"keydesk/client/emulator/state"
	"keydesk/client/emulator/uuid"
)

// messages are conversations: reading, sending, reactions, media.
type messages struct{ *call }

// list answers a page of a conversation, oldest first (contract §5.1). The first page
// marks everything as read; asking with before_id, even an unknown one, does not (§4.4).
func (c messages) list() {
	e := c.e
	e.Lock()
	defer e.Unlock()
	i, ok := c.visible()
	if !ok {
		return
	}
	q := c.r.URL.Query()
	_, limit := paging(q)
	before, page := q.Get("before_id"), max(Atoi(q.Get("page"), 1), 1)
	account, ok := c.account(q.Get("account"))
	if !ok {
		return
	}
	all := e.Seqs(i, account)
	total := all.Len()
	end := total
	if before == "" {
		e.MarkRead(i)
	} else if at, seq, found := e.MessageByID(before); found && at == i {
		end = all.Below(seq)
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
	list := make([]state.MessageView, 0, end-from)
	for n := from; n < end; n++ {
		m := e.At(i, all.At(n))
		list = append(list, e.MessageView(i, &m))
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
	if _, uuid := uuid.Parse(want); c.e.Fork && !uuid {
		c.fail(http.StatusBadRequest, "Invalid account")
		return 0, false
	}
	if n := c.e.AccountRef(&want, &want); n > 0 {
		return n, true
	}
	return 255, true
}

// markRead is not there on either generation, which say so differently (contract §4.4).
func (c messages) markRead() {
	status := http.StatusNotImplemented
	if c.e.Fork {
		status = http.StatusBadRequest
	}
	c.fail(status, "Not implemented yet")
}
