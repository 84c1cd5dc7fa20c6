package client

import "time"

// The platform keeps 256 frames for a reader that is slow and drops the others
// without a word (contract §15.4). It does so only once the line itself is full,
// and then what is on the line comes without a pause: more in a row than these
// bounds is taken for a sign that frames are missing.
const (
	backlogMost  = 64 << 10               // bytes; the buffers of a line hold more
	backlogPause = 200 * time.Microsecond // a read that takes longer has waited for the platform
	backlogRest  = 4 << 20                // bytes a second that waiting makes up for: twice a flood
)

// backlog measures how much came without a pause.
type backlog struct{ bytes int }

// add notes a frame and how long it took to come, and reports whether frames may
// be missing. It does so once for each backlogMost bytes.
func (b *backlog) add(frame int, took time.Duration) bool {
	if took > backlogPause {
		b.bytes = max(0, b.bytes-int(took.Seconds()*backlogRest))
	}
	if b.bytes += frame; b.bytes < backlogMost {
		return false
	}
	b.bytes = 0
	return true
}
