package bulk

import (
	"context"
	"errors"
	"slices"

	"keydesk/actions/batch"
	"keydesk/client"
)

// Change is a job that changes a contact on the platform.
type Change struct {
	Platform *client.Client
	// Step is what would be changed of a contact as it is now, or why nothing would.
	Step func(client.Contact) (Step, error)
}

// Step is one change of a contact.
type Step struct {
	Words string // what it is now, and what it would be
	Told  string // once it is done
	Do    func(ctx context.Context, c *client.Client) error
}

// Text is the change in words.
func (s Step) Text() string { return s.Words + "\n" }

// Plan reads the contact and tells what would be changed.
func (c Change) Plan(ctx context.Context, t batch.Target) (batch.Step, error) {
	contact, err := c.Platform.Contact(ctx, t.ID)
	if err != nil {
		return nil, batch.Unread{Err: err}
	}
	s, err := c.Step(contact)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Do changes the contact, if it is still as it was when that was shown.
func (c Change) Do(ctx context.Context, t batch.Target, shown batch.Step) batch.Result {
	contact, err := c.Platform.Contact(ctx, t.ID)
	if err != nil {
		return batch.Result{State: batch.Failed, Words: "not done: " + err.Error(), Halts: Halts(err)}
	}
	now, err := c.Step(contact)
	switch {
	case err != nil:
		return batch.Result{State: batch.Refused, Words: err.Error()}
	case now.Words != shown.(Step).Words:
		return batch.Result{State: batch.Changed, Words: "not as it was shown any more: " + now.Words}
	}
	if err := now.Do(ctx, c.Platform); err != nil {
		state := batch.Failed
		if fault := new(client.Error); errors.As(err, &fault) && fault.Uncertain {
			state = batch.Uncertain
		}
		return batch.Result{State: state, Words: err.Error()}
	}
	return batch.Result{State: batch.Done, Words: now.Told}
}

// AddTag is the change that gives a contact a tag, RemoveTag the one that takes it away. show makes a
// list of tags printable.
func AddTag(tag string, show func([]string) string) func(client.Contact) (Step, error) {
	return func(c client.Contact) (Step, error) {
		if slices.Contains(c.Tags, tag) {
			return Step{}, errors.New("it has the tag already")
		}
		return retag(c, append(slices.Clone(c.Tags), tag), show), nil
	}
}

// RemoveTag is the change that takes a tag away from a contact.
func RemoveTag(tag string, show func([]string) string) func(client.Contact) (Step, error) {
	return func(c client.Contact) (Step, error) {
		if !slices.Contains(c.Tags, tag) {
			return Step{}, errors.New("it does not have the tag")
		}
		return retag(c, slices.DeleteFunc(slices.Clone(c.Tags), func(t string) bool { return t == tag }), show), nil
	}
}

func retag(c client.Contact, to []string, show func([]string) string) Step {
	words := "tags: " + show(c.Tags) + " → " + show(to)
	return Step{Words: words, Told: words, Do: func(ctx context.Context, p *client.Client) error {
		_, err := p.SetTags(ctx, c.ID, to)
		return err
	}}
}

// Assign is the change that gives a conversation to a user, "" for nobody. name makes a user's id
// printable.
func Assign(userID string, name func(string) string) func(client.Contact) (Step, error) {
	who := func(id string) string {
		if id == "" {
			return "nobody"
		}
		return name(id)
	}
	return func(c client.Contact) (Step, error) {
		if c.AssignedUserID == userID {
			return Step{}, errors.New("it is assigned so already")
		}
		words := "assigned: " + who(c.AssignedUserID) + " → " + who(userID)
		return Step{Words: words, Told: words, Do: func(ctx context.Context, p *client.Client) error { return p.Assign(ctx, c.ID, userID) }}, nil
	}
}

// MarkRead is the change that marks what a customer wrote as read, which they are told.
func MarkRead(c client.Contact) (Step, error) {
	if c.UnreadCount == 0 {
		return Step{}, errors.New("nothing is unread")
	}
	return Step{Words: "mark as read", Told: "marked as read", Do: func(ctx context.Context, p *client.Client) error { return p.MarkRead(ctx, c.ID) }}, nil
}
