package ui

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/client/store"
	"keydesk/ui/dialog"
	"keydesk/ui/text"
)

// tagsLoaded is the organization's list of tags.
type tagsLoaded struct {
	contactID string
	tags      []client.Tag
	err       error
}

// askTags fetches the list of tags and lets one choose those of the open
// conversation.
func (r *contactRoom) askTags() tea.Cmd {
	platform, id := r.deps.Platform, r.chats.open.id
	if r.lacksRight("tags", "read", "list tags") != "" {
		return func() tea.Msg { return tagsLoaded{contactID: id} } // those it has, and new ones
	}
	return call(r.door(), readLimit, platform.Tags, func(ts []client.Tag, err error) tea.Msg {
		return tagsLoaded{contactID: id, tags: ts, err: err}
	})
}

func (m tagsLoaded) arrive(r *contactRoom) tea.Cmd {
	c := r.chats.open
	if c == nil || c.id != m.contactID {
		return nil
	}
	if m.err != nil {
		return r.trouble("list the tags", m.err)
	}
	has := slices.Clone(c.contact().Tags)
	all := slices.Clone(has) // those it has first; some may not be in the list (contract §11)
	for _, t := range m.tags {
		if !slices.Contains(all, t.Name) {
			all = append(all, t.Name)
		}
	}
	r.dialogs.Push(r.tagChooser(c, has, all))
	return nil
}

// markedTags are the tags that were marked and are not saved, and those that the
// conversation had then.
type markedTags struct {
	Had  []string `json:"had"`
	Tags []string `json:"tags"`
}

// tagsTopic is that of the draft in which they wait.
func tagsTopic() store.Topic { return store.Tags.Of("") }

// sameTags says whether two lists hold the same tags.
func sameTags(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// tagDraft is what was marked and is not saved.
func tagDraft(has, chosen []string) dialog.Draft {
	if sameTags(has, chosen) {
		return dialog.Draft{}
	}
	body, err := json.Marshal(markedTags{Had: has, Tags: chosen})
	if err != nil { // texts always can be written
		return dialog.Draft{}
	}
	return dialog.Draft{Body: string(body)}
}

// tagChooser marks and unmarks tags; nothing is changed on the platform before
// it is saved. It begins with what was marked before and not saved.
func (r *contactRoom) tagChooser(c *chat, has, all []string) *dialog.Chooser {
	d := r.NewChooser("Tags of "+text.CutWith(c.name(), 30, r.Theme.Glyphs.Cut), "No tag matches %q.", nil)
	chosen := slices.Clone(has)
	var kept markedTags
	if json.NewDecoder(strings.NewReader(c.draftOf(tagsTopic()).Body)).Decode(&kept) == nil {
		chosen = mergeTags(has, kept.Had, kept.Tags)
		for _, name := range chosen {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	var toggle func(name string) dialog.Intent
	var takeBack func() tea.Cmd
	show := func() {
		at := d.At
		choices := r.tagChoices(all, chosen, toggle)
		if !sameTags(has, chosen) {
			choices = append(choices, dialog.Choice{Label: "Take back what was marked", Detail: "not saved yet", Last: true, Pick: dialog.Also{Do: takeBack}})
		}
		d.SetChoices(choices)
		d.At = min(at, max(0, len(d.Shown)-1))
	}
	toggle = func(name string) dialog.Intent {
		return dialog.Also{Do: func() tea.Cmd {
			if i := slices.Index(chosen, name); i >= 0 {
				chosen = slices.Delete(chosen, i, i+1)
			} else {
				chosen = append(chosen, name)
			}
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
			d.Type("")
			show()
			d.At = max(0, slices.Index(all, name))
			return nil
		}}
	}
	takeBack = func() tea.Cmd {
		chosen = slices.Clone(has)
		show()
		return nil
	}
	d.Keep = func() { c.noteAside(tagsTopic(), tagDraft(has, chosen)) }
	d.Marks, d.Verb = true, "save"
	d.Anyway = dialog.Then{Do: func() tea.Cmd {
		if sameTags(chosen, has) {
			return r.say(levelInfo, "The tags stay as they are.")
		}
		return r.setTags(c, has, chosen)
	}}
	d.More = func(typed string) []dialog.Choice {
		if slices.Contains(all, typed) || strings.Contains(typed, ",") {
			return nil
		}
		return []dialog.Choice{{Label: "New tag " + dialog.Quoted(typed), Pick: toggle(typed)}}
	}
	show()
	return d
}

// tagChoices are the tags as lines, the chosen ones marked.
func (r *contactRoom) tagChoices(all, chosen []string, toggle func(string) dialog.Intent) []dialog.Choice {
	g := r.Theme.Glyphs
	list := make([]dialog.Choice, len(all))
	for i, name := range all {
		mark := g.Uncheck
		if slices.Contains(chosen, name) {
			mark = g.Check
		}
		list[i] = dialog.Choice{Label: mark + " " + text.Line(name), Pick: toggle(name)}
	}
	return list
}

// setTags replaces the tags on the platform, asking first what they are now:
// what a colleague changed meanwhile is kept.
func (r *contactRoom) setTags(c *chat, before, after []string) tea.Cmd {
	id := c.id
	change := r.saveTyped(id, tagsTopic(), "The tags are saved.", func(ctx context.Context, p *client.Client) error {
		now, err := p.Contact(ctx, id)
		if err != nil {
			return err
		}
		_, err = p.SetTags(ctx, id, mergeTags(now.Tags, before, after))
		return err
	})
	return undoable(change, func() tea.Cmd { return r.setTags(c, after, before) })
}

// mergeTags applies the changes from before to after onto now.
func mergeTags(now, before, after []string) []string {
	out := make([]string, 0, len(now)+len(after))
	for _, t := range now {
		if slices.Contains(after, t) || !slices.Contains(before, t) {
			out = append(out, t)
		}
	}
	for _, t := range after {
		if !slices.Contains(before, t) && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}
