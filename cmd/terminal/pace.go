package terminal

import (
	"reflect"
	"sync"
	"time"
	"unsafe"

	tea "charm.land/bubbletea/v2"
)

// The frame clock. Bubble Tea wakes 60 times a second to see whether there is something to draw,
// also while nobody touches anything: on a small virtual machine that alone is 1 % of a core
// (measured; a bare 60 Hz ticker costs the same), all day, for every agent on a shared host. Its
// interval cannot be changed from outside, so this reaches for the ticker of the pinned version.
const (
	BusyFrame = 8 * time.Millisecond   // the longest a change waits to be drawn
	idleFrame = 10 * time.Second       // nothing changes: nothing to draw
	idleAfter = 250 * time.Millisecond // after the last change; many frames, so none is missed

	// The first change after a quiet frame is drawn at once: the ticker runs this fast until the
	// renderer, which gets the view a few microseconds after it was made, has drawn it for certain.
	firstFrame = 50 * time.Microsecond
	firstOver  = 400 * time.Microsecond
)

// paced is a model whose program draws the first change at once, the next ones at the pace of
// busyFrame, and sleeps otherwise.
type paced struct {
	tea.Model
	clock *frameClock
	calm  *calm // nil: everything is drawn at once
}

// Update wakes the frame clock: whatever it changes is drawn within busyFrame, unless it can wait.
func (p paced) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if p.calm.holds(msg) {
		model, cmd := p.Model.Update(msg)
		return paced{Model: model, clock: p.clock, calm: p.calm}, cmd
	}
	p.clock.wake()
	if _, due := msg.(drawDue); due {
		return p, nil
	}
	model, cmd := p.Model.Update(msg)
	return paced{Model: model, clock: p.clock, calm: p.calm}, cmd
}

// View tells the frame clock that there is something to draw.
func (p paced) View() tea.View {
	if view, held := p.calm.held(); held {
		return view
	}
	view := p.Model.View()
	p.calm.drew(view)
	p.clock.drawn()
	return view
}

// frameClock slows and quickens a program's ticker. The zero frameClock leaves it alone.
type frameClock struct {
	program *tea.Program

	mu     sync.Mutex
	ticker *time.Ticker // nil until the program runs, or where there is none to be found
	idle   *time.Timer
	atRest func()    // done then; nil: nothing
	last   time.Time // the last change
	slow   bool
	first  bool        // the change under way comes after a quiet frame
	settle *time.Timer // ends the quick ticks of a first frame
}

// wake is called in the program's own goroutine, the one that made the ticker.
func (c *frameClock) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	c.first = now.Sub(c.last) >= BusyFrame
	c.last = now
	switch {
	case c.ticker == nil:
		if c.ticker = tickerOf(c.program); c.ticker == nil {
			return
		}
		c.ticker.Reset(BusyFrame)
		c.idle = time.AfterFunc(idleAfter, c.rest)
		c.settle = time.AfterFunc(firstOver, c.settled)
	case c.slow:
		c.slow = false
		c.ticker.Reset(BusyFrame)
		fallthrough
	default:
		c.idle.Reset(idleAfter)
	}
}

// drawn is called when the view of a change was made.
func (c *frameClock) drawn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.first || c.ticker == nil {
		return
	}
	c.first = false
	c.ticker.Reset(firstFrame)
	c.settle.Reset(firstOver)
}

// settled gives the changes behind a first frame the pace of busyFrame, counted from that frame.
func (c *frameClock) settled() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.slow {
		c.ticker.Reset(BusyFrame)
	}
}

// rest slows the ticker down, unless something changed in the moment in which the timer fired: then
// wake has set the timer anew.
func (c *frameClock) rest() {
	if c.slowDown() && c.atRest != nil {
		c.atRest()
	}
}

// slowDown slows the ticker down and reports true, unless something changed.
func (c *frameClock) slowDown() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.last) < idleAfter {
		return false
	}
	c.slow = true
	c.ticker.Reset(idleFrame)
	return true
}

// stop ends the clock; the program is over.
func (c *frameClock) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.idle != nil {
		c.idle.Stop()
		c.settle.Stop()
	}
}

// tickerOf is the ticker that paces a running program's frames; nil where this version keeps none of
// that name and type, and then the program keeps its own pace.
func tickerOf(program *tea.Program) *time.Ticker {
	if program == nil {
		return nil
	}
	field := reflect.ValueOf(program).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return *(**time.Ticker)(unsafe.Pointer(field.UnsafeAddr()))
}
