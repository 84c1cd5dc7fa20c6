package tray

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"syscall"
	"time"

	"github.com/pkg/sftp"
)

// start is the tray as a path. That it is not the top tells what would lead out of it.
const start = "/tray"

// inTray is the name of a file of the tray for a path that a client gave; cleaned says that it was given
// in other letters.
func inTray(given string) (name string, cleaned bool, err error) {
	base, ok := strings.CutPrefix(path.Clean("/"+given), start+"/")
	if !ok {
		return "", false, errFolders
	}
	name, err = Name(base)
	return name, name != base, err
}

// Serve speaks SFTP on a channel until its end. What is refused is told in one sentence through say,
// because OpenSSH's scp shows its own word "Failure" only. moved is called for each file that went in
// or out.
func (t *Tray) Serve(channel io.ReadWriteCloser, say func(sentence string), moved func(name string, in bool)) error {
	h := &handler{tray: t, say: say, moved: moved}
	server := sftp.NewRequestServer(channel, sftp.Handlers{FileGet: h, FilePut: h, FileCmd: h, FileList: h}, sftp.WithStartDirectory(start))
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
	name, _, err := inTray(r.Filepath)
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
	name, _, err := inTray(r.Filepath)
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
		to, cleaned, err := inTray(r.Target)
		if err != nil {
			return h.refused(err)
		}
		if _, err := root.Lstat(to); err == nil && cleaned {
			return h.refused(taken(to))
		}
		return h.refused(root.Rename(name, to))
	}
	return sftp.ErrSSHFxOpUnsupported
}

// Filelist lists the tray, or tells about one file of it.
func (h *handler) Filelist(r *sftp.Request) (sftp.ListerAt, error) {
	clean := path.Clean("/" + r.Filepath)
	if clean == "/" || clean == start {
		if r.Method != "List" {
			return listing{top{h.tray.now()}}, nil
		}
		files, err := h.tray.Files()
		if err != nil {
			return nil, h.refused(err)
		}
		return listing(files), nil
	}
	name, _, err := inTray(clean)
	if err != nil {
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
