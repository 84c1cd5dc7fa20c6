// Package theme is what things mean on the screen, never which widget they
// belong to: a dozen styles, one set of glyphs.
//
//	style.go    Style: a ready escape sequence around a text
//	theme.go    Theme and New: the meanings
//	palette.go  the colours behind each built-in theme
//	glyphs.go   Glyphs: marks, lines, spinner; Unicode and ASCII
//	icons.go    the icons an action may name
//
// No state is told by colour alone: every state has its own glyph or a word,
// and bold, reverse and underline stay where colours are off.
package theme
