package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client/delivery"
	"keydesk/ui/dialog"
)

// Waits between attempts to use a store that failed, as long as nothing else is
// written: a disk that was full has room again at any time.
const (
	againFirst = time.Second
	againLast  = 30 * time.Second
)

// tryAgain asks to try the local store again.
type tryAgain struct{}

// keepTrouble says once that nothing is kept, and again after it had worked in
// between. The store is tried again without another key.
func (r *shell) keepTrouble(err error) tea.Cmd {
	first := r.kept.failed == nil
	r.kept.failed = err
	if r.deps.Context.Err() != nil {
		return nil
	}
	var said tea.Cmd
	if first {
		r.deps.Logger.Warn("the local store cannot be used", "err", err)
		said = r.say(levelWarn, "What you write is kept in memory only: "+err.Error()+".")
	}
	return tea.Batch(said, r.planAgain())
}

func (r *shell) planAgain() tea.Cmd {
	if r.kept.again {
		return nil
	}
	wait := min(againFirst<<min(r.kept.tries, 10), againLast)
	r.kept.again, r.kept.tries = true, r.kept.tries+1
	return r.deps.After(wait, tryAgain{})
}

func (tryAgain) arrive(r *Root) tea.Cmd {
	r.kept.again = false
	if r.kept.failed == nil {
		return nil
	}
	cmds := []tea.Cmd{r.planAgain()} // also for what answers nothing
	if !r.kept.begun {
		cmds = append(cmds, r.begin())
	}
	if r.session.ready { // costs little, and tells whether the store works where nothing else is to be written
		cmds = append(cmds, r.own())
	}
	return tea.Batch(append(cmds, r.save())...)
}

// keepWorks notes that a write succeeded. The trouble is over once nothing is
// left that the store did not take.
func (r *desk) keepWorks() tea.Cmd {
	if r.kept.failed == nil || len(r.kept.drafts) > 0 || len(r.kept.done) > 0 || r.out.unstored() > 0 {
		return nil
	}
	r.kept.failed, r.kept.tries = nil, 0
	return r.say(levelGood, "What you write is kept again.")
}

// keeps says whether what a person wrote outlives this console.
func (r *shell) keeps() bool { return r.deps.Store != nil && r.kept.failed == nil }

// unstored counts what is on its way out and was not taken by the local store.
func (o *outgoing) unstored() int {
	return o.count(func(it delivery.Item) bool {
		_, storable := it.Row()
		return storable && !it.Stored && it.State != delivery.Storing
	})
}

// unkept is what leaving loses.
type unkept struct {
	drafts, messages int
	err              error
}

func (u unkept) none() bool { return u.drafts == 0 && u.messages == 0 }

func (u unkept) asError() error {
	if u.err == nil {
		return nil
	}
	var words []string
	if u.drafts > 0 {
		words = append(words, dialog.Plural(u.drafts, "draft", "drafts"))
	}
	if u.messages > 0 {
		words = append(words, dialog.Plural(u.messages, "message or file that did not go out", "messages or files that did not go out"))
	}
	return fmt.Errorf("%s: %w", strings.Join(words, " and "), u.err)
}

// keepOutgoing writes down, at the end, what is on its way out and not yet in the store.
func (r *desk) keepOutgoing(ctx context.Context) (lost unkept) {
	for _, it := range r.out.Items("") {
		row, ok := it.Row()
		if it.Stored || !ok {
			continue
		}
		row.Unsure = row.Unsure || it.State == delivery.Sending // its answer comes to nobody
		if err := r.deps.Store.Enqueue(ctx, row); err != nil {
			lost.messages, lost.err = lost.messages+1, err
		}
	}
	return lost
}
