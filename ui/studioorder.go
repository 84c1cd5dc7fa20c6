package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/dialog"
	"keydesk/ui/studio"
)

// orderPause is how long moving has to rest before the order is written, so that
// five steps are one change.
const orderPause = 700 * time.Millisecond

// shiftAction moves the action under the bar; the order is written when moving
// rests.
func (r *studioRoom) shiftAction(by int) func() tea.Cmd {
	return func() tea.Cmd {
		if !r.list.Shift(by) {
			return nil
		}
		r.moved++
		r.unmoved = true
		return tea.Batch(r.renumber(), r.deps.After(orderPause, orderRest{r.moved}))
	}
}

// renumber gives the keys of the first nine buttons to those that are first now.
func (r *studioRoom) renumber() tea.Cmd {
	n := 0
	for _, e := range r.list.All() {
		key := ""
		if e.Stored.Active {
			n++
			if key = e.Key; e.Meaning.Options.Key == "" && n <= keyedActions {
				key = r.Label("action." + string(rune('0'+n)))
			}
		}
		if key != e.Key {
			r.list.Update(e.Stored.ID, func(e *studio.Entry) { e.Key = key })
		}
	}
	return nil
}

// orderRest is the moment when moving has rested.
type orderRest struct{ moved int }

func (m orderRest) arrive(r *studioRoom) tea.Cmd {
	if m.moved != r.moved {
		return nil
	}
	return r.writeOrderNow()
}

// orderWritten are the actions whose place the platform has taken over.
type orderWritten struct {
	done  []client.CustomAction
	moved int
	err   error
}

// writeOrderNow writes the orders that have to change: as few as possible. What
// else changed of those actions on the platform stays as it is there.
func (r *studioRoom) writeOrderNow() tea.Cmd {
	if !r.unmoved {
		return nil
	}
	if r.busy != "" {
		return r.deps.After(orderPause, orderRest{r.moved})
	}
	r.unmoved = false
	placed := studio.Reorder(r.list.All())
	if len(placed) == 0 { // moved back to where it was
		return tea.Batch(r.showOnDesk(), r.loadAgain())
	}
	seen := map[string]actions.Stored{}
	for _, e := range r.list.All() {
		seen[e.Stored.ID] = e.Stored
	}
	r.busy = "the order"
	platform, moved := r.deps.Platform, r.moved
	return call(r.door(), writeLimit, func(ctx context.Context) ([]client.CustomAction, error) {
		var done []client.CustomAction
		for _, p := range placed {
			got, err := placeAction(ctx, platform, wantedAction(seen[p.ID]), p.Order)
			if err != nil { // it may be a neighbour, which the platform would not take any more
				return done, fmt.Errorf("%s has to move as well: %w", seen[p.ID].Name, err)
			}
			done = append(done, got)
		}
		return done, nil
	}, func(done []client.CustomAction, err error) tea.Msg {
		return orderWritten{done: done, moved: moved, err: err}
	})
}

// placeAction writes one order. An action that changed meanwhile keeps what was
// changed, unless that was its order.
func placeAction(ctx context.Context, platform *client.Client, seen client.CustomAction, order int) (client.CustomAction, error) {
	wanted := seen
	wanted.Order = order
	got, err := platform.ReplaceCustomAction(ctx, seen, wanted)
	var changed *client.ActionChanged
	if errors.As(err, &changed) && !changed.Gone && changed.Current.Order == seen.Order {
		wanted = changed.Current
		wanted.Order = order
		return platform.ReplaceCustomAction(ctx, changed.Current, wanted)
	}
	return got, err
}

func (m orderWritten) arrive(r *studioRoom) tea.Cmd {
	r.busy = ""
	for _, c := range m.done {
		if s, err := actions.ParseStored(c.Raw); err == nil {
			r.list.Update(c.ID, func(e *studio.Entry) { e.Stored = s })
			if r.form != nil && r.form.Base.ID == c.ID {
				r.form.Placed(s)
			}
		}
	}
	if m.err != nil {
		r.again = false // fetched below
		cmd := r.trouble("save the order", m.err)
		if !r.open {
			return tea.Batch(cmd, r.desk.changed(theActions))
		}
		return tea.Batch(cmd, r.loadStudio())
	}
	if m.moved != r.moved {
		return nil // moved on meanwhile: that is written next
	}
	return tea.Batch(r.showOnDesk(), r.loadAgain(), r.say(levelGood, "The new order is saved ("+dialog.Plural(len(m.done), "action", "actions")+" written)."))
}

// reloadStudio fetches the actions again. An order that is not written yet is
// written first.
func (r *studioRoom) reloadStudio() tea.Cmd {
	if !r.unmoved {
		return r.loadStudio()
	}
	r.again = true
	return r.writeOrderNow()
}

// loadAgain fetches the actions if that was put off until the order is written.
func (r *studioRoom) loadAgain() tea.Cmd {
	again := r.again
	if r.again = false; !again || !r.open {
		return nil
	}
	return r.loadStudio()
}
