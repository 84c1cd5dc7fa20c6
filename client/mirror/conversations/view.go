package conversations

import "time"

// Tab is a standing filter over the known conversations: one of those below, or behind them the
// views that the person made.
type Tab int

// The standing tabs, in the order in which they are shown.
const (
	All Tab = iota
	Unread
	Waiting
	Mine
	Unassigned
	standing
)

// Sort is in which order a view shows its conversations.
type Sort string

// The orders of a [View].
const (
	ByNewest  Sort = "newest"  // the newest message first
	ByWaiting Sort = "waiting" // who waits longest first; only those who wait
	ByWindow  Sort = "window"  // whose service window closes soonest first; only while it is open
)

// View is a filter with a name and an order.
type View struct {
	Name   string
	Filter Filter
	Sort   Sort
}

// holds says whether a conversation stands in the view.
func (v View) holds(it *Item, me string, now time.Time) bool {
	switch {
	case v.Sort == ByWaiting && !it.inWaiting(), v.Sort == ByWindow && !it.windowOpen(now):
		return false
	}
	return v.Filter.passes(it, me, now)
}

// timed says whether time alone moves conversations into the view or out of it.
func (v View) timed() bool { return v.Sort == ByWindow || v.Filter.timed() }

// newShelf is empty lanes for all tabs.
func (x *index) newShelf() shelf {
	sh := make(shelf, int(standing)+len(x.views))
	for t := range sh {
		sh[t] = &lane{order: precedes}
		by := ByNewest
		if Tab(t) == Waiting {
			by = ByWaiting
		} else if Tab(t) >= standing {
			by = x.views[Tab(t)-standing].Sort
		}
		switch by {
		case ByWaiting:
			sh[t].order, sh[t].turns = startedToWait, true
		case ByWindow:
			sh[t].order, sh[t].turns = wroteLast, true
		}
	}
	return sh
}

// SetViews are the tabs behind the standing ones. The tab that is shown stays if it is one of those,
// or a view of the same name.
func (l *List) SetViews(views []View) {
	l.steady(func() {
		name, own := "", l.tab >= standing
		if own {
			name = l.index.views[l.tab-standing].Name
		}
		l.index.setViews(views, l.steady)
		l.CountAll()
		if own {
			l.tab = All
			for i, v := range views {
				if v.Name == name {
					l.tab = standing + Tab(i)
				}
			}
		}
	})
}

// Views are the tabs behind the standing ones.
func (l *List) Views() []View { return l.index.views }

// WordsUnknown is of how many conversations nobody knows whose the last word is.
func (l *List) WordsUnknown() int { return l.index.unknown }

// Tabs is how many tabs there are.
func (l *List) Tabs() Tab { return standing + Tab(len(l.index.views)) }

// TabName is a tab's name.
func (l *List) TabName(t Tab) string {
	if t >= standing {
		return l.index.views[t-standing].Name
	}
	return [...]string{"All", "Unread", "Waiting", "Mine", "Unassigned"}[t]
}

// TabSort is in which order a tab is shown.
func (l *List) TabSort(t Tab) Sort {
	switch {
	case t == Waiting:
		return ByWaiting
	case t >= standing && l.index.views[t-standing].Sort != "":
		return l.index.views[t-standing].Sort
	}
	return ByNewest
}
