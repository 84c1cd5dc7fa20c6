package media

import "strings"

// Surroundings is what the environment tells of the terminal. It may be that of
// another one: tmux and SSH pass variables on that were true once.
type Surroundings struct {
	Program string // TERM_PROGRAM, or LC_TERMINAL
	Term    string // TERM
	Kitty   bool   // KITTY_WINDOW_ID is set
	Mux     bool   // within tmux or GNU screen
}

// Sequences that ask the terminal. Every terminal answers the attributes, which
// are asked for last, so their answer ends the wait for the others. The graphics
// question goes only to terminals that are known to swallow what they do not
// understand of it.
const (
	askCell    = "\x1b[16t"
	askAttrs   = "\x1b[c"
	askVersion = "\x1b[>0q"
	askKitty   = "\x1b_Gi=27492,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
)

// Detector finds out what the terminal can draw: it asks once, and takes the
// answers as they come. The zero Detector has asked nothing.
type Detector struct {
	asked, settled bool
	version        string
	way            Way
	CellW, CellH   int // pixels; 0 until told
}

// Ask is what to send to the terminal, "" when it was asked already.
func (d *Detector) Ask(s Surroundings) string {
	if d.asked {
		return ""
	}
	d.asked, d.way = true, Blocks
	question := askVersion + askCell
	if !s.Mux && (s.Kitty || s.Term == "xterm-kitty" || s.Term == "xterm-ghostty") {
		question += askKitty
	}
	if !s.Mux && strings.Contains(s.Program, "iTerm") {
		d.way = ITerm
	}
	return question + askAttrs
}

// Version takes the terminal's name, and is what more there is to ask.
func (d *Detector) Version(name string) string {
	d.version = name
	switch {
	case strings.HasPrefix(name, "iTerm2"), strings.HasPrefix(name, "WezTerm"):
		d.way = ITerm
	case strings.HasPrefix(name, "ghostty"), strings.HasPrefix(name, "kitty"):
		return askKitty
	}
	return ""
}

// Graphics takes the answer to the question about kitty's protocol.
func (d *Detector) Graphics(ok bool) {
	if ok {
		d.way = Kitty
	}
}

// Attributes takes the answer that ends the wait; 4 among them is sixel.
func (d *Detector) Attributes(list []int) {
	d.settled = true
	for _, a := range list {
		if a == 4 && d.way == Blocks {
			d.way = Sixel
		}
	}
}

// Cell takes the size of a cell in pixels; what cannot be true is not taken.
func (d *Detector) Cell(w, h int) {
	if w >= 3 && h >= 6 && w <= 200 && h <= 400 {
		d.CellW, d.CellH = w, h
	}
}

// Way is how to draw now, for the way that the settings ask for. Sixel needs the
// size of a cell, and is not drawn before that is known.
func (d *Detector) Way(setting Way) Way {
	way := setting
	if way == Auto || way == "" {
		way = Blocks
		if d.settled {
			way = d.way
		}
	}
	if way == Sixel && d.CellW == 0 {
		return Blocks
	}
	return way
}

// CellSize is the size of a cell in pixels, or the usual one.
func (d *Detector) CellSize() (w, h int) {
	if d.CellW == 0 {
		return 10, 20
	}
	return d.CellW, d.CellH
}
