package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/actions"
	"keydesk/client"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// keyedActions is how many actions have a key of their own (alt+1 … alt+9).
const keyedActions = 9

// toolbar is the row of action buttons under a conversation's header.
type toolbar struct {
	list    []actions.Definition // active ones, in the platform's order
	broken  map[string]string    // why a script cannot run, by action id
	problem error                // why there is no list
	own     map[string]string    // action ids by the keys they brought along
	loaded  bool
	checked bool                 // the scripts were handed to the sandbox to read
	before  []actions.Definition // what stood there before the last change
	moved   time.Time            // when that was
	focus   int                  // index of the button under the keyboard
	spin    int                  // frame of the spinner
}

// actionsLoaded is the platform's list of custom actions.
type actionsLoaded struct {
	list  []client.CustomAction
	asked time.Time
	err   error
}

// actionChecked tells whether a script could be read.
type actionChecked struct {
	id  string
	err error
}

// readActions fetches the definitions.
func (r *runRoom) readActions(ahead bool) tea.Cmd {
	platform, asked := r.deps.Platform, r.deps.Now()
	return call(r.door(), readLimit, func(ctx context.Context) ([]client.CustomAction, error) {
		return platform.CustomActions(ifAhead(ctx, ahead))
	}, func(list []client.CustomAction, err error) tea.Msg {
		return actionsLoaded{list: list, asked: asked, err: err}
	})
}

func (r *runRoom) onActions(msg actionsLoaded) tea.Cmd {
	b := &r.bar
	refused := client.KindOf(msg.err) == client.KindNotAllowed
	if refused { // that is an answer too: there are none for this role
		msg.list = nil
	}
	failed := msg.err
	if refused {
		failed = nil
	}
	changed := r.facts.TookActions(r.deps.Now(), msg.asked, msg.list, failed)
	switch {
	case refused:
		b.problem = msg.err // the toolbar says so
	case failed != nil && b.loaded && b.problem == nil:
		return r.behind("load the actions", failed) // those that are known stay
	case failed != nil:
		b.loaded, b.problem = true, failed
		return tea.Batch(r.missed(failed), r.trouble("load the actions", failed))
	default:
		changed = changed || b.problem != nil || !b.loaded
		b.problem = nil
	}
	b.loaded = true
	if !changed {
		return nil
	}
	return r.takeActions()
}

// takeActions makes the buttons of the definitions as the platform told them and
// the settings change them. Inactive ones are left out (contract §8.3).
func (r *runRoom) takeActions() tea.Cmd {
	stored := r.facts.Actions()
	list := make([]actions.Definition, 0, len(stored))
	for _, s := range stored {
		if d, err := actions.ParseDefinition(s.Raw); err == nil && d.Active {
			list = append(list, r.deps.Configure(d))
		}
	}
	return r.showActions(list)
}

// reloadActions fetches the definitions because somebody asked for it.
func (r *runRoom) reloadActions() tea.Cmd { return r.reread(theActions) }

// showActions makes buttons of active definitions.
func (r *runRoom) showActions(list []actions.Definition) tea.Cmd {
	r.bar.take(list, r.deps.Now())
	if c := r.chats.open; c != nil {
		r.judge(c)
	}
	return tea.Batch(r.prepareScripts(), r.takeOwnKeys())
}

// take puts other buttons into the toolbar. The one under the keyboard stays
// there as long as it exists.
func (b *toolbar) take(list []actions.Definition, now time.Time) {
	held := ""
	if b.focus < len(b.list) {
		held = b.list[b.focus].ID
	}
	if len(b.list) > 0 {
		b.before, b.moved = b.list, now
	}
	b.list, b.broken, b.checked = list, map[string]string{}, false
	b.focus = min(b.focus, max(0, len(list)-1))
	if i := slices.IndexFunc(list, func(d actions.Definition) bool { return d.ID == held }); i >= 0 {
		b.focus = i
	}
}

// settled is how long buttons stand still before a key or a click means the one
// that is there now: somebody who presses sooner saw those before.
const settled = 300 * time.Millisecond

// under is the action at a place of the toolbar, unless another stood there when
// somebody decided to press it.
func (b *toolbar) under(n int, now time.Time) (d actions.Definition, ok bool) {
	switch {
	case n >= len(b.list):
		return d, false
	case now.Sub(b.moved) < settled && (n >= len(b.before) || b.before[n].ID != b.list[n].ID):
		return d, false
	}
	return b.list[n], true
}

// prepareScripts warms a sandbox and asks it to read every script, so that a
// broken one is a disabled button rather than a failure in front of a customer.
// It waits for the first open conversation: the list is on screen sooner
// without it.
func (r *runRoom) prepareScripts() tea.Cmd {
	if r.chats.open == nil || !r.bar.scripts() {
		return nil
	}
	r.deps.Warm()
	if r.bar.checked {
		return nil
	}
	r.bar.checked = true
	var cmds []tea.Cmd
	engine := r.deps.Engine
	for _, d := range r.bar.list {
		if d.Type != actions.TypeJavaScript || d.Problem != nil {
			continue
		}
		cmds = append(cmds, call(r.door(), readLimit, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, engine.Check(ctx, d)
		}, func(_ struct{}, err error) tea.Msg { return actionChecked{id: d.ID, err: err} }))
	}
	return tea.Sequence(cmds...)
}

func (r *runRoom) onChecked(msg actionChecked) {
	if msg.err != nil {
		r.bar.broken[msg.id] = text.Line(msg.err.Error())
	}
}

// scripts says whether any button runs JavaScript.
func (b *toolbar) scripts() bool {
	for _, d := range b.list {
		if d.Type == actions.TypeJavaScript {
			return true
		}
	}
	return false
}

// find is the definition with the given id.
func (b *toolbar) find(id string) (actions.Definition, bool) {
	for _, d := range b.list {
		if d.ID == id {
			return d, true
		}
	}
	return actions.Definition{}, false
}

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

// disabled is the reason why an action cannot be run now, or "".
func (r *runRoom) disabled(d actions.Definition) string {
	if d.Problem != nil {
		return text.Line(d.Problem.Error())
	}
	if why := r.bar.broken[d.ID]; why != "" {
		return why
	}
	if c := r.chats.open; c != nil {
		return c.off[d.ID]
	}
	return ""
}

// judge works out which actions a conversation rules out. It is asked when the
// contact or the actions change, not on every frame.
func (r *runRoom) judge(c *chat) {
	c.off = nil
	if c == nil || !c.whole() {
		return
	}
	subject, err := r.subject(c)
	if err != nil {
		return // told when one is pressed
	}
	c.off = make(map[string]string, len(r.bar.list))
	for _, d := range r.bar.list {
		c.off[d.ID] = text.Line(r.deps.Engine.Disabled(d, subject))
	}
}
