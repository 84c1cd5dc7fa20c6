package keys

import "strings"

// Show is a key as footer and help write it: ⏎, esc, ^k, alt+1, ↑, g g.
func Show(key string) string { return show(key, unicodeNames) }

// ShowASCII is Show with ASCII only.
func ShowASCII(key string) string { return show(key, func(name string) string { return name }) }

func show(key string, name func(string) string) string {
	words := strings.Split(key, " ")
	for i, word := range words {
		mods, base := "", word
		if at := strings.LastIndexByte(strings.TrimSuffix(word, "+"), '+'); at >= 0 {
			mods, base = word[:at+1], word[at+1:]
		}
		if mods == "ctrl+" && len(base) == 1 {
			words[i] = "^" + base
			continue
		}
		words[i] = mods + name(base)
	}
	return strings.Join(words, " ")
}

func unicodeNames(name string) string {
	switch name {
	case "enter":
		return "⏎"
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	}
	return name
}
