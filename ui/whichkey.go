package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// leaderPause is how long a hand may rest within a sequence of keys before the
// screen shows how it can go on: somebody who knows the sequence never sees it.
const leaderPause = 400 * time.Millisecond

// leaderRested tells that a sequence was begun and nothing was pressed since.
type leaderRested struct{ begun int }

// awaitLeader asks to be told if the sequence that a key began is not gone on
// with.
func (r *desk) awaitLeader() tea.Cmd {
	r.leaders.shown = false
	if r.begunNow().Prefix == "" {
		return nil
	}
	r.leaders.begun++
	return r.deps.After(leaderPause, leaderRested{r.leaders.begun})
}

// leaders is what is known of the sequence of keys that was begun.
type leaders struct {
	begun  int           // counts sequences, so that a late tick is known as late
	shown  bool          // its keys are on the screen
	dialog dialog.Dialog // which was on top then
}

// begunNow is the sequence that waits for its next key; its prefix is "" for
// none.
func (r *desk) begunNow() dialog.Sequence {
	top := r.dialogs.Top()
	switch {
	case top == nil:
		return dialog.Sequence{Scope: r.scope(), Prefix: r.prefix.Prefix()}
	case top == r.leaders.dialog:
		return r.Begun
	}
	return dialog.Sequence{}
}

// dialogKey hands a key to the dialog on top, which takes all of them.
func (r *desk) dialogKey(d dialog.Dialog, press tea.KeyPressMsg) tea.Cmd {
	r.Begun, r.leaders.dialog = dialog.Sequence{}, d
	return tea.Batch(r.apply(d.Update(press)), r.awaitLeader())
}

func (m leaderRested) arrive(r *desk) tea.Cmd {
	if m.begun == r.leaders.begun && r.begunNow().Prefix != "" {
		r.leaders.shown = true
	}
	return nil
}

// drawLeader draws how a begun sequence can go on, for a screen w cells wide and
// at most h rows; nil while there is nothing to show.
func (r *desk) drawLeader(w, h int) []string {
	now := r.begunNow()
	if !r.leaders.shown || now.Prefix == "" {
		return nil
	}
	prefix := now.Prefix
	type next struct{ key, long string }
	var list []next
	keyWidth, longWidth := 0, 0
	for _, b := range r.Keys.After(now.Scope, prefix) {
		for _, k := range b.Keys {
			rest, ok := strings.CutPrefix(k, prefix+" ")
			if !ok {
				continue
			}
			n := next{r.Show(rest), b.Long}
			list = append(list, n)
			keyWidth, longWidth = max(keyWidth, text.Width(n.key)), max(longWidth, text.Width(n.long))
		}
	}
	if len(list) == 0 {
		return nil
	}
	inner := w - 4
	column := min(inner, keyWidth+2+longWidth+3)
	columns := max(1, inner/column)
	rows := min((len(list)+columns-1)/columns, max(1, h-2))
	body := make([]string, rows)
	for i, n := range list {
		if i >= rows*columns {
			break
		}
		cell := r.Theme.Key.Render(text.Pad(n.key, keyWidth)) + "  " +
			text.CutWith(n.long, max(0, column-keyWidth-3), r.Theme.Glyphs.Cut)
		body[i%rows] += text.Pad(cell, column)
	}
	for i := range body {
		body[i] = " " + body[i]
	}
	return dialog.Box(&r.Theme, r.Show(prefix)+" "+r.Theme.Glyphs.Cut, []string{"esc cancel"}, body, w-2)
}
