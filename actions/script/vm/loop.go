package vm

import (
	"container/heap"
	"time"

	"github.com/dop251/goja"
)

// maxTimers is how many timers may wait at once.
const maxTimers = 10000

// timer is one call that setTimeout or setInterval asked for.
type timer struct {
	id    int64
	due   time.Time
	every time.Duration // 0: once
	call  goja.Callable
	args  []goja.Value
	index int
}

// loop holds the timers of a run, soonest first; those due at once keep their order.
type loop struct {
	queue []*timer
	byID  map[int64]*timer
	last  int64
}

func (l *loop) init() { l.byID = map[int64]*timer{} }

// Len, Less, Swap, Push and Pop make loop a heap.
func (l *loop) Len() int { return len(l.queue) }

// Less orders by due time, then by age.
func (l *loop) Less(i, j int) bool {
	a, b := l.queue[i], l.queue[j]
	if a.due.Equal(b.due) {
		return a.id < b.id
	}
	return a.due.Before(b.due)
}

// Swap swaps two timers.
func (l *loop) Swap(i, j int) {
	l.queue[i], l.queue[j] = l.queue[j], l.queue[i]
	l.queue[i].index, l.queue[j].index = i, j
}

// Push adds a timer for package heap.
func (l *loop) Push(x any) {
	t := x.(*timer)
	t.index = len(l.queue)
	l.queue = append(l.queue, t)
}

// Pop takes the last timer for package heap.
func (l *loop) Pop() any {
	last := len(l.queue) - 1
	t := l.queue[last]
	l.queue[last] = nil
	l.queue = l.queue[:last]
	return t
}

// add starts a timer and gives its id, 0 when there are too many.
func (l *loop) add(call goja.Callable, delay time.Duration, repeat bool, args []goja.Value) int64 {
	if len(l.queue) >= maxTimers {
		return 0
	}
	l.last++
	t := &timer{id: l.last, due: time.Now().Add(delay), call: call, args: args}
	if repeat {
		t.every = max(delay, time.Millisecond)
	}
	l.byID[t.id] = t
	heap.Push(l, t)
	return t.id
}

func (l *loop) clear(id int64) {
	if t := l.byID[id]; t != nil {
		delete(l.byID, id)
		if t.index >= 0 {
			heap.Remove(l, t.index)
		}
	}
}

// next takes the soonest timer out of the queue.
func (l *loop) next() *timer {
	t := heap.Pop(l).(*timer)
	t.index = -1
	return t
}

// settle runs timers until the snippet's own promise is settled and no timer is left.
func (m *Machine) settle(promise *goja.Promise) *Failure {
	for {
		if f := m.trouble(promise); f != nil {
			return f
		}
		if len(m.loop.queue) == 0 {
			if promise.State() == goja.PromiseStatePending {
				return &Failure{Kind: "exception", Message: "The script waits for a promise that nothing will ever settle."}
			}
			return nil
		}
		if wait := time.Until(m.loop.queue[0].due); wait > 0 {
			alarm := time.NewTimer(wait)
			select {
			case <-alarm.C:
			case <-m.over:
				alarm.Stop()
				return m.waiting(promise)
			}
		}
		t := m.loop.next()
		_, err := t.call(goja.Undefined(), t.args...)
		if err != nil {
			return m.fromError(err)
		}
		if _, still := m.loop.byID[t.id]; still && t.every > 0 {
			t.due = time.Now().Add(t.every)
			heap.Push(&m.loop, t)
		} else {
			delete(m.loop.byID, t.id)
		}
	}
}

// trouble is what may have gone wrong since the last look.
func (m *Machine) trouble(promise *goja.Promise) *Failure {
	switch {
	case m.fault != nil:
		return m.fault
	case m.expired.Load():
		return m.waiting(promise)
	case promise.State() == goja.PromiseStateRejected:
		return m.fromReason(promise.Result())
	}
	for _, r := range m.rejects {
		if !r.handled && r.promise != promise {
			return m.fromReason(r.promise.Result())
		}
	}
	m.rejects = m.rejects[:0]
	return nil
}

// waiting is the time limit reached between two calls.
func (m *Machine) waiting(promise *goja.Promise) *Failure {
	message := overdue(m.limit) + " It was waiting for a timer"
	if promise.State() != goja.PromiseStatePending {
		message += "; the script itself was done, so an interval may never have been cleared"
	}
	return &Failure{Kind: "timeout", Message: message + "."}
}
