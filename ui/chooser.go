package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/command"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// choice is one line of a chooser.
type choice struct {
	label  string        // printable
	detail string        // printable, faint, at the right
	search string        // a record's words beside its label; see filter
	names  []string      // its own name and others, by which it is found; none: its label
	class  command.Class // what choosing it does; see chooser.first
	last   bool          // stands below everything else, whatever matches
	off    string        // reason why it cannot be chosen, "" if it can
	below  string        // shown under the list while the bar is on it, see preview
	pick   Intent
	other  Intent // for the chooser's second key; nil: none
}

// chooser is a list one filters by typing: the palette, the list of actions.
type chooser struct {
	theme  *theme.Theme
	keys   dialogKeys
	title  string
	empty  string // sentence when nothing matches, with one %q for the filter
	none   string // sentence when there is nothing and nothing was typed
	verb   string // what choosing does, for the lower edge
	second string // the second way to choose, for example "preview"; "" for none
	note   string // a hint that is no key, "" for none

	anyway Intent                      // what the second key wants whatever the bar is on; nil: the line's own
	more   func(typed string) []choice // choices made of what is typed, shown last; nil: none
	fixed  int                         // how many of the choices are not made of what is typed
	moved  func(choice) Intent         // what is wanted when the bar comes to a line; nil: nothing
	closed Intent                      // what closing without a choice wants; nil: only that
	keep   func()                      // keeps what was chosen so far as a draft; nil: it is none

	wary    bool // what is typed need not be meant for what sends: it has to be named
	mixed   bool // the choices of more are ranked among the others, and some are there before anything is typed
	preview bool // the text of the line under the bar stands below the list
	records bool // the choices are records, to be found by their words
	choices []choice
	field   field
	shown   []int // indexes into choices
	at      int   // index into shown, or nowhere
	problem bool  // enter was pressed with the bar nowhere
	top     int
	rows    int // rows of the list when last drawn, for paging
	width   int // cells within the frame when last drawn
}

func (r *kit) newChooser(title, empty string, choices []choice) *chooser {
	c := &chooser{theme: &r.theme, keys: r.dialogKeys(command.ScopeChooser), verb: "choose", title: title, empty: empty, none: "There is nothing here yet.", choices: choices, fixed: len(choices), field: newField("type to filter", false)}
	c.filter()
	return c
}

// setChoices replaces the lines; what is typed stays.
func (c *chooser) setChoices(choices []choice) {
	c.choices, c.fixed = choices, len(choices)
	c.filter()
}

// filter shows what matches the typed text, best first; all of it in its own
// order while nothing is typed. Records match by whole pieces of their words
// and keep their order: letters scattered over a long record say nothing.
func (c *chooser) filter() {
	c.shown, c.top = c.shown[:0], 0
	defer func() { c.at = c.first() }()
	c.choices = c.choices[:min(c.fixed, len(c.choices))]
	if c.mixed {
		c.choices = append(c.choices, c.more(strings.TrimSpace(c.field.value()))...)
	} else {
		defer c.offerMore()
	}
	if c.field.value() == "" {
		for i := range c.choices {
			c.shown = append(c.shown, i)
		}
		return
	}
	if c.records {
		words := strings.Fields(strings.ToLower(c.field.value()))
		for i, x := range c.choices {
			if holdsAll(strings.ToLower(x.label+" "+x.search), words) {
				c.shown = append(c.shown, i)
			}
		}
		return
	}
	c.rank()
}

// rank shows what matches, best first: what can be done before what cannot, what
// stays here before what leaves the desk. What more brought, matched by what its
// label does not show, follows.
func (c *chooser) rank() {
	typed := c.field.value()
	type found struct{ at, how, off, careful int }
	var list []found
	for i := range c.choices {
		x := &c.choices[i]
		how := x.match(typed)
		switch {
		case x.last && !c.mixed:
			continue
		case x.last, how == matchNone && i >= c.fixed:
			how = matchNone
		case how == matchNone:
			continue
		}
		f := found{at: i, how: how, off: min(1, len(x.off))}
		if x.careful() && !x.named(typed) {
			f.careful = 1
		}
		if x.last {
			f.off = 2
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.how, b.how), cmp.Compare(a.off, b.off), cmp.Compare(a.careful, b.careful))
	})
	for _, f := range list {
		c.shown = append(c.shown, f.at)
	}
}

// first is where the bar begins: on the first line, but on none while that would
// send or destroy something that was not named.
func (c *chooser) first() int {
	if len(c.shown) > 0 {
		typed := c.field.value()
		if x := &c.choices[c.shown[0]]; x.careful() && !x.named(typed) && (c.wary || typed == "") {
			return nowhere
		}
	}
	return 0
}

// nowhere is the bar's place while no line is chosen.
const nowhere = -1

// mix ranks choices that depend on what is typed among the others. They are made
// for it alone, since there may be very many.
func (c *chooser) mix(more func(typed string) []choice) {
	c.more, c.mixed = more, true
	c.filter()
}

// sweptOn shows what more there is of what is typed; the bar stays on its line,
// or at the top if it is there.
func (c *chooser) SweptOn() {
	if !c.mixed {
		return
	}
	was, at, top := choice{}, c.at, c.top
	if at > 0 && c.under() >= 0 {
		was = c.choices[c.under()]
	}
	c.filter()
	if at <= 0 {
		return
	}
	c.at = max(0, slices.IndexFunc(c.shown, func(i int) bool { return c.choices[i].label == was.label && c.choices[i].detail == was.detail }))
	c.top = max(0, top+c.at-at)
}

// offerMore adds the choices that are made of what is typed.
func (c *chooser) offerMore() {
	if typed := strings.TrimSpace(c.field.value()); c.more != nil && typed != "" {
		for _, x := range c.more(typed) {
			c.choices = append(c.choices, x)
			c.shown = append(c.shown, len(c.choices)-1)
		}
	}
}

func holdsAll(s string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(s, w) })
}

func (c *chooser) Update(msg tea.Msg) Intent {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		was := c.under()
		intent := c.key(msg)
		if is := c.under(); intent == nil && c.moved != nil && is >= 0 && is != was {
			return c.moved(c.choices[is])
		}
		return intent
	case tea.PasteMsg:
		if c.field.update(msg) {
			c.filter()
		}
	case tea.MouseClickMsg:
		return c.click(msg.Mouse())
	case tea.MouseWheelMsg:
		if msg.Mouse().Button == tea.MouseWheelUp {
			c.move(-1)
		} else {
			c.move(1)
		}
	}
	return nil
}

func (c *chooser) key(press tea.KeyPressMsg) Intent {
	c.problem = false
	switch c.keys.typing(press) {
	case "chooser.close":
		if c.closed != nil {
			return c.closed
		}
		return closeDialog{}
	case "chooser.up":
		c.move(-1)
	case "chooser.down":
		c.move(1)
	case "chooser.pageup":
		c.move(-max(1, c.rows))
	case "chooser.pagedown":
		c.move(max(1, c.rows))
	case "chooser.pick":
		return c.chosen(func(x choice) Intent { return x.pick })
	case "chooser.other":
		if c.anyway != nil {
			return c.anyway
		}
		if c.under() == nowhere {
			c.move(1) // to look is safe: at the first one
		}
		return c.chosen(func(x choice) Intent { return x.other })
	default:
		if c.field.update(press) {
			c.filter()
		}
	}
	return nil
}

// under is the choice under the bar, or nowhere.
func (c *chooser) under() int {
	if c.at < 0 || c.at >= len(c.shown) {
		return nowhere
	}
	return c.shown[c.at]
}

func (c *chooser) move(by int) { c.at = min(max(c.at+by, 0), max(0, len(c.shown)-1)) }

// nothing says why the list is empty.
func (c *chooser) nothing() string {
	if typed := c.field.value(); typed != "" {
		return fmt.Sprintf(c.empty, typed)
	}
	return c.none
}

// click chooses the line under the pointer: the edge and the filter stand above
// the first one.
func (c *chooser) click(m tea.Mouse) Intent {
	row := m.Y - 2
	if m.Button != tea.MouseLeft || m.X <= 0 || m.X > c.width || row < 0 || row >= c.rows || c.top+row >= len(c.shown) {
		return nil
	}
	c.at = c.top + row
	return c.chosen(func(x choice) Intent { return x.pick })
}

func (c *chooser) chosen(what func(choice) Intent) Intent {
	at := c.under()
	if at == nowhere {
		c.problem = len(c.shown) > 0
		return nil
	}
	if c.choices[at].careful() && c.keys.pace.Held {
		return nil
	}
	return what(c.choices[at])
}

func (c *chooser) Draw(width, height int) panel {
	w := min(max(width-8, 36), 76)
	w = min(w, width-2)
	c.width = w
	c.rows = max(1, min(len(c.choices), height*2/3-3))
	c.top = min(max(c.top, c.at-c.rows+1), max(0, c.at))
	line, column := c.field.draw(w - 3)
	body := []string{" " + c.theme.Accent.Render(c.theme.Glyphs.Prompt) + " " + line}
	for i := c.top; i < c.top+c.rows; i++ {
		switch {
		case i < len(c.shown):
			body = append(body, c.row(c.choices[c.shown[i]], i == c.at, w))
		case i == 0:
			body = append(body, " "+c.theme.Faint.Render(text.CutWith(c.nothing(), w-2, c.theme.Glyphs.Cut)))
		default:
			body = append(body, "")
		}
	}
	if c.preview && height >= tall {
		body = append(body, c.drawBelow(w)...)
	}
	hints := c.edge()
	if at := c.under(); at != nowhere {
		if why := c.choices[at].off; why != "" {
			hints = []string{cutWords(why, w-3, c.theme.Glyphs.Cut)}
		}
	} else if c.problem {
		hints = []string{"type its whole name, or go to it with " + c.theme.Glyphs.UpDown}
	}
	return panel{lines: box(c.theme, c.title, hints, body, w), cursor: &point{x: 4 + column, y: 1}}
}

// belowRows is how much of a line's text is shown below the list.
const belowRows = 5

// drawBelow is the text of the line under the bar, always the same number of
// rows so that nothing jumps.
func (c *chooser) drawBelow(w int) []string {
	rows := make([]string, belowRows+1)
	rows[0] = " " + c.theme.Faint.Render(strings.Repeat(c.theme.Glyphs.H, max(0, w-2)))
	if at := c.under(); at >= 0 {
		wrapped := wrapLines(c.choices[at].below, w-2)
		for i := range min(belowRows, len(wrapped)) {
			rows[i+1] = " " + wrapped[i]
		}
		if len(wrapped) > belowRows {
			rows[belowRows] = " " + text.CutWith(wrapped[belowRows-1]+" "+c.theme.Glyphs.Cut, w-2, c.theme.Glyphs.Cut)
		}
	}
	return rows
}

// edge is the lower edge: the keys, the one that closes last.
func (c *chooser) edge() []string {
	words := c.keys.hints("chooser.pick", c.verb)
	if c.under() == nowhere && len(c.shown) > 0 {
		words = c.keys.hints("chooser.down", "to a line")
	}
	if c.second != "" {
		words = append(words, c.keys.hints("chooser.other", c.second)...)
	}
	if c.note != "" {
		words = append(words, c.note)
	}
	return append(words, c.keys.hints("chooser.close", "close")...)
}

func (c *chooser) row(x choice, selected bool, w int) string {
	mark, style := " ", c.theme.Text
	switch {
	case selected:
		mark, style = c.theme.Accent.Render(c.theme.Glyphs.Bar), c.theme.Strong
	case x.off != "":
		style = c.theme.Faint
	}
	share := max(w/2, w-4-text.Width(x.label)) // what the label leaves
	detail := text.CutWith(x.detail, share, c.theme.Glyphs.Cut)
	if x.off != "" { // what it cannot be done for is worth more than its key
		detail = cutWords(x.off, share, c.theme.Glyphs.Cut)
	}
	room := max(0, w-3-text.Width(detail)-1)
	return mark + " " + style.Render(text.Pad(text.CutWith(x.label, room, c.theme.Glyphs.Cut), room)) + " " + c.theme.Faint.Render(detail) + " "
}

func (c *chooser) KeepDraft() {
	if c.keep != nil {
		c.keep()
	}
}
