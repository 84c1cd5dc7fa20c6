package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Looking at a file tells what is wrong with it, and changes nothing.
func TestExamine(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "s.db")
	if _, err := Examine(t.Context(), path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Examine(t.Context(), path); err == nil || !strings.HasPrefix(err.Error(), "the local store cannot be used: ") {
		t.Errorf("what cannot be written: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	s := console(t, path)
	save(t, s, Batch{Drafts: []Draft{draft("words")}})
	if u, err := Examine(t.Context(), path); err != nil || u != (Unsent{Drafts: 1}) {
		t.Errorf("beside an open desk: %+v %v", u, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	broken := append(whole[:8192:8192], []byte(strings.Repeat("\xff", len(whole)-8192))...)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"whole":   {whole, ""},
		"damaged": {broken, "the local store is damaged; the next start sets it aside"},
		"foreign": {[]byte(strings.Repeat("no database ", 999)), "the local store is damaged; the next start sets it aside"},
	} {
		if err := os.WriteFile(path, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Examine(t.Context(), path)
		if (err != nil) != (c.want != "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != string(c.data) {
			t.Errorf("%s: the file was changed, %v", name, err)
		}
		if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
			t.Errorf("%s: left %v %v", name, files, err)
		}
	}
}
