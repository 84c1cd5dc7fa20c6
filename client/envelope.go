package client

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// envelope takes the payload out of a successful body (contract §1.1) and tells
// whether it was wrapped, which is what sets the generations apart. The rule
// needs both status "success" and a data key: bare payloads have statuses of
// their own ("ok", "deleted", "away"). A {"success":true,"data":…} is no
// envelope: that is how the outcome of an action looks (contract §8.4).
func envelope(raw []byte) (payload json.RawMessage, wrapped bool, err error) {
	trimmed := bytes.TrimSpace(raw)
	if !json.Valid(trimmed) {
		return nil, false, fmt.Errorf("%w: %s", errShape, describe(trimmed))
	}
	if trimmed[0] != '{' {
		return trimmed, false, nil
	}
	// Pointers tell an absent key from an empty one.
	var outer struct {
		Status *json.RawMessage `json:"status"`
		Data   *json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(trimmed, &outer); err != nil {
		return trimmed, false, nil
	}
	if outer.Status == nil || string(*outer.Status) != `"success"` {
		return trimmed, false, nil
	}
	if outer.Data == nil {
		// "data":null leaves the pointer nil as well; only a present key wraps.
		if present := hasKey(trimmed, "data"); present {
			return json.RawMessage("null"), true, nil
		}
		return trimmed, false, nil
	}
	return *outer.Data, true, nil
}

// deepest is how far a value of the platform's may be nested. Its own stop at five or six; each level
// takes hundreds of times its bytes once it is decoded.
const deepest = 64

// shallow decodes a value unless it is nested too deeply.
func shallow[T any](raw json.RawMessage, decode func(json.RawMessage) (T, error)) (T, error) {
	if tooDeep(raw) {
		var none T
		return none, fmt.Errorf("%w: nested more than %d levels deep", errShape, deepest)
	}
	return decode(raw)
}

// tooDeep counts brackets outside of strings.
func tooDeep(raw []byte) bool {
	depth, inString, escaped := 0, false, false
	for _, c := range raw {
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped = c == '\\'
			inString = c != '"'
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			if depth++; depth > deepest {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

func hasKey(object []byte, key string) bool {
	var keys map[string]json.RawMessage
	_ = json.Unmarshal(object, &keys) // checked to be an object by the caller
	_, ok := keys[key]
	return ok
}

// describe names what a body is when it is no JSON, without repeating it.
func describe(b []byte) string {
	switch {
	case len(b) == 0:
		return "an empty answer"
	case looksHTML(b):
		return "a web page instead of data"
	}
	return "text instead of data"
}

func looksHTML(b []byte) bool {
	head := bytes.ToLower(bytes.TrimSpace(b[:min(len(b), 256)]))
	return bytes.HasPrefix(head, []byte("<!doctype")) || bytes.HasPrefix(head, []byte("<html")) ||
		bytes.HasPrefix(head, []byte("<?xml")) || bytes.HasPrefix(head, []byte("<head"))
}

// decodeList decodes the items of a list payload, {"<key>":[…],…} or, from
// relatives of the platform, a bare array. A null list is empty. Items that
// cannot be decoded are skipped and counted: one broken row must not hide
// the others.
func decodeList[T any](payload json.RawMessage, key string, decode func(json.RawMessage) (T, error)) (items []T, skipped int, err error) {
	list := payload
	if len(payload) == 0 || payload[0] != '[' {
		var keys map[string]json.RawMessage
		if err := decodeObject(payload, &keys); err != nil {
			return nil, 0, err
		}
		var ok bool
		if list, ok = keys[key]; !ok {
			return nil, 0, fmt.Errorf("%w: no %s in it", errShape, key)
		}
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(list, &raws); err != nil {
		return nil, 0, fmt.Errorf("%w: %s is no list", errShape, key)
	}
	items = make([]T, 0, len(raws))
	for _, raw := range raws {
		item, err := shallow(raw, decode)
		if err != nil {
			skipped++
			continue
		}
		items = append(items, item)
	}
	return items, skipped, nil
}
