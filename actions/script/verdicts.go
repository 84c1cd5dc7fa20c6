package script

import (
	"crypto/sha256"
	"sync"
)

// maxVerdicts is far above the actions of one platform; what was checked longest ago goes first.
const maxVerdicts = 256

// verdicts remembers what checking said of a snippet: the same code gets the same answer, and each
// check costs a process. Opening conversation after conversation asks of the same few snippets.
type verdicts struct {
	mu    sync.Mutex
	of    map[[sha256.Size]byte]*Error // nil: nothing is wrong with it
	order [][sha256.Size]byte          // as they came, oldest first
}

// find is what is remembered of code; known says whether anything is.
func (v *verdicts) find(code string) (failure *Error, known bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	failure, known = v.of[sha256.Sum256([]byte(code))]
	return failure, known
}

// keep remembers a verdict that the code alone decides: one about the worker's own troubles is not
// kept, the next check may do better.
func (v *verdicts) keep(code string, failure *Error) {
	if failure != nil && failure.Kind != KindSyntax && failure.Kind != KindUnsupported {
		return
	}
	key := sha256.Sum256([]byte(code))
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, known := v.of[key]; known {
		return
	}
	if v.of == nil {
		v.of = map[[sha256.Size]byte]*Error{}
	}
	if len(v.order) == maxVerdicts {
		delete(v.of, v.order[0])
		v.order = v.order[1:]
	}
	v.of[key] = failure
	v.order = append(v.order, key)
}
