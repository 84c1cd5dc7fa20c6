package theme

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// Theme is a dozen meanings. It is built once and passed by pointer.
type Theme struct {
	Text       Style // what is read
	Faint      Style // what is there when looked for
	Accent     Style // where the focus is
	Good       Style
	Warn       Style // in doubt
	Bad        Style // wrong, or dangerous
	Strong     Style // names, unread: bold
	Title      Style // bold accent
	Selected   Style // the chosen row or button, beside its Bar: bold accent
	Key        Style // a key in footer and help: bold
	Theirs     Style // the name of who writes to us: bold
	Ours       Style // the mark at the edge of what we write
	CodeText   Style // a text in code and JSON
	CodeNumber Style
	CodeKey    Style // the name of a member
	Note       Style // private notes, never to be taken for replies
	Reverse    Style // a cursor, a hit of a search
	Link       Style // underlined

	Glyphs Glyphs
	Plain  bool // no colours: NO_COLOR, or a terminal without any
	Motion bool // spinners may turn

	colors Colors // what it was built from
	ground Ground
}

// New builds a theme: "auto", "dark", "light", "contrast" or "contrast-light",
// with "unicode", "ascii" or "plain" glyphs; the last has no lines. Names it does not know give auto and
// unicode; the settings are checked where they are read. noColor leaves bold,
// faint, reverse and underline.
func New(name, glyphs string, noColor bool) Theme {
	th, _ := Own(Colors{Base: name}, glyphs, noColor) // it holds no colour that could be wrong
	return th
}

// Own builds a person's own theme. An error names the colour that is none.
func Own(c Colors, glyphs string, noColor bool) (Theme, error) {
	p, err := c.palette(UnknownGround)
	th := build(p, glyphSet(glyphs), noColor)
	th.colors = c
	return th, err
}

// On is the theme for a ground: where it takes the terminal's own colours, those
// that can be read there.
func (t Theme) On(ground Ground) Theme {
	p, err := t.colors.palette(ground)
	if err != nil || ground == t.ground {
		return t
	}
	th := build(p, t.Glyphs, t.Plain)
	th.Motion, th.colors, th.ground = t.Motion, t.colors, ground
	return th
}

// Ground is what the theme takes the terminal's background for.
func (t Theme) Ground() Ground { return t.ground }

// build turns colours into styles.
func build(p palette, glyphs Glyphs, noColor bool) Theme {
	if noColor {
		p = palette{dim: true}
	}
	plain := ansi.NewStyle
	faint := plain()
	if p.dim {
		faint = faint.Faint()
	}
	warn := plain()
	if p.loud {
		warn = warn.Bold()
	}
	return Theme{
		Text:       ink(plain(), p.text),
		Faint:      ink(faint, p.faint),
		Accent:     ink(plain(), p.accent),
		Good:       ink(plain(), p.good),
		Warn:       ink(warn, p.warn),
		Bad:        ink(plain(), p.bad),
		Strong:     ink(plain().Bold(), p.text),
		Title:      ink(plain().Bold(), p.accent),
		Selected:   ink(plain().Bold(), p.accent),
		Key:        ink(plain().Bold(), p.text),
		Theirs:     ink(plain().Bold(), p.theirs),
		Ours:       ink(plain(), p.ours),
		CodeText:   ink(plain(), p.str),
		CodeNumber: ink(plain(), p.num),
		CodeKey:    ink(plain(), p.key),
		Note:       ink(plain(), p.note),
		Reverse:    ink(plain().Reverse(true), nil),
		Link:       ink(plain().Underline(true), p.accent),
		Glyphs:     glyphs,
		Plain:      noColor,
		Motion:     true,
	}
}

// ink is a style with a foreground, nil meaning the terminal's own.
func ink(s ansi.Style, c color.Color) Style {
	if c != nil {
		s = s.ForegroundColor(c)
	}
	if len(s) == 0 {
		return Style{}
	}
	return Style{s.String()}
}
