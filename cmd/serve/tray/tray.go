// Package tray is the folder of files that an agent of a served desk fills and empties over SSH: what
// scp brings can be sent from the desk, what is saved in the desk is fetched by scp.
//
//	tray.go      Tray: the folder, its names, its room, and how it is emptied
//	sftp.go      Serve: the tray as OpenSSH's scp and sftp see it
//	incoming.go  files on their way in
package tray

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// Keep is how long a file stays.
	Keep = 24 * time.Hour
	// maxFiles bounds the files in a tray, of whatever size.
	maxFiles = 500
	// maxName is the longest name, in bytes.
	maxName = 200
)

// Sentences for what a tray does not do.
var (
	errFull    = errors.New("the tray is full; remove something, or wait: it is emptied after a day")
	errMany    = fmt.Errorf("the tray holds %d files, which is the most; remove something, or wait: it is emptied after a day", maxFiles)
	errName    = errors.New("no file in the tray can have such a name; give it another one, for example scp FILE desk:receipt.pdf")
	errFolders = errors.New("the tray has no folders; copy the files one by one, or as an archive")
	errLinks   = errors.New("the tray has no links")
	errWhole   = errors.New("the tray takes whole files, not the rest of one; copy the file anew")
)

// Tray is one agent's. Its methods may be called from several sessions.
type Tray struct {
	folder string
	limit  atomic.Int64 // bytes of all files
	now    func() time.Time

	mu        sync.Mutex // held while room is taken, and while a file gets its name
	replacing map[string]bool
}

// incomingPrefix begins the name of a file that is still being written. It hides the file, and no client
// can give such a name.
const incomingPrefix = ".incoming-"

// abandonedAfter is when a file that nobody wrote to any more is no upload: the server ended meanwhile.
const abandonedAfter = time.Hour

// New makes the tray of a folder, which is made when it is needed. now is nil for the clock.
func New(folder string, limit int64, now func() time.Time) *Tray {
	if now == nil {
		now = time.Now
	}
	t := &Tray{folder: folder, now: now, replacing: map[string]bool{}}
	t.limit.Store(limit)
	return t
}

// SetLimit changes how many bytes all files may have. What is there already stays.
func (t *Tray) SetLimit(limit int64) { t.limit.Store(limit) }

// Folder is where the files are.
func (t *Tray) Folder() string { return t.folder }

// root opens the folder in a way that leads to nothing outside.
func (t *Tray) root() (*os.Root, error) {
	if err := os.MkdirAll(t.folder, 0o700); err != nil {
		return nil, err
	}
	return os.OpenRoot(t.folder)
}

// Files are the files of the tray, by name, without those that are still being written.
func (t *Tray) Files() ([]fs.FileInfo, error) {
	files, err := t.all()
	return slices.DeleteFunc(files, func(f fs.FileInfo) bool { return strings.HasPrefix(f.Name(), incomingPrefix) }), err
}

// all are the files that take room.
func (t *Tray) all() ([]fs.FileInfo, error) {
	root, err := t.root()
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // only read
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, err
	}
	var files []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			files = append(files, info)
		}
	}
	return files, nil
}

// Room is how many bytes more the tray takes.
func (t *Tray) Room() int64 { return t.roomBeside("") }

// roomBeside is the room there is once the file of a name gave way to another.
func (t *Tray) roomBeside(name string) int64 {
	files, err := t.all()
	if err != nil {
		return 0
	}
	room := t.limit.Load()
	for _, f := range files {
		if name == "" || f.Name() != name {
			room -= f.Size()
		}
	}
	return max(0, room)
}

// Sweep removes what has been there for longer than a day.
func (t *Tray) Sweep() error {
	if _, err := os.Stat(t.folder); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	root, err := t.root()
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }() // nothing was written through it
	files, err := t.all()
	for _, f := range files {
		keep := Keep
		if strings.HasPrefix(f.Name(), incomingPrefix) {
			keep = abandonedAfter
		}
		if t.now().Sub(f.ModTime()) > keep {
			err = errors.Join(err, root.Remove(f.Name()))
		}
	}
	return err
}

// Name is the name in the tray for a name that a client gave, without what could act on a terminal or
// hide the file.
func Name(given string) (string, error) {
	if strings.Contains(given, "/") {
		return "", errFolders
	}
	name := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r == '\\' || r == ':' || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co) {
			return -1
		}
		return r
	}, given)
	name = strings.TrimSpace(name)
	if name == "" || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".part") || len(name) > maxName {
		return "", errName
	}
	return name, nil
}
