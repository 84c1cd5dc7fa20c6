package template

import (
	"maps"
	"slices"
)

// Field is a name that may stand in a placeholder, with the value it has for a subject: what an
// editor offers after {{.
type Field struct {
	// Name is the whole path, as contact.phone_number; of a short one the word alone, as phone.
	Name string
	// Short names stand in single braces, in addresses only.
	Short bool
	// Value is the text that would be put in, raw, cut where it is long; "" when the field is empty.
	Value string
}

// maxFieldValue is how much of a value an editor is told.
const maxFieldValue = 120

// Fields lists every name that has a value for the subject and inputs: the short ones first, then the
// paths, each sorted.
func (s Subject) Fields(inputs map[string]any) []Field {
	sc := s.Scope(inputs)
	list := make([]Field, 0, 64)
	add := func(name, path string, short bool) {
		v, err := sc.Lookup("", Piece{Name: path})
		if err != nil {
			return
		}
		list = append(list, Field{Name: name, Short: short, Value: CutBytes(v.Text(), maxFieldValue)})
	}
	for _, short := range slices.Sorted(maps.Keys(singleNames)) {
		add(short, singleNames[short], true)
	}
	for _, name := range s.Names(inputs) {
		add(name, name, false)
	}
	return list
}
