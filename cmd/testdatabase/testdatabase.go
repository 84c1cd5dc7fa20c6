// Package testdatabase starts a PostgreSQL of their own for tests, where its programs are installed. Nothing
// of it is kept, and nobody else can reach it: it listens on a socket in a folder of its own.
package testdatabase

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the database/sql driver "pgx"
)

// Server is one PostgreSQL.
type Server struct {
	folder string
	bin    string
	cmd    *exec.Cmd
	log    *bytes.Buffer
	made   int
}

// user is who owns everything in the database.
const user = "keydesk"

var (
	mu     sync.Mutex
	shared *Server
	why    error // why there is none
)

// Main runs the tests of a package, and ends the server that they shared. It is called by TestMain.
func Main(run func() int) int {
	code := run()
	mu.Lock()
	defer mu.Unlock()
	if shared != nil {
		shared.remove()
		shared = nil
	}
	return code
}

// New makes an empty database in the server that the tests of a package share, and returns its address. The
// test is left out, and says why, where there is no PostgreSQL.
func New(t testing.TB) string {
	t.Helper()
	mu.Lock()
	defer mu.Unlock()
	if shared == nil && why == nil {
		shared, why = start()
	}
	if why != nil {
		t.Skipf("PostgreSQL cannot be had: %v", why)
	}
	return shared.database(t)
}

// Own starts a server for one test alone, with an empty database in it.
func Own(t testing.TB) (s *Server, address string) {
	t.Helper()
	s, err := start()
	if err != nil {
		t.Skipf("PostgreSQL cannot be had: %v", err)
	}
	t.Cleanup(s.remove)
	return s, s.database(t)
}

func (s *Server) address(name string) string {
	u := url.URL{Scheme: "postgres", Path: "/" + name, RawQuery: url.Values{"host": {s.folder}, "user": {user}, "password": {"not-asked-for"}, "sslmode": {"disable"}}.Encode()}
	return u.String()
}

// database makes an empty database.
func (s *Server) database(t testing.TB) string {
	t.Helper()
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // nothing is left to be done
	s.made++
	name := "test" + strconv.Itoa(s.made)
	if _, err := db.ExecContext(context.Background(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return s.address(name)
}

// start makes a server and waits until it answers.
func start() (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "keydesk-pg-")
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, bin: bin}
	init, err := s.command("initdb", "-D", filepath.Join(folder, "data"), "-A", "trust", "-U", user, "-E", "UTF8", "--locale=C", "--no-sync")
	if err == nil {
		var out []byte
		if out, err = init.CombinedOutput(); err != nil {
			err = fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(out))
		}
	}
	if err == nil {
		err = s.Start()
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return s, nil
}

// programs is the folder with the programs of PostgreSQL, the newest of Debian's, or that of the path.
func programs() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres") // the pattern is well-formed
	slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) + slices.Compare([]byte(b), []byte(a)) })
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			found = append(found, real)
		}
	}
	for _, path := range found {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "initdb")); err == nil {
			return filepath.Dir(path), nil
		}
	}
	return "", errors.New("it is not installed (Debian: apt-get install postgresql)")
}

// Start starts the server, anew after Stop or Kill.
func (s *Server) Start() error {
	cmd, err := s.command("postgres", "-D", filepath.Join(s.folder, "data"), "-k", s.folder, "-c", "listen_addresses=", "-c", "fsync=off",
		"-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB")
	if err != nil {
		return err
	}
	s.log = &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = s.log, s.log
	if err := cmd.Start(); err != nil {
		return err
	}
	s.cmd = cmd
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // nothing is left to be done
	for range 600 {
		if err = db.PingContext(context.Background()); err == nil {
			return nil
		}
		<-time.After(50 * time.Millisecond) // a server that begins tells nobody when it is done
	}
	s.Kill()
	return fmt.Errorf("postgres does not answer: %w: %s", err, s.log)
}

// Stop ends the server in order, and every connection with it.
func (s *Server) Stop() { s.end(syscall.SIGINT) }

// Kill ends the server as a crash does.
func (s *Server) Kill() { s.end(syscall.SIGQUIT) }

func (s *Server) end(how syscall.Signal) {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(how)
	_ = s.cmd.Wait() // it was told to end
	s.cmd = nil
}

func (s *Server) remove() {
	s.Kill()
	_ = os.RemoveAll(s.folder) // in the system's folder for what is temporary
}
