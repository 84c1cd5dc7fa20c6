// Package media turns files from strangers into something a terminal can show.
// It is pure: bytes in, cells or escape sequences out; no terminal, no file.
//
//	check.go     what a picture claims to be, and what decoding it would cost
//	jpeg.go      how much a JPEG costs: what its header says
//	decode.go    bytes to a picture of bounded size, within limits
//	scale.go     how large a picture is drawn, and scaling it
//	blocks.go    as half-blocks: 24 bit, 256 or 16 colours
//	ramp.go      as letters, where there are no colours
//	way.go       the ways to draw, and what each needs
//	draw.go      kitty, iTerm2 and sixel: the sequences, and how they are taken away
//	detect.go    which way the terminal says that it knows
//	kind.go      what a file is, by its first bytes and by its type
//	sendable.go  what WhatsApp takes as what
//	name.go      a file name from outside made safe
package media
