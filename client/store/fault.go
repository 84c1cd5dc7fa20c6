package store

import (
	"errors"
	"fmt"
	"io/fs"

	"modernc.org/sqlite"
)

// The store's own faults, worded to stand behind "the local store".
var (
	errClosed = fault("is closed")
	errNewer  = fault("was written by a newer keydesk; use that one, or move the file away")
	errGone   = gone{} // every answer once the file was deleted, until the next start
)

type fault string

func (f fault) Error() string { return string(f) }

type gone struct{}

func (gone) Error() string {
	return "was deleted while keydesk was open; the next start makes a new one"
}

// Is says that what the file held is nobody's to send any more.
func (gone) Is(err error) bool { return err == ErrTaken }

// Primary result codes of SQLite that a person can do something about; a code's other bits say where
// it arose.
const (
	codeBusy     = 5
	codeReadOnly = 8
	codeIO       = 10
	codeFull     = 13
	codeCantOpen = 14
)

// explain says of whatever failed what is wrong with the store, and last where that is: a path is
// long, and what to do must not be cut off behind it.
func (s *Store) explain(err error) error { return explain(s.o.Path, err) }

func explain(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the local store %w (%s)", worded(err), path)
}

func worded(err error) error {
	var (
		own  fault
		of   *fs.PathError
		base *sqlite.Error
	)
	switch {
	case errors.As(err, &own), errors.Is(err, errGone):
		return err
	case errors.As(err, &of):
		return fmt.Errorf("cannot be used: %w", of.Err) // the path is told anyway
	case !errors.As(err, &base):
		return fmt.Errorf("fails: %w", err)
	}
	switch base.Code() & 0xff {
	case codeBusy:
		return fmt.Errorf("is held by another keydesk: %w", err)
	case codeReadOnly, codeCantOpen:
		return fmt.Errorf("cannot be written; look at the rights of its folder: %w", err)
	case codeFull, codeIO:
		return fmt.Errorf("cannot be written; is the disk full? %w", err)
	}
	return fmt.Errorf("fails: %w", err)
}
