package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The types below are scalars as platforms really send them. A relative of the
// platform that writes a number as a string, or null for "", must not cost the
// agent a whole page of conversations, so they take the nearest meaning and
// never fail.

// text is a string; numbers and booleans keep their spelling, anything else is "".
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	*t = ""
	switch {
	case len(b) > 0 && b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*t = text(s)
	case len(b) > 0 && b[0] != '{' && b[0] != '[' && string(b) != "null":
		*t = text(b)
	}
	return nil
}

// flag is a boolean, also as "true", "1" or 1.
type flag bool

func (f *flag) UnmarshalJSON(b []byte) error {
	on, err := strconv.ParseBool(strings.Trim(string(b), `"`))
	*f = flag(on && err == nil)
	return nil
}

// whole is an integer, also as a string; what is none is 0.
type whole int

func (w *whole) UnmarshalJSON(b []byte) error {
	*w = 0
	s := strings.Trim(string(b), `"`)
	if n, err := strconv.Atoi(s); err == nil {
		*w = whole(n)
	} else if f, err := strconv.ParseFloat(s, 64); err == nil && f > -1e15 && f < 1e15 {
		*w = whole(f)
	}
	return nil
}

// moment is an RFC 3339 time; null, "" and what is no time are the zero time.
// Fractions differ between answers for the same message (contract §1.2), so
// times order messages and never identify them.
type moment time.Time

func (m *moment) UnmarshalJSON(b []byte) error {
	*m = moment{}
	if t, err := time.Parse(time.RFC3339Nano, strings.Trim(string(b), `"`)); err == nil && t.Year() > 1 {
		*m = moment(t.UTC())
	}
	return nil
}

func (m moment) time() time.Time { return time.Time(m) }

// stored is the time as the platform's database has it. What it tells before it has
// stored it is finer (contract §1.2), and would be newer than the same time in a list.
func (m moment) stored() time.Time { return time.Time(m).Truncate(time.Microsecond) }

// words is a list of strings; null and what is no list is empty, and items
// that are no text are left out.
type words []string

func (w *words) UnmarshalJSON(b []byte) error {
	var items []text
	*w = nil
	if json.Unmarshal(b, &items) != nil {
		return nil
	}
	for _, item := range items {
		if item != "" {
			*w = append(*w, string(item))
		}
	}
	return nil
}

// body is the text of a message, which comes as {"body":"…"} and, in some
// realtime events, as a bare string (contract §15.4). Whatever its own content
// is (locations and contact cards are JSON in a string, contract §5.3), it is
// kept as it is.
type body string

func (c *body) UnmarshalJSON(b []byte) error {
	*c = ""
	var whole struct {
		Body text `json:"body"`
	}
	if len(b) > 0 && b[0] == '{' && json.Unmarshal(b, &whole) == nil {
		*c = body(whole.Body)
		return nil
	}
	var bare text
	if err := json.Unmarshal(b, &bare); err != nil {
		return err
	}
	*c = body(bare)
	return nil
}

// errShape is what a decoder says of JSON that is not what was asked for.
var errShape = errors.New("an unexpected shape")

// decodeObject decodes a JSON object into v and refuses anything else, null
// included: an absent object is never an empty one.
func decodeObject(raw []byte, v any) error {
	if b := bytes.TrimLeft(raw, " \t\r\n"); len(b) == 0 || b[0] != '{' {
		return fmt.Errorf("%w: no object", errShape)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("%w: %w", errShape, err)
	}
	return nil
}

// decodeMap decodes a free-form object with numbers kept as json.Number, so
// that a long customer number never becomes 1.2e+18. What is no object is nil.
func decodeMap(raw json.RawMessage) map[string]any {
	if len(raw) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var m map[string]any
	if d.Decode(&m) != nil {
		return nil
	}
	return m
}

// zeroUUID is how one generation says "none" for a reference (contract §4.1).
const zeroUUID = "00000000-0000-0000-0000-000000000000"

// reference is an id, or "" for the ways of saying none.
func reference(ids ...text) string {
	for _, id := range ids {
		if id != "" && id != zeroUUID {
			return string(id)
		}
	}
	return ""
}
