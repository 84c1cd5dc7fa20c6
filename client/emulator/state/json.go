package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// DecodeAny reads any JSON value, numbers as they are written.
func DecodeAny(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return v, nil
}

// Canonical is JSON as the platform stores it: keys sorted, numbers as written.
func Canonical(raw []byte) json.RawMessage {
	v, err := DecodeAny(raw)
	if err != nil {
		return json.RawMessage(`{}`)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return json.RawMessage(`{}`)
	}
	return out
}
