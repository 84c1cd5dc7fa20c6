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
func (r *Root) shiftAction(by int) func() tea.Cmd {
	return func() tea.Cmd {
		a := &r.studio
		if !a.list.Shift(by) {
			return nil
		}
		a.moved++
		a.unmoved = true
		return tea.Batch(r.renumber(), r.deps.After(orderPause, orderRest{a.moved}))
	}
}

// renumber gives the keys of the first nine buttons to those that are first now.
func (r *Root) renumber() tea.Cmd {
	a := &r.studio
	n := 0
	for _, e := range a.list.All() {
		key := ""
		if e.Stored.Active {
			n++
			if key = e.Key; e.Meaning.Options.Key == "" && n <= keyedActions {
				key = r.Label("action." + string(rune('0'+n)))
			}
		}
		if key != e.Key {
			a.list.Update(e.Stored.ID, func(e *studio.Entry) { e.Key = key })
		}
	}
	return nil
}

// orderRest is the moment when moving has rested.
type orderRest struct{ moved int }

func (m orderRest) arrive(r *Root) tea.Cmd {
	if m.moved != r.studio.moved {
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
func (r *Root) writeOrderNow() tea.Cmd {
	a := &r.studio
	if !a.unmoved {
		return nil
	}
	if a.busy != "" {
		return r.deps.After(orderPause, orderRest{a.moved})
	}
	a.unmoved = false
	placed := studio.Reorder(a.list.All())
	if len(placed) == 0 { // moved back to where it was
		return tea.Batch(r.showOnDesk(), r.loadAgain())
	}
	seen := map[string]actions.Stored{}
	for _, e := range a.list.All() {
		seen[e.Stored.ID] = e.Stored
	}
	a.busy = "the order"
	platform, moved := r.deps.Platform, a.moved
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

func (m orderWritten) arrive(r *Root) tea.Cmd {
	a := &r.studio
	a.busy = ""
	for _, c := range m.done {
		if s, err := actions.ParseStored(c.Raw); err == nil {
			a.list.Update(c.ID, func(e *studio.Entry) { e.Stored = s })
			if a.form != nil && a.form.Base.ID == c.ID {
				a.form.Placed(s)
			}
		}
	}
	if m.err != nil {
		a.again = false // fetched below
		cmd := r.trouble("save the order", m.err)
		if !a.open {
			return tea.Batch(cmd, r.changed(theActions))
		}
		return tea.Batch(cmd, r.loadStudio())
	}
	if m.moved != a.moved {
		return nil // moved on meanwhile: that is written next
	}
	return tea.Batch(r.showOnDesk(), r.loadAgain(), r.say(levelGood, "The new order is saved ("+dialog.Plural(len(m.done), "action", "actions")+" written)."))
}

// reloadStudio fetches the actions again. An order that is not written yet is
// written first.
func (r *Root) reloadStudio() tea.Cmd {
	if !r.studio.unmoved {
		return r.loadStudio()
	}
	r.studio.again = true
	return r.writeOrderNow()
}

// loadAgain fetches the actions if that was put off until the order is written.
func (r *Root) loadAgain() tea.Cmd {
	again := r.studio.again
	if r.studio.again = false; !again || !r.studio.open {
		return nil
	}
	return r.loadStudio()
}
