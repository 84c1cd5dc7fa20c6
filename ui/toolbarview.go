package ui

import (
	"fmt"
	"strings"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// button is one button as it stands in the toolbar.
type button struct {
	id       string // "" for the button that opens the list of all
	from, to int    // columns, to is exclusive
	nameless bool   // an icon alone
	drawn    string
}

// buttonLook is what drawing the toolbar needs to know about one action.
type buttonLook struct {
	running bool
	off     bool // disabled, with a reason when chosen
	focused bool
}

// layoutButtons places as many buttons as fit into width and folds the rest
// into "+N". Before any is folded, names become shorter, those at the end first
// icons alone. Drawing and clicking both read its answer. The button under the
// keyboard is never folded: the first ones give way to it.
func (r *runRoom) layoutButtons(width int) []button {
	n, longest := len(r.bar.list), 0
	for _, most := range []int{longestName, 14, 8} { // 8: one word
		if out, next := r.placeButtons(width, 0, n, most); next == n {
			return out
		}
	}
	for named := n - 1; named >= 0 && !r.deps.Plain; named-- {
		if out, next := r.placeButtons(width, 0, named, 14); next == n {
			return out
		}
	}
	if r.deps.Plain { // an icon alone says nothing to ears
		longest = longestName
	}
	for first := 0; ; first++ {
		out, next := r.placeButtons(width, first, n, longest)
		if r.focus != focusBar || r.bar.focus < next || first >= r.bar.focus {
			return out
		}
	}
}

// longestName is how many columns the name of a button has at most.
const longestName = 24

// placeButtons places the buttons from the first-th on; those before named have a
// name of at most longest columns. next is the first one behind that is folded.
func (r *runRoom) placeButtons(width, first, named, longest int) (out []button, next int) {
	const gap = 1
	list := r.bar.list
	x := 1
	fold := func(folded []actions.Definition) {
		n := len(folded)
		label := r.moreLabel(folded)
		if w := text.Width(label); n > 0 && x+w <= width {
			out = append(out, button{from: x, to: x + w, drawn: r.Theme.Accent.Render(label)})
			x += w + gap
		}
	}
	fold(list[:first])
	for i := first; i < len(list); i++ {
		most := longest
		if i >= named {
			most = 0
		}
		label, w := r.buttonLabel(list[i], i, r.look(list[i], i), most)
		rest := len(list) - i - 1
		need := w
		if rest > 0 {
			need += gap + text.Width(r.moreLabel(list[i+1:]))
		}
		if x+need > width && (rest > 0 || x+w > width) {
			fold(list[i:])
			return out, i
		}
		out = append(out, button{id: list[i].ID, from: x, to: x + w, drawn: label, nameless: most == 0})
		x += w + gap
	}
	return out, len(list)
}

// moreLabel is the button that stands for folded ones, with a spinner while one
// of them runs.
func (r *runRoom) moreLabel(folded []actions.Definition) string {
	for _, d := range folded {
		if r.runs.byAction[d.ID] != nil {
			return fmt.Sprintf("[%s +%d]", r.spinner(), len(folded))
		}
	}
	return fmt.Sprintf("[+%d]", len(folded))
}

// spinner is the sign of what runs.
func (r *runRoom) spinner() string {
	if g := r.Theme.Glyphs; r.Theme.Motion {
		return g.Spinner[r.bar.spin%len(g.Spinner)]
	}
	return r.Theme.Glyphs.Running
}

// look is the state in which a button is drawn.
func (r *runRoom) look(d actions.Definition, i int) buttonLook {
	return buttonLook{
		running: r.runs.byAction[d.ID] != nil,
		off:     r.disabled(d) != "",
		focused: r.focus == focusBar && r.bar.focus == i,
	}
}

// buttonLabel draws "[1 ▣ Create ticket]", the name in at most so many columns, and
// tells its width. A running button has a spinner in the icon's place, a dangerous
// one an exclamation mark.
func (r *runRoom) buttonLabel(d actions.Definition, i int, look buttonLook, longest int) (drawn string, width int) {
	g := r.Theme.Glyphs
	parts := make([]string, 0, 4)
	if own := r.bar.ownKey(d.ID); own != "" {
		parts = append(parts, own)
	} else if i < keyedActions {
		parts = append(parts, fmt.Sprint(i+1))
	}
	icon := g.Icon(d.Icon)
	if look.running {
		icon = r.spinner()
	}
	parts = append(parts, icon)
	if d.Options.Danger {
		parts = append(parts, g.Danger)
	}
	if longest > 0 {
		parts = append(parts, shortLabel(actionName(d), longest, g.Cut))
	}
	label := "[" + strings.Join(parts, " ") + "]"
	return buttonStyle(r.Theme, d, look).Render(label), text.Width(label)
}

// shortLabel is as many words of a name as fit, cut within one only where the first
// does not.
func shortLabel(name string, width int, tail string) string {
	if text.Width(name) <= width {
		return name
	}
	first, _, _ := strings.Cut(text.Wrap(name, width)[0], "\n")
	if text.Width(first) < 2 || !strings.HasPrefix(name, first+" ") {
		return text.CutWith(name, width, tail)
	}
	return first
}

// actionName is the printable name of an action.
func actionName(d actions.Definition) string {
	if name := text.Line(d.Name); name != "" {
		return name
	}
	return "(unnamed)"
}

func buttonStyle(th theme.Theme, d actions.Definition, look buttonLook) theme.Style {
	switch {
	case look.focused:
		return th.Reverse
	case look.off:
		return th.Faint
	case d.Options.Danger:
		return th.Bad
	default:
		return th.Accent
	}
}

// drawBar is the toolbar in width cells, or why it is empty in a word.
func (r *runRoom) drawBar(width int) string {
	if words := r.barWords(); words != "" {
		return text.Pad(" "+r.Theme.Faint.Render(text.CutWith(words, max(0, width-2), r.Theme.Glyphs.Cut)), width)
	}
	var b strings.Builder
	x := 0
	for _, button := range r.layoutButtons(width) {
		b.WriteString(strings.Repeat(" ", button.from-x))
		b.WriteString(button.drawn)
		x = button.to
	}
	return text.Pad(b.String(), width)
}

// barWords says why there is no button, or "".
func (r *runRoom) barWords() string {
	b := &r.bar
	switch {
	case b.problem != nil && client.KindOf(b.problem) == client.KindNotAllowed:
		return "no actions: your role may not use them"
	case b.problem != nil:
		return "actions could not be loaded: " + r.Label("palette") + ", Load the actions again"
	case !b.loaded:
		return ""
	case len(b.list) == 0:
		return "no actions: an administrator makes them under Settings, Custom Actions"
	default:
		return ""
	}
}
