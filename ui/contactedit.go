package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// askName asks for another name of the open conversation's contact.
func (r *contactRoom) askName() tea.Cmd {
	if why := r.lacksRight("contacts", "write", "edit contacts"); why != "" {
		return r.say(levelInfo, "Name: "+why+".")
	}
	c := r.chats.open
	before := c.contact().Name
	d := r.NewPrompt("Name of the contact", "name", nil)
	topic := store.Name.Of("")
	d.Editing(c.place(topic), before)
	d.Do = func(name string) tea.Cmd {
		name = strings.TrimSpace(name)
		if name == "" || name == text.Line(before) {
			c.setAside(topic, dialog.Draft{})
			return r.say(levelInfo, "The name stays as it is.")
		}
		return r.saveTyped(c.id, topic, "The name is saved.", func(ctx context.Context, p *client.Client) error {
			now, err := p.Contact(ctx, c.id)
			if err != nil || now.Name == name {
				return err
			}
			if now.Name != before {
				return changedMeanwhile("the name", now.Name)
			}
			_, err = p.UpdateContact(ctx, c.id, client.ContactChange{Name: &name})
			return err
		})
	}
	r.dialogs.Push(d)
	return nil
}

// changedMeanwhile says that a value is another one on the platform than the one
// that was changed here.
func changedMeanwhile(what, now string) error {
	return fmt.Errorf("%s was changed to %q meanwhile; what you typed is kept: open it again, and save it if it still holds", what, text.Line(now))
}

// askField offers the contact's fields to be edited, and a new one.
func (r *contactRoom) askField() tea.Cmd {
	if why := r.lacksRight("contacts", "write", "edit contacts"); why != "" {
		return r.say(levelInfo, "Fields: "+why+".")
	}
	c := r.chats.open
	var choices []dialog.Choice
	begun := c.begunFields()
	for _, key := range slices.Sorted(maps.Keys(c.contact().Metadata)) {
		v := c.contact().Metadata[key]
		x := dialog.Choice{Label: text.Line(key), Detail: text.Line(fieldText(v)), Pick: dialog.Then{Do: func() tea.Cmd { return r.askValue(c, key, v) }}}
		switch v.(type) {
		case map[string]any, []any:
			x.Off = "it holds more than one value; change it on the platform"
		}
		if typed, ok := begun[key]; ok {
			x.Detail = notSaved(typed)
			delete(begun, key)
		}
		choices = append(choices, r.orSay(x))
	}
	for _, key := range slices.Sorted(maps.Keys(begun)) {
		choices = append(choices, dialog.Choice{Label: "New field " + dialog.Quoted(key), Detail: notSaved(begun[key]), Pick: dialog.Then{Do: func() tea.Cmd { return r.askValue(c, key, "") }}})
	}
	d := r.NewChooser("Edit a field", "There is no field %q.", choices)
	d.Verb, d.None = "edit", "No fields yet: type the name of a new one."
	d.More = func(typed string) []dialog.Choice {
		if _, there := c.contact().Metadata[typed]; there {
			return nil
		}
		return []dialog.Choice{{Label: "New field " + dialog.Quoted(typed), Pick: dialog.Then{Do: func() tea.Cmd { return r.askValue(c, typed, "") }}}}
	}
	r.dialogs.Push(d)
	return nil
}

// begunFields are the values that were typed into fields and are not saved, by the
// fields' names.
func (c *chat) begunFields() map[string]string {
	begun := map[string]string{}
	for t, d := range c.aside {
		if typed, ok := dialog.TypedIn(d); ok && t.Kind == store.Field {
			begun[t.Name] = typed
		}
	}
	return begun
}

// notSaved is a value that was typed, beside its field.
func notSaved(typed string) string { return "not saved: " + text.Line(typed) }

// askValue asks for a field's value. A number stays a number while it reads as
// one.
func (r *contactRoom) askValue(c *chat, key string, before any) tea.Cmd {
	d := r.NewPrompt(text.Line(key), "value", nil)
	topic := store.Field.Of(key)
	d.Editing(c.place(topic), valueText(before))
	d.Do = func(value string) tea.Cmd {
		return r.saveTyped(c.id, topic, text.Line(key)+" is saved.", func(ctx context.Context, p *client.Client) error {
			now, err := p.Contact(ctx, c.id) // the platform replaces all fields: send those it has now (contract §4.3)
			if err != nil {
				return err
			}
			has, there := now.Metadata[key]
			if there && valueText(has) == value {
				return nil
			}
			if valueText(has) != valueText(before) {
				return changedMeanwhile(text.Line(key), fieldText(has))
			}
			fields := maps.Clone(now.Metadata)
			if fields == nil {
				fields = map[string]any{}
			}
			fields[key] = likeBefore(value, before)
			_, err = p.UpdateContact(ctx, c.id, client.ContactChange{Metadata: fields})
			return err
		})
	}
	r.dialogs.Push(d)
	return nil
}

// valueText is a field's value as it is edited; one that holds nothing is an empty
// line.
func valueText(v any) string {
	if v == nil {
		return ""
	}
	return fieldText(v)
}

// likeBefore gives a typed value the type of the one before where it reads as
// that; else it is a text.
func likeBefore(value string, before any) any {
	switch before.(type) {
	case json.Number, bool:
		var v any
		decoder := json.NewDecoder(strings.NewReader(value))
		decoder.UseNumber()
		if decoder.Decode(&v) == nil && fmt.Sprintf("%T", v) == fmt.Sprintf("%T", before) {
			return v
		}
	}
	return value
}

// copyField offers every value of the panel to be copied.
func (r *contactRoom) copyField() tea.Cmd {
	c := r.chats.open
	var choices []dialog.Choice
	add := func(label, value string) {
		if value != "" {
			choices = append(choices, dialog.Choice{Label: text.Line(label), Detail: text.Line(value), Pick: dialog.Then{Do: func() tea.Cmd { return r.copy(value, text.Line(label), 0) }}})
		}
	}
	add("name", c.contact().Name)
	add("phone number", c.contact().PhoneNumber)
	add("contact id", c.id)
	for _, key := range slices.Sorted(maps.Keys(c.contact().Metadata)) {
		add(key, fieldText(c.contact().Metadata[key]))
	}
	d := r.NewChooser("Copy", "Nothing matches %q.", choices)
	d.Verb = "copy"
	r.dialogs.Push(d)
	return nil
}
