package app

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
)

// maxLog is the size in bytes above which the next start begins a new log file.
const maxLog = 5 << 20

// openLog opens the log for appending, readable by its owner only. One that has grown past maxLog
// becomes path.old, which replaces the one before: two files, at most, are kept. Where it cannot be moved
// it goes on growing: Windows moves no file that another console has open.
func openLog(path string) (io.WriteCloser, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not a regular file", path)
	case info.Size() > maxLog:
		_ = os.Rename(path, path+".old")
	case info.Mode().Perm()&0o077 != 0:
		if err := os.Chmod(path, 0o600); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
}

// inert writes JSON that does nothing to the terminal of whoever reads the log there.
type inert struct{ io.Writer }

func (w inert) Write(line []byte) (int, error) {
	if _, err := w.Writer.Write(EscapeControls(line)); err != nil {
		return 0, err
	}
	return len(line), nil
}

// NewLogger writes JSON lines at the level of the settings. Attributes that carry secrets are
// masked whoever logs them; those that carry what people wrote appear at "debug" only.
func NewLogger(w io.Writer, level string) *slog.Logger {
	var least slog.Level
	if err := least.UnmarshalText([]byte(level)); err != nil {
		least = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(inert{w}, &slog.HandlerOptions{
		Level: least,
		ReplaceAttr: func(_ []string, attr slog.Attr) slog.Attr {
			switch key := strings.ToLower(attr.Key); {
			case strings.Contains(key, "password"), strings.Contains(key, "secret"), strings.Contains(key, "token"),
				strings.Contains(key, "authorization"), strings.Contains(key, "cookie"), strings.Contains(key, "api_key"), strings.Contains(key, "apikey"):
				return slog.String(attr.Key, "••••")
			case least > slog.LevelDebug && (key == "text" || key == "body" || key == "preview"):
				return slog.String(attr.Key, fmt.Sprintf("(%d bytes)", len(attr.Value.String())))
			}
			return attr
		},
	}))
}
