package ui

import (
	"reflect"
	"strings"

	tea "charm.land/bubbletea/v2"

	"keydesk/client"
)

// What a person, the terminal and the platform do to a desk.

func (p *pump) send(msg tea.Msg) {
	p.t.Helper()
	p.run(p.give(msg))
	p.settle()
}

// run runs a command and everything it leads to.
func (p *pump) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if p.beside != nil {
		p.beside.start(cmd)
		return
	}
	msg := cmd()
	if msg == nil {
		return
	}
	if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		for i := range v.Len() { // a batch, or a sequence, whose type is not exported
			p.run(v.Index(i).Interface().(tea.Cmd))
		}
		return
	}
	p.sent = append(p.sent, msg)
	p.send(msg)
}

// fire lets every timer run out once.
func (p *pump) fire() {
	due := p.timers
	p.timers = nil
	for _, msg := range due {
		p.send(msg)
	}
}

// give hands a message to the desk. The work that it leads to is returned undone:
// a call that is under way.
func (p *pump) give(msg tea.Msg) tea.Cmd {
	_, cmd := p.root.Update(msg)
	return cmd
}

func (p *pump) press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		p.rest()
		p.send(keyPress(k))
	}
}

// hold presses a key as a finger does that rests on it.
func (p *pump) hold(key string, times int) {
	p.t.Helper()
	p.rest()
	for range times {
		p.send(keyPress(key))
	}
}

func (p *pump) typeText(s string) {
	p.rest()
	for _, r := range s {
		p.send(tea.KeyPressMsg(tea.Key{Code: r, Text: string(r)}))
	}
}

// event hands an event to the desk as the realtime line would.
func (p *pump) event(e client.Event) {
	p.t.Helper()
	p.run(p.giveEvent(e))
	p.markSeen()
}

var namedKeys = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
	"left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"home": tea.KeyHome, "end": tea.KeyEnd, "space": tea.KeySpace, "backspace": tea.KeyBackspace,
	"f1": tea.KeyF1, "f2": tea.KeyF2, "f3": tea.KeyF3,
}

func keyPress(s string) tea.KeyPressMsg {
	var k tea.Key
	for prefix, mod := range map[string]tea.KeyMod{"alt+": tea.ModAlt, "ctrl+": tea.ModCtrl, "shift+": tea.ModShift} {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			k.Mod, s = tea.KeyMod(mod), rest
			break
		}
	}
	if code, ok := namedKeys[s]; ok {
		k.Code = code
	} else {
		k.Code = []rune(s)[0]
		if k.Mod == 0 {
			k.Text = s
		}
	}
	if s == "space" && k.Mod == 0 {
		k.Text = " "
	}
	return tea.KeyPressMsg(k)
}
