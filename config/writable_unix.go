//go:build unix

package config

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// writers says who else may write what info describes. Where everybody may write and only owners may
// replace (a sticky folder such as /tmp), a file of one's own is safe.
func writers(info fs.FileInfo) string {
	mode := info.Mode()
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case ok && stat.Uid != 0 && int(stat.Uid) != os.Geteuid():
		return fmt.Sprintf("it belongs to the user %d", stat.Uid)
	case mode.IsDir() && mode&fs.ModeSticky != 0:
		return ""
	case mode.Perm()&0o022 != 0:
		return fmt.Sprintf("mode %04o", mode.Perm())
	}
	return ""
}
