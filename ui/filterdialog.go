package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

func filterKeys() []command.Command {
	row := func(id, long string, keyNames ...string) command.Command {
		return command.Command{Binding: command.Bind(command.ScopeFilter, id, "", long, keyNames...)}
	}
	return []command.Command{
		row("filter.toggle", "Choose the line under the bar, or not", "space", "x"),
		row("filter.show", "Show what was chosen; the line under the bar if nothing was", "enter"),
		row("filter.down", "Next line", "down", "j"),
		row("filter.up", "Previous line", "up", "k"),
		row("filter.pagedown", "One screen down", "pgdown", "ctrl+d"),
		row("filter.pageup", "One screen up", "pgup", "ctrl+u"),
		row("filter.none", "Choose nothing: all conversations", "F"),
		row("filter.close", "Close, and filter as before", "esc", "q"),
	}
}

// filterDialog chooses what the list is narrowed to. The list behind it is
// changed when it closes.
type filterDialog struct {
	theme   *theme.Theme
	keys    dialog.Keys
	options []filterOption
	at, top int
	changed bool
	list    *inbox.Pane
	sets    func(inbox.Filter) tea.Cmd                  // narrows the list
	ask     func(typed string, do func(string)) tea.Cmd // asks for the part of a name or number
	rows    []int                                       // option drawn in each row, -1 for none
}

// tagsKnown are the tags of the platform: some may be on no conversation that is
// known yet.
type tagsKnown struct {
	dialog *filterDialog
	tags   []client.Tag
	err    error
}

func (r *findRoom) newFilterDialog() *filterDialog {
	d := &filterDialog{theme: &r.Theme, keys: r.KeysIn(command.ScopeFilter), options: r.filterOptions(), list: r.inbox, sets: r.setFilter, ask: r.askFilterText}
	d.list.Count(d.filter())
	return d
}

// askFilterText asks for a part of the name or number.
func (r *findRoom) askFilterText(typed string, do func(string)) tea.Cmd {
	d := r.NewPrompt("Part of the name or number", "smith, +44", func(s string) tea.Cmd {
		do(text.Fold(text.Line(s)))
		return nil
	})
	d.Verb = "take"
	d.Type(typed)
	r.dialogs.Push(d)
	return nil
}

// sign stands behind a count that is not complete: while some of the known
// conversations were not looked at, or while the platform has more of them.
func (d *filterDialog) sign(all bool) string {
	if !all {
		return d.theme.Glyphs.Cut
	}
	if _, missing := d.list.Missing(); missing {
		return "+"
	}
	return ""
}

func (msg tagsKnown) arrive(r *findRoom) tea.Cmd {
	if msg.err != nil {
		r.deps.Logger.Info("the tags are not to be had", "err", msg.err)
		return nil // those on known conversations are there
	}
	for _, tag := range msg.tags {
		msg.dialog.offer(tag.Name)
	}
	return nil
}

// offer adds a tag that no known conversation has.
func (d *filterDialog) offer(tag string) {
	if !slices.ContainsFunc(d.options, func(o filterOption) bool { return o.part == byTag && o.value == tag }) && text.Line(tag) != "" {
		if !slices.ContainsFunc(d.options, func(o filterOption) bool { return o.part == byMatch }) {
			d.options = append(d.options, matchOption(false))
		}
		d.options = append(d.options, filterOption{part: byTag, value: tag, label: text.Line(tag)})
	}
}

// filter is what is chosen.
func (d *filterDialog) filter() inbox.Filter {
	var f inbox.Filter
	for _, o := range d.options {
		if !o.on {
			continue
		}
		switch o.part {
		case byWindow:
			f.WindowOpen, f.Closing = o.lasts == 0, o.lasts
		case byWait:
			f.Waiting = o.lasts
		case byText:
			f.Text = o.value
		case byMatch:
			f.TagsAll = true
		case byAssignee:
			f.Assignees = append(f.Assignees, o.value)
		case byChannel:
			f.Channels = append(f.Channels, o.value)
		case byTag:
			f.Tags = append(f.Tags, o.value)
		}
	}
	f.TagsAll = f.TagsAll && len(f.Tags) > 1
	return f
}

func (d *filterDialog) Update(msg tea.Msg) dialog.Intent {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return d.key(d.keys.ID(msg))
	case tea.MouseClickMsg:
		m := msg.Mouse()
		if row := m.Y - 1; m.Button == tea.MouseLeft && row >= 0 && row < len(d.rows) && d.rows[row] >= 0 {
			d.at = d.rows[row]
			return d.toggle()
		}
	case tea.MouseWheelMsg:
		if msg.Mouse().Button == tea.MouseWheelUp {
			d.move(-1)
		} else {
			d.move(1)
		}
	}
	return nil
}

func (d *filterDialog) key(id string) dialog.Intent {
	switch id {
	case "filter.close":
		return dialog.CloseDialog{}
	case "filter.toggle":
		return d.toggle()
	case "filter.show":
		if !d.changed {
			if asks := d.toggle(); asks != nil {
				return asks
			}
		}
		f := d.filter()
		return dialog.Then{Do: func() tea.Cmd { return d.sets(f) }}
	case "filter.none":
		for i := range d.options {
			d.options[i].on = false
			if d.options[i].part == byText {
				d.options[i] = textOption("")
			}
		}
		d.recount()
	case "filter.down":
		d.move(1)
	case "filter.up":
		d.move(-1)
	case "filter.pagedown":
		d.move(max(1, len(d.rows)))
	case "filter.pageup":
		d.move(-max(1, len(d.rows)))
	}
	return nil
}

// toggle chooses the line under the bar, or not. A text is asked for first.
func (d *filterDialog) toggle() dialog.Intent {
	if d.at >= len(d.options) {
		return nil
	}
	o := &d.options[d.at]
	switch {
	case o.part == byText && !o.on:
		at := d.at
		return dialog.Also{Do: func() tea.Cmd {
			return d.ask("", func(typed string) {
				d.options[at] = textOption(typed)
				d.recount()
			})
		}}
	case o.part == byText:
		*o = textOption("")
	default:
		on := !o.on
		for i := range d.options {
			if on && o.part.single() && d.options[i].part == o.part {
				d.options[i].on = false
			}
		}
		o.on = on
	}
	d.recount()
	return nil
}

// recount counts what passes now.
func (d *filterDialog) recount() {
	d.changed = true
	d.list.Count(d.filter())
}

func (d *filterDialog) move(by int) { d.at = max(min(d.at+by, len(d.options)-1), 0) }

func (d *filterDialog) Draw(width, height int) dialog.Panel {
	w := min(max(width-8, 36), 64)
	w = min(w, width-2)
	fits := min(len(d.options), max(1, height-5))
	d.top = min(max(d.top, d.at-fits+1), d.at)
	d.rows = d.rows[:0]
	var body []string
	for i := d.top; i < len(d.options) && len(body) < fits; i++ {
		body = append(body, d.row(i, i == d.top || d.options[i].part != d.options[i-1].part, w))
		d.rows = append(d.rows, i)
	}
	words := append(d.keys.Hints("filter.toggle", "choose", "filter.show", "show", "filter.none", "none"), d.keys.Hints("filter.close", "close")...)
	passing, _, all := d.list.Counted()
	title := fmt.Sprintf("Filter %s %d%s conversations", d.theme.Glyphs.Dot, passing, d.sign(all))
	return dialog.Panel{Lines: dialog.Box(d.theme, title, words, body, w)}
}

// row is one value: what it is about before the first of its part, whether it is
// chosen, and how many conversations have it.
func (d *filterDialog) row(i int, first bool, w int) string {
	const lead = 12
	o := d.options[i]
	g := d.theme.Glyphs
	mark, style, box := " ", d.theme.Text, g.Uncheck
	if i == d.at {
		mark, style = d.theme.Accent.Render(g.Bar), d.theme.Strong
	}
	if o.on {
		box = g.Check
	}
	head := ""
	if first {
		head = o.part.heading()
	}
	count := ""
	switch o.count {
	case countNone:
	case countOpen:
		_, n, all := d.list.Counted()
		count = fmt.Sprintf("%d%s", n, d.sign(all))
	default:
		count = fmt.Sprintf("%d%s", o.count, d.sign(true))
	}
	room := max(0, w-2-lead-1-text.Width(box)-1-text.Width(count)-2)
	return mark + " " + d.theme.Faint.Render(text.Pad(head, lead)) + " " + box + " " +
		style.Render(text.Pad(text.CutWith(o.label, room, g.Cut), room)) + " " + d.theme.Faint.Render(count) + " "
}

// words is the line under the bar, for ears.
func (d *filterDialog) Words() string {
	if d.at >= len(d.options) {
		return "Filter: nothing to choose from"
	}
	o := d.options[d.at]
	state := "not chosen"
	if o.on {
		state = "chosen"
	}
	return fmt.Sprintf("Filter: %s %s, %s, %d of %d", o.part.heading(), o.label, state, d.at+1, len(d.options))
}
