package inbox

import (
	"keydesk/client/mirror/conversations"
	"keydesk/config"
	"keydesk/ui/text"
	"keydesk/ui/thread"
)

// Text is how the list makes texts of the platform printable and comparable.
func Text() conversations.Text {
	return conversations.Text{Name: DisplayName, Line: text.Line, Fold: text.Fold, Summary: thread.Summary, Local: thread.LocalPrefix}
}

// ViewOf is a view of the settings as the list understands it. assignees are ids of users, or the
// words of a [Filter]; channels are accounts as contacts name them.
func ViewOf(v config.View, assignees, channels []string) View {
	return View{Name: v.Name, Sort: Sort(v.Sort), Filter: Filter{
		Tags: v.Tags, TagsAll: v.TagsAll, Assignees: assignees, Channels: channels,
		WindowOpen: v.Window == "open", Closing: v.Closing(), Waiting: v.Waiting, Text: text.Fold(text.Line(v.Text)),
	}}
}
