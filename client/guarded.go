package client

import (
	"fmt"
	"runtime/debug"
)

// guarded does a task and turns a panic into an error: a fault of our own in a goroutine would take the
// whole desk down. The log has what happened; the caller goes on as after any other failure.
func (c *Client) guarded(op string, task func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			c.log.Error("a task panicked", "task", op, "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			err = &Error{Kind: KindProtocol, Op: op, Message: fmt.Sprintf("keydesk made a mistake (%v); the log has more", r)}
		}
	}()
	return task()
}
