// Package tray is the folder of files that an agent of a served desk fills and empties over SSH: what
// scp brings can be sent from the desk, what is saved in the desk is fetched by scp.
//
//	tray.go   Tray: the folder, its names, its room, and how it is emptied
//	sftp.go   Serve: the tray as OpenSSH's scp and sftp see it
package tray

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
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
)

// Tray is one agent's. Its methods may be called from several sessions.
type Tray struct {
	folder string
	limit  int64 // bytes of all files
	now    func() time.Time

	mu sync.Mutex // held while room is taken
}

// New makes the tray of a folder, which is made when it is needed. now is nil for the clock.
func New(folder string, limit int64, now func() time.Time) *Tray {
	if now == nil {
		now = time.Now
	}
	return &Tray{folder: folder, limit: limit, now: now}
}

// Folder is where the files are.
func (t *Tray) Folder() string { return t.folder }

// root opens the folder in a way that leads to nothing outside.
func (t *Tray) root() (*os.Root, error) {
	if err := os.MkdirAll(t.folder, 0o700); err != nil {
		return nil, err
	}
	return os.OpenRoot(t.folder)
}

// Files are the files of the tray, by name.
func (t *Tray) Files() ([]fs.FileInfo, error) {
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
func (t *Tray) Room() int64 {
	files, err := t.Files()
	if err != nil {
		return 0
	}
	room := t.limit
	for _, f := range files {
		room -= f.Size()
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
	files, err := t.Files()
	for _, f := range files {
		if t.now().Sub(f.ModTime()) > Keep {
			err = errors.Join(err, root.Remove(f.Name()))
		}
	}
	return err
}

// Name is the name in the tray for a path that a client gave: its last part, without what could act on
// a terminal or hide the file.
func Name(path string) (string, error) {
	path = strings.TrimRight(path, "/")
	name := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r == '\\' || r == ':' || unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co) {
			return -1
		}
		return r
	}, path[strings.LastIndexByte(path, '/')+1:])
	name = strings.TrimSpace(name)
	if name == "" || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".part") || len(name) > maxName {
		return "", errName
	}
	return name, nil
}
