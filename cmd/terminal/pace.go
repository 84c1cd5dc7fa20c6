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

	// The first change after a quiet frame is drawn at once, by the rowDrawer. What that leaves to the
	// renderer is drawn by a ticker that runs this fast until it has drawn for certain.
	firstFrame = 50 * time.Microsecond
	firstOver  = 400 * time.Microsecond
)

// paced is a model whose program draws the first change at once, the next ones at the pace of
// busyFrame, and sleeps otherwise.
type paced struct {
	tea.Model
	clock *frameClock
	calm  *calm   // nil: everything is drawn at once
	runs  *runner // nil: Bubble Tea runs the commands
}

// Init begins the model.
func (p paced) Init() tea.Cmd { return p.runs.start(p.Model.Init()) }

// Update hands the message on, and tells the frame clock of those that the program itself answers.
func (p paced) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	held := p.calm.holds(msg)
	p.clock.came(msg)
	if _, due := msg.(drawDue); due && !held {
		return p, nil
	}
	model, cmd := p.Model.Update(msg)
	p.Model = model
	return p, p.runs.start(cmd)
}

// View draws what changed, now or with the clock's next frame.
func (p paced) View() tea.View {
	if view, held := p.calm.held(); held {
		return view
	}
	view := p.Model.View()
	p.calm.drew(view)
	p.clock.show(view)
	return view
}

// frameClock slows and quickens a program's ticker. The zero frameClock leaves it alone.
type frameClock struct {
	program *tea.Program

	mu     sync.Mutex
	ticker *time.Ticker // nil until the program runs, or where there is none to be found
	rows   *rowDrawer   // nil likewise
	idle   *time.Timer
	atRest func()      // done then; nil: nothing
	view   tea.View    // the last one
	own    bool        // the program itself may have something to write
	last   time.Time   // the last change
	slow   bool        // the ticker is
	settle *time.Timer // ends the quick ticks of a first frame
}

// came is told of each message. What Bubble Tea writes because of one of its own, such as a question to
// the terminal, waits for the ticker; those of keys and the mouse write nothing.
func (c *frameClock) came(msg tea.Msg) {
	switch msg.(type) {
	case tea.KeyMsg, tea.MouseMsg, tea.PasteMsg, tea.FocusMsg, tea.BlurMsg:
		return
	}
	if t := reflect.TypeOf(msg); t != nil && t.PkgPath() == teaPackage {
		c.own = true
	}
}

var teaPackage = reflect.TypeFor[tea.View]().PkgPath()

// show is called with each new view, in the program's own goroutine, the one that made the ticker. A
// view that is the last one costs nothing more.
func (c *frameClock) show(view tea.View) {
	c.mu.Lock()
	defer c.mu.Unlock()
	changed := !sameView(&c.view, &view)
	if !changed && !c.own {
		return
	}
	c.view = view
	if c.ticker == nil && !c.find() {
		return
	}
	now := time.Now()
	first := now.Sub(c.last) >= BusyFrame
	c.last = now
	c.idle.Reset(idleAfter)
	if first && c.rows.draw(view) && !c.own {
		return
	}
	c.own = false
	switch {
	case first:
		c.slow = false
		c.ticker.Reset(firstFrame)
		c.settle.Reset(firstOver)
	case c.slow:
		c.slow = false
		c.ticker.Reset(BusyFrame)
	}
}

// find looks for the running program's ticker and renderer.
func (c *frameClock) find() bool {
	if c.ticker = tickerOf(c.program); c.ticker == nil {
		return false
	}
	c.rows = rowDrawerOf(c.program)
	c.ticker.Reset(BusyFrame)
	c.idle = time.AfterFunc(idleAfter, c.rest)
	c.settle = time.AfterFunc(firstOver, c.settled)
	return true
}

// sameView reports whether two views show the same.
func sameView(a, b *tea.View) bool {
	if a.Content != b.Content || a.WindowTitle != b.WindowTitle || !sameModes(a, b) {
		return false
	}
	return a.Cursor == b.Cursor || a.Cursor != nil && b.Cursor != nil && *a.Cursor == *b.Cursor
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
// show has set the timer anew.
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
