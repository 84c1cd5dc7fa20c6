package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

func (r *runRoom) moveBar(by int) func() tea.Cmd {
	return func() tea.Cmd {
		r.bar.focus = min(max(r.bar.focus+by, 0), max(0, len(r.bar.list)-1))
		return nil
	}
}

func (r *runRoom) pressFocused() tea.Cmd {
	if len(r.bar.list) > 0 {
		return r.pressPlace(r.bar.focus)
	}
	return nil
}

// pressNumber presses the n-th button, counted from 1.
func (r *runRoom) pressNumber(n int) tea.Cmd {
	if n > len(r.bar.list) {
		return r.say(levelInfo, fmt.Sprintf("There is no action %d: %s.", n, r.actionCount()))
	}
	return r.pressPlace(n - 1)
}

// pressPlace presses the button that stands at a place of the toolbar.
func (r *runRoom) pressPlace(n int) tea.Cmd {
	d, ok := r.bar.under(n, r.deps.Now())
	if !ok {
		return r.say(levelWarn, "The actions changed just now; nothing was run: look again and press.")
	}
	return r.press(d.ID)
}

func (r *runRoom) actionCount() string {
	if words := r.barWords(); words != "" {
		return words
	}
	return fmt.Sprintf("the toolbar has %d", len(r.bar.list))
}
