package config

import (
	"fmt"
	"os"
	"runtime"
)

// CheckServed refuses settings and a folder that others of the server's machine may write: they could let
// themselves in as any agent, or change what is sent.
func (s Settings) CheckServed(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	if info, err := os.Stat(s.Path); s.Path != "" && err == nil && info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("others may write the settings %s (mode %04o), and could let themselves in; chmod go-w %s closes them", s.Path, info.Mode().Perm(), s.Path)
	}
	if info, err := os.Stat(folder); err == nil && info.Mode().Perm()&0o002 != 0 {
		return fmt.Errorf("everybody may write the folder %s (mode %04o), and could change what agents send; chmod go-w %s closes it", folder, info.Mode().Perm(), folder)
	}
	return nil
}
