package store

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
)

// editing is the end of the name of the folder in which texts lie while the person's own editor has them.
const editing = ".edit"

// EditFolder is where this console puts texts that are open in the person's own editor. It is not made.
func (s *Store) EditFolder() string {
	return filepath.Join(s.o.Path+editing, url.PathEscape(s.console))
}

// LeftEdits are the folders of consoles that are gone, in which texts of their editors still lie.
func (s *Store) LeftEdits() ([]string, error) {
	list, err := os.ReadDir(s.o.Path + editing)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var left []string
	for _, e := range list {
		if console, bad := url.PathUnescape(e.Name()); bad == nil && console != s.console && !s.o.Alive(console) {
			left = append(left, filepath.Join(s.o.Path+editing, e.Name()))
		}
	}
	return left, err
}
