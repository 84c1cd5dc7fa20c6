package ui

import (
	tea "charm.land/bubbletea/v2"
	"slices"

	"keydesk/actions"
	"keydesk/ui/dialog"
	"keydesk/ui/inbox"
)

// onMouse acts on what is drawn under the pointer.
func (r *mouseRoom) onMouse(msg tea.MouseMsg) tea.Cmd {
	if d := r.dialogs.Top(); d != nil {
		return r.apply(d.Update(r.within(d, msg)))
	}
	m := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		return r.wheel(m)
	case tea.MouseClickMsg:
		if m.Button == tea.MouseLeft {
			return r.click(m)
		}
	}
	return nil
}

// within turns a click's place on the screen into one within a dialog's panel.
func (r *mouseRoom) within(d dialog.Dialog, msg tea.MouseMsg) tea.Msg {
	click, ok := msg.(tea.MouseClickMsg)
	if !ok {
		return msg
	}
	x, y := r.display.place(d.Draw(r.width, r.height))
	click.X, click.Y = click.X-x, click.Y-y
	return click
}

func (r *mouseRoom) wheel(m tea.Mouse) tea.Cmd {
	by := 1
	if m.Button == tea.MouseWheelUp {
		by = -1
	} else if m.Button != tea.MouseWheelDown {
		return nil
	}
	switch {
	case r.layout.list.contains(m.X, m.Y):
		return r.list.moveList(func(p *inbox.Pane) { p.Scroll(by) })
	case r.layout.thread.contains(m.X, m.Y) && r.chats.open != nil:
		r.chats.open.thread.Scroll(by * dialog.WheelRows)
		return r.afterScroll()
	}
	return nil
}

func (r *mouseRoom) click(m tea.Mouse) tea.Cmd {
	l := r.layout
	switch {
	case l.list.contains(m.X, m.Y):
		return r.clickList(m.Y - l.list.y)
	case r.chats.open == nil:
		return nil
	case l.bar.contains(m.X, m.Y):
		return r.clickBar(m.X - l.bar.x)
	case l.thread.contains(m.X, m.Y):
		if id, ok := r.chats.open.thread.HitTest(m.Y - l.thread.y); ok {
			r.chats.open.thread.Select(id)
			r.focus = focusThread
		}
	case l.compose.contains(m.X, m.Y):
		return r.focusComposer()
	}
	return nil
}

func (r *mouseRoom) clickList(y int) tea.Cmd {
	id, ok := r.inbox.HitTest(y)
	if !ok {
		r.focus = focusList
		return nil
	}
	r.inbox.Select(id)
	return r.opening.openSelected()
}

func (r *mouseRoom) clickBar(x int) tea.Cmd {
	for _, b := range r.run.layoutButtons(r.layout.bar.w) {
		if x < b.from || x >= b.to {
			continue
		}
		if b.id == "" {
			return r.palettes.listActions()
		}
		at := slices.IndexFunc(r.run.bar.list, func(d actions.Definition) bool { return d.ID == b.id })
		if b.nameless && (r.focus != focusBar || r.run.bar.focus != at) { // the first click tells what the second one runs
			r.focus, r.run.bar.focus = focusBar, max(0, at)
			r.arrange()
			return nil
		}
		return r.run.press(b.id)
	}
	return nil
}
