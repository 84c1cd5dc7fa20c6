package theme

import (
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// palette is the colours of one theme. A nil colour is the terminal's own
// foreground.
type palette struct {
	text, faint, accent, good, warn, bad, note color.Color
	theirs, ours                               color.Color // who speaks
	str, num, key                              color.Color // of code: texts, numbers, names
	dim                                        bool        // faint by attribute, not by colour
	loud                                       bool        // a doubt by weight, not by colour
}

// Ground is what the terminal's background is known to be.
type Ground int

// The grounds; most terminals tell when they are asked.
const (
	UnknownGround Ground = iota
	DarkGround
	LightGround
)

// Names are the built-in themes, the default first.
func Names() []string { return []string{"auto", "dark", "light", "contrast", "contrast-light"} }

// paletteOf is the palette of a name. auto and every name that is not built in
// follow the user's own sixteen colours, as far as those can be read on the
// ground; the other palettes bring what they need.
func paletteOf(name string, ground Ground) palette {
	switch name {
	case "dark": // ≥ 4.5:1 on backgrounds up to #2e3440
		return palette{
			text: rgb(0xe6e9ef), faint: rgb(0xa6adba), accent: rgb(0x8ab4f8),
			good: rgb(0x8fd694), warn: rgb(0xf0c36d), bad: rgb(0xff9a94), note: rgb(0xd7a6f2),
			theirs: rgb(0x73daca), ours: rgb(0x7aa2f7),
			str: rgb(0xa8d8a0), num: rgb(0xf2b488), key: rgb(0x80d0dc),
		}
	case "light": // ≥ 4.5:1 on backgrounds down to #eee8d5
		return palette{
			text: rgb(0x1f2328), faint: rgb(0x57606a), accent: rgb(0x0a52b8),
			good: rgb(0x12642b), warn: rgb(0x7d4e00), bad: rgb(0xb0121f), note: rgb(0x7a2ea0),
			theirs: rgb(0x005e59), ours: rgb(0x3b47b5),
			str: rgb(0x12642b), num: rgb(0x863a00), key: rgb(0x005a66),
		}
	case "contrast": // ≥ 7:1 on black and near-black
		return palette{
			text: rgb(0xffffff), faint: rgb(0xe4e4e4), accent: rgb(0x7fd4ff),
			good: rgb(0x6cff8a), warn: rgb(0xffe14d), bad: rgb(0xffa3a3), note: rgb(0xffb3ff),
			theirs: rgb(0x7dffe6), ours: rgb(0x9fc6ff),
			str: rgb(0x9cff9c), num: rgb(0xffd08a), key: rgb(0x8cf2ff),
		}
	case "contrast-light": // ≥ 7:1 on white and near-white
		return palette{
			text: rgb(0x000000), faint: rgb(0x2b2b2b), accent: rgb(0x003a8c),
			good: rgb(0x00481a), warn: rgb(0x5a3300), bad: rgb(0x8a0010), note: rgb(0x5a0f7d),
			theirs: rgb(0x004440), ours: rgb(0x24309a),
			str: rgb(0x00481a), num: rgb(0x6b2a00), key: rgb(0x003f4d),
		}
	}
	return sixteenOn(ground)
}

// sixteenOn are the meanings in the terminal's own colours. Faint is the
// attribute: bright black is the background in some palettes. On a dark ground
// the plain red, blue and magenta of common palettes are too dark; on a light
// one no green, yellow, cyan or bright colour can be read, so that what is good
// is text and a doubt is bold. Where the ground is not known, the accent is
// bright blue, which can be told from most of both.
func sixteenOn(ground Ground) palette {
	switch ground {
	case DarkGround:
		return palette{
			dim: true, accent: ansi.BrightCyan,
			good: ansi.BrightGreen, warn: ansi.BrightYellow, bad: ansi.BrightRed, note: ansi.BrightMagenta,
			ours: ansi.BrightCyan, str: ansi.BrightGreen, num: ansi.BrightYellow, key: ansi.Cyan,
		}
	case LightGround:
		return palette{dim: true, loud: true, accent: ansi.Blue, bad: ansi.Red, note: ansi.Magenta, ours: ansi.Blue}
	}
	return palette{
		dim: true, accent: ansi.BrightBlue,
		good: ansi.Green, warn: ansi.Yellow, bad: ansi.Red, note: ansi.Magenta,
		ours: ansi.BrightBlue, str: ansi.Green, num: ansi.Yellow,
	}
}

// Colors are a person's own theme: colours by meaning, each "#rrggbb" or one of
// the terminal's sixteen ("red", "bright blue"). What is left out is Base's.
type Colors struct {
	Base                                       string // a built-in theme; "" is auto
	Text, Faint, Accent, Good, Warn, Bad, Note string
	Theirs, Ours                               string
}

// palette is the base with the person's colours over it.
func (c Colors) palette(ground Ground) (palette, error) {
	p := paletteOf(c.Base, ground)
	if c.Faint != "" {
		p.dim = false
	}
	if c.Warn != "" {
		p.loud = false
	}
	for _, x := range []struct {
		name, value string
		to          *color.Color
	}{
		{"text", c.Text, &p.text}, {"faint", c.Faint, &p.faint}, {"accent", c.Accent, &p.accent},
		{"good", c.Good, &p.good}, {"warn", c.Warn, &p.warn}, {"bad", c.Bad, &p.bad}, {"note", c.Note, &p.note},
		{"theirs", c.Theirs, &p.theirs}, {"ours", c.Ours, &p.ours},
	} {
		if x.value == "" {
			continue
		}
		ink, err := ParseColor(x.value)
		if err != nil {
			return p, fmt.Errorf("%s: %w", x.name, err)
		}
		*x.to = ink
	}
	return p, nil
}

// sixteen are the names of the terminal's own colours, in their order.
func sixteen() []string {
	return []string{
		"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
		"bright black", "bright red", "bright green", "bright yellow", "bright blue", "bright magenta", "bright cyan", "bright white",
	}
}

// ParseColor reads "#8ab4f8", "bright blue" or "default"; the last is the
// terminal's own foreground and a nil colour.
func ParseColor(s string) (color.Color, error) {
	if s == "default" {
		return nil, nil
	}
	if i := slices.Index(sixteen(), s); i >= 0 {
		return ansi.BasicColor(i), nil
	}
	if hex, ok := strings.CutPrefix(s, "#"); ok && len(hex) == 6 {
		if v, err := strconv.ParseUint(hex, 16, 32); err == nil {
			return rgb(uint32(v)), nil
		}
	}
	return nil, fmt.Errorf("%q is no colour; write \"#8ab4f8\", \"bright blue\" or \"default\"", s)
}

func rgb(hex uint32) color.Color {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}
