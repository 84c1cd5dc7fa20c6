package terminal

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// On a server many desks show the same events. What the person at one of them does is drawn at once;
// what happens by itself is drawn at a calmer pace, since drawing is most of what an event costs.
const (
	calmFrame = 400 * time.Millisecond // the longest that an event waits to be drawn
	atWork    = 500 * time.Millisecond // after a key everything is drawn at once: it is the answer
	// Where no key was pressed for readingAfter, the person reads, or is away.
	readingFrame = time.Second
	readingAfter = 10 * time.Second
)

// calm holds back the drawing of what happens by itself. It belongs to the program's own goroutine; the
// nil calm holds nothing back.
type calm struct {
	send    func(tea.Msg)
	now     func() time.Time
	last    tea.View
	lastAt  time.Time
	touched time.Time // the last key
	holding bool      // the view to come is the last one
	waiting bool      // a drawDue is on its way
	timer   *time.Timer
}

// drawDue draws what was held back.
type drawDue struct{}

// holds reports whether what msg changes can wait.
func (c *calm) holds(msg tea.Msg) bool {
	if c == nil {
		return false
	}
	now := c.now()
	c.holding = false
	switch msg.(type) {
	case drawDue:
		c.waiting = false
		return false
	case tea.KeyMsg, tea.MouseMsg, tea.PasteMsg, tea.WindowSizeMsg, tea.FocusMsg, tea.BlurMsg:
		c.touched = now
		return false
	}
	frame := calmFrame
	if now.Sub(c.touched) > readingAfter {
		frame = readingFrame
	}
	if now.Sub(c.touched) < atWork || now.Sub(c.lastAt) >= frame {
		return false
	}
	c.holding = true
	if !c.waiting {
		c.waiting = true
		c.timer = time.AfterFunc(frame-now.Sub(c.lastAt), func() { c.send(drawDue{}) })
	}
	return true
}

// held is the view that is still on the screen, if the new one can wait.
func (c *calm) held() (tea.View, bool) {
	if c == nil || !c.holding {
		return tea.View{}, false
	}
	return c.last, true
}

// drew remembers what is on the screen.
func (c *calm) drew(view tea.View) {
	if c != nil {
		c.last, c.lastAt = view, c.now()
	}
}

// stop ends the timer; the program is over.
func (c *calm) stop() {
	if c != nil && c.timer != nil {
		c.timer.Stop()
	}
}
