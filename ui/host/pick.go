package host

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// mostEntries bounds how much of one folder is listed.
const mostEntries = 2000

// Entry is one file or folder of a listing.
type Entry struct {
	Name   string // as the file system has it: not safe to print
	Folder bool
	Size   int64
}

// List is what a folder holds, folders first, each by name. typed is the folder
// as somebody types it: "~" is their home, "" is where the console was started.
func (h *Host) List(ctx context.Context, typed string) ([]Entry, error) {
	folder, err := h.place(typed)
	if err != nil {
		return nil, err
	}
	dir, err := h.open(folder)
	if err != nil {
		return nil, reason(err)
	}
	defer func() { _ = dir.Close() }() // only read
	found, err := dir.ReadDir(mostEntries)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, reason(err)
	}
	entries := make([]Entry, 0, len(found))
	for _, f := range found {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e := Entry{Name: f.Name(), Folder: f.IsDir()}
		info, err := f.Info()
		if f.Type()&fs.ModeSymlink != 0 && !h.options.Served {
			info, err = os.Stat(filepath.Join(folder, f.Name()))
		}
		if err != nil || !info.IsDir() && !info.Mode().IsRegular() {
			continue // gone, or nothing that could be sent
		}
		e.Folder, e.Size = info.IsDir(), info.Size()
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		if a.Folder != b.Folder {
			if a.Folder {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return entries, nil
}

// File is a file that somebody named.
type File struct {
	Path string // whole
	Name string
	Size int64
	// Modified is when it was written last, to the microsecond.
	Modified time.Time
	Head     []byte // its first 512 bytes, which tell what it is
}

// Look finds out what somebody named. Errors are the rest of a sentence.
func (h *Host) Look(typed string) (File, error) {
	f, closer, err := h.OpenToSend(typed)
	if err != nil {
		return f, err
	}
	defer func() { _ = closer.Close() }() // only read
	head := make([]byte, 512)
	n, err := io.ReadFull(closer, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return f, reason(err)
	}
	f.Head = head[:n]
	return f, nil
}

// OpenToSend opens a file for reading. What is no plain file is not opened: a
// pipe would never end.
func (h *Host) OpenToSend(typed string) (File, io.ReadCloser, error) {
	path, err := h.place(typed)
	if err != nil {
		return File{}, nil, err
	}
	f := File{Path: path, Name: filepath.Base(path)}
	info, err := h.stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f, nil, fmt.Errorf("there is no file %s", path)
	case err != nil:
		return f, nil, reason(err)
	case info.IsDir():
		return f, nil, fmt.Errorf("%s is a folder", path)
	case !info.Mode().IsRegular():
		return f, nil, fmt.Errorf("%s is no plain file", path)
	}
	file, err := h.open(path)
	if err != nil {
		return f, nil, reason(err)
	}
	f.Size, f.Modified = info.Size(), info.ModTime().UTC().Truncate(time.Microsecond)
	return f, file, nil
}

// place is a whole path for one that was typed.
func (h *Host) place(typed string) (string, error) {
	if h.options.Served {
		return inTray(typed)
	}
	if rest, ok := strings.CutPrefix(typed, "~"); ok && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
		home := h.options.Env("HOME")
		if home == "" {
			var err error
			if home, err = os.UserHomeDir(); err != nil {
				return "", errors.New("it is not known where your home is")
			}
		}
		typed = home + rest
	}
	if strings.ContainsRune(typed, 0) {
		return "", errors.New("no path has such a character")
	}
	path, err := filepath.Abs(typed)
	if err != nil {
		return "", errors.New("it is not known where the console was started; give the whole path")
	}
	return path, nil
}

// DroppedPath is the path of a file that was dropped onto the terminal, which
// pastes it as text: bare, in quotes, with backslashes, or as file://. "" for any
// other text.
func DroppedPath(pasted string) string {
	s := strings.TrimSpace(pasted)
	if s == "" || len(s) > 4096 || strings.ContainsAny(s, "\n\r\x00") {
		return ""
	}
	if strings.HasPrefix(s, "file://") {
		u, err := url.Parse(s)
		if err != nil || u.Host != "" && u.Host != "localhost" {
			return ""
		}
		return u.Path
	}
	if words := shellWords(s); (s[0] == '\'' || s[0] == '"' || strings.Contains(s, `\`)) && len(words) == 1 {
		s = words[0]
	}
	if !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "~/") || strings.HasPrefix(s, "//") {
		return ""
	}
	return s
}
