package ui

import (
	"cmp"
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/text"
)

// person is a colleague, as far as this role may know.
type person struct {
	id, name  string // printable name
	available bool
	told      bool // the platform tells whether they are available
}

// people are the colleagues and teams this role may learn of, from wherever it
// may: the list of users, the members of one's teams, transfers, notes.
type people struct {
	byID  map[string]person
	teams []client.Team
}

// learned is what was found out about colleagues.
type learned struct {
	list  []person
	teams []client.Team
	err   error

	refused bool // the platform refused the teams, which it does only where it enforces rights
}

// loadColleagues learns names for assignees, where the role may (contract §12):
// who may not list users still learns those of their own teams.
func (r *Root) loadColleagues() tea.Cmd {
	platform, all := r.deps.Platform, r.session.identity.User.Can("users", "read")
	return call(r.door(), readLimit, func(ctx context.Context) (learned, error) {
		ctx = client.Prefetch(ctx)
		var out learned
		if all {
			users, err := platform.Users(ctx)
			out.err = err
			for _, u := range users {
				out.list = append(out.list, person{u.ID, text.Line(u.Name), u.Available, true})
			}
		}
		teams, err := platform.Teams(ctx)
		if err != nil {
			out.refused = client.KindOf(err) == client.KindNotAllowed
			return out, cmp.Or(out.err, err)
		}
		for _, t := range teams {
			if !t.Active {
				continue
			}
			out.teams = append(out.teams, t)
			if all && out.err == nil {
				continue
			}
			members, err := platform.TeamMembers(ctx, t.ID)
			if err != nil {
				out.err = err
				continue
			}
			for _, m := range members {
				out.list = append(out.list, person{m.UserID, text.Line(m.Name), m.Available, true})
			}
		}
		return out, nil
	}, func(l learned, err error) tea.Msg {
		l.err = cmp.Or(l.err, err)
		return l
	})
}

// arrive takes in what was learned; what could not be is no trouble of anybody's.
func (l learned) arrive(r *Root) tea.Cmd {
	if l.err != nil {
		r.deps.Logger.Info("not all colleagues' names are to be had", "err", l.err)
	}
	if l.refused && r.session.identity.Generation == client.Fork {
		r.session.enforced = true
	}
	if l.teams != nil {
		r.people.teams = l.teams
	}
	for _, p := range l.list {
		r.people.learn(p)
	}
	r.inbox.SetTheme(&r.theme) // rows show names
	return nil
}

// learn takes in a colleague; the later answer wins, but a mere name does not
// take away what is known of their availability.
func (p *people) learn(x person) {
	if x.id == "" || x.name == "" {
		return
	}
	if p.byID == nil {
		p.byID = map[string]person{}
	}
	if known, ok := p.byID[x.id]; ok && !x.told {
		x.available, x.told = known.available, known.told
	}
	p.byID[x.id] = x
}

// learnName takes in a colleague's name from wherever the platform tells one.
func (r *Root) learnName(id, name string) {
	if known, ok := r.people.byID[id]; !ok || known.name != text.Line(name) {
		r.people.learn(person{id: id, name: text.Line(name)})
		r.inbox.SetTheme(&r.theme)
	}
}

// colleagues are all known people but oneself, by name.
func (r *Root) colleagues() []person {
	list := make([]person, 0, len(r.people.byID))
	for id, p := range r.people.byID {
		if id != r.session.identity.User.ID {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b person) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id)) })
	return list
}

// assignee is the printable name of who answers a conversation.
func (r *Root) assignee(userID string) string {
	switch p, known := r.people.byID[userID]; {
	case userID != "" && userID == cmp.Or(r.session.identity.User.ID, r.kept.user):
		return "you"
	case known:
		return p.name
	default:
		return "other"
	}
}
