package studio

import (
	"strings"

	"keydesk/ui/text"
)

// spot is where the content of a field was drawn, in rows and columns of the whole form.
type spot struct {
	id   string
	from int // the field's first row
	to   int // behind its last, what stands below it included
	x, y int // where its content begins
	rows int // of its content
}

// Click gives the keyboard to the field that was drawn at a place of the form, and takes what was
// clicked there: an answer, an entry, a place in the text. changed says that the action did.
func (f *Form) Click(x, y int) (changed bool) {
	y += f.top
	for _, s := range f.spots {
		if y < s.from || y >= s.to {
			continue
		}
		there := f.Focused() == s.id
		f.Focus(s.id)
		if x -= s.x; x < 0 || y < s.y || y >= s.y+s.rows {
			return false
		}
		return f.clickIn(f.now(), x, y-s.y, there)
	}
	return false
}

// clickIn handles a click into the content of a field; there says that it was under the keyboard, and
// so was drawn as it is when it is worked in.
func (f *Form) clickIn(x *field, cx, cy int, there bool) (changed bool) {
	switch x.kind {
	case choice:
		return f.ReadOnly == "" && f.clickAnswer(x, cx)
	case rows:
		x.at = min(cy, len(x.list))
	case oneLine:
		if there && f.ReadOnly == "" {
			x.line.Click(cx, cy)
			x.popup.Close()
		}
	case manyLines:
		if c, ok := x.editor.(*codeArea); ok && there {
			c.pane.Click(cx, cy)
		}
	}
	return false
}

// clickAnswer takes the answer that stands at a column, where all of them are drawn.
func (f *Form) clickAnswer(x *field, column int) (changed bool) {
	if x.id == FieldIcon {
		return false
	}
	var words []string
	for _, option := range x.choices() {
		words = append(words, f.mark(x, option)+" "+f.answer(x, option))
	}
	if text.Width(strings.Join(words, between)) > x.room {
		return false // only the chosen one is drawn
	}
	for i, option := range x.choices() {
		w := text.Width(words[i])
		if column < w && option != x.picked {
			x.picked = option
			f.forget(x.id)
			return true
		}
		if column -= w + len(between); column < 0 {
			return false
		}
	}
	return false
}
