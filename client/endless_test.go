package client

import (
	"strings"
	"testing"
)

// A platform that always has more, and always the same, is asked no more than twice.
func TestPagesWithoutEnd(t *testing.T) {
	const same = `{"messages":[{"id":"m1"},{"id":"m2"}],"notes":[{"id":"m1"},{"id":"m2"}],"tags":[{"name":"a"}],"has_more":true,"total":1000000000}`
	p := &recorder{answer: always(200, same)}
	c := connectTo(t, p, Options{})
	page, err := c.Messages(t.Context(), "c1", MessageQuery{})
	if err != nil || !page.HasMore {
		t.Fatalf("%+v, %v", page, err)
	}
	if page, err = c.Messages(t.Context(), "c1", MessageQuery{Before: "m1"}); err != nil || page.HasMore {
		t.Errorf("messages: %+v, %v", page, err)
	}
	if notes, err := c.Notes(t.Context(), "c1", "m1", 10); err != nil || notes.HasMore {
		t.Errorf("notes: %+v, %v", notes, err)
	}
	p.mu.Lock()
	p.requests = nil
	p.mu.Unlock()
	tags, err := c.Tags(t.Context())
	if err != nil || len(tags) != 1 || len(p.all()) != 2 {
		t.Errorf("%d tags after %d requests, %v", len(tags), len(p.all()), err)
	}
	p.answer = always(200, strings.Replace(same, `{"id":"m1"},{"id":"m2"}`, "", 1))
	if page, err = c.Messages(t.Context(), "c1", MessageQuery{Before: "m1"}); err != nil || page.HasMore {
		t.Errorf("nothing, and more of it: %+v, %v", page, err)
	}
}
