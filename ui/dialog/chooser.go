package dialog

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

// Choice is one line of a chooser.
type Choice struct {
	Label  string        // printable
	Detail string        // printable, faint, at the right
	Search string        // a record's words beside its label; see filter
	Names  []string      // its own name and others, by which it is found; none: its label
	Class  command.Class // what choosing it does; see chooser.first
	Last   bool          // stands below everything else, whatever matches
	Off    string        // reason why it cannot be chosen, "" if it can
	Verb   string        // what choosing it does, "" for the chooser's own word
	Below  string        // shown under the list while the bar is on it, see preview
	Pick   Intent
	Other  Intent // for the chooser's second key; nil: none
}

// Chooser is a list one filters by typing: the palette, the list of actions.
type Chooser struct {
	theme  *theme.Theme
	keys   Keys
	title  string
	empty  string // sentence when nothing matches, with one %q for the filter
	None   string // sentence when there is nothing and nothing was typed
	Verb   string // what choosing does, for the lower edge
	Second string // the second way to choose, for example "preview"; "" for none
	Note   string // a hint that is no key, "" for none

	Marks  bool                        // several lines can be marked: space marks, enter takes what is marked
	Anyway Intent                      // what the second key wants whatever the bar is on; nil: the line's own
	More   func(typed string) []Choice // choices made of what is typed, shown last; nil: none
	fixed  int                         // how many of the choices are not made of what is typed
	Moved  func(Choice) Intent         // what is wanted when the bar comes to a line; nil: nothing
	Closed Intent                      // what closing without a choice wants; nil: only that
	Keep   func()                      // keeps what was chosen so far as a draft; nil: it is none

	Wary    bool // what is typed need not be meant for what sends: it has to be named
	mixed   bool // the choices of more are ranked among the others, and some are there before anything is typed
	Wide    bool // takes the width that its lines need, where there is so much
	Preview bool // the text of the line under the bar stands below the list
	Records bool // the choices are records, to be found by their words
	Choices []Choice
	Field   Field
	Shown   []int // indexes into choices
	At      int   // index into shown, or nowhere
	problem bool  // enter was pressed with the bar nowhere
	top     int
	rows    int // rows of the list when last drawn, for paging
	width   int // cells within the frame when last drawn
}

// NewChooser opens nothing yet. empty is the sentence when nothing matches, with one
// %q for what was typed.
func (k *Kit) NewChooser(title, empty string, choices []Choice) *Chooser {
	c := &Chooser{theme: &k.Theme, keys: k.KeysIn(command.ScopeChooser), Verb: "choose", title: title, empty: empty, None: "There is nothing here yet.", Choices: choices, fixed: len(choices), Field: NewField("type to filter", false)}
	c.filter()
	return c
}

// Type puts a text into the filter, as if it were typed.
func (c *Chooser) Type(s string) {
	c.Field.Set(s)
	c.filter()
}

// SetChoices replaces the lines; what is typed stays.
func (c *Chooser) SetChoices(choices []Choice) {
	c.Choices, c.fixed = choices, len(choices)
	c.filter()
}

// filter shows what matches the typed text, best first; all of it in its own
// order while nothing is typed. Records match by whole pieces of their words
// and keep their order: letters scattered over a long record say nothing.
func (c *Chooser) filter() {
	c.Shown, c.top = c.Shown[:0], 0
	defer func() { c.At = c.first() }()
	c.Choices = c.Choices[:min(c.fixed, len(c.Choices))]
	if c.mixed {
		c.Choices = append(c.Choices, c.More(strings.TrimSpace(c.Field.Value()))...)
	} else {
		defer c.offerMore()
	}
	if c.Field.Value() == "" {
		for i := range c.Choices {
			c.Shown = append(c.Shown, i)
		}
		return
	}
	if c.Records {
		search := text.NewSearch(c.Field.Value())
		for i, x := range c.Choices {
			if search.In(x.Label + " " + x.Search) {
				c.Shown = append(c.Shown, i)
			}
		}
		return
	}
	c.rank()
}

// rank shows what matches, best first: what can be done before what cannot, what
// stays here before what leaves the desk. What more brought, matched by what its
// Label does not show, follows.
func (c *Chooser) rank() {
	typed := c.Field.Value()
	type found struct{ at, how, off, careful int }
	var list []found
	for i := range c.Choices {
		x := &c.Choices[i]
		how := x.match(typed)
		switch {
		case x.Last && !c.mixed:
			continue
		case x.Last, how == matchNone && i >= c.fixed:
			how = matchNone
		case how == matchNone:
			continue
		}
		f := found{at: i, how: how, off: min(1, len(x.Off))}
		if x.careful() && !x.named(typed) {
			f.careful = 1
		}
		if x.Last {
			f.off = 2
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.how, b.how), cmp.Compare(a.off, b.off), cmp.Compare(a.careful, b.careful))
	})
	for _, f := range list {
		c.Shown = append(c.Shown, f.at)
	}
}

// first is where the bar begins: on the first line, but on none while that would
// send or destroy something that was not named.
func (c *Chooser) first() int {
	if len(c.Shown) > 0 {
		typed := c.Field.Value()
		if x := &c.Choices[c.Shown[0]]; x.careful() && !x.named(typed) && (c.Wary || typed == "") {
			return Nowhere
		}
	}
	return 0
}

// Nowhere is the bar's place while no line is chosen.
const Nowhere = -1

// Mix ranks choices that depend on what is typed among the others. They are made
// for it alone, since there may be very many.
func (c *Chooser) Mix(more func(typed string) []Choice) {
	c.More, c.mixed = more, true
	c.filter()
}

// SweptOn shows what more there is of what is typed; the bar stays on its line,
// or at the top if it is there.
func (c *Chooser) SweptOn() {
	if !c.mixed {
		return
	}
	was, at, top := Choice{}, c.At, c.top
	if at > 0 && c.Under() >= 0 {
		was = c.Choices[c.Under()]
	}
	c.filter()
	if at <= 0 {
		return
	}
	c.At = max(0, slices.IndexFunc(c.Shown, func(i int) bool { return c.Choices[i].Label == was.Label && c.Choices[i].Detail == was.Detail }))
	c.top = max(0, top+c.At-at)
}

// offerMore adds the choices that are made of what is typed.
func (c *Chooser) offerMore() {
	if typed := strings.TrimSpace(c.Field.Value()); c.More != nil && typed != "" {
		for _, x := range c.More(typed) {
			c.Choices = append(c.Choices, x)
			c.Shown = append(c.Shown, len(c.Choices)-1)
		}
	}
}

// Update handles a key, a paste or the mouse.
func (c *Chooser) Update(msg tea.Msg) Intent {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		was := c.Under()
		intent := c.key(msg)
		if is := c.Under(); intent == nil && c.Moved != nil && is >= 0 && is != was {
			return c.Moved(c.Choices[is])
		}
		return intent
	case tea.PasteMsg:
		if c.Field.Update(msg) {
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

func (c *Chooser) key(press tea.KeyPressMsg) Intent {
	c.problem = false
	if c.Marks && c.Field.Value() == "" && press.Text != "" && c.keys.ID(press) == "chooser.mark" {
		return c.chosen(func(x Choice) Intent { return x.Pick })
	}
	switch c.keys.Typing(press) {
	case "chooser.close":
		if c.Closed != nil {
			return c.Closed
		}
		return CloseDialog{}
	case "chooser.up":
		c.move(-1)
	case "chooser.down":
		c.move(1)
	case "chooser.pageup":
		c.move(-max(1, c.rows))
	case "chooser.pagedown":
		c.move(max(1, c.rows))
	case "chooser.pick":
		if c.Marks && c.Field.Value() == "" {
			return c.Anyway
		}
		return c.chosen(func(x Choice) Intent { return x.Pick })
	case "chooser.other":
		if c.Anyway != nil {
			return c.Anyway
		}
		if c.Under() == Nowhere {
			c.move(1) // to look is safe: at the first one
		}
		return c.chosen(func(x Choice) Intent { return x.Other })
	default:
		if c.Field.Update(press) {
			c.filter()
		}
	}
	return nil
}

// Under is the choice under the bar, or nowhere.
func (c *Chooser) Under() int {
	if c.At < 0 || c.At >= len(c.Shown) {
		return Nowhere
	}
	return c.Shown[c.At]
}

func (c *Chooser) move(by int) { c.At = min(max(c.At+by, 0), max(0, len(c.Shown)-1)) }

// nothing says why the list is empty.
func (c *Chooser) nothing() string {
	if typed := c.Field.Value(); typed != "" {
		return fmt.Sprintf(c.empty, typed)
	}
	return c.None
}

// click chooses the line under the pointer: the edge and the filter stand above
// the first one.
func (c *Chooser) click(m tea.Mouse) Intent {
	row := m.Y - 2
	if m.Button != tea.MouseLeft || m.X <= 0 || m.X > c.width || row < 0 || row >= c.rows || c.top+row >= len(c.Shown) {
		return nil
	}
	c.At = c.top + row
	return c.chosen(func(x Choice) Intent { return x.Pick })
}

func (c *Chooser) chosen(what func(Choice) Intent) Intent {
	at := c.Under()
	if at == Nowhere {
		c.problem = len(c.Shown) > 0
		return nil
	}
	if c.Choices[at].careful() && c.keys.Pace.Held {
		return nil
	}
	return what(c.Choices[at])
}

// needed is the width of the longest line, if the list is to take it.
func (c *Chooser) needed() int {
	w := 0
	for i := range c.Choices {
		if x := &c.Choices[i]; c.Wide {
			w = max(w, text.Width(x.Label)+text.Width(x.Detail)+4)
		}
	}
	return w
}

// Draw draws the list for a screen of the given size.
func (c *Chooser) Draw(width, height int) Panel {
	w := min(width-2, max(width-8, 36), max(76, c.needed()))
	c.width = w
	c.rows = max(1, min(len(c.Choices), height*2/3-3))
	c.top = min(max(c.top, c.At-c.rows+1), max(0, c.At))
	line, column := c.Field.Draw(w - 3)
	body := []string{" " + c.theme.Accent.Render(c.theme.Glyphs.Prompt) + " " + line}
	for i := c.top; i < c.top+c.rows; i++ {
		switch {
		case i < len(c.Shown):
			body = append(body, c.row(c.Choices[c.Shown[i]], i == c.At, w))
		case i == 0:
			body = append(body, " "+c.theme.Faint.Render(text.CutWith(c.nothing(), w-2, c.theme.Glyphs.Cut)))
		default:
			body = append(body, "")
		}
	}
	if c.Preview && height >= Tall {
		body = append(body, c.drawBelow(w)...)
	}
	hints := c.edge()
	if at := c.Under(); at != Nowhere {
		if why := c.Choices[at].Off; why != "" {
			hints = []string{text.CutWords(why, w-3, c.theme.Glyphs.Cut)}
		}
	} else if c.problem {
		hints = []string{"type its whole name, or go to it with " + c.theme.Glyphs.UpDown}
	}
	return Panel{Lines: Box(c.theme, c.title, hints, body, w), Cursor: &Point{X: 4 + column, Y: 1}}
}

// belowRows is how much of a line's text is shown below the list.
const belowRows = 5

// drawBelow is the text of the line under the bar, always the same number of
// rows so that nothing jumps.
func (c *Chooser) drawBelow(w int) []string {
	rows := make([]string, belowRows+1)
	rows[0] = " " + c.theme.Faint.Render(strings.Repeat(c.theme.Glyphs.H, max(0, w-2)))
	if at := c.Under(); at >= 0 {
		wrapped := WrapLines(c.Choices[at].Below, w-2)
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
func (c *Chooser) edge() []string {
	verb := c.Verb
	if at := c.Under(); at != Nowhere {
		verb = cmp.Or(c.Choices[at].Verb, verb)
	}
	words := c.keys.Hints("chooser.pick", verb)
	switch {
	case c.Marks && c.Field.Value() == "":
		words = append(c.keys.Hints("chooser.mark", "mark"), words...)
	case c.Marks:
		words = c.keys.Hints("chooser.pick", "mark")
	}
	if c.Under() == Nowhere && len(c.Shown) > 0 {
		words = c.keys.Hints("chooser.down", "to a line")
	}
	if c.Second != "" {
		words = append(words, c.keys.Hints("chooser.other", c.Second)...)
	}
	if c.Note != "" {
		words = append(words, c.Note)
	}
	return append(words, c.keys.Hints("chooser.close", "close")...)
}

func (c *Chooser) row(x Choice, selected bool, w int) string {
	mark, style := " ", c.theme.Text
	switch {
	case selected:
		mark, style = c.theme.Accent.Render(c.theme.Glyphs.Bar), c.theme.Strong
	case x.Off != "":
		style = c.theme.Faint
	}
	share := max(w/2, w-4-text.Width(x.Label)) // what the label leaves
	detail := text.CutWith(x.Detail, share, c.theme.Glyphs.Cut)
	if x.Off != "" { // what it cannot be done for is worth more than its key
		detail = text.CutWords(x.Off, share, c.theme.Glyphs.Cut)
	}
	room := max(0, w-3-text.Width(detail)-1)
	return mark + " " + style.Render(text.Pad(text.CutWith(x.Label, room, c.theme.Glyphs.Cut), room)) + " " + c.theme.Faint.Render(detail) + " "
}

// KeepDraft keeps what was chosen so far, where that is a draft.
func (c *Chooser) KeepDraft() {
	if c.Keep != nil {
		c.Keep()
	}
}
