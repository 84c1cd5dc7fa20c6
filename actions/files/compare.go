package files

import (
	"cmp"
	"slices"

	"keydesk/actions"
	"keydesk/actions/template"
)

// Standing says how a file and the platform stand to each other.
type Standing string

// The standings. "Here" is the directory.
const (
	Same         Standing = "same"
	ChangedHere  Standing = "changed here"
	ChangedThere Standing = "changed on the platform"
	ChangedBoth  Standing = "changed on both sides" // also when nobody knows what was there before
	NewHere      Standing = "new here"
	NewThere     Standing = "new on the platform"
	DeletedHere  Standing = "deleted here"
	DeletedThere Standing = "deleted on the platform"
)

// Pair is one action, here and there.
type Pair struct {
	Standing Standing
	File     *File           // nil when it is not here
	There    *actions.Stored // nil when it is not there
	// Wanted is the file's action with the platform's secrets put back.
	Wanted actions.Stored
	// Missing are secrets that the file wants kept and the platform does not have.
	Missing []*template.Error
	// Changes are what a push would change; of a pull they are the other way round.
	Changes []actions.Change
}

// Name is the action's name.
func (p Pair) Name() string {
	if p.File != nil {
		return p.File.Action.Name
	}
	return p.There.Name
}

// Compare puts files and platform side by side: first the files by name, then what is only there. A
// new file that is on the platform word for word, and in no other file, is taken for that action: an
// earlier push was cut off before it could note the id. A file that says nothing of its place has the
// platform's, or one behind all others, as a new action has it in the web.
func Compare(list []*File, there []actions.Stored, state State) []Pair {
	byID := map[string]*actions.Stored{}
	for i := range there {
		byID[there[i].ID] = &there[i]
	}
	claimed := map[string]bool{}
	for _, f := range list {
		if f.Action.ID != "" {
			claimed[f.Action.ID] = true
		}
	}
	var out []Pair
	free := behind(list, there)
	for _, f := range list {
		now := byID[f.Action.ID]
		if f.Action.ID == "" {
			if now = lostTwin(f, there, claimed, state); now != nil {
				claimed[now.ID] = true
			}
		}
		switch {
		case f.placed():
		case now != nil:
			f.Action.Order = now.Order
		default:
			f.Action.Order = free
			free++
		}
		out = append(out, pair(f, now, state))
	}
	rest := slices.Clone(there) // by id, so that a first pull gives the same file names every time
	slices.SortFunc(rest, func(a, b actions.Stored) int { return cmp.Compare(a.ID, b.ID) })
	there = rest
	for i := range there {
		if claimed[there[i].ID] {
			continue
		}
		p := Pair{Standing: NewThere, There: &there[i]}
		if base, seen := state.Actions[there[i].ID]; seen {
			p.Standing = DeletedHere
			if there[i].Digest() != base {
				p.Standing = ChangedBoth
			}
		}
		p.Changes = actions.Changes(there[i], actions.Stored{})
		for i := range p.Changes {
			p.Changes[i].Removed, p.Changes[i].After = true, ""
		}
		out = append(out, p)
	}
	return out
}

// placed tells whether a file says where its action stands in the toolbar.
func (f *File) placed() bool { return f.lines["order"] > 0 }

// behind is the order behind all that are here or there.
func behind(list []*File, there []actions.Stored) int {
	last := -1
	for _, s := range there {
		last = max(last, s.Order)
	}
	for _, f := range list {
		if f.placed() {
			last = max(last, f.Action.Order)
		}
	}
	return last + 1
}

// lostTwin finds the action that an interrupted push made of a file. Whether it is switched on and
// where it stands do not count: those may not have been written yet.
func lostTwin(f *File, there []actions.Stored, claimed map[string]bool, state State) *actions.Stored {
	for i := range there {
		t := there[i]
		if _, seen := state.Actions[t.ID]; claimed[t.ID] || seen {
			continue
		}
		t.Active, t.Order = f.Action.Active, f.Action.Order
		if t.Same(f.Action) {
			return &there[i]
		}
	}
	return nil
}

// Want takes s as what a push would leave on the platform.
func (p *Pair) Want(s actions.Stored) {
	p.Wanted = s
	if p.There != nil {
		p.Changes = actions.Changes(*p.There, s)
		return
	}
	p.Changes = actions.Changes(actions.Stored{}, s)
	for i := range p.Changes { // nothing was off, or first, before
		p.Changes[i].Added, p.Changes[i].Before = true, ""
	}
}

func pair(f *File, now *actions.Stored, state State) Pair {
	p := Pair{File: f, There: now, Wanted: f.Action}
	base, seen := state.Actions[f.Action.ID]
	if now == nil {
		var wanted actions.Stored
		wanted, p.Missing = f.Action.RestoreKept(actions.Stored{})
		p.Standing = NewHere
		if f.Action.ID != "" {
			p.Standing = DeletedThere
		}
		p.Want(wanted)
		return p
	}
	wanted, missing := f.Action.RestoreKept(*now)
	wanted.ID, p.Missing = now.ID, missing
	p.Want(wanted)
	mine := f.Action.Digest()
	edited := mine.Content != base.Content || len(f.Action.HasKept()) == 0 && mine.Secrets != base.Secrets
	switch {
	case p.Wanted.Same(*now) && len(p.Missing) == 0:
		p.Standing = Same
	case f.Action.ID == "": // the twin of an interrupted push
		p.Standing = ChangedHere
	case seen && now.Digest() == base:
		p.Standing = ChangedHere
	case seen && !edited:
		p.Standing = ChangedThere
	default:
		p.Standing = ChangedBoth
	}
	return p
}
