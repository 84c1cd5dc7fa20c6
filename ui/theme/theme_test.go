package theme

import (
	"fmt"
	"image/color"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"keydesk/ui/text"
)

// luminance is the relative luminance of WCAG 2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// TestContrast measures each theme against the backgrounds people use it on.
func TestContrast(t *testing.T) {
	dark := []uint32{0x000000, 0x0c0c0c, 0x1e1e1e, 0x1e1e2e, 0x002b36, 0x282a36, 0x282c34, 0x2e3440}
	light := []uint32{0xffffff, 0xfafafa, 0xfdf6e3, 0xeff1f5, 0xfbf1c7, 0xeee8d5}
	for name, c := range map[string]struct {
		grounds []uint32
		least   float64
	}{
		"dark": {dark, 4.5}, "light": {light, 4.5},
		"contrast": {dark[:2], 7}, "contrast-light": {light[:2], 7},
	} {
		p := paletteOf(name, UnknownGround)
		for meaning, ink := range map[string]color.Color{
			"text": p.text, "faint": p.faint, "accent": p.accent, "good": p.good, "warn": p.warn, "bad": p.bad, "note": p.note,
			"theirs": p.theirs, "ours": p.ours, "str": p.str, "num": p.num, "key": p.key,
		} {
			for _, ground := range c.grounds {
				if got := contrast(ink, rgb(ground)); got < c.least {
					t.Errorf("%s: %s on #%06x has %.2f:1, want %.1f:1", name, meaning, ground, got, c.least)
				}
			}
		}
	}
}

// TestAutoCanBeRead measures the terminal's own colours in the palettes that people have without having
// chosen one; reversed, a pair has the same contrast.
func TestAutoCanBeRead(t *testing.T) {
	xterm := [16]uint32{0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff}
	gnome := [16]uint32{0x171421, 0xc01c28, 0x26a269, 0xa2734c, 0x12488b, 0xa347ba, 0x2aa1b3, 0xd0cfcc, 0x5e5c64, 0xf66151, 0x33d17a, 0xe9ad0c, 0x2a7bde, 0xc061cb, 0x33c7de, 0xffffff}
	codeDark := [16]uint32{0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc, 0x11a8cd, 0xe5e5e5, 0x666666, 0xf14c4c, 0x23d18b, 0xf5f543, 0x3b8eea, 0xd670d6, 0x29b8db, 0xe5e5e5}
	codeLight := [16]uint32{0x000000, 0xcd3131, 0x00bc00, 0x949800, 0x0451a5, 0xbc05bc, 0x0598bc, 0x555555, 0x666666, 0xcd3131, 0x14ce14, 0xb5ba00, 0x0451a5, 0xbc05bc, 0x0598bc, 0xa5a5a5}
	console := [16]uint32{0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa, 0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff}
	for _, c := range []struct {
		name         string
		colours      [16]uint32
		text, behind uint32
		ground       Ground
	}{
		{"xterm dark", xterm, 0xe5e5e5, 0x000000, DarkGround}, {"xterm light", xterm, 0x000000, 0xffffff, LightGround},
		{"GNOME dark", gnome, 0xd0cfcc, 0x171421, DarkGround}, {"GNOME light", gnome, 0x171421, 0xffffff, LightGround},
		{"VS Code dark", codeDark, 0xcccccc, 0x1e1e1e, DarkGround}, {"VS Code light", codeLight, 0x333333, 0xffffff, LightGround},
		{"Linux console", console, 0xaaaaaa, 0x000000, DarkGround},
	} {
		p := paletteOf("auto", c.ground)
		for meaning, ink := range map[string]color.Color{"text": p.text, "accent": p.accent, "good": p.good, "warn": p.warn, "bad": p.bad, "note": p.note} {
			shown := rgb(c.text)
			if own, ok := ink.(ansi.BasicColor); ok {
				shown = rgb(c.colours[own])
			}
			least := 4.5
			if c.name == "xterm light" && meaning == "note" {
				least = 4 // its only magenta; notes have their word and border as well
			}
			if got := contrast(shown, rgb(c.behind)); got < least {
				t.Errorf("%s: %s has %.2f:1, want %.1f:1", c.name, meaning, got, least)
			}
		}
	}
}

func TestGroundChangesOnlyTheTerminalsOwnColours(t *testing.T) {
	for _, name := range []string{"dark", "light", "contrast", "contrast-light"} {
		th := New(name, "unicode", false)
		for _, ground := range []Ground{DarkGround, LightGround} {
			if got := th.On(ground); !reflect.DeepEqual(styles(got), styles(th)) {
				t.Errorf("%s changes with the ground", name)
			}
		}
	}
	auto := New("auto", "ascii", false)
	auto.Motion = false
	light := auto.On(LightGround)
	if light.Accent.prefix != "\x1b[34m" || light.Warn.prefix != "\x1b[1m" || !light.Good.IsPlain() {
		t.Errorf("auto on a light ground: %+v", styles(light))
	}
	if light.Motion || !light.Glyphs.ASCII || !reflect.DeepEqual(styles(light.On(UnknownGround)), styles(auto)) {
		t.Error("a ground changed more than colours, or cannot be taken back")
	}
	if off := New("auto", "unicode", true).On(LightGround); !off.Plain || !off.Accent.IsPlain() {
		t.Error("a ground brought colours back that are off")
	}
	own, err := Own(Colors{Warn: "#7d4e00"}, "unicode", false)
	if err != nil {
		t.Fatal(err)
	}
	if got := own.On(LightGround); got.Warn != own.Warn || got.Accent != light.Accent {
		t.Errorf("an own theme on a light ground: %+v", styles(got))
	}
}

func styles(th Theme) map[string]Style {
	found := map[string]Style{}
	v := reflect.ValueOf(th)
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		if s, ok := v.Field(i).Interface().(Style); ok {
			found[v.Type().Field(i).Name] = s
		}
	}
	return found
}

var (
	sgr   = regexp.MustCompile("^\x1b\\[[0-9;]*m$")
	paint = regexp.MustCompile(`[\[;](3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]`)
)

func TestNoColorKeepsAttributesOnly(t *testing.T) {
	for _, name := range Names() {
		th := New(name, "unicode", true)
		for meaning, s := range styles(th) {
			if paint.MatchString(s.prefix) {
				t.Errorf("%s: %s is coloured: %q", name, meaning, s.prefix)
			}
		}
		if th.Strong.IsPlain() || th.Selected.IsPlain() || th.Reverse.IsPlain() || th.Link.IsPlain() || !th.Plain {
			t.Errorf("%s: bold, reverse or underline is gone", name)
		}
	}
}

func TestAutoUsesTheTerminalsOwnColours(t *testing.T) {
	th := New("auto", "unicode", false)
	for meaning, s := range styles(th) {
		if s.prefix != "" && !sgr.MatchString(s.prefix) || strings.Contains(s.prefix, "38;") {
			t.Errorf("%s is %q", meaning, s.prefix)
		}
	}
	if th.Text != (Style{}) {
		t.Errorf("text is not the terminal's own: %q", th.Text.prefix)
	}
	if th.Bad.prefix != "\x1b[31m" {
		t.Errorf("bad is %q", th.Bad.prefix)
	}
}

func TestRender(t *testing.T) {
	th := New("auto", "unicode", false)
	if got := th.Bad.Render("no"); got != "\x1b[31mno\x1b[m" {
		t.Errorf("got %q", got)
	}
	if th.Bad.Render("") != "" || (Style{}).Render("x") != "x" {
		t.Error("nothing to draw, or nothing to draw it with, must cost nothing")
	}
	if got := th.Strong.With(th.Bad).Render("x"); got != "\x1b[1m\x1b[31mx\x1b[m" {
		t.Errorf("got %q", got)
	}
	if n := testing.AllocsPerRun(10, func() { _ = th.Bad.Render("forty cells of text that are not constant") }); n > 1 {
		t.Errorf("%v allocations", n)
	}
}

// all is every glyph of a set by name.
func all(g Glyphs) map[string]string {
	found := map[string]string{}
	v := reflect.ValueOf(g)
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.String {
			found[v.Type().Field(i).Name] = v.Field(i).String()
		}
	}
	for i, s := range g.Spinner {
		found[fmt.Sprintf("Spinner %d", i)] = s
	}
	for _, name := range IconNames() {
		found["icon "+name] = g.Icon(name)
	}
	return found
}

func TestGlyphWidths(t *testing.T) {
	// Words made of glyphs stand where there is room, and are measured where they are drawn.
	words := map[string]bool{"Range": true, "Mask": true, "Chosen": true, "Else": true, "UpDown": true, "LeftRight": true}
	two := map[string]bool{"Pending": true, "Sent": true, "Delivered": true, "Read": true, "Failed": true}
	for _, set := range []string{"unicode", "ascii"} {
		for name, glyph := range all(glyphSet(set)) {
			most := 1
			if two[name] || strings.HasPrefix(name, "icon ") {
				most = 2
			}
			if words[name] {
				most = 10
			}
			if w := text.Width(glyph); w < 1 || w > most {
				t.Errorf("%s %s %q has %d cells", set, name, glyph, w)
			}
			if text.Safe(glyph) != glyph {
				t.Errorf("%s %s %q is one that terminals disagree about", set, name, glyph)
			}
			if set == "ascii" && strings.ContainsFunc(glyph, func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("%s %q is not ASCII", name, glyph)
			}
		}
	}
}

// emojiInText are the runes of the emoji variation sequences that are text
// unless a selector says otherwise: fonts and terminals differ about them.
const emojiInText = "©®‼⁉™ℹ↔↕↖↗↘↙↩↪⌚⌛⌨⏏⏩⏪⏫⏬⏭⏮⏯⏰⏱⏲⏳⏸⏹⏺Ⓜ▪▫▶◀◻◼◽◾☀☁☂☃☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸☹☺♀♂♈♉♊♋♌♍♎♏♐♑♒♓♟♠♣♥♦♨♻♾♿⚒⚓⚔⚕⚖⚗⚙⚛⚜⚠⚡⚧⚪⚫⚰⚱⚽⚾⛄⛅⛈⛎⛏⛑⛓⛔⛩⛪⛰⛱⛲⛳⛴⛵⛷⛸⛹⛺⛽✂✅✈✉✊✋✌✍✏✒✔✖✝✡✨✳✴❄❇❌❎❓❔❕❗❣❤➕➖➗➡➰➿⤴⤵⬅⬆⬇⬛⬜⭐⭕〰〽㊗㊙"

func TestNoGlyphHasAnEmojiForm(t *testing.T) {
	for name, glyph := range all(unicodeGlyphs()) {
		if strings.ContainsAny(glyph, emojiInText) {
			t.Errorf("%s %q", name, glyph)
		}
	}
}

func TestStatesDifferWithoutColour(t *testing.T) {
	for _, set := range []string{"unicode", "ascii"} {
		g := glyphSet(set)
		for _, states := range [][]string{
			{g.Pending, g.Sent, g.Delivered, g.Read, g.Failed},
			{g.Live, g.Reconnecting, g.Offline},
			{g.Check, g.Uncheck},
		} {
			seen := map[string]bool{}
			for _, s := range states {
				if seen[s] {
					t.Errorf("%s: two states are %q", set, s)
				}
				seen[s] = true
			}
		}
		icons := map[string]bool{}
		for _, name := range IconNames() {
			icons[g.Icon(name)] = true
		}
		if len(icons) != len(IconNames()) {
			t.Errorf("%s: %d icons for %d names", set, len(icons), len(IconNames()))
		}
		if g.Icon("no such icon") != g.Icon("zap") || g.Icon("") != g.Icon("zap") {
			t.Errorf("%s: an unknown icon is not zap", set)
		}
	}
}

func TestOwnThemeStandsOnItsBase(t *testing.T) {
	own, err := Own(Colors{Base: "dark", Accent: "#010203", Bad: "bright red", Text: "default"}, "unicode", false)
	if err != nil {
		t.Fatal(err)
	}
	base := New("dark", "unicode", false)
	if own.Good != base.Good || own.Accent == base.Accent || own.Bad == base.Bad || !own.Text.IsPlain() {
		t.Fatalf("own theme: %+v", own)
	}
	if _, err := Own(Colors{Accent: "blu"}, "unicode", false); err == nil || !strings.Contains(err.Error(), "accent") {
		t.Fatalf("a colour that is none: %v", err)
	}
	off, _ := Own(Colors{Accent: "#010203"}, "unicode", true)
	if off.Accent != (Style{}) {
		t.Fatal("an own theme is coloured although colours are off")
	}
}
