package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"

	"github.com/jackc/pgx/v5/pgconn"

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

// The faults of a database, worded to stand behind "the database".
var (
	errNewerDatabase = fault("was made newer by another keydesk; bring this one to the same version")
	errRights        = fault("does not let its user make tables; GRANT CREATE ON DATABASE lets it")
	errLease         = fault("did not hear of this desk for too long; it is asked again in a moment")
)

// ErrLater marks answers of a database that say nothing about the row: it is asked again later.
var ErrLater = errors.New("the database does not answer")

// databaseFault is what is wrong with a database.
type databaseFault struct {
	words string
	later bool
	err   error
}

func (f databaseFault) Error() string { return f.words }
func (f databaseFault) Unwrap() error { return f.err }

// Is marks what may go well later.
func (f databaseFault) Is(err error) bool { return f.later && err == ErrLater }

// explain says of whatever failed what is wrong with the database, and where that is. The password in its
// address is in no sentence.
func (d *Database) explain(err error) error {
	if err == nil || errors.Is(err, ErrTaken) || errors.Is(err, ErrElsewhere) || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return explainDatabase(d.Where(), err)
}

func explainDatabase(where string, err error) error {
	var (
		own      fault
		server   *pgconn.PgError
		connect  *pgconn.ConnectError
		op       *net.OpError
		resolved *net.DNSError
	)
	f := databaseFault{later: true}
	switch {
	case errors.Is(err, errAddress):
		f.words, f.later = "the database cannot be used: "+err.Error(), false
	case errors.As(err, &own):
		f.words, f.err = "the database "+own.Error(), own
	case errors.As(err, &server) && (server.Code[:2] == "28" || server.Code[:2] == "3D"):
		f.words = "the database does not let this user in: " + server.Message
	case errors.As(err, &server) && server.Code[:2] != "57" && server.Code[:2] != "08":
		f.words, f.err = "the database refuses: "+server.Message+" ("+server.Code+")", server
	case errors.As(err, &server):
		f.words = "the database ended the connection: " + server.Message
	case errors.As(err, &resolved):
		f.words = "the database cannot be reached: there is no host " + resolved.Name
	case errors.As(err, &op):
		f.words = "the database cannot be reached: " + op.Err.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		f.words, f.err = "the database does not answer in time", context.DeadlineExceeded
	case errors.Is(err, context.Canceled):
		f.words, f.err = "the database was not waited for", context.Canceled
	case errors.As(err, &connect):
		f.words = "the database cannot be reached"
	default:
		f.words = "the database cannot be used: the connection broke"
	}
	if where != "" {
		f.words += " (" + where + ")"
	}
	return f
}
