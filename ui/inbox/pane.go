package inbox

import (
	"time"

	"keydesk/client"
	"keydesk/client/mirror/conversations"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// What the list is made of, see [conversations.List].
type (
	Filter = conversations.Filter
	Tab    = conversations.Tab
	Mark   = conversations.Mark
	Facet  = conversations.Facet
	View   = conversations.View
	Sort   = conversations.Sort
)

// The tabs, and the assignees of a filter that are no user's id.
const (
	All            = conversations.All
	Unread         = conversations.Unread
	Waiting        = conversations.Waiting
	Mine           = conversations.Mine
	Unassigned     = conversations.Unassigned
	AssignedNobody = conversations.AssignedNobody
	AssignedOther  = conversations.AssignedOther
	AssignedMe     = conversations.AssignedMe
	ByWaiting      = conversations.ByWaiting
	ByWindow       = conversations.ByWindow
	PageSize       = conversations.PageSize
)

// item is one conversation of the list.
type item = conversations.Item

// Bounds of what is told of conversations above the screen.
const (
	maxAbove  = 100 // so many are counted
	roomAbove = 24  // narrower lists have no room to tell
)

// Pane is the conversation list as drawn. It keeps the selection, where the screen
// stands and drawn rows; what there is to show is the List's.
type Pane struct {
	*conversations.List
	rest     *resting // where the list stood before the search
	selected *item
	top      int       // first conversation on screen
	sighted  time.Time // of the newest conversation when the list last stood at its top

	waiting     *item // selected by NextWaiting
	hint        int   // where the selection stood in a search
	marks       marks
	filterWords string
	words       Words
	waits       Waits

	theme    *theme.Theme
	location *time.Location
	now      func() time.Time
	assignee func(userID string) string
	look     int
	rows     rowCache
	width    int
	height   int
}

// New returns an empty list that is waiting for its first page. assignee turns
// a user id into a short printable name.
func New(th *theme.Theme, now func() time.Time, location *time.Location, assignee func(string) string) *Pane {
	p := &Pane{List: conversations.New(Text(), now), theme: th, now: now, location: location, assignee: assignee}
	p.Around(p.steady)
	return p
}

// DisplayName is the printable name of a contact: the name it gave itself,
// else the phone number, else words that say there is neither.
func DisplayName(c client.Contact) string {
	if name := text.Line(c.Name); name != "" {
		return name
	}
	if phone := text.Line(c.PhoneNumber); phone != "" {
		return phone
	}
	return "(no name)"
}

// Words are the keys that the list names in its sentences, as they are shown.
type Words struct{ ClearSearch, ClearFilter, NextTab string }

// SetWords tells the keys.
func (p *Pane) SetWords(w Words) { p.words = w }

// SetTheme redraws everything in another look; also call it when names of
// assignees became known.
func (p *Pane) SetTheme(th *theme.Theme) { p.theme, p.look = th, p.look+1 }

// SetMe tells who is signed in, for the Mine tab.
func (p *Pane) SetMe(userID string) {
	p.List.SetMe(userID)
	p.look++
}

// Resize sets the pane's size in cells, head row included.
func (p *Pane) Resize(width, height int) {
	p.width, p.height = max(0, width), max(0, height)
	p.reveal()
}

// ShowTab shows tab t, wrapping around at both ends, and keeps the selection if it can.
func (p *Pane) ShowTab(t Tab) {
	p.List.ShowTab(t)
	p.keepOrFirst()
	p.reveal()
}

// SetFilter shows only what passes f; words say in the head of the list what
// that is. The selection stays if it can.
func (p *Pane) SetFilter(f Filter, words string) {
	p.filterWords = words
	_, searches := p.Search()
	if searches {
		p.selected, p.top, p.hint = nil, 0, 0
	}
	p.List.SetFilter(f, p.selected)
	if searches {
		p.selected = at(p.Shown(), 0)
		return
	}
	p.keepOrFirst()
	p.reveal()
}

// Stale says whether a conversation on screen is shown as it was kept.
func (p *Pane) Stale() bool { return p.List.Stale(p.top, p.top+max(1, p.fits())) }

// PagesOnScreen are the pages of so many conversations, behind the first, on
// which the platform has what is on the screen.
func (p *Pane) PagesOnScreen(size int) []int { return p.PagesOf(p.top, p.top+p.fits(), size) }

// NextPage is the page to fetch now because the selection nears the end of what
// is known, or false.
func (p *Pane) NextPage() (int, bool) { return p.List.NextPage(p.top, p.place()) }

// Selected is the contact under the bar, without its raw answer.
func (p *Pane) Selected() (client.Contact, bool) {
	if p.selected == nil {
		return client.Contact{}, false
	}
	return p.selected.Contact(), true
}

// HitTest is the conversation at row y of the pane.
func (p *Pane) HitTest(y int) (contactID string, ok bool) {
	y -= p.heads()
	if y < 0 || y >= p.fits()*rowsPerItem {
		return "", false
	}
	it := at(p.Shown(), p.top+y/rowsPerItem)
	if it == nil {
		return "", false
	}
	return it.ID(), true
}
