package ui

import (
	"fmt"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
)

// TestScreenOfTheOutbox draws a thread with messages that wait and one that asks,
// and the list of all of them.
func TestScreenOfTheOutbox(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {40, 12}} {
		for _, list := range []bool{false, true} {
			t.Run(fmt.Sprintf("%dx%d list %v", size[0], size[1], list), func(t *testing.T) {
				p := newPump(t, bench{width: size[0], height: size[1]})
				p.openFirst()
				plug := p.unplug()
				p.sendText("We sent it this morning.")
				p.clock = p.clock.Add(9 * time.Hour)
				plug()
				p.fire()
				p.unplug()
				p.sendText("It should be there tomorrow.")
				p.sendText("Is there anything else?")
				p.clearNotice()
				if list {
					p.do("outbox")
				}
				golden.RequireEqual(t, []byte(p.screen()))
			})
		}
	}
}
