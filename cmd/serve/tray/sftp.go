package tray

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"syscall"
	"time"

	"github.com/pkg/sftp"
)

// Serve speaks SFTP on a channel until its end. What is refused is told in one sentence through say,
// because OpenSSH's scp shows its own word "Failure" only. moved is called for each file that went in
// or out.
func (t *Tray) Serve(channel io.ReadWriteCloser, say func(sentence string), moved func(name string, in bool)) error {
	h := &handler{tray: t, say: say, moved: moved}
	server := sftp.NewRequestServer(channel, sftp.Handlers{FileGet: h, FilePut: h, FileCmd: h, FileList: h})
	err := server.Serve()
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return errors.Join(err, server.Close())
}

// handler answers the requests of one client.
type handler struct {
	tray  *Tray
	say   func(string)
	moved func(name string, in bool)
}

// refused tells why something cannot be done, and hands it on.
func (h *handler) refused(err error) error {
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		if errors.Is(err, syscall.ENOSPC) {
			err = errors.New("the server's disk is full; nothing of the file was kept, tell whoever runs the server")
		}
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err // the folders of the server are nobody's business
		}
		h.say(err.Error())
	}
	return err
}

// Fileread opens a file of the tray.
func (h *handler) Fileread(r *sftp.Request) (io.ReaderAt, error) {
	name, err := Name(r.Filepath)
	if err != nil {
		return nil, fs.ErrNotExist
	}
	root, err := h.tray.root()
	if err != nil {
		return nil, h.refused(err)
	}
	defer func() { _ = root.Close() }() // the file stays open
	info, err := root.Lstat(name)
	if err != nil {
		return nil, h.refused(err)
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, h.refused(err)
	}
	h.moved(name, false)
	return f, nil
}

// Filewrite begins a file of the tray, anew if there is one of its name.
func (h *handler) Filewrite(r *sftp.Request) (io.WriterAt, error) {
	name, err := Name(r.Filepath)
	if err != nil {
		return nil, h.refused(err)
	}
	files, err := h.tray.Files()
	if err != nil {
		return nil, h.refused(err)
	}
	if len(files) >= maxFiles {
		return nil, h.refused(errMany)
	}
	root, err := h.tray.root()
	if err != nil {
		return nil, h.refused(err)
	}
	defer func() { _ = root.Close() }() // the file stays open
	if info, err := root.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return nil, h.refused(errName)
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, h.refused(err)
	}
	return &incoming{File: f, h: h, name: name, taken: func(n int64) bool { return h.tray.take(n) }}, nil
}

// take takes room for n bytes more, if there is so much.
func (t *Tray) take(n int64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return n <= t.Room()
}

// incoming is a file that a client writes. What the tray has no room for goes as a whole: half a
// receipt must not be sent to a customer.
type incoming struct {
	*os.File
	h     *handler
	name  string
	taken func(n int64) bool
	size  int64
	lost  error
}

// WriteAt writes while there is room.
func (f *incoming) WriteAt(p []byte, off int64) (int, error) {
	if f.lost != nil {
		return 0, f.lost
	}
	end := off + int64(len(p))
	if off < 0 || end < off {
		return 0, errFull
	}
	if end > f.size && !f.taken(end-f.size) {
		return 0, f.lose(errFull)
	}
	n, err := f.File.WriteAt(p, off)
	f.size = max(f.size, off+int64(n))
	if err != nil {
		return n, f.lose(err)
	}
	return n, nil
}

// lose gives the file up.
func (f *incoming) lose(err error) error {
	f.lost = f.h.refused(err)
	if root, err := f.h.tray.root(); err == nil {
		_ = root.Remove(f.name) // it may be gone
		_ = root.Close()
	}
	return f.lost
}

// TransferError is told when the client went in the middle of a file.
func (f *incoming) TransferError(err error) {
	if f.lost == nil {
		_ = f.lose(fmt.Errorf("the file was cut off: %w", err))
	}
}

// Close ends the file.
func (f *incoming) Close() error {
	if f.lost == nil {
		f.h.moved(f.name, true)
	}
	return f.File.Close()
}

// Filecmd changes what a tray lets change: names, and that files go.
func (h *handler) Filecmd(r *sftp.Request) error {
	switch r.Method {
	case "Setstat": // modes and times are the server's
		return nil
	case "Mkdir", "Rmdir":
		return h.refused(errFolders)
	case "Link", "Symlink":
		return h.refused(errLinks)
	}
	name, err := Name(r.Filepath)
	if err != nil {
		return h.refused(err)
	}
	root, err := h.tray.root()
	if err != nil {
		return h.refused(err)
	}
	defer func() { _ = root.Close() }() // nothing was written through it
	switch r.Method {
	case "Remove":
		return h.refused(root.Remove(name))
	case "Rename":
		to, err := Name(r.Target)
		if err != nil {
			return h.refused(err)
		}
		return h.refused(root.Rename(name, to))
	}
	return sftp.ErrSSHFxOpUnsupported
}

// Filelist lists the tray, or tells about one file of it.
func (h *handler) Filelist(r *sftp.Request) (sftp.ListerAt, error) {
	clean := path.Clean("/" + r.Filepath)
	if clean == "/" {
		if r.Method != "List" {
			return listing{top{h.tray.now()}}, nil
		}
		files, err := h.tray.Files()
		if err != nil {
			return nil, h.refused(err)
		}
		return listing(files), nil
	}
	name, err := Name(clean)
	if err != nil || strings.Count(clean, "/") > 1 {
		return nil, fs.ErrNotExist
	}
	root, err := h.tray.root()
	if err != nil {
		return nil, h.refused(err)
	}
	defer func() { _ = root.Close() }() // only read
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || r.Method == "List" {
		return nil, fs.ErrNotExist
	}
	return listing{info}, nil
}

// listing is what is listed.
type listing []fs.FileInfo

// ListAt copies the entries from offset on.
func (l listing) ListAt(out []fs.FileInfo, offset int64) (int, error) {
	if offset >= int64(len(l)) {
		return 0, io.EOF
	}
	n := copy(out, l[offset:])
	if n < len(out) {
		return n, io.EOF
	}
	return n, nil
}

// top is the tray as a folder.
type top struct{ at time.Time }

// Name and the others make it a file's description.
func (top) Name() string         { return "/" }
func (top) Size() int64          { return 0 }
func (top) Mode() fs.FileMode    { return fs.ModeDir | 0o700 }
func (t top) ModTime() time.Time { return t.at }
func (top) IsDir() bool          { return true }
func (top) Sys() any             { return nil }
