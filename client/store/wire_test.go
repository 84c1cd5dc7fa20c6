package store

import (
	"reflect"
	"testing"
)

// FuzzRows decodes what a damaged or foreign file may hold: an error or a row that can be written and
// read again, never a panic.
func FuzzRows(f *testing.F) {
	c, err := encodeContact(contact(1))
	if err != nil {
		f.Fatal(err)
	}
	m, err := encodeMessage(message(1))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{c, m, nil, []byte("null"), []byte(`{"i":"","t":{}}`), []byte(`{"i":"1","ur":-4,"at":9223372036854775807}`)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := decodeContact(data); err == nil {
			again, err := encodeContact(c)
			if err != nil {
				t.Fatal(err)
			}
			if back, err := decodeContact(again); err != nil || c.ID != back.ID || c.Unread != back.Unread || !c.At.Equal(back.At) {
				t.Errorf("%+v\n%+v %v", c, back, err)
			}
		}
		if m, err := decodeMessage("c1", data); err == nil {
			again, err := encodeMessage(m)
			if err != nil {
				t.Fatal(err)
			}
			if back, err := decodeMessage("c1", again); err != nil || !reflect.DeepEqual(m.Interactive, back.Interactive) || m.Body != back.Body {
				t.Errorf("%+v\n%+v %v", m, back, err)
			}
		}
	})
}
