package delivery

import (
	"context"
	"errors"
	"time"

	"keydesk/client"
	"keydesk/client/store"
)

// noteLimit bounds a write that must be tried even when the call itself was stopped.
const noteLimit = 8 * time.Second

// Rows is the part of the local store that is told of what goes out.
type Rows interface {
	Enqueue(ctx context.Context, m store.Outgoing) error
	Claim(ctx context.Context, id string, after time.Time, known ...string) error
	Return(ctx context.Context, id string, unsure bool, held string) error
	Done(ctx context.Context, id string) error
}

// Sender hands one item to the platform.
type Sender func(ctx context.Context, it Item) (client.Message, error)

// Carry sends an item, and notes in the local store that it does and what came of it: nobody else may
// live to do so. rows is nil for an item without a row.
func Carry(ctx context.Context, rows Rows, it Item, words func(Item) string, send Sender) (client.Message, error) {
	if rows == nil || !it.Stored {
		return send(ctx, it)
	}
	if err := rows.Claim(ctx, it.ID, it.After, it.Near...); err != nil {
		return client.Message{}, claimError{err}
	}
	m, err := send(ctx, it)
	note, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteLimit)
	defer cancel()
	// Where this cannot be noted, the claim stands, and a later console asks the thread first. Where no
	// answer came because this console ends, that is what it should do.
	if err == nil {
		_ = rows.Done(note, it.ID)
		return m, nil
	}
	v := judge(it.Tried, &it, err)
	v.apply(&it, err)
	it.Words = ""
	if to, ok := next(Sending, v.signal); ok && to.Waits() {
		it.State = to
		it.Words = words(it)
	}
	if fault := rows.Return(note, it.ID, it.Unsure, it.Words); fault != nil && !errors.Is(fault, store.ErrTaken) {
		err = unnotedError{err: err, later: errors.Is(fault, store.ErrLater)}
	}
	return m, err
}

// Thread is the part of the platform that is asked what it holds.
type Thread interface {
	Messages(ctx context.Context, contact string, q client.MessageQuery) (client.MessagePage, error)
}

// How far back is looked for what may have arrived.
const (
	LookPages = 10
	PageSize  = 50
)

// Since fetches the newest messages back to a moment, by peeking: the platform knows no ids of ours by
// which it would recognize a second one (contract §5.6).
func Since(ctx context.Context, platform Thread, contact string, since time.Time) (client.MessagePage, error) {
	page, err := platform.Messages(ctx, contact, client.MessageQuery{Limit: PageSize})
	for n := 1; err == nil && page.HasMore && len(page.Messages) > 0 && page.Messages[0].CreatedAt.After(since); n++ {
		if n == LookPages {
			return page, ErrTooMuch
		}
		before := page.Messages[0].ID
		var older client.MessagePage
		if older, err = platform.Messages(ctx, contact, client.MessageQuery{Before: before, Limit: PageSize}); err != nil {
			break
		}
		if len(older.Messages) == 0 || older.Messages[0].ID == before {
			break // it says that there is more and brings none
		}
		page.Messages, page.HasMore = append(older.Messages, page.Messages...), older.HasMore
	}
	return page, err
}

// Remarks are the part of the platform that is asked what notes it holds.
type Remarks interface {
	Notes(ctx context.Context, contact, before string, limit int) (client.NotePage, error)
}

// NotesSince fetches an author's newest notes back to a moment, as messages.
func NotesSince(ctx context.Context, platform Remarks, contact string, since time.Time, author string) ([]client.Message, error) {
	var list []client.Message
	before := ""
	for range LookPages {
		page, err := platform.Notes(ctx, contact, before, PageSize)
		if err != nil {
			return nil, err
		}
		for _, n := range page.Notes {
			if n.AuthorID == author {
				list = append(list, NoteMessage(n))
			}
		}
		if !page.HasMore || len(page.Notes) == 0 || !page.Notes[0].CreatedAt.After(since) {
			return list, nil
		}
		before = page.Notes[0].ID
	}
	return nil, ErrTooMuch
}
