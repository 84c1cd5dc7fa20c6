package serve

import (
	"errors"
	"io"
	"sync/atomic"
	"time"
)

// input reads what a client types. The end of it ends a desk: on a connection that lives on
// (ControlMaster) nothing else would. A command only came to the end of what it was piped.
type input struct {
	from io.Reader
	// piped says that the end of what is read is none of the session.
	piped bool
	end   func(cause error)
	idle  *time.Timer // ends a session at which nobody types
	most  time.Duration
	came  atomic.Int64 // when the first key came that no frame followed yet, in nanoseconds; 0: none
}

// Read reads, and ends the session with the client's end.
func (i *input) Read(p []byte) (int, error) {
	n, err := i.from.Read(p)
	if n > 0 {
		i.idle.Reset(i.most)
		i.came.CompareAndSwap(0, time.Now().UnixNano())
	}
	if err != nil && !(i.piped && errors.Is(err, io.EOF)) {
		i.end(errGone)
	}
	return n, err
}

// answered is how long ago the first key came that was not answered yet, and forgets it.
func (i *input) answered() (time.Duration, bool) {
	at := i.came.Swap(0)
	return time.Duration(time.Now().UnixNano() - at), at != 0
}
