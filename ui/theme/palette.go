package theme

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// palette is the colours of one theme. A nil colour is the terminal's own
// foreground.
type palette struct {
	text, faint, accent, good, warn, bad, note color.Color
	dim                                        bool // faint by attribute, not by colour
}

// Names are the built-in themes, the default first.
func Names() []string { return []string{"auto", "dark", "light", "contrast", "contrast-light"} }

// paletteOf is the palette of a name. auto and every name that is not built in
// follow the user's own sixteen colours. There bright blue is the accent: the
// plain blue of the most common default palettes cannot be read on black. And
// faint is the attribute: bright black is the background in some palettes.
func paletteOf(name string) palette {
	switch name {
	case "dark": // ≥ 4.5:1 on backgrounds up to #2e3440
		return palette{
			text: rgb(0xe6e9ef), faint: rgb(0xa6adba), accent: rgb(0x8ab4f8),
			good: rgb(0x8fd694), warn: rgb(0xf0c36d), bad: rgb(0xff9a94), note: rgb(0xd7a6f2),
		}
	case "light": // ≥ 4.5:1 on backgrounds down to #eee8d5
		return palette{
			text: rgb(0x1f2328), faint: rgb(0x57606a), accent: rgb(0x0a52b8),
			good: rgb(0x12642b), warn: rgb(0x7d4e00), bad: rgb(0xb0121f), note: rgb(0x7a2ea0),
		}
	case "contrast": // ≥ 7:1 on black and near-black
		return palette{
			text: rgb(0xffffff), faint: rgb(0xe4e4e4), accent: rgb(0x7fd4ff),
			good: rgb(0x6cff8a), warn: rgb(0xffe14d), bad: rgb(0xffa3a3), note: rgb(0xffb3ff),
		}
	case "contrast-light": // ≥ 7:1 on white and near-white
		return palette{
			text: rgb(0x000000), faint: rgb(0x2b2b2b), accent: rgb(0x003a8c),
			good: rgb(0x00481a), warn: rgb(0x5a3300), bad: rgb(0x8a0010), note: rgb(0x5a0f7d),
		}
	}
	return palette{
		dim: true, accent: ansi.BrightBlue,
		good: ansi.Green, warn: ansi.Yellow, bad: ansi.Red, note: ansi.Magenta,
	}
}

func rgb(hex uint32) color.Color {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}
