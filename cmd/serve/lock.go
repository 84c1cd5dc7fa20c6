package serve

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// LockFolder keeps a second server away from a folder, until unlock or the end of the process.
func LockFolder(folder string) (unlock func(), err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the folder of the agents: %w", err)
	}
	lock := flock.New(filepath.Join(folder, "serve.lock"), flock.SetPermissions(0o600))
	switch held, err := lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("cannot lock the folder %s: %w", folder, err)
	case !held:
		return nil, fmt.Errorf("another keydesk serves the folder %s already; end it, or give this one a folder of its own (serve.folder)", folder)
	}
	return func() { _ = lock.Unlock() }, nil // it ends with the process as well
}
