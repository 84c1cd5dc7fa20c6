package ui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
	"keydesk/ui/command"
	"keydesk/ui/dialog"
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

	show   bool // somebody asked to see them
	online int  // how many people are connected
	told   bool // and the platform told so

	asked   time.Time
	refused bool // the platform refused the teams, which it does only where it enforces rights
}

// learnColleagues learns names for assignees, where the role may (contract §12):
// who may not list users still learns those of their own teams. With show they
// are shown then.
func (r *contactRoom) learnColleagues(show bool) tea.Cmd {
	platform, all, asked := r.deps.Platform, r.session.identity.User.Can("users", "read"), r.deps.Now()
	return call(r.door(), readLimit, func(ctx context.Context) (learned, error) {
		out := learned{show: show}
		if !show {
			ctx = client.Prefetch(ctx)
		} else if all {
			out.online, out.told, _ = platform.Online(ctx) // without it the list says less
		}
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
		l.err, l.asked = cmp.Or(l.err, err), asked
		return l
	})
}

// arrive takes in what was learned; what could not be is no trouble of anybody's.
func (l learned) arrive(r *contactRoom) tea.Cmd {
	r.refreshed(thePeople, l.asked, l.err)
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
	r.inbox.SetTheme(&r.Theme) // rows show names
	r.peopleKnown()
	if l.show {
		r.openPeople(l)
	}
	return nil
}

// openPeople shows the colleagues this role may learn of and who of them is
// available, as the platform told just now. Where it tells nothing of somebody
// nothing is said.
func (r *contactRoom) openPeople(l learned) {
	me := r.session.identity.User
	mine := person{id: me.ID, name: text.Line(me.Name), available: me.Available, told: true}
	choices := []dialog.Choice{{Label: mine.name + " (you)", Detail: mine.availability(), Class: command.Sends, Verb: mine.other(), Pick: dialog.Then{Do: r.setAvailable}}}
	available, known := 0, 1 // oneself
	if mine.available {
		available = 1
	}
	for _, p := range r.colleagues() {
		if p.told {
			known++
		}
		if p.told && p.available {
			available++
		}
		choices = append(choices, dialog.Choice{Label: p.name, Detail: p.availability(), Class: command.Sends, Pick: dialog.Then{Do: func() tea.Cmd { return r.giveTo(p) }}})
	}
	title := "Colleagues"
	if known > 1 {
		title += fmt.Sprintf(", %d of %d available", available, known)
	}
	if l.told {
		title += fmt.Sprintf(", %d online", l.online)
	}
	d := r.NewChooser(title, "No colleague matches %q.", choices)
	d.Verb = "assign"
	if r.chats.open == nil {
		d.Verb = "choose"
	}
	d.Note = r.teamsNote(l)
	r.dialogs.Push(d)
}

// teamsNote says whose availability is not to be had.
func (r *contactRoom) teamsNote(l learned) string {
	switch {
	case l.err != nil && len(l.list) == 0:
		return "the platform tells your role of nobody's availability"
	case !r.session.identity.User.Can("users", "read"):
		return "of your teams"
	}
	return ""
}

// giveTo assigns the open conversation to somebody of the list.
func (r *contactRoom) giveTo(p person) tea.Cmd {
	if why := cmp.Or(r.needsChat(), r.lacksRight("contacts", "write", "assign conversations")); why != "" {
		return r.say(levelInfo, p.name+": "+why+".")
	}
	return r.assign(r.chats.open.id, p.id)
}

// showPeople asks the platform who is here.
func (r *contactRoom) showPeople() tea.Cmd { return r.learnColleagues(true) }

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
func (r *contactRoom) learnName(id, name string) {
	if known, ok := r.people.byID[id]; !ok || known.name != text.Line(name) {
		r.people.learn(person{id: id, name: text.Line(name)})
		r.inbox.SetTheme(&r.Theme)
	}
}

// colleagues are all known people but oneself, by name.
func (r *contactRoom) colleagues() []person {
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
func (r *contactRoom) assignee(userID string) string {
	switch p, known := r.people.byID[userID]; {
	case userID != "" && userID == cmp.Or(r.session.identity.User.ID, r.kept.user):
		return "you"
	case known:
		return p.name
	default:
		return "other"
	}
}
