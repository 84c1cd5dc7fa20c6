// Package clock is the emulated platform's time: the caller's clock, what a test added to it, and what is due
// later.
package clock

import (
	"container/heap"
	"context"
	"sync"
	"time"
)

// Clock is the emulator's time: the caller's clock plus whatever Advance added. It runs what is
// due later, either by its own goroutine (run) or when a test advances it.
type Clock struct {
	now func() time.Time

	mu     sync.Mutex
	offset time.Duration
	tasks  taskHeap
	serial uint64
	wake   chan struct{}
}

type task struct {
	due    time.Time
	serial uint64 // keeps equal times in the order they were asked for
	do     func()
}

type taskHeap []task

func (h taskHeap) Len() int { return len(h) }
func (h taskHeap) Less(i, j int) bool {
	if h[i].due.Equal(h[j].due) {
		return h[i].serial < h[j].serial
	}
	return h[i].due.Before(h[j].due)
}
func (h taskHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *taskHeap) Push(x any)   { *h = append(*h, x.(task)) }
func (h *taskHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = task{}
	*h = old[:len(old)-1]
	return last
}

func New(now func() time.Time) *Clock {
	return &Clock{now: now, wake: make(chan struct{}, 1)}
}

// Now is the emulator's present, in UTC.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now().Add(c.offset).UTC()
}

// After does f once d has passed. f must not block.
func (c *Clock) After(d time.Duration, f func()) {
	c.mu.Lock()
	c.serial++
	heap.Push(&c.tasks, task{due: c.now().Add(c.offset + d), serial: c.serial, do: f})
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// next takes the first task that is due, or tells how long until one is.
func (c *Clock) next() (do func(), wait time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.tasks) == 0 {
		return nil, time.Hour
	}
	wait = c.tasks[0].due.Sub(c.now().Add(c.offset))
	if wait > 0 {
		return nil, wait
	}
	return heap.Pop(&c.tasks).(task).do, 0
}

// Run does tasks as they become due until ctx ends.
func (c *Clock) Run(ctx context.Context) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for ctx.Err() == nil {
		do, wait := c.next()
		if do != nil {
			do()
			continue
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
		case <-c.wake:
		case <-timer.C:
		}
	}
}

// Advance moves the present and does, in order, everything that became due on the way.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	target := c.now().Add(c.offset + d)
	c.mu.Unlock()
	for {
		c.mu.Lock()
		left := target.Sub(c.now().Add(c.offset))
		if len(c.tasks) == 0 || c.tasks[0].due.After(target) {
			c.offset += max(left, 0)
			c.mu.Unlock()
			return
		}
		step := c.tasks[0].due.Sub(c.now().Add(c.offset))
		c.offset += max(step, 0)
		do := heap.Pop(&c.tasks).(task).do
		c.mu.Unlock()
		do()
	}
}
