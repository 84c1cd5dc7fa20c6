package ui

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/config"
	"keydesk/ui/command"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// viewCommand is the id of the command that shows a view.
func viewCommand(name string) string { return "view." + name }

// viewCommands show the views of the settings, and make one of what is shown.
func (r *findRoom) viewCommands() []command.Command {
	list := []command.Command{
		{Binding: command.Bind(command.ScopeGlobal, "view.save", "", "Make a view, a tab of your own, of the present filter, tab and search"), Run: r.askView, Why: r.needsView, Class: command.Mine},
	}
	for i, v := range r.deps.Views {
		name := text.Line(v.Name)
		list = append(list, command.Command{Binding: command.Bind(command.ScopeGlobal, viewCommand(v.Name), "", "Show the view "+name), Run: func() tea.Cmd { return r.showView(i) }})
	}
	return list
}

// viewKeys are the keys of the settings, those of views among them.
func (d Deps) viewKeys() map[string][]string {
	all := maps.Clone(d.Keys)
	for _, v := range d.Views {
		if v.Key == "" {
			continue
		}
		if all == nil {
			all = map[string][]string{}
		}
		if id := viewCommand(v.Name); all[id] == nil {
			all[id] = []string{v.Key}
		}
	}
	return all
}

// tellViews gives the list the views of the settings, as far as the people they name are known.
func (r *findRoom) tellViews() {
	views := make([]inbox.View, len(r.deps.Views))
	for i, v := range r.deps.Views {
		views[i] = inbox.ViewOf(v, r.viewPeople(v), r.viewChannels(v))
	}
	same := func(a, b inbox.View) bool { return a.Name == b.Name && a.Sort == b.Sort && a.Filter.Equal(b.Filter) }
	if !slices.EqualFunc(r.inbox.Views(), views, same) {
		r.inbox.SetViews(views)
	}
}

// viewPeople are the users that a view names. One that is not known stays as it is written, which
// nobody's id is.
func (r *findRoom) viewPeople(v config.View) []string {
	ids := make([]string, 0, len(v.Assignees))
	for _, who := range v.Assignees {
		switch who {
		case "nobody":
			who = inbox.AssignedNobody
		case inbox.AssignedMe, inbox.AssignedOther:
		default:
			for _, p := range r.contact.colleagues() {
				if strings.EqualFold(p.name, text.Line(who)) {
					who = p.id
				}
			}
		}
		ids = append(ids, who)
	}
	return ids
}

// viewChannels are the accounts that a view names, as contacts name them: one generation by an id.
func (r *findRoom) viewChannels(v config.View) []string {
	refs := make([]string, 0, len(v.Channels))
	for _, channel := range v.Channels {
		for _, a := range r.deps.Platform.KnownAccounts() {
			if strings.EqualFold(a.Name, channel) && r.namesAccount(a.ID) {
				channel = a.ID
			}
		}
		refs = append(refs, channel)
	}
	return refs
}

// namesAccount says whether contacts name an account by this reference.
func (r *findRoom) namesAccount(ref string) bool {
	_, channels, _ := r.inbox.Facets()
	return slices.ContainsFunc(channels, func(f inbox.Facet) bool { return f.Value == ref })
}

// showView shows the n-th view of the settings.
func (r *findRoom) showView(n int) tea.Cmd {
	r.tellViews()
	r.endSearch(true)
	r.inbox.ShowTab(r.inbox.Tabs() - inbox.Tab(len(r.deps.Views)-n))
	r.focus = focusList
	r.arrange()
	return tea.Batch(r.viewDoubts(), r.morePages())
}

// viewDoubts says what the view that is shown names and nobody knows, with its place in the settings.
func (r *findRoom) viewDoubts() tea.Cmd {
	n := int(r.inbox.Tab()) - (int(r.inbox.Tabs()) - len(r.deps.Views))
	if n < 0 {
		return nil
	}
	v := r.deps.Views[n]
	for i, id := range r.viewPeople(v) {
		special := id == inbox.AssignedNobody || id == inbox.AssignedMe || id == inbox.AssignedOther
		if _, known := r.contact.people.byID[id]; !special && !known && id == v.Assignees[i] && len(r.contact.people.byID) > 0 {
			return r.say(levelWarn, fmt.Sprintf("%s the view %q asks for %q, which no colleague is called as far as your role may know.", r.viewPlace(v), text.Line(v.Name), text.Line(id)))
		}
	}
	tags, _, _ := r.inbox.Facets()
	for _, tag := range v.Tags {
		if !slices.ContainsFunc(tags, func(f inbox.Facet) bool { return f.Value == tag }) && r.inbox.Complete() {
			return r.say(levelWarn, fmt.Sprintf("%s the view %q asks for the tag %q, which no conversation has.", r.viewPlace(v), text.Line(v.Name), text.Line(tag)))
		}
	}
	return nil
}

// viewPlace is where the settings make a view, for the beginning of a sentence.
func (r *findRoom) viewPlace(v config.View) string {
	if r.deps.ViewPlace == nil {
		return ""
	}
	return r.deps.ViewPlace(v.Name) + ":"
}

func (r *findRoom) needsView() string {
	v, why := r.presentView()
	switch {
	case r.deps.AddView == nil:
		return "this desk writes no settings"
	case why != "":
		return why
	case v.Sort == "newest" && len(v.Tags)+len(v.Assignees)+len(v.Channels) == 0 && v.Window == "" && v.Waiting == 0 && v.Text == "":
		return "all conversations are shown: filter them first, show a tab, or search"
	}
	return ""
}

// presentView is what is shown, as a view without a name: the tab, the filter and the search
// together. why says what no view can hold, "" if one can.
func (r *findRoom) presentView() (v config.View, why string) {
	f, tab := r.inbox.Filter(), r.inbox.Tab()
	switch own := int(tab) - int(r.inbox.Tabs()) + len(r.inbox.Views()); {
	case tab == inbox.Unread:
		return v, "a view knows nothing of unread messages: show another tab first"
	case tab == inbox.Mine:
		f, why = within(f, inbox.Filter{Assignees: []string{r.session.identity.User.ID}})
	case tab == inbox.Unassigned:
		f, why = within(f, inbox.Filter{Assignees: []string{inbox.AssignedNobody}})
	case own >= 0:
		view := r.inbox.Views()[own].Filter
		view.Assignees = slices.Clone(view.Assignees)
		for i, who := range view.Assignees {
			if who == inbox.AssignedMe {
				view.Assignees[i] = r.session.identity.User.ID
			}
		}
		f, why = within(f, view)
	}
	typed, _ := r.inbox.Search()
	typed = strings.TrimSpace(typed)
	if why == "" {
		f, why = within(f, inbox.Filter{Text: text.Fold(text.Line(typed))})
	}
	if why != "" {
		return v, why
	}
	v = config.View{Tags: f.Tags, TagsAll: f.TagsAll, Waiting: f.Waiting, Text: f.Text, Sort: string(r.inbox.TabSort(tab))}
	for _, who := range f.Assignees {
		v.Assignees = append(v.Assignees, r.viewPerson(who))
	}
	for _, ref := range f.Channels {
		v.Channels = append(v.Channels, r.deps.Platform.AccountName(ref))
	}
	if f.Text != "" && f.Text == text.Fold(text.Line(typed)) {
		v.Text = typed
	}
	switch {
	case f.Closing > 0:
		v.Window = config.Lasting(f.Closing)
	case f.WindowOpen:
		v.Window = "open"
	}
	return v, ""
}

// viewPerson is who a filter asks for, as the settings call them.
func (r *findRoom) viewPerson(who string) string {
	switch p, known := r.contact.people.byID[who]; {
	case who == inbox.AssignedNobody:
		return "nobody"
	case who == r.session.identity.User.ID:
		return inbox.AssignedMe
	case known:
		return p.name
	}
	return who
}

// askView asks for the name of a new view and writes it into the settings.
func (r *findRoom) askView() tea.Cmd {
	v, _ := r.presentView()
	add := r.deps.AddView
	d := r.NewPrompt("Name of the view", "late VIPs", func(name string) tea.Cmd {
		v.Name = strings.TrimSpace(name)
		return call(r.door(), hostLimit, func(context.Context) (struct{}, error) { return struct{}{}, add(v) },
			func(_ struct{}, err error) tea.Msg { return viewAdded{name: v.Name, err: err} })
	})
	d.Verb = "save"
	r.dialogs.Push(d)
	return nil
}

// viewAdded tells whether a view was written. The settings file is watched: the tab comes by itself.
type viewAdded struct {
	name string
	err  error
}

func (msg viewAdded) arrive(r *findRoom) tea.Cmd {
	if msg.err != nil {
		return r.say(levelBad, "The view was not saved: "+strings.TrimSuffix(msg.err.Error(), ".")+".")
	}
	return r.say(levelGood, "The view "+text.Line(msg.name)+" is in the settings; its tab comes in a moment.")
}
