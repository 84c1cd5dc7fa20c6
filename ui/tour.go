package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client/delivery"
	"keydesk/client/store"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// deed is something that the tour waits for, in the order in which it names them.
type deed int

const (
	deedNone deed = iota
	deedAnswer
	deedPreview
	deedRun
	deedNote
	deedAssign
	deedEnd // all are done
)

// tour leads somebody new through the first minute: one row below the keys names
// the next one. It only looks: a deed counts however it was done, and in any order.
type tour struct {
	*desk
	run    *runRoom
	on     bool
	done   [deedEnd]bool
	spoken string // what was said to ears last
}

// tourOverAfter is how long the last words of the tour stay.
const tourOverAfter = 30 * time.Second

// tourOver takes the last words of the tour away.
type tourOver struct{}

func (tourOver) arrive(r *Root) tea.Cmd {
	if r.tour.on && r.tour.step() == deedEnd {
		return r.tour.turn()
	}
	return nil
}

// did notes a deed.
func (t *tour) did(d deed) tea.Cmd {
	if !t.on || d == deedNone || t.done[d] {
		return nil
	}
	t.done[d] = true
	if t.step() == deedEnd {
		return t.deps.After(tourOverAfter, tourOver{})
	}
	return nil
}

// sentDeed is what it means for the tour that something on its way out changed.
func sentDeed(ch delivery.Change) deed {
	if ch.State != delivery.Sent {
		return deedNone
	}
	switch ch.Content.(type) {
	case delivery.Note:
		return deedNote
	case delivery.Reaction:
		return deedNone
	}
	return deedAnswer
}

// step is the first deed that is not done and can be; deedEnd if none is left.
func (t *tour) step() deed {
	for d := deedAnswer; d < deedEnd; d++ {
		if !t.done[d] && t.can(d) {
			return d
		}
	}
	return deedEnd
}

// can says whether the role lets the person do it: a tour that waits for what
// cannot be done would never end.
func (t *tour) can(d deed) bool {
	switch d {
	case deedAnswer, deedNote:
		return t.lacksSending() == ""
	case deedAssign:
		return t.lacksRight("contacts", "write", "assign conversations") == ""
	}
	return true
}

// turn ends the tour, or begins it anew.
func (t *tour) turn() tea.Cmd {
	t.on, t.done, t.spoken = !t.on, [deedEnd]bool{}, ""
	t.arrange()
	return nil
}

// shown says whether the tour has its row: never on a screen that would be too low
// for the desk without it.
func (t *tour) shown(height int) bool { return t.on && height > minHeight }

// tourKey is a key and what follows it, at length and where room is short. Without
// a key it is only words.
type tourKey struct{ key, long, short string }

// next are the keys that lead on from where the person is now.
func (t *tour) next() []tourKey {
	c := t.chats.open
	step := t.step()
	switch {
	case step == deedEnd:
		return []tourKey{{"", "That was all.", "Done:"}, {t.Label("help"), "in the list shows keys,", "keys,"}, {t.Label("palette"), "finds everything", "all"}}
	case t.dialogs.Open():
		if _, list := t.dialogs.Top().(*dialog.Chooser); list {
			return []tourKey{{t.Theme.Glyphs.UpDown, "then", "then"}, {t.Label("chooser.pick"), "chooses,", "chooses,"}, {t.Label("chooser.close"), "closes this", "closes"}}
		}
		return []tourKey{{t.Show("esc"), "closes this", "closes this"}}
	case c == nil || t.focus == focusList && step == deedAnswer:
		return []tourKey{{t.Label("list.open"), "opens the conversation under the bar", "opens it"}}
	}
	switch step {
	case deedAnswer:
		if t.focus != focusCompose {
			return []tourKey{{t.Show("esc"), "goes back to the composer", "to the composer"}}
		}
		if c.mode() == store.Note {
			return []tourKey{{t.Label("compose.note"), "turns back to the reply", "to the reply"}}
		}
		return []tourKey{{"", "type an answer,", "answer,"}, {t.Label("compose.send"), "sends it to the customer", "sends it"}}
	case deedPreview:
		return []tourKey{{t.Label("action.preview"), "then", "then"}, {t.Label("chooser.pick"), "shows what an action would do, and does nothing", "shows an action"}}
	case deedNote:
		if c.mode() == store.Note && t.focus == focusCompose {
			return []tourKey{{"", "type a note,", "a note,"}, {t.Label("compose.send"), "keeps it for colleagues; the customer never sees it", "keeps it"}}
		}
		return []tourKey{{t.Label("compose.note"), "turns the composer to a note for colleagues", "writes a note"}}
	case deedAssign:
		return []tourKey{{t.Label("assign"), "then Me: the conversation is yours", "then Me"}}
	}
	return t.nextRun()
}

// nextRun names the first button that runs without a question.
func (t *tour) nextRun() []tourKey {
	i := slices.IndexFunc(t.run.bar.list, func(d actions.Definition) bool { return !d.AsksFirst() && t.run.disabled(d) == "" })
	if i < 0 || i >= keyedActions {
		return []tourKey{{t.Label("action.list"), "lists what can be run here", "lists actions"}}
	}
	return []tourKey{{t.Label(fmt.Sprintf("action.%d", i+1)), "runs " + actionName(t.run.bar.list[i]), "runs one"}}
}

// words are the tour's for a row of width cells, without colours.
func (t *tour) words(width int) (head string, list []tourKey, end string) {
	head = "Tour"
	if step := t.step(); step < deedEnd {
		head = fmt.Sprintf("Tour %d of %d", step, deedEnd-1)
	}
	list = t.next()
	end = "ends the tour"
	if tourWidth(head, list, t.Label("tour")+" "+end) > width {
		end = "ends"
	}
	if tourWidth(head, list, t.Label("tour")+" "+end) > width {
		head = strings.TrimPrefix(strings.Replace(head, " of ", "/", 1), "Tour ")
		for i := range list {
			list[i].long = list[i].short
		}
	}
	return head, list, end
}

// tourWidth is how many cells the row needs.
func tourWidth(head string, list []tourKey, end string) int {
	n := 1 + text.Width(head) + 2 + text.Width(end) + 2
	for _, k := range list {
		n += text.Width(k.key) + text.Width(k.long) + 2
	}
	return n
}

// draw is the row.
func (t *tour) draw(width int) string {
	head, list, end := t.words(width)
	row := " " + t.Theme.Accent.Render(head) + " "
	for _, k := range list {
		if k.key != "" {
			row += " " + t.Theme.Key.Render(k.key)
		}
		row += " " + t.Theme.Faint.Render(k.long)
	}
	right := t.Theme.Key.Render(t.Label("tour")) + " " + t.Theme.Faint.Render(end) + " "
	room := max(0, width-text.Width(right))
	return text.Pad(text.CutWith(row, max(0, room-1), t.Theme.Glyphs.Cut), room) + right
}

// speak is the row for ears, once for each time that it changes.
func (t *tour) speak() string {
	if !t.on {
		return ""
	}
	head, list, end := t.words(1 << 10)
	words := head + ":"
	for _, k := range list {
		if k.key != "" {
			words += " " + k.key
		}
		words += " " + k.long
	}
	if words == t.spoken {
		return ""
	}
	t.spoken = words
	return ". " + words + ". " + t.Label("tour") + " " + end
}

// commands are the tour's own.
func (t *tour) commands() []command.Command {
	return []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "tour", "", "End the tour of the demo, or begin it anew", "alt+0"), Run: t.turn, Why: t.needsDemo},
	}
}

func (t *tour) needsDemo() string {
	if !t.deps.Tour {
		return "only the demo has a tour"
	}
	return ""
}
