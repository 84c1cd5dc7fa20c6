package ui

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/media"
)

// filesRoom is the files of this session, on their way here and out, and the pictures
// among them as they are shown.
type filesRoom struct {
	*desk
	jobs    []*job // oldest first
	number  int
	ticking bool
	from    string           // the folder of the file that was sent last
	sizes   map[string]int64 // of media that were fetched, by message
	screen  media.Detector
	depth   media.Depth
	told    bool // the terminal told its depth
	painted painted
}

// filesAnswer is the answer of a call that concerns files.
type filesAnswer interface{ arrive(*filesRoom) tea.Cmd }
