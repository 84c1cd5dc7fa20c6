package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// viewable are the endings of files that a viewer shows and nothing runs. The
// caller has made sure that the content is what the ending says.
func viewable(path string) bool {
	return slices.Contains([]string{".png", ".jpg", ".gif", ".webp", ".pdf", ".txt", ".ogg", ".mp3", ".aac", ".amr", ".flac", ".wav",
		".m4a", ".mp4", ".3gp", ".webm"}, strings.ToLower(filepath.Ext(path)))
}

// CanShow is why no file can be shown in a program of its own here, "" when it
// can.
func (h *Host) CanShow() string {
	switch {
	case h.options.Open == "show":
		return `open = "show" in the settings starts no programs`
	case h.options.Open == "local" && !h.options.Served:
		return ""
	case h.ssh():
		return "there is no viewer in an SSH session"
	case !h.desktop():
		return "there is no desktop here"
	}
	return ""
}

// ShowFile hands a file to the desktop's own viewer for its kind. Only kinds
// that nothing runs are handed over. Errors are sentences.
func (h *Host) ShowFile(ctx context.Context, path string) (Opened, error) {
	if why := h.CanShow(); why != "" {
		return Opened{}, errors.New(why)
	}
	if !filepath.IsAbs(path) || !viewable(path) {
		return Opened{}, errors.New("files of this kind are not opened, only saved")
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	if !strings.HasPrefix(address.Path, "/") {
		address.Path = "/" + address.Path // C:/… on Windows
	}
	return h.browse(ctx, address.String())
}

// Terminal is what the environment tells of the terminal. Variables are passed
// on by tmux and SSH, so it is a hint and no proof.
type Terminal struct {
	Program, Term string
	Kitty, Mux    bool
}

// Terminal looks at the environment.
func (h *Host) Terminal() Terminal {
	env := h.options.Env
	t := Terminal{Program: env("TERM_PROGRAM"), Term: env("TERM"), Kitty: env("KITTY_WINDOW_ID") != "", Mux: env("TMUX") != "" || env("STY") != ""}
	if t.Program == "" {
		t.Program = env("LC_TERMINAL")
	}
	return t
}

// View writes a file into scratch and hands it to the desktop's viewer. ending
// is the ending for a file that begins so, "" for one that must not be opened.
func (h *Host) View(ctx context.Context, scratch *Scratch, stem string, ending func(head []byte) string, write func(io.Writer) error) (Opened, error) {
	if why := h.CanShow(); why != "" {
		return Opened{}, errors.New(why)
	}
	folder, err := scratch.Folder()
	if err != nil {
		return Opened{}, err
	}
	head := &beginning{}
	path, err := Save(ctx, folder, func(n int) string { return fmt.Sprintf("%d.new", n) }, func(w io.Writer) error {
		return write(io.MultiWriter(w, head))
	})
	if err != nil {
		return Opened{}, err
	}
	end := ending(head.kept)
	if end == "" {
		_ = os.Remove(path)
		return Opened{}, errors.New("files of this kind are not opened, only saved")
	}
	shown, err := fresh(folder, func(n int) string { return fmt.Sprintf("%s %d%s", stem, n, end) })
	if err != nil {
		return Opened{}, err
	}
	_ = shown.Close() // nothing was written
	if err := os.Rename(path, shown.Name()); err != nil {
		return Opened{}, reason(err)
	}
	return h.ShowFile(ctx, shown.Name())
}

// beginning keeps the first bytes of what is written.
type beginning struct{ kept []byte }

func (b *beginning) Write(p []byte) (int, error) {
	const enough = 512
	b.kept = append(b.kept, p[:min(len(p), enough-len(b.kept))]...)
	return len(p), nil
}
