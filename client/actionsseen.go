package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
)

// ActionChanged is the error of a write that would have overwritten what nobody had seen. Nothing
// was written.
type ActionChanged struct {
	Name string
	// Current is the action as the platform has it now; zero when it is gone.
	Current CustomAction
	// Gone says that it was deleted.
	Gone bool
}

func (e *ActionChanged) Error() string {
	if e.Gone {
		return fmt.Sprintf("Could not save %q: it was deleted on the platform meanwhile; nothing was written.", e.Name)
	}
	return fmt.Sprintf("Could not save %q: it was changed on the platform meanwhile; nothing was written, so look at the differences first.", e.Name)
}

// Same reports whether two states of an action are the same in everything that can be written. Times
// do not count: saving without a change moves them too.
func (a CustomAction) Same(b CustomAction) bool {
	return a.Name == b.Name && a.Icon == b.Icon && a.Type == b.Type && a.Active == b.Active && a.Order == b.Order &&
		bytes.Equal(plainJSON(a.Config), plainJSON(b.Config))
}

// plainJSON is JSON with sorted keys, no white space and the numbers as they were written; what is
// no JSON stays as it is, and null is nothing.
func plainJSON(raw json.RawMessage) []byte {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return raw
	}
	if v == nil {
		return nil
	}
	out, err := json.Marshal(v)
	if err != nil {
		return raw
	}
	return out
}

// ReplaceCustomAction writes all fields of wanted over an action that was seen as seen. If it is no
// longer so, the error is an *ActionChanged and nothing is written. The platform has no condition for
// writing, so a change within the milliseconds between looking and writing is not noticed.
func (c *Client) ReplaceCustomAction(ctx context.Context, seen, wanted CustomAction) (CustomAction, error) {
	if err := c.stillSeen(ctx, seen); err != nil {
		return CustomAction{}, err
	}
	wanted.ID = seen.ID
	return c.UpdateCustomAction(ctx, wanted)
}

// RemoveCustomAction deletes an action that is still as it was seen; else the error is an
// *ActionChanged.
func (c *Client) RemoveCustomAction(ctx context.Context, seen CustomAction) error {
	if err := c.stillSeen(ctx, seen); err != nil {
		return err
	}
	return c.DeleteCustomAction(ctx, seen.ID)
}

func (c *Client) stillSeen(ctx context.Context, seen CustomAction) error {
	now, err := c.CustomAction(ctx, seen.ID)
	switch {
	case KindOf(err) == KindNotFound:
		return &ActionChanged{Name: seen.Name, Gone: true}
	case err != nil:
		return err
	case !now.Same(seen):
		return &ActionChanged{Name: seen.Name, Current: now}
	}
	return nil
}
