package qr

import (
	"errors"
	"strings"
	"testing"

	"rsc.io/qr"

	"keydesk/ui/text"
)

// modules reads a drawing back: which modules are dark, with the quiet zone.
func modules(t *testing.T, lines []string, ink Ink) [][]bool {
	t.Helper()
	var rows [][]bool
	for _, line := range lines {
		if ink == Paper {
			inner, ok := strings.CutPrefix(line, paper)
			if !ok {
				t.Fatalf("a line without its colours: %q", line)
			}
			line = strings.TrimSuffix(inner, reset)
		}
		var upper, lower []bool
		for _, r := range line {
			up, low := r == '█' || r == '▀', r == '█' || r == '▄'
			upper, lower = append(upper, up != (ink == Bare)), append(lower, low != (ink == Bare))
		}
		rows = append(rows, upper, lower)
	}
	return rows
}

func TestLinesAreTheCode(t *testing.T) {
	for _, content := range []string{"https://x.example", "https://crm.example.com/contacts?phone=%2B919810000000&name=Aarav%20Sharma", strings.Repeat("x", 2000)} {
		for _, ink := range []Ink{Paper, Bare, BareLight} {
			code, err := qr.Encode(content, qr.L)
			if err != nil {
				t.Fatal(err)
			}
			lines, err := Lines(content, ink)
			if err != nil {
				t.Fatal(err)
			}
			columns, rows, err := Size(content)
			if err != nil || len(lines) != rows || text.Width(lines[0]) != columns || columns != code.Size+8 {
				t.Fatalf("%d lines of %d, want %d×%d (%v)", len(lines), text.Width(lines[0]), columns, rows, err)
			}
			drawn := modules(t, lines, ink)
			for y := range code.Size + 8 {
				for x := range columns {
					if drawn[y][x] != code.Black(x-Quiet, y-Quiet) {
						t.Fatalf("ink %d: the module at %d, %d is wrong", ink, x, y)
					}
				}
			}
		}
	}
}

func TestTooLong(t *testing.T) {
	if _, err := Lines(strings.Repeat("x", 3000), Paper); !errors.Is(err, ErrTooLong) {
		t.Errorf("error %v", err)
	}
	if _, _, err := Size(strings.Repeat("x", 3000)); !errors.Is(err, ErrTooLong) {
		t.Errorf("error %v", err)
	}
}
