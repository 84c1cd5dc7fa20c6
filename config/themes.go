package config

import (
	"fmt"
	"regexp"
	"slices"
)

// Theme is a person's own theme: colours by what they mean, "" for the base's.
type Theme struct {
	Base                                       string // a built-in theme
	Text, Faint, Accent, Good, Warn, Bad, Note string
	Theirs, Ours                               string
}

// ThemeNames are the built-in themes, the default first.
func ThemeNames() []string { return []string{"auto", "dark", "light", "contrast", "contrast-light"} }

// ColorNames are the terminal's own colours by name, and "default" for its foreground.
func ColorNames() []string {
	return []string{
		"default", "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
		"bright black", "bright red", "bright green", "bright yellow", "bright blue", "bright magenta", "bright cyan", "bright white",
	}
}

var hexColor = regexp.MustCompile("^#[0-9a-fA-F]{6}$")

// themeColor allows "#8ab4f8" and the names of the terminal's own colours.
func themeColor(v any) error {
	text := v.(string)
	if hexColor.MatchString(text) || slices.Contains(ColorNames(), text) {
		return nil
	}
	return fmt.Errorf("cannot be %q; a colour is \"#8ab4f8\", \"bright blue\" or \"default\"%s", text, meant(text, ColorNames()))
}

func themeSettings() []setting {
	in := func(change func(*Theme, string)) func(*Settings, []string, any) {
		return func(s *Settings, names []string, v any) {
			t := s.Themes[names[0]]
			change(&t, v.(string))
			s.Themes[names[0]] = t
		}
	}
	rows := []setting{{path: "themes.*.base", kind: kindChoice, choices: ThemeNames(), example: `"dark"`,
		set: in(func(t *Theme, v string) { t.Base = v })}}
	for _, c := range []struct {
		name, example string
		set           func(*Theme, string)
	}{
		{"text", "#e6e9ef", func(t *Theme, v string) { t.Text = v }},
		{"faint", "#a6adba", func(t *Theme, v string) { t.Faint = v }},
		{"accent", "bright cyan", func(t *Theme, v string) { t.Accent = v }},
		{"good", "green", func(t *Theme, v string) { t.Good = v }},
		{"warn", "yellow", func(t *Theme, v string) { t.Warn = v }},
		{"bad", "bright red", func(t *Theme, v string) { t.Bad = v }},
		{"note", "magenta", func(t *Theme, v string) { t.Note = v }},
		{"theirs", "#73daca", func(t *Theme, v string) { t.Theirs = v }},
		{"ours", "bright blue", func(t *Theme, v string) { t.Ours = v }},
	} {
		rows = append(rows, setting{path: "themes.*." + c.name, kind: kindText, example: fmt.Sprintf("%q", c.example), check: themeColor, set: in(c.set)})
	}
	return rows
}
