package keys

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// commandMods are the modifiers that turn text into a command.
const commandMods = tea.ModCtrl | tea.ModAlt | tea.ModMeta | tea.ModHyper | tea.ModSuper

// Normal is the canonical name of a press: the text it types ("G", "?",
// "space"), or modifiers in a fixed order and the key ("ctrl+k", "alt+shift+g").
// On a keyboard with a script other than Latin it is the key in that place of
// a Latin one, where the terminal tells it: shortcuts stay where they are.
func Normal(press tea.KeyPressMsg) string {
	k := press.Key()
	k.Mod &= commandMods | tea.ModShift
	if k.Mod&commandMods == 0 && k.Text != "" {
		return typed(k)
	}
	if foreign(k.Code) && k.BaseCode != 0 {
		k.Code, k.ShiftedCode = k.BaseCode, 0
	}
	k.BaseCode = 0 // Keystroke would prefer it, on Latin layouts too
	if unicode.IsUpper(k.Code) {
		k.Code, k.Mod = unicode.ToLower(k.Code), k.Mod|tea.ModShift
	}
	if k.Mod&tea.ModShift != 0 && k.ShiftedCode != 0 && unicode.IsPrint(k.ShiftedCode) && !unicode.IsLetter(k.ShiftedCode) && k.ShiftedCode != ' ' {
		k.Code, k.Mod = k.ShiftedCode, k.Mod&^tea.ModShift
	}
	return alias(k.Keystroke())
}

// typed is the name of a key that types text.
func typed(k tea.Key) string {
	r, n := utf8.DecodeRuneInString(k.Text)
	switch {
	case k.Text == " ":
		if k.Mod&tea.ModShift != 0 {
			return "shift+space"
		}
		return "space"
	case n == len(k.Text) && foreign(r) && k.BaseCode != 0:
		if k.Mod&tea.ModShift != 0 || unicode.IsUpper(r) {
			return string(unicode.ToUpper(k.BaseCode))
		}
		return string(k.BaseCode)
	}
	return k.Text
}

// foreign reports whether r is a letter that no Latin keyboard has.
func foreign(r rune) bool {
	return r > unicode.MaxLatin1 && unicode.In(r, unicode.L, unicode.M) && !unicode.Is(unicode.Latin, r)
}

// alias gives two names of one control character the same name.
func alias(name string) string {
	switch name {
	case "ctrl+/", "ctrl+7":
		return "ctrl+_"
	case "ctrl+@", "ctrl+2":
		return "ctrl+space"
	}
	return name
}

// Parse is the canonical form of a key, or of a sequence of keys with spaces
// between, as a person writes it in the settings. The error says what to write.
func Parse(name string) (string, error) {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "", errors.New(`write "ctrl+k", "G", "f5", "space" or a sequence "g g"`)
	}
	for i, word := range words {
		key, err := parseOne(word)
		if err != nil {
			return "", err
		}
		words[i] = key
	}
	return strings.Join(words, " "), nil
}

func parseOne(word string) (string, error) {
	var mods tea.KeyMod
	rest := word
	for {
		before, after, found := strings.Cut(rest, "+")
		if !found || before == "" || after == "" {
			break
		}
		mod, ok := modifier(before)
		if !ok {
			return "", fmt.Errorf("%q is no modifier; there are ctrl, alt and shift", before)
		}
		mods |= mod
		rest = after
	}
	base, err := baseName(rest)
	if err != nil {
		return "", err
	}
	r, n := utf8.DecodeRuneInString(base)
	if n == len(base) && unicode.IsUpper(r) && mods&commandMods != 0 {
		base = strings.ToLower(base)
		if mods&tea.ModCtrl == 0 { // "Ctrl+K" is only how people write ctrl+k
			mods |= tea.ModShift
		}
	}
	if n == len(base) && unicode.IsLetter(r) && mods == tea.ModShift {
		return strings.ToUpper(base), nil
	}
	var b strings.Builder
	for _, m := range modifiers() {
		if mods&m.mod != 0 {
			b.WriteString(m.name + "+")
		}
	}
	return alias(b.String() + base), nil
}

type namedMod struct {
	name string
	mod  tea.KeyMod
}

// modifiers are in the order in which they are written.
func modifiers() []namedMod {
	return []namedMod{
		{"ctrl", tea.ModCtrl}, {"alt", tea.ModAlt}, {"shift", tea.ModShift},
		{"meta", tea.ModMeta}, {"hyper", tea.ModHyper}, {"super", tea.ModSuper},
	}
}

func modifier(name string) (tea.KeyMod, bool) {
	switch name = strings.ToLower(name); name {
	case "control", "c":
		name = "ctrl"
	case "option", "opt", "a":
		name = "alt"
	case "s":
		name = "shift"
	case "cmd", "win":
		name = "super"
	}
	for _, m := range modifiers() {
		if m.name == name {
			return m.mod, true
		}
	}
	return 0, false
}

// baseName is the canonical name of a key without modifiers.
func baseName(name string) (string, error) {
	if utf8.RuneCountInString(name) == 1 {
		return name, nil
	}
	switch lower := strings.ToLower(name); lower {
	case "enter", "tab", "backspace", "esc", "space", "up", "down", "left", "right", "insert", "delete", "pgup", "pgdown", "home", "end",
		"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "menu", "pause", "printscreen":
		return lower, nil
	case "return":
		return "enter", nil
	case "escape":
		return "esc", nil
	case "bs", "bksp":
		return "backspace", nil
	case "del":
		return "delete", nil
	case "ins":
		return "insert", nil
	case "pageup", "pgu", "prior":
		return "pgup", nil
	case "pagedown", "pgdn", "next":
		return "pgdown", nil
	case "plus":
		return "+", nil
	}
	if strings.ContainsAny(name, "-<") && len(name) > 1 {
		return "", fmt.Errorf("write it with plus signs: %q", strings.ReplaceAll(strings.Trim(name, "<>"), "-", "+"))
	}
	return "", fmt.Errorf("%q is the name of no key; there are enter, esc, tab, space, up, pgup, home, f1 and the like", name)
}

// prefixesOf are the beginnings of a sequence: "a b c" has "a" and "a b".
func prefixesOf(key string) []string {
	var list []string
	for i := range len(key) {
		if i > 0 && key[i] == ' ' {
			list = append(list, key[:i])
		}
	}
	return list
}
