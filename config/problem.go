package config

import (
	"fmt"
	"slices"
	"strings"

	"keydesk/config/near"
)

// Position is a place in the settings file, counted from 1; zero means the file as a whole.
type Position struct{ Line, Column int }

// Problem is one thing wrong in the settings, for the person who wrote them.
type Problem struct {
	Path   string // the file, or the name of the environment variable
	At     Position
	Reason string // key, what is wrong and an example, as one sentence without a full stop
}

// Error is the place and the reason, as editors and compilers write it.
func (p Problem) Error() string {
	if p.At.Line == 0 {
		return p.Path + ": " + p.Reason
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.Path, p.At.Line, p.At.Column, p.Reason)
}

// Problems is every problem of one file, in the file's order.
type Problems []Problem

// Error is the first problem and how many more there are, so that it stays one sentence.
func (ps Problems) Error() string {
	switch len(ps) {
	case 0:
		return "the settings are in order"
	case 1:
		return ps[0].Error()
	case 2:
		return ps[0].Error() + " (and 1 more problem)"
	}
	return fmt.Sprintf("%s (and %d more problems)", ps[0].Error(), len(ps)-1)
}

// inOrder sorts the problems by place: maps are read in no order, but a report has one.
func (ps Problems) inOrder() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if a.At.Line != b.At.Line {
			return a.At.Line - b.At.Line
		}
		if a.At.Column != b.At.Column {
			return a.At.Column - b.At.Column
		}
		return strings.Compare(a.Reason, b.Reason)
	})
}

// Nearest is the known name that a person most likely meant by word, or "" when none is near: at
// most two letters inserted, dropped, changed or swapped, and never more than a third of the word.
func Nearest(word string, known []string) string {
	best, least := "", max(1, min(2, len(word)/3))+1
	for _, name := range known {
		if d := near.Distance(strings.ToLower(word), strings.ToLower(name), least); d < least {
			best, least = name, d
		}
	}
	return best
}
