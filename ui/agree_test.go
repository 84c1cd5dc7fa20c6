package ui

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/inbox"
	"keydesk/ui/thread"
)

// The platform holds the truth; a desk agrees with it when its list has the same
// conversations in the same order with the same unread counts, assignees, tags
// and previews, its open thread the same messages once each, in order, as far
// along and with the same reactions, nothing is left on its way out, and what is
// on the screen is what a desk would draw that has to draw everything.

// agrees waits until the desk agrees with the platform, and says what is
// different if it does not come to that. What it agreed on must hold: a late
// answer or a retry must not undo it.
func (s *shift) agrees() {
	s.t.Helper()
	different := ""
	for range 180 {
		if different = s.difference(); different == "" {
			break
		}
		s.pass(time.Second)
	}
	if different == "" {
		s.pass(time.Minute)
		different = s.difference()
	}
	if different != "" {
		s.t.Fatalf("the desk does not agree with the platform: %s\n%s", different, s.screen())
	}
}

// difference is the first thing in which the desk differs from the platform, ""
// for none.
func (s *shift) difference() string {
	s.t.Helper()
	s.settle()
	if n := s.unsent(); n != 0 {
		return fmt.Sprintf("%d messages are on their way out", n)
	}
	if d := s.listDiffers(); d != "" {
		return d
	}
	if c := s.openChat(); c != nil {
		if d := s.threadDiffers(c); d != "" {
			return d
		}
	}
	return s.drawnDiffers()
}

// listDiffers compares the list with the platform's.
func (s *shift) listDiffers() string {
	contacts := s.contacts()
	shown := s.list().First(len(contacts) + 1)
	if len(shown) != len(contacts) {
		return fmt.Sprintf("the list has %d conversations, the platform %d", len(shown), len(contacts))
	}
	for i, want := range contacts {
		have := shown[i]
		unread, preview := s.list().Told(want.ID)
		switch name := inbox.DisplayName(want); {
		case have.ID != want.ID:
			return fmt.Sprintf("row %d is %s, the platform has %s", i+1, inbox.DisplayName(have), name)
		case inbox.DisplayName(have) != name:
			return fmt.Sprintf("row %d is called %s, not %s", i+1, inbox.DisplayName(have), name)
		case unread != want.UnreadCount:
			return fmt.Sprintf("%s (row %d) has %d unread, the platform counts %d", name, i+1, unread, want.UnreadCount)
		case have.AssignedUserID != want.AssignedUserID:
			return fmt.Sprintf("%s is assigned to %q, on the platform to %q", name, have.AssignedUserID, want.AssignedUserID)
		case !reflect.DeepEqual(append([]string{}, have.Tags...), append([]string{}, want.Tags...)):
			return fmt.Sprintf("%s has the tags %v, on the platform %v", name, have.Tags, want.Tags)
		case len(want.LastMessagePreview) < 90 && !strings.HasPrefix(want.LastMessagePreview, "[") && preview != want.LastMessagePreview:
			return fmt.Sprintf("%s shows %q, the platform has %q", name, preview, want.LastMessagePreview)
		}
	}
	return ""
}

// contacts is the platform's whole list.
func (s *shift) contacts() []client.Contact {
	s.t.Helper()
	var all []client.Contact
	for n := 1; ; n++ {
		page, err := s.truth.Contacts(s.t.Context(), client.ContactQuery{Page: n, Limit: 100})
		if err != nil {
			s.t.Fatal(err)
		}
		if all = append(all, page.Contacts...); len(all) >= page.Total || len(page.Contacts) == 0 {
			return all
		}
	}
}

// messages are the platform's messages of a conversation, oldest first, as far
// back as upto.
func (s *shift) messages(id, upto string) []client.Message {
	s.t.Helper()
	var all []client.Message
	for before := ""; ; before = all[0].ID {
		page, err := s.truth.Messages(s.t.Context(), id, client.MessageQuery{Before: before, Limit: 100})
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(page.Messages, all...)
		for i, m := range all {
			if m.ID == upto {
				return all[i:]
			}
		}
		if !page.HasMore || len(page.Messages) == 0 {
			return all
		}
	}
}

// threadDiffers compares a thread with the platform's.
func (s *shift) threadDiffers(c *chat) string {
	if !c.loaded {
		return "the conversation is not loaded"
	}
	oldest, _ := c.thread.Oldest()
	want, i := s.messages(c.id, oldest.ID), 0
	for have := range c.thread.All() {
		switch {
		case thread.IsLocal(have.ID):
			return fmt.Sprintf("%q is shown as on its way", have.Body)
		case i >= len(want):
			return fmt.Sprintf("%q is one too many", have.Body)
		case have.ID != want[i].ID:
			return fmt.Sprintf("message %d is %q, on the platform %q", i+1, have.Body, want[i].Body)
		case have.Body != want[i].Body || have.Status != want[i].Status && !(have.Direction == client.Incoming):
			return fmt.Sprintf("message %d is %q (%s), on the platform %q (%s)", i+1, have.Body, have.Status, want[i].Body, want[i].Status)
		case len(have.Reactions)+len(want[i].Reactions) > 0 && !reflect.DeepEqual(have.Reactions, want[i].Reactions):
			return fmt.Sprintf("%q has the reactions %v, on the platform %v", have.Body, have.Reactions, want[i].Reactions)
		}
		i++
	}
	if i < len(want) {
		return fmt.Sprintf("%q is not shown", want[i].Body)
	}
	return ""
}

// drawnDiffers compares the screen with what is drawn when every remembered row
// is thrown away.
func (s *shift) drawnDiffers() string {
	before := s.drawn()
	w, h := s.width(), s.height()
	for _, size := range []tea.WindowSizeMsg{{Width: w + 7, Height: h}, {Width: w, Height: h}} {
		cmd := s.give(size)
		s.run(cmd)
	}
	if s.drawn() != before {
		return "what is on the screen is not what would be drawn now:\n" + before
	}
	return ""
}
