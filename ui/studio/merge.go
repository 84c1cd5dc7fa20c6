package studio

import (
	"slices"

	"keydesk/actions"
)

// Pick is which side's value of a field is taken.
type Pick int

// The picks. Undecided fields were changed by both sides and have to be decided before saving.
const (
	Undecided Pick = iota
	Mine
	Theirs
)

// Merge is an action that changed here and on the platform, decided field by field. Nothing is taken
// unseen: what only one side changed is taken from there unless somebody says otherwise, and what both
// changed waits for a decision.
type Merge struct {
	Fields []MergeField
	At     int // the field under the bar

	base, mine, theirs actions.Stored
	top                int
	shown              int // fields drawn
}

// MergeField is one field that at least one side changed.
type MergeField struct {
	Name         string
	Mine, Theirs *actions.Change // nil: that side left it as it was
	Pick         Pick
}

// NewMerge compares both sides with what they began with. A field both changed to the same value is
// settled.
func NewMerge(base, mine, theirs actions.Stored) *Merge {
	m := &Merge{base: base, mine: mine, theirs: theirs}
	differ := map[string]bool{}
	for _, c := range actions.Changes(mine, theirs) {
		differ[c.Field] = true
	}
	add := func(c actions.Change, pick Pick, put func(*MergeField, *actions.Change)) {
		if !differ[c.Field] {
			return
		}
		i := slices.IndexFunc(m.Fields, func(f MergeField) bool { return f.Name == c.Field })
		if i < 0 {
			m.Fields = append(m.Fields, MergeField{Name: c.Field, Pick: pick})
			i = len(m.Fields) - 1
		} else {
			m.Fields[i].Pick = Undecided
		}
		put(&m.Fields[i], &c)
	}
	for _, c := range actions.Changes(base, theirs) {
		add(c, Theirs, func(f *MergeField, c *actions.Change) { f.Theirs = c })
	}
	for _, c := range actions.Changes(base, mine) {
		add(c, Mine, func(f *MergeField, c *actions.Change) { f.Mine = c })
	}
	for i, f := range m.Fields {
		if f.Pick == Undecided {
			m.At = i
			break
		}
	}
	return m
}

// Theirs is the action as the platform has it.
func (m *Merge) Theirs() actions.Stored { return m.theirs }

// OnlyPlace says whether nothing but order and state changed there: that is no work to be lost.
func (m *Merge) OnlyPlace() bool {
	return !slices.ContainsFunc(m.Fields, func(f MergeField) bool {
		return f.Theirs != nil && (f.Name != "active" && f.Name != "order" || f.Mine != nil)
	})
}

// Move moves the bar.
func (m *Merge) Move(by int) { m.At = max(0, min(m.At+by, len(m.Fields)-1)) }

// Take decides the field under the bar.
func (m *Merge) Take(p Pick) {
	if m.At < len(m.Fields) {
		m.Fields[m.At].Pick = p
	}
}

// TakeAll decides every field for one side.
func (m *Merge) TakeAll(p Pick) {
	for i := range m.Fields {
		m.Fields[i].Pick = p
	}
}

// Open counts the fields that wait for a decision.
func (m *Merge) Open() int {
	n := 0
	for _, f := range m.Fields {
		if f.Pick == Undecided {
			n++
		}
	}
	return n
}

// Result is the platform's action with what was taken from here.
func (m *Merge) Result() actions.Stored {
	s := m.theirs
	for _, f := range m.Fields {
		if f.Pick == Mine {
			s = s.Take(f.Name, m.mine)
		}
	}
	return s
}
