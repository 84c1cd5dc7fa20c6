package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Note is a private remark on a conversation; customers never see it.
type Note struct {
	ID, ContactID        string
	AuthorID, AuthorName string
	Content              string
	CreatedAt, UpdatedAt time.Time
}

func decodeNote(raw json.RawMessage) (Note, error) {
	var w struct {
		ID         text   `json:"id"`
		ContactID  text   `json:"contact_id"`
		AuthorID   text   `json:"created_by_id"`
		AuthorName text   `json:"created_by_name"`
		Content    text   `json:"content"`
		CreatedAt  moment `json:"created_at"`
		UpdatedAt  moment `json:"updated_at"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return Note{}, err
	}
	if w.ID == "" {
		return Note{}, errShape
	}
	return Note{
		ID: string(w.ID), ContactID: string(w.ContactID), AuthorID: string(w.AuthorID), AuthorName: string(w.AuthorName),
		Content: string(w.Content), CreatedAt: w.CreatedAt.time(), UpdatedAt: w.UpdatedAt.time(),
	}, nil
}

// NotePage is a run of notes, oldest first.
type NotePage struct {
	Notes   []Note
	Total   int
	HasMore bool
}

// Notes returns notes of a conversation: the newest, or those before a note.
func (c *Client) Notes(ctx context.Context, contactID, before string, limit int) (NotePage, error) {
	const op = "load the notes"
	query := url.Values{"limit": {strconv.Itoa(pageSize(limit))}}
	if before != "" {
		query.Set("before", before)
	}
	payload, err := c.read(ctx, op, query, "contacts", contactID, "notes")
	if err != nil {
		return NotePage{}, err
	}
	notes, err := list(c, op, payload, "notes", decodeNote)
	if err != nil {
		return NotePage{}, err
	}
	var meta struct {
		Total   whole `json:"total"`
		HasMore flag  `json:"has_more"`
	}
	_ = json.Unmarshal(payload, &meta)                     // a bare array has neither
	ignored := func(n Note) bool { return n.ID == before } // the page is not of older ones
	more := bool(meta.HasMore) && len(notes) > 0 && !slices.ContainsFunc(notes, ignored)
	return NotePage{Notes: notes, Total: int(meta.Total), HasMore: more}, nil
}

// AddNote writes a note.
func (c *Client) AddNote(ctx context.Context, contactID, content string) (Note, error) {
	return c.writeNote(ctx, "add the note", http.MethodPost, content, "contacts", contactID, "notes")
}

// EditNote replaces the text of one's own note.
func (c *Client) EditNote(ctx context.Context, contactID, noteID, content string) (Note, error) {
	return c.writeNote(ctx, "save the note", http.MethodPut, content, "contacts", contactID, "notes", noteID)
}

func (c *Client) writeNote(ctx context.Context, op, method, content string, segments ...string) (Note, error) {
	content = strings.ReplaceAll(content, "\x00", "")
	if strings.TrimSpace(content) == "" {
		return Note{}, invalid(op, "it is empty")
	}
	payload, err := c.write(ctx, op, method, map[string]string{"content": content}, segments...)
	if err != nil {
		return Note{}, err
	}
	return carriedOut(op, payload, decodeNote)
}

// DeleteNote removes one's own note.
func (c *Client) DeleteNote(ctx context.Context, contactID, noteID string) error {
	_, err := c.remove(ctx, "delete the note", "contacts", contactID, "notes", noteID)
	return err
}
