package client

import (
	"context"
	"encoding/json"
)

// Tag is a label of the organization's list, keyed by its name. Contacts may
// carry names that are not in the list.
type Tag struct {
	Name  string
	Color string // blue, red, green, yellow, purple or gray
}

func decodeTag(raw json.RawMessage) (Tag, error) {
	var w struct {
		Name  text `json:"name"`
		Color text `json:"color"`
	}
	if err := decodeObject(raw, &w); err != nil {
		return Tag{}, err
	}
	if w.Name == "" {
		return Tag{}, errShape
	}
	return Tag{Name: string(w.Name), Color: string(w.Color)}, nil
}

// Tags returns the organization's tags, by name.
func (c *Client) Tags(ctx context.Context) ([]Tag, error) {
	return readAll(ctx, c, "load the tags", nil, "tags", decodeTag, "tags")
}
