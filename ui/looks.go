package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"keydesk/ui/dialog"
	"keydesk/ui/text"
	"keydesk/ui/theme"
)

// SetTheme draws the whole desk in another look from now on.
func (r *Root) SetTheme(th theme.Theme) {
	r.Theme = th.On(r.ground)
	r.inbox.SetTheme(&r.Theme)
	for _, c := range r.chats.byID {
		c.thread.SetTheme(&r.Theme)
		c.compose.SetTheme(&r.Theme)
	}
	r.studio.shown.width = 0
	if r.studio.form != nil {
		r.studio.form.SetTheme(&r.Theme)
	}
	for _, d := range r.dialogs.List {
		if v, ok := d.(*dialog.Viewer); ok {
			v.Width = 0 // its lines are remembered in the old colours
		}
	}
}

// askGround asks the terminal for its background once, unless that is known or
// makes no difference. Nothing waits for the answer: many give none.
func (r *Root) askGround() tea.Cmd {
	if r.Theme.Plain || r.ground != theme.UnknownGround {
		return nil
	}
	return tea.RequestBackgroundColor
}

// onGround takes the colours that can be read on the terminal's background.
func (r *Root) onGround(msg tea.BackgroundColorMsg) {
	switch {
	case msg.Color == nil:
		return
	case msg.IsDark():
		r.ground = theme.DarkGround
	default:
		r.ground = theme.LightGround
	}
	r.SetTheme(r.Theme)
}

// needsLooks is why the colours cannot be changed here, or "".
func (r *Root) needsLooks() string {
	switch {
	case r.deps.Look == nil || len(r.deps.Looks) == 0:
		return "there is only one look here"
	case r.Theme.Plain:
		return "colours are off (NO_COLOR, or a terminal without any)"
	}
	return ""
}

// chooseLook offers the themes; the desk takes on the one under the bar at
// once, and its own again when the list is closed without a choice.
func (r *Root) chooseLook() tea.Cmd {
	before, now := r.Theme, r.lookName
	choices := make([]dialog.Choice, len(r.deps.Looks))
	for i, name := range r.deps.Looks {
		detail := ""
		if name == now {
			detail = "now"
		}
		choices[i] = dialog.Choice{Label: text.Line(name), Detail: detail, Pick: dialog.Then{Do: func() tea.Cmd { return r.takeLook(name) }}}
	}
	c := r.NewChooser("Colours", "There is no theme %q.", choices)
	c.Verb, c.At = "take", max(0, slices.Index(r.deps.Looks, now))
	c.Moved = func(x dialog.Choice) dialog.Intent {
		return dialog.Also{Do: func() tea.Cmd {
			r.SetTheme(r.deps.Look(x.Label))
			return nil
		}}
	}
	c.Closed = dialog.Then{Do: func() tea.Cmd {
		r.SetTheme(before)
		return nil
	}}
	r.dialogs.Push(c)
	return nil
}

// takeLook keeps a theme for this session and tells how to keep it for good.
func (r *Root) takeLook(name string) tea.Cmd {
	r.lookName = name
	r.SetTheme(r.deps.Look(name))
	return r.say(levelInfo, fmt.Sprintf("Colours: %s until keydesk ends; theme = %q in the settings keeps it.", text.Line(name), name))
}
