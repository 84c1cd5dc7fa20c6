package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"keydesk/cmd/app"
	"keydesk/config"
	"keydesk/ui/theme"
)

// look builds a theme by its name: a built-in one, or one of the settings, which were checked when
// they were read.
func look(a *app.App, s config.Settings, name string) theme.Theme {
	glyphs := s.Glyphs
	if Gaps(a, s) {
		glyphs = "ascii"
	}
	if drawnPlain(a, s) {
		glyphs = "plain"
	}
	noColor := a.NoColor()
	th := theme.New(name, glyphs, noColor)
	if own, ok := s.Themes[name]; ok {
		if built, err := theme.Own(theme.Colors(own), glyphs, noColor); err == nil {
			th = built
		}
	}
	if a.Env.Getenv("TERM") == "linux" { // black, and it does not answer
		th = th.On(theme.DarkGround)
	}
	th.Motion = s.Motion && !drawnPlain(a, s)
	return th
}

// Gaps says whether the console's font has gaps: the kernel's own has 256 or 512 signs. The settings can
// say that this one has more.
func Gaps(a *app.App, s config.Settings) bool {
	_, said := s.Origin("glyphs")
	return !said && a.Env.Getenv("TERM") == "linux"
}

// drawnPlain says whether the desk is drawn for ears: a flag can only add to what the settings say.
func drawnPlain(a *app.App, s config.Settings) bool { return s.Plain || a.Flags.Plain }

// lookNames are the themes one can choose from, the built-in ones first.
func lookNames(s config.Settings) []string {
	own := slices.Sorted(maps.Keys(s.Themes))
	return append(config.ThemeNames(), slices.DeleteFunc(own, func(name string) bool {
		return slices.Contains(config.ThemeNames(), name)
	})...)
}

// keyPlace is where the settings give a command its keys, as file:line, or "".
func keyPlace(s config.Settings, id string) string {
	at, ok := s.Origin("keys." + id)
	if !ok {
		at, ok = s.Origin(fmt.Sprintf("keys.%q", id))
	}
	if view, isView := strings.CutPrefix(id, "view."); !ok && isView && slices.ContainsFunc(s.Views, func(v config.View) bool { return v.Name == view }) {
		return s.ViewPlace(view)
	}
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s:%d", s.Path, at.Line)
}
