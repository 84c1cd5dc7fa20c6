package text

import "unicode"

// disputed are runes whose width the terminals do not agree about. The list
// comes from printing every assigned rune and asking for the cursor, in tmux
// 3.3a on glibc, xterm 379 and rxvt-unicode 9.30, and from utf8proc's table,
// which other builds of tmux use. Spacing marks (class spacingMark) are not in
// it although utf8proc gives them no cell: without their vowel signs Hindi,
// Tamil or Burmese could not be read at all, and the others agree on one.
var disputed = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0600, Hi: 0x0605, Stride: 1}, // Arabic number signs: drawn, but counted as format characters
		{Lo: 0x06dd, Hi: 0x06dd, Stride: 1},
		{Lo: 0x070f, Hi: 0x070f, Stride: 1},
		{Lo: 0x0890, Hi: 0x0891, Stride: 1},
		{Lo: 0x08e2, Hi: 0x08e2, Stride: 1},
		{Lo: 0x0cf3, Hi: 0x0cf3, Stride: 1},
		{Lo: 0x0ece, Hi: 0x0ece, Stride: 1},
		{Lo: 0x1176, Hi: 0x11a7, Stride: 1}, // old Hangul jamo
		{Lo: 0x11c3, Hi: 0x11ff, Stride: 1}, // old Hangul jamo
		{Lo: 0x2630, Hi: 0x2637, Stride: 1}, // trigrams: wide since Unicode 16
		{Lo: 0x268a, Hi: 0x268f, Stride: 1}, // monograms: the same
		{Lo: 0x3248, Hi: 0x324f, Stride: 1}, // circled numbers
		{Lo: 0x4dc0, Hi: 0x4dff, Stride: 1}, // hexagrams: wide since Unicode 16
		{Lo: 0xd7b0, Hi: 0xd7ff, Stride: 1}, // old Hangul jamo
		{Lo: 0xfff9, Hi: 0xfffc, Stride: 1}, // interlinear annotation, object replacement
	},
	R32: []unicode.Range32{
		{Lo: 0x10efd, Hi: 0x10eff, Stride: 1},
		{Lo: 0x1123f, Hi: 0x11241, Stride: 1},
		{Lo: 0x11b00, Hi: 0x11b09, Stride: 1},
		{Lo: 0x11f00, Hi: 0x11f59, Stride: 1},
		{Lo: 0x1342f, Hi: 0x1342f, Stride: 1},
		{Lo: 0x13440, Hi: 0x13455, Stride: 1},
		{Lo: 0x1b132, Hi: 0x1b132, Stride: 1},
		{Lo: 0x1b155, Hi: 0x1b155, Stride: 1},
		{Lo: 0x1d165, Hi: 0x1d166, Stride: 1}, // musical stems and dots
		{Lo: 0x1d16d, Hi: 0x1d172, Stride: 1},
		{Lo: 0x1d2c0, Hi: 0x1d2d3, Stride: 1},
		{Lo: 0x1d300, Hi: 0x1d356, Stride: 1}, // Tai Xuan Jing: wide since Unicode 16
		{Lo: 0x1d360, Hi: 0x1d376, Stride: 1}, // counting rods: the same
		{Lo: 0x1df25, Hi: 0x1df2a, Stride: 1},
		{Lo: 0x1e030, Hi: 0x1e08f, Stride: 1},
		{Lo: 0x1e4d0, Hi: 0x1e4f9, Stride: 1},
		{Lo: 0x1f6d8, Hi: 0x1f6d8, Stride: 1},
		{Lo: 0x1f6dc, Hi: 0x1f6dc, Stride: 1}, // emoji of Unicode 15
		{Lo: 0x1f774, Hi: 0x1f776, Stride: 1},
		{Lo: 0x1f77b, Hi: 0x1f77f, Stride: 1},
		{Lo: 0x1f7d9, Hi: 0x1f7d9, Stride: 1},
		{Lo: 0x1fa75, Hi: 0x1fa77, Stride: 1}, // emoji of Unicode 15
		{Lo: 0x1fa87, Hi: 0x1fa8f, Stride: 1},
		{Lo: 0x1faad, Hi: 0x1faaf, Stride: 1},
		{Lo: 0x1fabb, Hi: 0x1fabf, Stride: 1},
		{Lo: 0x1fac6, Hi: 0x1fac8, Stride: 1},
		{Lo: 0x1facd, Hi: 0x1facf, Stride: 1},
		{Lo: 0x1fada, Hi: 0x1fadf, Stride: 1},
		{Lo: 0x1fae8, Hi: 0x1faef, Stride: 1}, // emoji of Unicode 15 and later
		{Lo: 0x1faf7, Hi: 0x1faf8, Stride: 1},
		{Lo: 0x2b739, Hi: 0x2b739, Stride: 1},
		{Lo: 0x31350, Hi: 0x3347f, Stride: 1}, // ideographs of Unicode 15 and later
	},
}

// newName is the name that stands, between colons, for an emoji of Unicode 15
// and later: a terminal with older tables draws nothing, or half of it.
func newName(r rune) (name string, ok bool) {
	switch r {
	case 0x1f6d8:
		name = "landslide"
	case 0x1f6dc:
		name = "wireless"
	case 0x1fa75:
		name = "light_blue_heart"
	case 0x1fa76:
		name = "grey_heart"
	case 0x1fa77:
		name = "pink_heart"
	case 0x1fa87:
		name = "maracas"
	case 0x1fa88:
		name = "flute"
	case 0x1fa89:
		name = "harp"
	case 0x1fa8a:
		name = "trombone"
	case 0x1fa8e:
		name = "treasure_chest"
	case 0x1fa8f:
		name = "shovel"
	case 0x1faad:
		name = "folding_hand_fan"
	case 0x1faae:
		name = "hair_pick"
	case 0x1faaf:
		name = "khanda"
	case 0x1fabb:
		name = "hyacinth"
	case 0x1fabc:
		name = "jellyfish"
	case 0x1fabd:
		name = "wing"
	case 0x1fabe:
		name = "leafless_tree"
	case 0x1fabf:
		name = "goose"
	case 0x1fac6:
		name = "fingerprint"
	case 0x1fac8:
		name = "hairy_creature"
	case 0x1facd:
		name = "orca"
	case 0x1face:
		name = "moose"
	case 0x1facf:
		name = "donkey"
	case 0x1fada:
		name = "ginger_root"
	case 0x1fadb:
		name = "pea_pod"
	case 0x1fadc:
		name = "root_vegetable"
	case 0x1fadf:
		name = "splatter"
	case 0x1fae8:
		name = "shaking_face"
	case 0x1fae9:
		name = "face_with_bags_under_eyes"
	case 0x1faea:
		name = "distorted_face"
	case 0x1faef:
		name = "fight_cloud"
	case 0x1faf7:
		name = "leftwards_pushing_hand"
	case 0x1faf8:
		name = "rightwards_pushing_hand"
	}
	return name, name != ""
}
