package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// mostNumbers is how many names are tried before a folder is taken for full.
const mostNumbers = 1000

// Save writes a file into folder under a name that nothing has yet, and tells
// which. numbered is the n-th name to try, from 1; each must be one part of a
// path. write gives the content. Until all of it is there the file is called
// ….part, and it is gone again when write fails or ctx ends. Nothing that exists
// is ever written over. Errors are the rest of a sentence.
func Save(ctx context.Context, folder string, numbered func(n int) string, write func(io.Writer) error) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", reason(err)
	}
	part, err := fresh(folder, func(n int) string { return numbered(n) + ".part" })
	if err != nil {
		return "", err
	}
	temporary := part.Name()
	defer func() { _ = os.Remove(temporary) }() // no longer there when all went well
	err = write(part)
	if closed := part.Close(); err == nil && closed != nil {
		err = reason(closed)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return "", err
	}
	final, err := fresh(folder, numbered) // holds the name
	if err != nil {
		return "", err
	}
	_ = final.Close() // nothing was written
	if err := os.Rename(temporary, final.Name()); err != nil {
		_ = os.Remove(final.Name()) // empty, and ours
		return "", reason(err)
	}
	return final.Name(), nil
}

// fresh makes a file that was not there, readable for this person only.
func fresh(folder string, numbered func(n int) string) (*os.File, error) {
	for n := 1; n <= mostNumbers; n++ {
		name := numbered(n)
		if name != filepath.Base(name) || name == "." || name == ".." {
			return nil, fmt.Errorf("%q is no name for a file", name)
		}
		f, err := os.OpenFile(filepath.Join(folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return f, reason(err)
		}
	}
	return nil, fmt.Errorf("%s has too many files of this name", folder)
}

// reason is an error of the file system without the call that met it.
func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return fmt.Errorf("%s: %w", at.Path, at.Err)
	}
	return err
}

// Scratch is a folder for files that are only looked at. Nobody else can read
// it. The zero Scratch makes it when it is needed; Close removes it.
type Scratch struct {
	mu     sync.Mutex
	folder string
	at     string // where it is made; "" is the system's folder for what is temporary
}

// ScratchAt is a scratch folder at a place of one's own choice, made when it is needed.
func ScratchAt(folder string) *Scratch { return &Scratch{at: folder} }

// Folder is where it is.
func (s *Scratch) Folder() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folder == "" && s.at != "" {
		if err := os.MkdirAll(s.at, 0o700); err != nil {
			return "", reason(err)
		}
		return s.at, nil
	}
	if s.folder == "" {
		folder, err := os.MkdirTemp("", "keydesk-")
		if err != nil {
			return "", reason(err)
		}
		s.folder = folder
	}
	return s.folder, nil
}

// Close removes what was made for looking at. Viewers that have a file open keep
// it on most systems.
func (s *Scratch) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	folder := s.folder
	s.folder = ""
	if folder == "" {
		return nil
	}
	return os.RemoveAll(folder)
}
