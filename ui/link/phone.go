package link

import (
	"strings"

	"keydesk/client"
)

// phone is where a number that begins at from ends, and its digits. Only the
// international form is one, a plus and 8 to 15 digits: anything shorter may be
// an order or a price. 0 for none.
func phone(text string, from int) (end int, digits string) {
	if text[from] != '+' || from+1 >= len(text) || text[from+1] < '1' || text[from+1] > '9' || wordBefore(text[:from]) {
		return 0, ""
	}
	var b strings.Builder
	gap := 0
	for i := from + 1; i < len(text) && b.Len() <= 15; i++ {
		c := text[i]
		if c >= '0' && c <= '9' {
			b.WriteByte(c)
			end, gap = i+1, 0
			continue
		}
		if gap++; gap > 2 || strings.IndexByte(" -.()", c) < 0 {
			break
		}
	}
	if n := b.Len(); n < 8 || n > 15 {
		return 0, ""
	}
	digits, _ = client.Number(text[from:end])
	return end, digits
}
