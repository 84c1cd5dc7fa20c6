package code

import (
	tea "charm.land/bubbletea/v2"

	"keydesk/ui/compose"
)

// Update handles a key press or a paste. It reports whether text, cursor or what is offered changed: a
// key that does nothing here, like up in the first row or esc, is the owner's. The owner looks at its
// own keys first; ctrl+e and shift+tab are free for it.
func (p *Pane) Update(msg tea.Msg) (changed bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		changed = p.insert(msg.Content, false)
	case tea.KeyPressMsg:
		if compose.Types(msg) {
			changed = p.write(msg.Text)
			break
		}
		name := compose.KeyName(msg)
		if done, taken := p.popupKey(name); taken {
			return done
		}
		var edits bool
		if changed, edits = p.editKey(name); !edits {
			if changed = p.moveKey(name); changed {
				p.popup.Close()
			}
			return changed
		}
	default:
		return false
	}
	if changed {
		p.offer(false)
	}
	return changed
}

// write types a text. What closes goes to where it opened.
func (p *Pane) write(s string) bool {
	if s == "}" || s == "]" || s == ")" {
		return p.close(s)
	}
	return p.insert(s, true)
}

// editKey knows the keys that change the text.
func (p *Pane) editKey(name string) (changed, known bool) {
	switch name {
	case "enter", "shift+enter", "alt+enter", "ctrl+enter", "ctrl+j":
		return p.newLine(), true
	case "space", "shift+space":
		return p.insert(" ", true), true
	case "tab":
		return p.insert(indent, false), true
	case "backspace", "shift+backspace", "ctrl+h":
		return p.backspace(), true
	case "delete", "ctrl+d":
		return p.remove(p.at, p.next(p.at)), true
	case "ctrl+w", "alt+backspace", "ctrl+backspace":
		return p.remove(p.wordLeft(p.at), p.at), true
	case "alt+d", "alt+delete", "ctrl+delete":
		return p.remove(p.at, p.wordRight(p.at)), true
	case "ctrl+u":
		return p.deleteLine(), true
	case "ctrl+_", "ctrl+/", "ctrl+shift+-", "alt+z":
		return p.undo(), true
	case "alt+y", "alt+shift+z":
		return p.redo(), true
	}
	return false, false
}

func (p *Pane) moveKey(name string) bool {
	switch name {
	case "left":
		return p.moveTo(p.prev(p.at))
	case "right":
		return p.moveTo(p.next(p.at))
	case "up":
		return p.vertical(-1)
	case "down":
		return p.vertical(1)
	case "pgup":
		return p.vertical(-max(p.height-1, 1))
	case "pgdown":
		return p.vertical(max(p.height-1, 1))
	case "home", "ctrl+a":
		return p.home()
	case "end":
		return p.end()
	case "ctrl+home", "alt+<", "alt+shift+,":
		return p.moveTo(pos{})
	case "ctrl+end", "alt+>", "alt+shift+.":
		last := len(p.lines) - 1
		return p.moveTo(pos{last, len(p.lines[last].s)})
	case "ctrl+left", "alt+left", "alt+b":
		return p.moveTo(p.wordLeft(p.at))
	case "ctrl+right", "alt+right", "alt+f":
		return p.moveTo(p.wordRight(p.at))
	}
	return false
}
