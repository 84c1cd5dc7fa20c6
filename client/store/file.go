package store

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// prepareFile makes the folder and an empty file that only its owner can read, before SQLite would
// make one that others can; its companion files take over the rights.
func prepareFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Close())
}

// dsn sets what every connection needs. NORMAL keeps every finished transaction when the process is
// killed; write asks for more where a power cut matters. What is deleted is overwritten.
func dsn(path string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(NORMAL)", "secure_delete(ON)"}}
	return address(path, q)
}

// address names a file to the driver, with what its connections need.
func address(path string, q url.Values) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}

func busy(err error) bool {
	return strings.Contains(err.Error(), "SQLITE_BUSY") || strings.Contains(err.Error(), "locked")
}

// damaged tells errors of a file that is no database any more from all others.
func damaged(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "not a database") || strings.Contains(err.Error(), "malformed") ||
		strings.Contains(err.Error(), "SQLITE_CORRUPT") ||
		// A file of this version has every table and column.
		strings.Contains(err.Error(), "no such table") || strings.Contains(err.Error(), "no such column") || strings.Contains(err.Error(), "has no column named"))
}

// companions are the files that SQLite keeps beside a database.
var companions = [...]string{"", "-wal", "-shm"}

// Remove deletes a store's files. A console that still has them open goes on with what is in its
// memory, and leaves nothing behind.
func Remove(path string) error {
	_ = os.RemoveAll(path + editing) // of consoles that are gone
	var first error                  // the others would say the same
	for _, suffix := range companions {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) && first == nil {
			first = err
		}
	}
	return first
}
