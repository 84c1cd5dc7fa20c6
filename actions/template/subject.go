package template

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"time"
)

// Subject is the data an action is about. Maps hold decoded JSON with json.Number for numbers.
// A plan copies what it needs; the maps are only read.
type Subject struct {
	Contact, User, Organization, Conversation map[string]any
	// AsOf is when the platform told them; zero where that is not known.
	AsOf time.Time
	// sent is what the maps were decoded from, by root name: it has the order of the keys.
	Sent map[string]*Sent
}

// ParseSubject reads {"contact":{…},"user":{…},"organization":{…},"conversation":{…}?}. Objects
// may be as the platform sends them, its envelope included. A missing contact is an error.
func ParseSubject(data []byte) (Subject, error) {
	top, err := DecodeObject(data)
	if err != nil {
		return Subject{}, fmt.Errorf("reading the context: %w", err)
	}
	var s Subject
	sent := sentIn(data, top)
	top = Unwrap(top)
	part := func(name string) (map[string]any, error) {
		v, ok := top[name]
		if !ok || v == nil {
			return nil, nil
		}
		m, ok := v.(map[string]any)
		if !ok {
			return nil, fmt.Errorf(`reading the context: %q must be an object, e.g. {"id":"…","name":"…"}`, name)
		}
		s.send(name, sent[name], m)
		return Unwrap(m), nil
	}
	for _, p := range []struct {
		to   *map[string]any
		name string
	}{{&s.Contact, "contact"}, {&s.User, "user"}, {&s.Organization, "organization"}, {&s.Conversation, "conversation"}} {
		if *p.to, err = part(p.name); err != nil {
			return Subject{}, err
		}
	}
	if s.User == nil {
		if s.User, err = part("agent"); err != nil {
			return Subject{}, err
		}
		if s.User != nil {
			s.Sent["user"] = s.Sent["agent"]
		}
	}
	if s.Contact == nil {
		return Subject{}, errors.New(`reading the context: there is no "contact" in it; write {"contact":{"id":"…","phone_number":"…","name":"…"}}`)
	}
	return s.normal(), nil
}

// NewSubject builds a subject from the platform's objects as received. Empty parts are allowed.
func NewSubject(contact, user, organization json.RawMessage) (Subject, error) {
	var s Subject
	for _, p := range []struct {
		to   *map[string]any
		name string
		raw  json.RawMessage
	}{{&s.Contact, "contact", contact}, {&s.User, "user", user}, {&s.Organization, "organization", organization}} {
		if len(bytes.TrimSpace(p.raw)) == 0 {
			continue
		}
		m, err := DecodeObject(p.raw)
		if err != nil {
			return Subject{}, fmt.Errorf("reading the %s: %w", p.name, err)
		}
		s.send(p.name, p.raw, m)
		*p.to = Unwrap(m)
	}
	return s.normal(), nil
}

// send remembers what a root was decoded from.
func (s *Subject) send(root string, raw json.RawMessage, m map[string]any) {
	if s.Sent == nil {
		s.Sent = map[string]*Sent{}
	}
	if wrapped(m) {
		raw = sentIn(raw, nil)["data"]
	}
	s.Sent[root] = &Sent{raw: raw}
}

// sentIn are the members of an object as they were sent, without the envelope if m has one.
func sentIn(raw json.RawMessage, m map[string]any) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) == nil && wrapped(m) {
		return sentIn(members["data"], nil)
	}
	return members
}

// WithConversation returns the subject with conversation data, for scripts and conditions: id,
// assignee, unread, account, messages.
func (s Subject) WithConversation(c map[string]any) Subject {
	s.Conversation = c
	return s
}

// normal fills what placeholders promise but the platform keeps elsewhere: user.name is full_name
// in its objects, and user.role is an object with a name (its own runner gives null, contract §8.5).
func (s Subject) normal() Subject {
	if s.User != nil {
		u := maps.Clone(s.User)
		if name, ok := u["full_name"]; ok {
			if old, has := u["name"]; !has || old == nil || old == "" {
				u["name"] = name
			}
		}
		if role, ok := u["role"].(map[string]any); ok {
			u["role"] = role["name"]
		}
		s.User = u
	}
	if s.Contact != nil {
		c := maps.Clone(s.Contact)
		fillFrom(c, "name", "profile_name")
		fillFrom(c, "profile_name", "name")
		s.Contact = c
	}
	return s
}

func fillFrom(m map[string]any, to, from string) {
	if _, ok := m[to]; !ok {
		if v, ok := m[from]; ok {
			m[to] = v
		}
	}
}

// DecodeObject decodes one JSON object with exact numbers and nothing after it.
func DecodeObject(data []byte) (map[string]any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, jsonFault(data, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("there is something after the JSON object; remove it")
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("it must be a JSON object, not %s", KindOf(v))
	}
	return m, nil
}

// Unwrap removes the platform's envelope (contract §1.1).
func Unwrap(m map[string]any) map[string]any {
	if wrapped(m) {
		return m["data"].(map[string]any)
	}
	return m
}

func wrapped(m map[string]any) bool {
	_, ok := m["data"].(map[string]any)
	return ok && m["status"] == "success"
}

// KindOf names a decoded JSON value's kind for a message.
func KindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return "true or false"
	case json.Number, float64:
		return "a number"
	case []any:
		return "a list"
	}
	return "an object"
}
