package client

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"reflect"
	"strconv"
)

// The platform's pages: a limit above 100 is not clamped but becomes 50
// (contract §1.3), so none is ever asked for.
const (
	pageDefault = 50
	pageLargest = 100
	pagesMost   = 200 // of one list fetched whole, against a platform that never ends
)

// pageSize is a limit as the platform takes it.
func pageSize(limit int) int {
	if limit <= 0 {
		return pageDefault
	}
	return min(limit, pageLargest)
}

// paged is the envelope of a list; the platform tells no number of pages.
type paged struct {
	Total whole `json:"total"`
	Page  whole `json:"page"`
	Limit whole `json:"limit"`
}

// readAll fetches every page of a list.
func readAll[T any](ctx context.Context, c *Client, op string, query url.Values, key string,
	decode func(json.RawMessage) (T, error), segments ...string) ([]T, error) {
	query = maps.Clone(query)
	if query == nil {
		query = url.Values{}
	}
	query.Set("limit", strconv.Itoa(pageLargest))
	var all, before []T
	for page, seen := 1, 0; page <= pagesMost; page++ {
		query.Set("page", strconv.Itoa(page))
		payload, err := c.read(ctx, op, query, segments...)
		if err != nil {
			return nil, err
		}
		items, skipped, err := decodeList(payload, key, decode)
		if err != nil {
			return nil, call{op: op}.malformed(err, false)
		}
		if skipped > 0 {
			c.log.Warn("unreadable items in an answer", "list", key, "count", skipped)
		}
		all = append(all, items...)
		var meta paged
		_ = json.Unmarshal(payload, &meta) // a bare array has none, and is all there is
		got := len(items) + skipped
		seen += got
		if got == 0 || seen >= int(meta.Total) {
			break
		}
		if page > 1 && reflect.DeepEqual(items, before) {
			return all[:len(all)-len(items)], nil // a platform that has no pages answers with the same for ever
		}
		before = items
	}
	return all, nil
}
