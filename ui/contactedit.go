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
	"keydesk/ui/text"
)

// askName asks for another name of the open conversation's contact.
func (r *Root) askName() tea.Cmd {
	if why := r.lacksRight("contacts", "write", "edit contacts"); why != "" {
		return r.say(levelInfo, "Name: "+why+".")
	}
	c := r.chats.open
	d := r.newPrompt("Name of the contact", "name", func(r *Root, name string) tea.Cmd {
		name = strings.TrimSpace(name)
		if name == "" || name == text.Line(c.contact.Name) {
			return r.say(levelInfo, "The name stays as it is.")
		}
		return r.changeContact(c.id, "The name is saved.", func(ctx context.Context, p *client.Client) error {
			_, err := p.UpdateContact(ctx, c.id, client.ContactChange{Name: &name})
			return err
		})
	})
	d.verb = "save"
	d.field.set(c.contact.Name)
	r.dialogs.push(d)
	return nil
}

// askField offers the contact's fields to be edited, and a new one.
func (r *Root) askField() tea.Cmd {
	if why := r.lacksRight("contacts", "write", "edit contacts"); why != "" {
		return r.say(levelInfo, "Fields: "+why+".")
	}
	c := r.chats.open
	var choices []choice
	for _, key := range slices.Sorted(maps.Keys(c.contact.Metadata)) {
		v := c.contact.Metadata[key]
		x := choice{label: text.Line(key), detail: text.Line(fieldText(v)), pick: then{func(r *Root) tea.Cmd { return r.askValue(c, key, v) }}}
		switch v.(type) {
		case map[string]any, []any:
			x.off = "it holds more than one value; change it on the platform"
		}
		choices = append(choices, x.orSay())
	}
	d := r.newChooser("Edit a field", "There is no field %q.", choices)
	d.verb, d.none = "edit", "No fields yet: type the name of a new one."
	d.more = func(typed string) []choice {
		if _, there := c.contact.Metadata[typed]; there {
			return nil
		}
		return []choice{{label: "New field " + quoted(typed), pick: then{func(r *Root) tea.Cmd { return r.askValue(c, typed, "") }}}}
	}
	r.dialogs.push(d)
	return nil
}

// askValue asks for a field's value. A number stays a number while it reads as
// one.
func (r *Root) askValue(c *chat, key string, before any) tea.Cmd {
	d := r.newPrompt(text.Line(key), "value", func(r *Root, value string) tea.Cmd {
		return r.changeContact(c.id, text.Line(key)+" is saved.", func(ctx context.Context, p *client.Client) error {
			now, err := p.Contact(ctx, c.id) // the platform replaces all fields: send those it has now (contract §4.3)
			if err != nil {
				return err
			}
			if fieldText(now.Metadata[key]) != fieldText(before) && before != "" {
				return fmt.Errorf("%s was changed to %q meanwhile; look at it, then change it again", text.Line(key), text.Line(fieldText(now.Metadata[key])))
			}
			fields := maps.Clone(now.Metadata)
			if fields == nil {
				fields = map[string]any{}
			}
			fields[key] = likeBefore(value, before)
			_, err = p.UpdateContact(ctx, c.id, client.ContactChange{Metadata: fields})
			return err
		})
	})
	d.verb = "save"
	if before != nil {
		d.field.set(fieldText(before))
	}
	r.dialogs.push(d)
	return nil
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
func (r *Root) copyField() tea.Cmd {
	c := r.chats.open
	var choices []choice
	add := func(label, value string) {
		if value != "" {
			choices = append(choices, choice{label: text.Line(label), detail: text.Line(value), pick: then{func(r *Root) tea.Cmd { return r.copy(value, text.Line(label), 0) }}})
		}
	}
	add("name", c.contact.Name)
	add("phone number", c.contact.PhoneNumber)
	add("contact id", c.id)
	for _, key := range slices.Sorted(maps.Keys(c.contact.Metadata)) {
		add(key, fieldText(c.contact.Metadata[key]))
	}
	d := r.newChooser("Copy", "Nothing matches %q.", choices)
	d.verb = "copy"
	r.dialogs.push(d)
	return nil
}
