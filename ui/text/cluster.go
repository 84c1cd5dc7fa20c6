package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Clustered prepares a finished frame for a terminal that confirmed mode 2027,
// where a cluster has the width of its first rune ("का" one cell, not two). A
// space behind each such cluster makes up the difference, so every column
// stays where Width put it. Frames without such clusters come back unchanged.
func Clustered(frame string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(frame); {
		if frame[i] < 0x80 && (i+1 == len(frame) || frame[i+1] < 0x80) {
			i++
			continue
		}
		cluster, cells := ansi.FirstGraphemeCluster(frame[i:], ansi.WcWidth)
		i += max(1, len(cluster))
		if gap := cells - ansi.GraphemeWidth.StringWidth(cluster); gap > 0 {
			b.WriteString(frame[done:i])
			b.WriteString(Spaces(gap))
			done = i
		}
	}
	if done == 0 {
		return frame
	}
	b.WriteString(frame[done:])
	return b.String()
}
