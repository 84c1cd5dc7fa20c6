package inbox

import (
	"fmt"
	"time"

	"keydesk/client/mirror/conversations"
	"keydesk/ui/theme"
)

// closingSoon is how long before a service window closes every row tells of it.
const closingSoon = 2 * time.Hour

// closingVery is when there is no time to lose.
const closingVery = 30 * time.Minute

// Waits says how long a customer may wait before a row shows that it is long, by working time.
type Waits struct {
	Warn, Bad time.Duration
	// Worked is the working time between two moments; nil: all of it.
	Worked func(from, to time.Time) time.Duration
}

// SetWaits says how long a customer may wait.
func (p *Pane) SetWaits(w Waits) { p.waits, p.look = w, p.look+1 }

// style is how a wait is drawn.
func (w Waits) style(th *theme.Theme, since, now time.Time) theme.Style {
	lasted := now.Sub(since)
	if w.Worked != nil {
		lasted = w.Worked(since, now)
	}
	switch {
	case w.Bad > 0 && lasted >= w.Bad:
		return th.Bad
	case w.Warn > 0 && lasted >= w.Warn:
		return th.Warn
	}
	return th.Faint
}

// waitWords is how long somebody waits: "12 min"; "12+ min" where they may have begun before.
func waitWords(d time.Duration, exactly bool) string {
	sign := ""
	if !exactly {
		sign = "+"
	}
	n, unit := lastingParts(d)
	return fmt.Sprintf("%d%s %s", n, sign, unit)
}

// lasting is a stretch of time in minutes, hours or days.
func lasting(d time.Duration) string {
	n, unit := lastingParts(d)
	return fmt.Sprintf("%d %s", n, unit)
}

func lastingParts(d time.Duration) (n int, unit string) {
	switch {
	case d < 2*time.Hour:
		return max(0, int(d.Minutes())), "min"
	case d < 48*time.Hour:
		return int(d.Hours()), "h"
	default:
		return int(d.Hours() / 24), "d"
	}
}

// ClosesWords tells when a service window closes that is open for some time yet.
func ClosesWords(left time.Duration) string { return "closes in " + lasting(left) }

// closes tells that the service window closes soon, "" if it does not. Where the list is ordered by
// that the time stands above.
func (d drawing) closes(it *item) string {
	left := it.WindowLeft(d.now)
	switch {
	case left <= 0 || left > closingSoon || d.sort == ByWindow:
		return ""
	case d.width < 38:
		return d.closing(left).Render(lasting(left))
	}
	return d.closing(left).Render(ClosesWords(left))
}

func (d drawing) closing(left time.Duration) theme.Style {
	switch {
	case left <= closingVery:
		return d.theme.Bad
	case left <= closingSoon:
		return d.theme.Warn
	}
	return d.theme.Faint
}

// NextWaiting selects who waits longest among mine, then among those of nobody; called again, the
// next of them. It shows the Waiting tab if they are not in what is shown.
func (p *Pane) NextWaiting() bool {
	from := p.selected
	if from != p.waiting {
		from = nil
	}
	it := p.List.NextWaiting(from)
	if p.waiting = it; it == nil {
		return false
	}
	if p.Searching() || p.Place(it) < 0 {
		p.EndSearch(true)
		p.List.ShowTab(conversations.Waiting)
	}
	p.selected = it
	p.reveal()
	return true
}
