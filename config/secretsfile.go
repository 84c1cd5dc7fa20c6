package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// readSecrets reads the secrets file. A missing file is empty. A symbolic link is refused, because
// who placed it may be somebody else; a file that others may read is closed first, and that is told.
func (s *Secrets) readSecrets() (entries map[string]string, err error) {
	info, err := os.Lstat(s.file)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]string{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot look at the secrets: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file, so it is not trusted with secrets; remove it and run keydesk login", s.file)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(s.file, 0o600); err != nil {
			return nil, fmt.Errorf("others may read %s, and that cannot be changed: %w", s.file, err)
		}
		s.tell(fmt.Sprintf("others could read %s; it is closed now, but think about changing what was in it", s.file))
	}
	f, err := os.Open(s.file)
	if err != nil {
		return nil, fmt.Errorf("cannot read the secrets: %w", err)
	}
	defer f.Close()
	if opened, err := f.Stat(); err != nil || !os.SameFile(info, opened) {
		return nil, fmt.Errorf("%s changed while it was being read; try again", s.file)
	}
	if err := json.NewDecoder(f).Decode(&entries); err != nil || entries == nil {
		return nil, fmt.Errorf("%s is damaged; remove it and run keydesk login", s.file)
	}
	return entries, nil
}

func (s *Secrets) addToFile(name, value string) error {
	if err := makePrivateDir(filepath.Dir(s.file)); err != nil {
		return fmt.Errorf("cannot make the folder of the secrets: %w", err)
	}
	entries, err := s.readSecrets()
	if err != nil {
		return err
	}
	entries[name] = value
	return s.writeSecrets(entries)
}

// removeFromFile reports whether the entry was there. The last entry takes the file with it.
func (s *Secrets) removeFromFile(name string) (bool, error) {
	entries, err := s.readSecrets()
	if err != nil {
		return false, err
	}
	if _, ok := entries[name]; !ok {
		return false, nil
	}
	delete(entries, name)
	if len(entries) == 0 {
		return true, os.Remove(s.file)
	}
	return true, s.writeSecrets(entries)
}

func (s *Secrets) writeSecrets(entries map[string]string) error {
	data, err := json.MarshalIndent(entries, "", "  ")
	if err != nil {
		return fmt.Errorf("cannot write the secrets down: %w", err)
	}
	return replaceFile(s.file, append(data, '\n'), 0o600)
}
