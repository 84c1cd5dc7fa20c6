package tray

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/pkg/sftp"
)

// Filewrite begins a file of the tray. It has a hidden name until it is whole, so that an older file of
// its name stays until then.
func (h *handler) Filewrite(r *sftp.Request) (io.WriterAt, error) {
	name, cleaned, err := inTray(r.Filepath)
	if err != nil {
		return nil, h.refused(err)
	}
	files, err := h.tray.all()
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
	switch info, err := root.Lstat(name); {
	case err != nil: // none of this name
	case !info.Mode().IsRegular():
		return nil, h.refused(errName)
	case cleaned:
		return nil, h.refused(taken(name))
	case !r.Pflags().Trunc:
		return nil, h.refused(errWhole)
	}
	hidden := incomingPrefix + rand.Text()
	f, err := root.OpenFile(hidden, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, h.refused(err)
	}
	return &incoming{file: f, h: h, name: name, hidden: hidden, cleaned: cleaned, replaces: h.tray.replace(name)}, nil
}

// replace says whether the room of the file of a name may be used for the one that replaces it, which is
// so for one at a time.
func (t *Tray) replace(name string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.replacing[name] {
		return false
	}
	t.replacing[name] = true
	return true
}

// incoming is a file that a client writes. What the tray has no room for goes as a whole: half a
// receipt must not be sent to a customer. Clients write several parts at once, in any order.
type incoming struct {
	h        *handler
	name     string
	hidden   string // until it is whole
	cleaned  bool   // the name is not the one that was given
	replaces bool   // it may take the room of the file of its name

	mu     sync.Mutex
	file   *os.File
	size   int64
	lost   error
	closed bool
}

// WriteAt writes while there is room.
func (f *incoming) WriteAt(p []byte, off int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lost != nil {
		return 0, f.lost
	}
	end := off + int64(len(p))
	if off < 0 || end < off {
		return 0, f.lose(errFull)
	}
	n, err := f.write(p, off, end)
	if err != nil {
		return n, f.lose(err)
	}
	return n, nil
}

// write takes the room that is needed and fills it in one step, as seen by other uploads.
func (f *incoming) write(p []byte, off, end int64) (int, error) {
	t := f.h.tray
	t.mu.Lock()
	defer t.mu.Unlock()
	beside := ""
	if f.replaces {
		beside = f.name
	}
	if end > f.size && end-f.size > t.roomBeside(beside) {
		return 0, errFull
	}
	n, err := f.file.WriteAt(p, off)
	f.size = max(f.size, off+int64(n))
	return n, err
}

// lose gives the file up. An older one of its name stays.
func (f *incoming) lose(err error) error {
	f.lost = f.h.refused(err)
	if root, err := f.h.tray.root(); err == nil {
		_ = root.Remove(f.hidden) // it may be gone
		_ = root.Close()
	}
	return f.lost
}

// TransferError is told when the client went in the middle of a file.
func (f *incoming) TransferError(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lost == nil && !f.closed {
		_ = f.lose(fmt.Errorf("the file was cut off: %w", err))
	}
}

// Close ends the file and gives it its name. Why a part was refused is told here again: scp goes by the
// last answer it got.
func (f *incoming) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return f.lost
	}
	f.closed = true
	if err := f.file.Close(); err != nil && f.lost == nil {
		_ = f.lose(err)
	}
	if f.lost == nil {
		if err := f.rename(); err != nil {
			_ = f.lose(err)
		}
	}
	f.h.tray.replaced(f)
	if f.lost == nil {
		f.h.moved(f.name, true)
	}
	return f.lost
}

// rename gives a whole file its name.
func (f *incoming) rename() error {
	root, err := f.h.tray.root()
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }() // nothing was written through it
	f.h.tray.mu.Lock()
	defer f.h.tray.mu.Unlock()
	if _, err := root.Lstat(f.name); err == nil && f.cleaned {
		return taken(f.name)
	}
	return root.Rename(f.hidden, f.name)
}

// replaced gives the room of an older file free for another upload.
func (t *Tray) replaced(f *incoming) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f.replaces {
		delete(t.replacing, f.name)
	}
}

// taken says that a name, as it became, is that of another file.
func taken(name string) error {
	return errors.New("the tray would call this file " + name + ", which is there already; give it another name, for example scp FILE desk:receipt.pdf")
}
