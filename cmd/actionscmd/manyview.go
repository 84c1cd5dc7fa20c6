package actionscmd

import (
	"context"
	"slices"
	"strings"
	"time"

	"keydesk/actions/batch"
	"keydesk/client"
	"keydesk/client/mirror/conversations"
	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// viewed are the conversations that a view of the settings shows, in its order.
func viewed(ctx context.Context, a *app.App, signed *app.Session, name string) ([]batch.Target, error) {
	at := slices.IndexFunc(signed.Settings.Views, func(v config.View) bool { return v.Name == name })
	if at < 0 {
		names := make([]string, 0, len(signed.Settings.Views))
		for _, v := range signed.Settings.Views {
			names = append(names, v.Name)
		}
		if near := config.Nearest(name, names); near != "" {
			return nil, app.Usage("the settings have no view %q; did you mean %q?", name, near)
		}
		there := "there is none yet"
		if len(names) > 0 {
			there = "there are " + strings.Join(names, ", ")
		}
		return nil, app.Usage("the settings have no view %q; %s; keydesk guide queue says how to write one", name, there)
	}
	v := signed.Settings.Views[at]
	resolved, err := resolve(ctx, signed, v)
	if err != nil {
		return nil, err
	}
	list := conversations.New(inbox.Text(), a.Now)
	list.SetMe(signed.Identity.User.ID)
	list.SetViews([]conversations.View{resolved})
	for page := 1; !list.Complete(); page++ {
		got, err := signed.Client.Contacts(ctx, client.ContactQuery{Page: page, Limit: conversations.PageSize})
		if err != nil {
			return nil, err
		}
		list.MergePage(got)
		if len(got.Contacts) == 0 {
			break
		}
	}
	for list.Sweeping() {
		list.Sweep()
	}
	if err := unknownTag(ctx, signed, v, list); err != nil {
		return nil, err
	}
	list.ShowTab(list.Tabs() - 1)
	if n := list.WordsUnknown(); n > 0 && (v.Waiting > 0 || v.Sort == "waiting") {
		a.Note("of %s the platform does not tell who wrote last; they are left out", app.Counted(n, "conversation"))
	}
	var targets []batch.Target
	for _, it := range list.Shown() {
		targets = append(targets, batch.Target{ID: it.ID(), Name: it.Name()})
	}
	switch {
	case len(targets) == 0:
		return nil, app.Usage("the view %q shows no conversation now", name)
	case len(targets) > mostAtOnce:
		return nil, app.Usage("the view %q shows %d conversations; one run is for at most %d", name, len(targets), mostAtOnce)
	}
	return targets, nil
}

// resolve finds the people and numbers that a view names. A name that nobody has keeps the view from
// being used: it might show others than were meant.
func resolve(ctx context.Context, signed *app.Session, v config.View) (conversations.View, error) {
	people, err := assigneesOf(ctx, signed.Client, v.Assignees)
	if err != nil {
		return conversations.View{}, err
	}
	for i, id := range people {
		if id == "" {
			return conversations.View{}, unknownIn(signed, v, "colleague", v.Assignees[i])
		}
	}
	channels, err := channelsOf(ctx, signed.Client, v.Channels)
	if err != nil {
		return conversations.View{}, err
	}
	for i, refs := range channels {
		if len(refs) == 0 {
			return conversations.View{}, unknownIn(signed, v, "channel", v.Channels[i])
		}
	}
	return inbox.ViewOf(v, people, slices.Concat(channels...)), nil
}

// unknownTag is the fault of a view that names a tag which neither the platform lists nor a conversation
// has: not all that they have are listed (contract §11).
func unknownTag(ctx context.Context, signed *app.Session, v config.View, list *conversations.List) error {
	used, _, _ := list.Facets()
	missing := slices.DeleteFunc(slices.Clone(v.Tags), func(tag string) bool {
		return slices.ContainsFunc(used, func(f conversations.Facet) bool { return f.Value == tag })
	})
	if len(missing) == 0 {
		return nil
	}
	known, err := signed.Client.Tags(ctx)
	if err != nil && client.KindOf(err) != client.KindNotAllowed {
		return err
	}
	for _, tag := range missing {
		if !slices.ContainsFunc(known, func(t client.Tag) bool { return t.Name == tag }) {
			return unknownIn(signed, v, "tag", tag)
		}
	}
	return nil
}

// unknownIn is the fault of a view that names what the platform does not know.
func unknownIn(signed *app.Session, v config.View, what, name string) error {
	return app.Usage("%s: the view %q names the %s %q, which the platform does not know; nothing was run",
		signed.Settings.ViewPlace(v.Name), v.Name, what, name)
}

// peopleLimit bounds asking who the colleagues are.
const peopleLimit = 30 * time.Second

// assigneesOf are the ids of who a view names, "" for whom nobody is called.
func assigneesOf(ctx context.Context, from *client.Client, names []string) ([]string, error) {
	special := map[string]string{"me": inbox.AssignedMe, "nobody": inbox.AssignedNobody, "other": inbox.AssignedOther}
	var users []client.User
	ids := make([]string, 0, len(names))
	for _, name := range names {
		if id, ok := special[name]; ok {
			ids = append(ids, id)
			continue
		}
		if users == nil {
			ctx, cancel := context.WithTimeout(ctx, peopleLimit)
			defer cancel()
			var err error
			if users, err = from.Users(ctx); err != nil {
				return nil, err
			}
		}
		id := ""
		for _, u := range users {
			if strings.EqualFold(text.Line(u.Name), text.Line(name)) || strings.EqualFold(u.Email, name) {
				id = u.ID
			}
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// channelsOf are the names by which contacts may refer to the accounts that a view names, none for one
// that is unknown: one generation names them by id.
func channelsOf(ctx context.Context, from *client.Client, names []string) ([][]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	accounts, err := from.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	refs := make([][]string, len(names))
	for i, name := range names {
		for _, a := range accounts {
			if strings.EqualFold(a.Name, name) {
				refs[i] = append(refs[i], a.Name, a.ID)
			}
		}
	}
	return refs, nil
}
