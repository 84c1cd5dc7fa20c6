package ui

import (
	"fmt"
	"slices"
	"time"

	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
	"keydesk/ui/text"
)

// filterOption is one value that can be chosen.
type filterOption struct {
	part  filterPart
	value string
	lasts time.Duration // of a time, instead of a value
	label string        // printable
	count int           // known conversations that have it, or one of those below
	on    bool
}

// The counts of options that are no count of conversations.
const (
	countNone = -1 // it is not counted
	countOpen = -2 // open windows: the dialog counts them itself
)

// filterPart is what an option is about.
type filterPart int

const (
	byWindow filterPart = iota
	byWait
	byText
	byAssignee
	byChannel
	byMatch
	byTag
)

// heading is the word before the first option of a part.
func (p filterPart) heading() string {
	return [...]string{"Window", "Waiting", "Text", "Answered by", "Channel", "Tags", "Tag"}[p]
}

// single says whether only one option of a part can be chosen.
func (p filterPart) single() bool { return p == byWindow || p == byWait }

// The times that are offered besides the one that is chosen.
var (
	closingTimes = []time.Duration{30 * time.Minute, 2 * time.Hour, 6 * time.Hour}
	waitingTimes = []time.Duration{15 * time.Minute, time.Hour, 4 * time.Hour, 24 * time.Hour}
)

// filterOptions are all values there are, with those of the present filter on.
// The ids of colleagues whose names this role cannot learn are one value:
// somebody else (contract §12).
func (r *findRoom) filterOptions() []filterOption {
	f := r.inbox.Filter()
	tags, channels, _ := r.inbox.Facets()
	list := []filterOption{{part: byWindow, label: "open: a reply still reaches them", count: countOpen, on: f.WindowOpen && f.Closing == 0}}
	times := func(part filterPart, words string, offered []time.Duration, chosen time.Duration) {
		if chosen > 0 && !slices.Contains(offered, chosen) {
			offered = append(slices.Clone(offered), chosen)
			slices.Sort(offered)
		}
		for _, d := range offered {
			list = append(list, filterOption{part: part, lasts: d, label: fmt.Sprintf(words, stretch(d)), count: countNone, on: d == chosen})
		}
	}
	times(byWindow, "under %s left", closingTimes, f.Closing)
	times(byWait, "over %s", waitingTimes, f.Waiting)
	list = append(list, textOption(f.Text))
	list = append(list, r.assigneeOptions(f)...)
	list = append(list, facetOptions(byChannel, channels, f.Channels, r.channel)...)
	if tagged := facetOptions(byTag, tags, f.Tags, text.Line); len(tagged) > 0 {
		list = append(append(list, matchOption(f.TagsAll)), tagged...)
	}
	return list
}

// textOption is the part of a name or number that is asked for, "" for none.
func textOption(typed string) filterOption {
	o := filterOption{part: byText, value: typed, label: "a part of the name or number" + typeMore, count: countNone, on: typed != ""}
	if o.on {
		o.label = dialog.Quoted(text.Line(typed)) + " in the name or number"
	}
	return o
}

// typeMore stands behind what asks for something to type.
const typeMore = ": type it"

// matchOption asks for all of the tags that are chosen.
func matchOption(on bool) filterOption {
	return filterOption{part: byMatch, label: "with all of those chosen, not any one", count: countNone, on: on}
}

// facetOptions are the values that conversations have, and those asked for that none has.
func facetOptions(part filterPart, facets []inbox.Facet, chosen []string, word func(string) string) []filterOption {
	var list []filterOption
	for _, x := range facets {
		list = append(list, filterOption{part: part, value: x.Value, label: word(x.Value), count: x.Count, on: slices.Contains(chosen, x.Value)})
	}
	for _, value := range chosen {
		if !slices.ContainsFunc(facets, func(x inbox.Facet) bool { return x.Value == value }) {
			list = append(list, filterOption{part: part, value: value, label: word(value), on: true})
		}
	}
	return list
}

// assigneeOptions are who may answer a conversation.
func (r *findRoom) assigneeOptions(f inbox.Filter) []filterOption {
	_, _, users := r.inbox.Facets()
	me := r.session.identity.User.ID
	counts := map[string]int{}
	others := 0
	for _, u := range users {
		counts[u.Value] = u.Count
		if u.Value != "" && u.Value != me {
			others += u.Count
		}
	}
	var list []filterOption
	person := func(value, label string, count int) {
		list = append(list, filterOption{part: byAssignee, value: value, label: label, count: count, on: slices.Contains(f.Assignees, value)})
	}
	person(me, "you", counts[me])
	person(inbox.AssignedNobody, "nobody", counts[""])
	person(inbox.AssignedOther, "somebody else", others)
	for _, u := range r.contact.colleagues() {
		person(u.id, u.name, counts[u.id])
	}
	return list
}
