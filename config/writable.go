package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// OthersMayWrite says who beside the person and the system's own user may change the file at path, by
// writing it or by putting another in its place; "" if nobody. A file that is not there has nobody.
func OthersMayWrite(path string) string {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return ""
	}
	for _, place := range []string{real, filepath.Dir(real), filepath.Dir(path)} {
		info, err := os.Stat(place)
		if errors.Is(err, fs.ErrNotExist) || err != nil {
			continue
		}
		if who := writers(info); who != "" {
			return fmt.Sprintf("%s (%s)", place, who)
		}
	}
	return ""
}

// ownPrograms notes each setting that names a program, where others may write the file: they could run
// anything as this person.
func (s Settings) ownPrograms() error {
	where := OthersMayWrite(s.Path)
	if where == "" {
		return nil
	}
	var problems Problems
	for _, key := range sortedKeys(s.raw) {
		if text, ok := s.raw[key].(string); ok && strings.HasPrefix(text, "command ") {
			problems = append(problems, Problem{Path: s.Path, At: s.origins[key], Reason: fmt.Sprintf(
				"%s runs a program, and others may write %s, so they could run any; take that away (chmod go-w) or take the line out", key, where)})
		}
	}
	if len(problems) == 0 {
		return nil
	}
	problems.inOrder()
	return problems
}
