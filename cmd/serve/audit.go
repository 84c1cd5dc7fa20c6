package serve

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"unicode"
)

// Audit is the record of who did what, one JSON object a line: sessions, refused keys, files, runs of
// actions with their outcome; never what customers or agents wrote. The nil Audit keeps none.
type Audit struct {
	log  *slog.Logger
	file io.Closer
}

// OpenAudit appends to a file that only the server's user may read.
func OpenAudit(path string) (*Audit, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("cannot keep the audit log: %w", err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot keep the audit log: %w", err)
	}
	a := NewAudit(f)
	a.file = f
	return a, nil
}

// NewAudit writes to w.
func NewAudit(w io.Writer) *Audit {
	return &Audit{log: slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		switch {
		case len(groups) == 0 && a.Key == slog.LevelKey:
			return slog.Attr{}
		case a.Value.Kind() == slog.KindString:
			return slog.String(a.Key, printable(a.Value.String()))
		}
		return a
	}}))}
}

// printable is a text without what acts on a terminal that the log is read at.
func printable(s string) string {
	out := []rune(s)
	for i, r := range out {
		if !unicode.IsPrint(r) {
			out[i] = '\ufffd'
		}
	}
	return string(out)
}

// Note writes one event.
func (a *Audit) Note(event string, attrs ...any) {
	if a != nil {
		a.log.Info(event, attrs...)
	}
}

// Close ends the record.
func (a *Audit) Close() error {
	if a == nil || a.file == nil {
		return nil
	}
	if err := a.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
