// Package text is the one door for text from outside, and the one place that
// counts cells.
//
//	safe.go     Safe, Line: hostile or merely awkward text → text that only prints
//	escape.go   where a terminal sequence ends, and which ones are not one
//	paste.go     Paste: the same for a clipboard, which keeps what people wrote
//	class.go    what a rune is to a terminal: letter, mark, invisible, disputed …
//	disputed.go the runes about whose width terminals disagree
//	hangul.go   conjoining jamo → syllables
//	width.go    Width, Cut, CutWith, CutLeft, Pad, PadLeft
//	wrap.go     Wrap
//	fold.go     Fold, Matches: text as people search it
//	typed.go    Typed, Next: what a person writes, kept as written
//	cluster.go  Clustered: the same frame for terminals that measure by cluster
//
// A cell is counted rune by rune, as wcwidth does and as tmux, xterm, VTE and
// the renderer (until a terminal confirms mode 2027) do. Safe removes or
// replaces everything about which those disagree, so that what Width says is
// where the cursor really ends.
package text
