package store

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

func filled(b *testing.B, n int) string {
	path := filepath.Join(b.TempDir(), "s.db")
	s := console(b, path)
	list := make([]Contact, n)
	for i := range list {
		list[i] = contact(i)
	}
	save(b, s, Batch{Contacts: list, Listed: time.Now(), Total: n})
	return path
}

// BenchmarkStart is what a console waits for before its first screen.
func BenchmarkStart(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			path := filled(b, n)
			for b.Loop() {
				s := New(Options{Path: path})
				if st, err := s.Start(b.Context(), 60); err != nil || len(st.Contacts) != 60 {
					b.Fatal(err, len(st.Contacts))
				}
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSave is one typed second, and one second of a busy list.
func BenchmarkSave(b *testing.B) {
	for name, batch := range map[string]Batch{
		"draft": {Drafts: []Draft{draft("some words")}},
		"100 contacts": {Contacts: func() (list []Contact) {
			for i := range 100 {
				list = append(list, contact(i))
			}
			return list
		}()},
	} {
		b.Run(name, func(b *testing.B) {
			s := console(b, filled(b, 10_000))
			for b.Loop() {
				save(b, s, batch)
			}
		})
	}
}
