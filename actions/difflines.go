package actions

import "strings"

// DiffLine is one line of a difference.
type DiffLine struct {
	// Op is '-' for a line that goes, '+' for one that comes, ' ' for one that stays, and '…' for
	// lines that are left out because nothing changes near them.
	Op   rune
	Text string
}

const (
	diffContext = 2    // unchanged lines shown around a change
	maxDiff     = 1000 // lines compared one by one; longer texts are shown as replaced
)

// diffLines compares two texts line by line.
func diffLines(before, after string) []DiffLine {
	a, b := lines(before), lines(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var all []DiffLine
	all = appendLines(all, ' ', a[:head])
	all = append(all, diffMiddle(a[head:len(a)-tail], b[head:len(b)-tail])...)
	all = appendLines(all, ' ', a[len(a)-tail:])
	return nearChanges(all)
}

// lines splits a text; an empty one has none.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func appendLines(to []DiffLine, op rune, list []string) []DiffLine {
	for _, text := range list {
		to = append(to, DiffLine{op, text})
	}
	return to
}

// diffMiddle finds the longest common subsequence of what differs.
func diffMiddle(a, b []string) []DiffLine {
	if len(a)*len(b) == 0 || len(a) > maxDiff || len(b) > maxDiff {
		return appendLines(appendLines(nil, '-', a), '+', b)
	}
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	var out []DiffLine
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			out = append(out, DiffLine{' ', a[i]})
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			out = append(out, DiffLine{'-', a[i]})
			i++
		default:
			out = append(out, DiffLine{'+', b[j]})
			j++
		}
	}
	return appendLines(appendLines(out, '-', a[i:]), '+', b[j:])
}

// nearChanges leaves out what is far from every change.
func nearChanges(all []DiffLine) []DiffLine {
	keep := make([]bool, len(all))
	for i, l := range all {
		if l.Op == ' ' {
			continue
		}
		for k := max(0, i-diffContext); k <= min(len(all)-1, i+diffContext); k++ {
			keep[k] = true
		}
	}
	var out []DiffLine
	for i, l := range all {
		switch {
		case keep[i]:
			out = append(out, l)
		case len(out) == 0 || out[len(out)-1].Op != '…':
			out = append(out, DiffLine{Op: '…'})
		}
	}
	return out
}
