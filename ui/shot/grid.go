package shot

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// style is how a cell looks.
type style struct {
	fore, back                                  ink
	bold, faint, italic, under, strike, swapped bool
}

func plainStyle() style { return style{fore: none, back: none} }

// cell is what begins in one column; a wide one has width 2 and is followed by
// a cell of width 0.
type cell struct {
	text  string
	width int
	style style
}

// grid reads a frame into rows of exactly width cells.
func grid(frame string, width, height int) [][]cell {
	rows := make([][]cell, height)
	lines := strings.Split(frame, "\n")
	st := plainStyle()
	for y := range rows {
		rows[y] = make([]cell, width)
		for x := range rows[y] {
			rows[y][x] = cell{" ", 1, plainStyle()}
		}
		if y < len(lines) {
			st = fill(rows[y], strings.TrimSuffix(lines[y], "\r"), st)
		}
	}
	return rows
}

// fill puts one line into its row, and returns the style that it leaves.
func fill(row []cell, line string, st style) style {
	x := 0
	var state byte
	for line != "" {
		seq, cells, n, next := ansi.WcWidth.DecodeSequenceInString(line, state, nil)
		if n == 0 {
			break
		}
		line, state = line[n:], next
		switch {
		case cells == 0:
			st = apply(st, seq)
		case x+cells <= len(row):
			row[x] = cell{seq, cells, st}
			for i := 1; i < cells; i++ {
				row[x+i] = cell{"", 0, st}
			}
			x += cells
		}
	}
	return st
}

// apply is st after an escape sequence; only SGR changes it.
func apply(st style, seq string) style {
	body, ok := strings.CutPrefix(seq, "\x1b[")
	if !ok || !strings.HasSuffix(body, "m") {
		return st
	}
	codes := numbers(strings.TrimSuffix(body, "m"))
	for i := 0; i < len(codes); i++ {
		switch code := codes[i]; {
		case code == 38 || code == 48:
			c, used := extended(codes[i+1:])
			i += used
			if code == 38 {
				st.fore = c
			} else {
				st.back = c
			}
		default:
			st = st.with(code)
		}
	}
	return st
}

func numbers(s string) []int {
	var list []int
	for _, field := range strings.FieldsFunc(s+";", func(r rune) bool { return r == ';' || r == ':' }) {
		n, err := strconv.Atoi(field)
		if err != nil {
			return nil
		}
		list = append(list, n)
	}
	if len(list) == 0 {
		return []int{0}
	}
	return list
}

// extended is the colour behind 38 or 48, and how many numbers it took.
func extended(codes []int) (ink, int) {
	switch {
	case len(codes) >= 2 && codes[0] == 5:
		return indexed(codes[1]), 2
	case len(codes) >= 4 && codes[0] == 2:
		return rgb(codes[1], codes[2], codes[3]), 4
	}
	return none, len(codes)
}

// with is st after one simple SGR code.
func (st style) with(code int) style {
	switch {
	case code == 0:
		return plainStyle()
	case code >= 30 && code <= 37:
		st.fore = palette()[code-30]
	case code >= 90 && code <= 97:
		st.fore = palette()[code-90+8]
	case code >= 40 && code <= 47:
		st.back = palette()[code-40]
	case code >= 100 && code <= 107:
		st.back = palette()[code-100+8]
	case code == 39:
		st.fore = none
	case code == 49:
		st.back = none
	default:
		st.attribute(code)
	}
	return st
}

func (st *style) attribute(code int) {
	switch code {
	case 1:
		st.bold = true
	case 2:
		st.faint = true
	case 3:
		st.italic = true
	case 4:
		st.under = true
	case 7:
		st.swapped = true
	case 9:
		st.strike = true
	case 22:
		st.bold, st.faint = false, false
	case 23:
		st.italic = false
	case 24:
		st.under = false
	case 27:
		st.swapped = false
	case 29:
		st.strike = false
	}
}
