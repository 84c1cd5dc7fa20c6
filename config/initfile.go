package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrExists says that there is a settings file already.
var ErrExists = errors.New("there is a settings file already")

// InitFile writes the default file to path, and beside it the schema by which editors check and
// complete it. A file that is there stays, with [ErrExists], unless force is set: then it is kept as
// path.old.
func InitFile(path string, force bool) error {
	_, err := os.Lstat(path)
	switch {
	case err == nil && !force:
		return fmt.Errorf("%s: %w; keydesk config init --force keeps it as %s.old and writes a new one", path, ErrExists, filepath.Base(path))
	case err == nil:
		if err := os.Rename(path, path+".old"); err != nil {
			return fmt.Errorf("cannot put the old settings aside: %w", err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("cannot look for the settings: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("cannot make the folder of the settings: %w", err)
	}
	if err := replaceFile(filepath.Join(filepath.Dir(path), SchemaFile), JSONSchema(), 0o600); err != nil {
		return err
	}
	return replaceFile(path, []byte("#:schema ./"+SchemaFile+"\n"+DefaultFile()), 0o600)
}
