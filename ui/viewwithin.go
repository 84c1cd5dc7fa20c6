package ui

import (
	"slices"
	"strings"

	"keydesk/ui/inbox"
)

// within is what passes both filters. why says what one filter cannot ask for, "" if it can.
func within(f, g inbox.Filter) (both inbox.Filter, why string) {
	both = f
	both.WindowOpen = f.WindowOpen || g.WindowOpen
	both.Waiting = max(f.Waiting, g.Waiting)
	if both.Closing == 0 || g.Closing > 0 && g.Closing < both.Closing {
		both.Closing = g.Closing
	}
	var one, two bool
	both.Assignees, one = common(f.Assignees, g.Assignees)
	both.Channels, two = common(f.Channels, g.Channels)
	if !one || !two {
		return f, "a view cannot ask for what both the tab and the filter ask for: clear the filter first"
	}
	switch {
	case len(g.Tags) == 0 || slices.Equal(f.Tags, g.Tags) && f.TagsAll == g.TagsAll:
	case len(f.Tags) == 0:
		both.Tags, both.TagsAll = g.Tags, g.TagsAll
	case (f.TagsAll || len(f.Tags) == 1) && (g.TagsAll || len(g.Tags) == 1):
		both.Tags, both.TagsAll = slices.Clone(f.Tags), true
		for _, tag := range g.Tags {
			if !slices.Contains(both.Tags, tag) {
				both.Tags = append(both.Tags, tag)
			}
		}
		both.TagsAll = len(both.Tags) > 1
	default:
		return f, "a view asks for any or for all of its tags, and the tab and the filter differ: clear the filter first"
	}
	switch {
	case strings.Contains(f.Text, g.Text):
	case strings.Contains(g.Text, f.Text):
		both.Text = g.Text
	default:
		return f, "a view holds one text, and the tab, the filter and the search ask for two: clear one of them first"
	}
	return both, ""
}

// common are the values that both ask for; none asks for all. false if nothing meets both.
func common(a, b []string) ([]string, bool) {
	if len(a) == 0 || len(b) == 0 {
		return append(slices.Clone(a), b...), true
	}
	list := slices.DeleteFunc(slices.Clone(a), func(v string) bool { return !slices.Contains(b, v) })
	return list, len(list) > 0
}
