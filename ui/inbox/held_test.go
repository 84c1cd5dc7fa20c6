package inbox

import (
	"strings"
	"testing"
	"time"

	"keydesk/client"
)

// indexed is a page whose conversations are all unread and of nobody.
func indexed(n, total int) client.ContactPage {
	pg := page(n, (n-1)*PageSize, n*PageSize, total)
	for i := range pg.Contacts {
		pg.Contacts[i].UnreadCount = 1
	}
	return pg
}

func TestCountsStandStillWhileTheIndexFills(t *testing.T) {
	now := noon
	p := newTestPaneAt(90, 21, &now)
	p.SetViews([]View{{Name: "VIP", Filter: Filter{Assignees: []string{AssignedNobody}}}})
	head := func(want ...string) {
		t.Helper()
		for _, w := range want {
			if got := shown(p)[0]; !strings.Contains(got, w) {
				t.Fatalf("%q is not in %q", w, got)
			}
		}
	}
	p.MergePage(indexed(1, 500))
	p.CountAll()
	head("All 500", "Unread 100+", "Unassigned 100+", "VIP 100+")
	p.MergeIndexed(p.Mark(), indexed(2, 500))
	head("Unread 100+", "Unassigned 100+", "VIP 100+")
	if p.UnreadShown() != 100 || p.UnreadTotal() != 200 {
		t.Fatalf("%d shown of %d", p.UnreadShown(), p.UnreadTotal())
	}
	p.SetRead("c007") // what happens is counted at once
	head("Unread 99+")
	p.Bump(client.Message{ID: "m", ContactID: "c007", Direction: client.Incoming, CreatedAt: now}, false)
	head("Unread 100+")
	now = now.Add(time.Hour)
	p.MergeIndexed(p.Mark(), indexed(3, 500))
	head("Unread 100+")
	p.CountDue() // something else is drawn
	head("Unread 300+")
	p.MergeIndexed(p.Mark(), indexed(4, 500))
	head("Unread 300+")
	p.CountDue() // just now
	head("Unread 300+")
	p.CountAll()
	head("Unread 400+")
	p.SetFilter(Filter{Assignees: []string{AssignedNobody}}, "of nobody")
	head("Unread 400+")
	p.MergeIndexed(p.Mark(), indexed(5, 500)) // the last one
	head("Unread 500 ")
	p.SetFilter(Filter{}, "")
	head("Unread 500 ", "Unassigned 500")
}

func TestCountsUnderAFilterStandStillToo(t *testing.T) {
	p := newTestPane(60, 21)
	p.MergePage(indexed(1, 500))
	p.CountAll()
	p.SetFilter(Filter{Assignees: []string{AssignedNobody}}, "of nobody")
	p.MergeIndexed(p.Mark(), indexed(2, 500))
	if got := shown(p)[0]; !strings.Contains(got, "Unread 100+") || p.UnreadShown() != 100 {
		t.Fatalf("%q, %d", got, p.UnreadShown())
	}
	p.SetFilter(Filter{}, "")
	if got := shown(p)[0]; !strings.Contains(got, "Unread 100+") {
		t.Fatal(got)
	}
}
