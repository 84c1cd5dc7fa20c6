package shot

import "fmt"

// ink is a colour as 0xRRGGBB; none stands for the default one.
type ink int32

const none ink = -1

// window are the colours of the terminal's window.
type window struct {
	ground ink
	paper  ink    // plain text
	chrome ink    // the title bar
	dim    ink    // its title
	edge   string // attributes of its edge, where its ground is that of most pages
}

// dark and light are the two windows. The sixteen colours are readable on the dark ground.
func dark() window {
	return window{ground: 0x1b1e28, paper: 0xd5dae6, chrome: 0x262a37, dim: 0x8f98ad}
}

func light() window {
	return window{ground: 0xfdfdfb, paper: 0x2a2e3a, chrome: 0xe4e6ec, dim: 0x5c6475, edge: ` stroke="#c4c8d2"`}
}

func palette() [16]ink {
	return [16]ink{
		0x3a4052, 0xf07a7a, 0x8fd08a, 0xe6c274, 0x78a9f0, 0xc79bf0, 0x74c7cf, 0xd5dae6,
		0x6b748c, 0xff9d97, 0xaae5a3, 0xf5d894, 0x94bdfb, 0xd9b6fa, 0x97dde3, 0xffffff,
	}
}

// indexed is a colour of the 256.
func indexed(n int) ink {
	switch {
	case n < 0 || n > 255:
		return none
	case n < 16:
		return palette()[n]
	case n < 232:
		n -= 16
		return rgb(level(n/36), level(n/6%6), level(n%6))
	}
	v := 8 + 10*(n-232)
	return rgb(v, v, v)
}

// level is a step of the 6×6×6 cube.
func level(n int) int {
	if n == 0 {
		return 0
	}
	return 55 + 40*n
}

func rgb(r, g, b int) ink { return ink(r&0xff<<16 | g&0xff<<8 | b&0xff) }

// mix is a colour two thirds of the way from b to a: faint text.
func mix(a, b ink) ink {
	blend := func(shift uint) int { return (2*int(a>>shift&0xff) + int(b>>shift&0xff)) / 3 }
	return rgb(blend(16), blend(8), blend(0))
}

func (c ink) String() string { return fmt.Sprintf("#%06x", int32(c)) }

// inks are the colours to paint a style with; no ground means the window's.
func (w window) inks(st style) (fore, back ink) {
	fore, back = st.fore, st.back
	if fore == none {
		fore = w.paper
	}
	if st.swapped {
		if back == none {
			back = w.ground
		}
		fore, back = back, fore
	}
	if st.faint {
		under := back
		if under == none {
			under = w.ground
		}
		fore = mix(fore, under)
	}
	return fore, back
}
