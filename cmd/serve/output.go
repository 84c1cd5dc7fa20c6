package serve

import (
	"io"
	"time"
)

// output writes to a client that reads. One that stopped reading is cut off after a while: a renderer
// that waits for it would hold the whole desk, and end by no word.
type output struct {
	to    io.Writer
	limit time.Duration
	cut   func() // closes the connection, so that the write under way returns
	wrote func(n int)
}

// Write writes all of p or fails.
func (o *output) Write(p []byte) (int, error) {
	deadline := time.AfterFunc(o.limit, o.cut)
	defer deadline.Stop()
	n, err := o.to.Write(p)
	o.wrote(n)
	return n, err
}
