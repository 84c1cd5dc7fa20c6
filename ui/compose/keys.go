package compose

import (
	tea "charm.land/bubbletea/v2"
)

// Update handles a key press or a paste. It reports whether text or cursor changed: a key that does
// nothing here, like up in the first row, tab or esc, is the owner's. The owner looks at its own keys
// first, at the one that sends above all; any enter that comes here is a new line.
func (p *Pane) Update(msg tea.Msg) (changed bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return p.insert(msg.Content, false)
	case tea.KeyPressMsg:
		return p.press(msg)
	}
	return false
}

func (p *Pane) press(k tea.KeyPressMsg) bool {
	if Types(k) {
		return p.insert(k.Text, true)
	}
	name := KeyName(k)
	if changed, known := p.editKey(name); known {
		return changed
	}
	return p.moveKey(name)
}

// Types tells whether a key writes its text: without modifiers, with shift, a lock, or AltGr, which
// some terminals tell as ctrl and alt together.
func Types(k tea.KeyPressMsg) bool {
	const commands = tea.ModCtrl | tea.ModAlt | tea.ModMeta | tea.ModHyper | tea.ModSuper
	m := k.Mod & commands
	return k.Text != "" && (m == 0 || m == tea.ModCtrl|tea.ModAlt)
}

// KeyName is the key by its letter; a letter of no Latin layout is named by the key it is on.
func KeyName(k tea.KeyPressMsg) string {
	if k.Code < 0x80 {
		k.BaseCode = 0
	}
	return k.Keystroke()
}

// editKey knows the keys that change the text. Ctrl+k, n and r stay free for the owner, and ctrl+z
// suspends, so undo has the key that Emacs and readline gave it.
func (p *Pane) editKey(name string) (changed, known bool) {
	switch name {
	case "enter", "shift+enter", "alt+enter", "ctrl+enter", "ctrl+j":
		return p.insert("\n", true), true
	case "space", "shift+space":
		return p.insert(" ", true), true
	case "backspace", "shift+backspace", "ctrl+h":
		return p.remove(p.before(p.at), p.at), true
	case "delete", "ctrl+d":
		return p.remove(p.at, p.after(p.at)), true
	case "ctrl+w":
		return p.remove(p.wordLeft(p.at, solid), p.at), true
	case "alt+backspace", "ctrl+backspace":
		return p.remove(p.wordLeft(p.at, inWord), p.at), true
	case "alt+d", "alt+delete", "ctrl+delete":
		return p.remove(p.at, p.wordRight(p.at, inWord)), true
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
		return p.moveTo(p.before(p.at))
	case "right":
		return p.moveTo(p.after(p.at))
	case "up":
		return p.vertical(-1)
	case "down":
		return p.vertical(1)
	case "home", "ctrl+a":
		return p.moveTo(p.lineStart(p.at))
	case "end", "ctrl+e":
		return p.moveTo(p.lineEnd(p.at))
	case "ctrl+home", "alt+<", "alt+shift+,":
		return p.moveTo(0)
	case "ctrl+end", "alt+>", "alt+shift+.":
		return p.moveTo(len(p.value))
	case "ctrl+left", "alt+left", "alt+b":
		return p.moveTo(p.wordLeft(p.at, inWord))
	case "ctrl+right", "alt+right", "alt+f":
		return p.moveTo(p.wordRight(p.at, inWord))
	}
	return false
}

// Owns reports whether the composer itself uses a key to move or to edit, so that nobody else takes
// it away from somebody who writes.
func Owns(name string) bool {
	p := &Pane{goal: -1}
	_, edits := p.editKey(name)
	if edits {
		return true
	}
	switch name {
	case "left", "right", "up", "down", "home", "end", "ctrl+a", "ctrl+e", "ctrl+home", "alt+<", "ctrl+end", "alt+>",
		"ctrl+left", "alt+left", "alt+b", "ctrl+right", "alt+right", "alt+f":
		return true
	}
	return false
}
