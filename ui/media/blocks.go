package media

import (
	"image"
	"strconv"
	"strings"
)

// Depth is how many colours there are.
type Depth int

// The depths, by what a terminal tells.
const (
	NoColour Depth = iota
	Colours16
	Colours256
	TrueColour
)

// Blocks draws the picture in at most cols×rows cells, two pixels a cell, one
// above the other. Where there is no colour, or no half-block in the font, it
// is drawn in letters. Lines end with their colours reset.
func (p Picture) Blocks(cols, rows int, depth Depth, ascii bool) []string {
	if p.pixels == nil || cols <= 0 || rows <= 0 {
		return nil
	}
	b := p.pixels.Bounds()
	if depth == NoColour || ascii {
		w, h := grown(b.Dx(), b.Dy(), cols, rows*2)
		return ramp(scaled(p.pixels, w, max(1, h/2)))
	}
	w, h := grown(b.Dx(), b.Dy(), cols, rows*2)
	small := scaled(p.pixels, w, h)
	lines := make([]string, 0, (h+1)/2)
	for y := 0; y < h; y += 2 {
		lines = append(lines, blockLine(small, y, depth))
	}
	return lines
}

// blockLine draws the rows y and y+1 of pixels. Colours are told only where
// they change.
func blockLine(img *image.RGBA, y int, depth Depth) string {
	var b strings.Builder
	var fg, bg string // as set in the terminal; "" is its own
	set := func(want string, have *string, reset string) {
		if want == *have {
			return
		}
		*have = want
		if want == "" {
			want = reset
		}
		b.WriteString("\x1b[" + want + "m")
	}
	for x := range img.Bounds().Dx() {
		above, below := inkAt(img, x, y, depth), inkAt(img, x, y+1, depth)
		switch {
		case above.none && below.none:
			set("", &bg, "49")
			b.WriteByte(' ')
		case above == below:
			set(above.code(48), &bg, "49")
			b.WriteByte(' ')
		case above.none:
			set("", &bg, "49")
			set(below.code(38), &fg, "39")
			b.WriteString("▄")
		case below.none:
			set("", &bg, "49")
			set(above.code(38), &fg, "39")
			b.WriteString("▀")
		default:
			set(above.code(38), &fg, "39")
			set(below.code(48), &bg, "49")
			b.WriteString("▀")
		}
	}
	if fg != "" || bg != "" {
		b.WriteString("\x1b[m")
	}
	return b.String()
}

// ink is the colour of one pixel in a depth; equal inks look equal.
type ink struct {
	none    bool // see-through
	depth   Depth
	r, g, b uint8 // in 24 bit
	index   uint8 // of the palette otherwise
}

// code is the parameter that sets it: 38 for what is drawn, 48 for what lies
// beneath.
func (i ink) code(what int) string {
	lead := strconv.Itoa(what) + ";"
	switch i.depth {
	case TrueColour:
		return lead + "2;" + strconv.Itoa(int(i.r)) + ";" + strconv.Itoa(int(i.g)) + ";" + strconv.Itoa(int(i.b))
	case Colours256:
		return lead + "5;" + strconv.Itoa(int(i.index))
	}
	base := what - 8 // 30 and 40
	if i.index >= 8 {
		return strconv.Itoa(base + 60 + int(i.index) - 8)
	}
	return strconv.Itoa(base + int(i.index))
}

// inkAt is the ink of a pixel; there is none beyond the last row, nor where the
// picture can be seen through.
func inkAt(img *image.RGBA, x, y int, depth Depth) ink {
	if y >= img.Bounds().Dy() {
		return ink{none: true}
	}
	at := img.PixOffset(x, y)
	r, g, b, a := img.Pix[at], img.Pix[at+1], img.Pix[at+2], img.Pix[at+3]
	if a < 0x80 {
		return ink{none: true}
	}
	if a < 0xff { // premultiplied
		r, g, b = solid(r, a), solid(g, a), solid(b, a)
	}
	switch depth {
	case TrueColour:
		return ink{depth: depth, r: r, g: g, b: b}
	case Colours256:
		return ink{depth: depth, index: cube(dither(r, x, y, 25), dither(g, x, y, 25), dither(b, x, y, 25))}
	default:
		return ink{depth: depth, index: nearest16(dither(r, x, y, 64), dither(g, x, y, 64), dither(b, x, y, 64))}
	}
}

func solid(v, a uint8) uint8 { return uint8(min(255, int(v)*255/int(a))) }

// dither moves a value by up to half of spread, after a fixed pattern, so that
// few colours look like more.
func dither(v uint8, x, y, spread int) uint8 {
	pattern := [4][4]int{{0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5}}
	return uint8(min(255, max(0, int(v)+(2*pattern[y&3][x&3]-15)*spread/32)))
}

// cube is the nearest colour of the 6×6×6 cube or of the 24 greys.
func cube(r, g, b uint8) uint8 {
	if spread := max(r, g, b) - min(r, g, b); spread < 10 {
		grey := (int(r) + int(g) + int(b)) / 3
		switch {
		case grey < 4:
			return 16
		case grey > 246:
			return 231
		}
		return uint8(232 + min(23, max(0, (grey-3)/10)))
	}
	level := func(v uint8) int {
		if v < 48 {
			return 0
		}
		if v < 115 {
			return 1
		}
		return (int(v) - 35) / 40
	}
	return uint8(16 + 36*level(r) + 6*level(g) + level(b))
}

// nearest16 is the nearest of the sixteen, as most terminals show them.
func nearest16(r, g, b uint8) uint8 {
	sixteen := [16][3]int{
		{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
		{127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255},
	}
	best, least := 0, 1<<30
	for i, c := range sixteen {
		dr, dg, db := c[0]-int(r), c[1]-int(g), c[2]-int(b)
		if d := 2*dr*dr + 4*dg*dg + 3*db*db; d < least {
			best, least = i, d
		}
	}
	return uint8(best)
}
