package template

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"sync"
)

// order is the order of the keys of one JSON value and of those inside it. Decoded objects are maps,
// which have none; a receiver or a script may well list the fields of a contact as they come. The
// methods of a nil order know of no key.
type order struct {
	keys  []string
	inner map[string]*order // by key, or by the index in a list
}

// readOrder reads the order in which valid JSON has its keys; nil for a value without any.
func readOrder(data []byte) *order {
	if len(data) == 0 {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return nextOrder(dec)
}

func nextOrder(dec *json.Decoder) *order {
	t, err := dec.Token()
	d, ok := t.(json.Delim)
	if err != nil || !ok {
		return nil
	}
	o, seen := &order{}, map[string]bool{}
	for n := 0; dec.More(); n++ {
		key := strconv.Itoa(n)
		if d == '{' {
			if t, err = dec.Token(); err != nil {
				return o
			}
			key, _ = t.(string)
			if !seen[key] {
				seen[key] = true
				o.keys = append(o.keys, key)
			}
		}
		inner := nextOrder(dec)
		if inner == nil {
			delete(o.inner, key) // a key that is there twice has its last value
			continue
		}
		if o.inner == nil {
			o.inner = map[string]*order{}
		}
		o.inner[key] = inner
	}
	_, _ = dec.Token()
	return o
}

// Sent is JSON as it was sent, whose order is read when it is first asked for.
type Sent struct {
	raw   json.RawMessage
	once  sync.Once
	order *order
}

// Keys is the order of the keys; nil where none is known.
func (s *Sent) Keys() *order {
	if s == nil {
		return nil
	}
	s.once.Do(func() { s.order, s.raw = readOrder(s.raw), nil })
	return s.order
}

// in is the order inside the value of a key.
func (o *order) in(key string) *order {
	if o == nil {
		return nil
	}
	return o.inner[key]
}

// sorted are the keys of an object: the known ones in their order, then the others by the alphabet.
func (o *order) sorted(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	if o != nil {
		for _, k := range o.keys {
			if _, there := m[k]; there {
				keys = append(keys, k)
			}
		}
	}
	if len(keys) < len(m) {
		known := len(keys)
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !slices.Contains(keys[:known], k) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// appendJSON writes decoded JSON with its keys in order.
func appendJSON(b *bytes.Buffer, v any, o *order) error {
	switch d := v.(type) {
	case map[string]any:
		if d == nil {
			break
		}
		b.WriteByte('{')
		for i, k := range o.sorted(d) {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := appendJSON(b, k, nil); err != nil {
				return err
			}
			b.WriteByte(':')
			if err := appendJSON(b, d[k], o.in(k)); err != nil {
				return err
			}
		}
		b.WriteByte('}')
		return nil
	case []any:
		if d == nil {
			break
		}
		b.WriteByte('[')
		for i, item := range d {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := appendJSON(b, item, o.in(strconv.Itoa(i))); err != nil {
				return err
			}
		}
		b.WriteByte(']')
		return nil
	}
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line break behind it
	return nil
}

// Ordered is a value that is written as JSON in its order.
type Ordered struct {
	Value any
	Order *order
}

// MarshalJSON writes the value.
func (v Ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	err := appendJSON(&b, v.Value, v.Order)
	return b.Bytes(), err
}
