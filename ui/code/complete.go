package code

import (
	"cmp"
	"slices"
	"strings"

	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// Candidate is a name that may stand in a placeholder, with the value it has now.
type Candidate struct {
	Name, Value string
	// Short names stand in single braces, in addresses only.
	Short bool
}

// manyOffered is how many candidates are shown at a time.
const manyOffered = 8

// Popup offers names after {{, and in addresses after {. The code editor has one; a field of one line
// uses it with what stands before and behind its cursor. The zero value is ready and closed.
type Popup struct {
	list   []Candidate
	at     int
	top    int
	single bool   // what is open is a single brace
	typed  string // the part of a name that stands before the cursor
	shut   string // what stood before the brace when the person closed the popup; nothing opens there again
	closed bool
}

// Open tells whether anything is offered.
func (p *Popup) Open() bool { return len(p.list) > 0 }

// Close offers nothing until the text changes.
func (p *Popup) Close() { p.list = nil }

// Dismiss offers nothing any more for the placeholder that is open: the person said so.
func (p *Popup) Dismiss(before string) {
	p.Close()
	if at, _, ok := openBrace(before, true); ok {
		p.shut, p.closed = before[:at], true
	}
}

// Refresh looks at the text before the cursor and offers what fits it. braces tells that single braces
// count; source is asked only where a placeholder is open. The line up to the cursor is enough.
func (p *Popup) Refresh(before string, braces bool, source func() []Candidate) {
	p.list = nil
	at, single, ok := openBrace(before, braces)
	if !ok || source == nil {
		p.closed = false
		return
	}
	if p.closed && p.shut == before[:at] {
		return
	}
	p.closed, p.single = false, single
	p.typed = strings.TrimLeft(before[at:], "{ ")
	p.list = fitting(source(), p.typed, single)
	if len(p.list) == 1 && p.list[0].Name == p.typed {
		p.list = nil // written out already
	}
	p.at, p.top = 0, 0
}

// openBrace is where the placeholder begins that the cursor stands in, and whether it has a single
// brace.
func openBrace(before string, braces bool) (at int, single, ok bool) {
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		at, single, ok = openBrace(before[i+1:], braces)
		return at + i + 1, single, ok
	}
	at = strings.LastIndexByte(before, '{')
	if at < 0 {
		return 0, false, false
	}
	if strings.ContainsAny(before[at+1:], "}\"'\\`|&=?#/") {
		return 0, false, false
	}
	if at > 0 && before[at-1] == '{' {
		return at - 1, false, true
	}
	return at, true, braces && !strings.Contains(before[at:], " ")
}

// fitting are the candidates that a typed part can mean, the likeliest first.
func fitting(all []Candidate, typed string, single bool) []Candidate {
	type ranked struct {
		Candidate
		rank int
	}
	want := text.Fold(typed)
	var list []ranked
	for _, c := range all {
		if c.Short != single {
			continue
		}
		if rank, ok := rankOf(text.Fold(c.Name), want); ok {
			list = append(list, ranked{c, rank})
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	var out []Candidate
	for _, r := range list {
		if r.rank == scattered && list[0].rank < scattered {
			break // a better guess is there
		}
		out = append(out, r.Candidate)
	}
	return out
}

// scattered is the rank of a name that only holds the letters typed, in their order.
const scattered = 3

// rankOf is how well a name fits: it begins so, one of its parts does, it holds it, or at least its
// letters in this order.
func rankOf(name, want string) (rank int, ok bool) {
	switch i := strings.Index(name, want); {
	case i == 0:
		return 0, true
	case i > 0 && (name[i-1] == '.' || name[i-1] == '_'):
		return 1, true
	case i > 0:
		return 2, true
	}
	for _, r := range want {
		i := strings.IndexRune(name, r)
		if i < 0 {
			return 0, false
		}
		name = name[i+len(string(r)):]
	}
	return scattered, true
}

// Move goes to another candidate.
func (p *Popup) Move(by int) {
	if n := len(p.list); n > 0 {
		p.at = ((p.at+by)%n + n) % n
	}
}

// Accept is the text before and behind the cursor once the candidate under the bar is taken: what was
// typed of the name, and what follows of it, give way, and the braces are closed.
func (p *Popup) Accept(before, after string) (newBefore, newAfter string) {
	at, single, ok := openBrace(before, true)
	if !ok || !p.Open() {
		return before, after
	}
	open, shut := "{{", "}}"
	if single {
		open, shut = "{", "}"
	}
	c := p.list[p.at]
	p.Close()
	if end := strings.Index(after, shut); end >= 0 && restOfName(after[:end]) {
		after = after[end+len(shut):]
	} else if !single && strings.HasPrefix(after, "}") {
		after = after[1:]
	}
	return before[:at] + open + c.Name + shut, after
}

// restOfName tells whether a text can be the end of a name that the cursor stands in.
func restOfName(s string) bool {
	return !strings.ContainsAny(s, "{\"'\\\n,:&=/") && !strings.Contains(strings.TrimRight(s, " "), " ")
}

// Rows draws what is offered: names and the values they have now, at most height rows of width cells.
func (p *Popup) Rows(th *theme.Theme, width, height int) []string {
	n := min(len(p.list), height, manyOffered)
	if n <= 0 || width <= 0 {
		return nil
	}
	p.top = max(min(p.top, p.at), p.at-n+1)
	names, values := 0, 0
	for _, c := range p.list[p.top : p.top+n] {
		names, values = max(names, text.Width(c.Name)), max(values, text.Width(text.Line(c.Value)))
	}
	names = min(names, max(width/2, width-24, width-values-4), width-2)
	rows := make([]string, 0, n)
	for i := p.top; i < p.top+n; i++ {
		c := p.list[i]
		bar, style := " ", th.Text
		if i == p.at {
			bar, style = th.Glyphs.Bar, th.Selected
		}
		name := style.Render(text.Pad(text.CutWith(text.Line(c.Name), names, th.Glyphs.Cut), names))
		value := text.Line(c.Value)
		if value == "" {
			value = "(empty)"
		}
		rest := max(width-text.Width(bar)-names-3, 0)
		row := style.Render(bar) + name + "  " + th.Faint.Render(text.CutWith(value, rest, th.Glyphs.Cut))
		rows = append(rows, text.Pad(row, width))
	}
	return rows
}

// Size is how many cells and rows the popup would like to have.
func (p *Popup) Size() (width, height int) {
	for _, c := range p.list {
		width = max(width, text.Width(c.Name)+5+min(text.Width(text.Line(c.Value)), 40))
	}
	return max(width, 24), min(len(p.list), manyOffered)
}

// offer looks whether a placeholder is open before the cursor.
func (p *Pane) offer(asked bool) {
	if p.lang == JavaScript {
		return
	}
	if asked {
		p.popup.closed = false
	}
	s := p.lines[p.at.line].s[:p.at.col]
	p.popup.Refresh(s, false, p.source)
}

// Offering tells whether names are offered now, so that the owner leaves esc, tab and enter alone.
func (p *Pane) Offering() bool { return p.popup.Open() }

// popupKey knows the keys of what is offered. taken says that the key was meant for it.
func (p *Pane) popupKey(name string) (changed, taken bool) {
	if name == "ctrl+space" || name == "ctrl+@" {
		p.offer(true)
		return p.popup.Open(), true
	}
	if !p.popup.Open() {
		return false, false
	}
	switch name {
	case "up", "ctrl+p":
		p.popup.Move(-1)
	case "down", "ctrl+n":
		p.popup.Move(+1)
	case "tab", "enter":
		p.take()
	case "esc":
		s := p.lines[p.at.line].s[:p.at.col]
		p.popup.Dismiss(s)
	default:
		return false, false
	}
	return true, true
}

// take puts the candidate under the bar into the text.
func (p *Pane) take() {
	s := p.lines[p.at.line].s
	before, after := s[:p.at.col], s[p.at.col:]
	newBefore, newAfter := p.popup.Accept(before, after)
	same := 0
	for same < len(newBefore) && same < len(before) && newBefore[same] == before[same] {
		same++
	}
	gone := len(after) - len(newAfter)
	p.remember(false)
	p.splice(pos{p.at.line, same}, pos{p.at.line, p.at.col + gone}, newBefore[same:])
}

// drawPopup lays what is offered over the rows below the cursor's, or above it where there is more
// room.
func (p *Pane) drawPopup(rows []shown, out []string) {
	if !p.popup.Open() {
		return
	}
	x, y, ok := p.Cursor()
	if !ok {
		return
	}
	width, height := p.popup.Size()
	width = min(width, p.width)
	from, room := y+1, len(out)-y-1
	if y > room && room < height {
		room = y
		from = y - min(height, y)
	}
	x = min(max(0, x-text.Width(p.popup.typed)-2), p.width-width)
	for i, row := range p.popup.Rows(p.th, width, room) {
		under := out[from+i]
		left := text.Pad(text.CutWith(under, x, ""), x)
		right := text.Spaces(p.width - x - width)
		out[from+i] = left + row + right
	}
}
