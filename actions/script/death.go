package script

import (
	"fmt"
	"strings"
	"time"
)

// death tells why a worker ended without an answer.
func (w *process) death(overdue bool, limit time.Duration) *Error {
	w.mu.Lock()
	defer w.mu.Unlock()
	said := w.errors.String()
	state := w.cmd.ProcessState
	has := func(signs ...string) bool {
		for _, sign := range signs {
			if strings.Contains(said, sign) {
				return true
			}
		}
		return false
	}
	switch {
	case w.broke != nil:
		return &Error{Kind: KindKilled, Message: fmt.Sprintf("The script worker gave an answer that cannot be trusted (%v), and was killed.", w.broke)}
	case has("stack exceeds", "stack overflow"):
		return &Error{Kind: KindStack, Message: "Calls or data are nested too deeply."}
	case w.cause == errMemory, has("out of memory", "cannot allocate", "SIGSEGV", "SIGBUS", "newosproc", "pthread_create failed", "errno=12", "failed to"):
		// A Go program that is refused memory in the middle of something dies in several ways.
		return &Error{Kind: KindMemory, Message: "The script needed more memory than the 224 MiB it may have."}
	case overdue || state != nil && outOfTime(state):
		return &Error{Kind: KindTimeout, Message: fmt.Sprintf("The script did not end within its limit of %s, did not stop when told, and was killed.", limit)}
	case state != nil && wasKilled(state):
		return &Error{Kind: KindKilled, Message: "The script worker was killed by the system, most likely because the machine is short of memory."}
	}
	return &Error{Kind: KindKilled, Message: fmt.Sprintf("The script worker ended without an answer (%v).", w.ended)}
}
