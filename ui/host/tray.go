package host

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// HasTray reports whether the person's files here are those of a tray, which
// they fill and empty over SSH.
func (h *Host) HasTray() bool { return h != nil && h.options.Served }

// inTray is the path in the tray for one that was typed: whatever it begins with
// (~, /, ..), it does not lead out.
func inTray(typed string) (string, error) {
	if strings.ContainsRune(typed, 0) {
		return "", errors.New("no path has such a character")
	}
	clean := strings.TrimPrefix(path.Clean("/"+strings.TrimPrefix(typed, "~")), "/")
	if clean == "" {
		return ".", nil
	}
	return clean, nil
}

// open opens a file or folder that place gave.
func (h *Host) open(place string) (*os.File, error) {
	if !h.options.Served {
		return os.Open(place)
	}
	if err := os.MkdirAll(h.options.Tray, 0o700); err != nil {
		return nil, err
	}
	return os.OpenInRoot(h.options.Tray, filepath.FromSlash(place))
}

// stat tells about a file that place gave.
func (h *Host) stat(place string) (fs.FileInfo, error) {
	if !h.options.Served {
		return os.Stat(place)
	}
	root, err := os.OpenRoot(h.options.Tray)
	if err != nil {
		return nil, fs.ErrNotExist
	}
	defer func() { _ = root.Close() }() // only read
	return root.Lstat(filepath.FromSlash(place))
}

// errTrayFull says what to do about a tray without room.
var errTrayFull = errors.New("your tray is full; fetch with scp what is in it and remove it there, or wait: it is emptied after a day")

// Save is [Save], into the tray where there is one: then it tells the name there.
func (h *Host) Save(ctx context.Context, folder string, numbered func(n int) string, write func(io.Writer) error) (string, error) {
	if !h.options.Served {
		return Save(ctx, folder, numbered, write)
	}
	saved, err := Save(ctx, h.options.Tray, numbered, func(w io.Writer) error {
		if h.options.Room == nil {
			return write(w)
		}
		return write(&bounded{to: w, room: h.options.Room()})
	})
	if err != nil {
		return "", err
	}
	return filepath.Base(saved), nil
}

// bounded writes no more than there is room for.
type bounded struct {
	to   io.Writer
	room int64
}

func (b *bounded) Write(p []byte) (int, error) {
	if int64(len(p)) > b.room {
		return 0, errTrayFull
	}
	n, err := b.to.Write(p)
	b.room -= int64(n)
	return n, err
}
