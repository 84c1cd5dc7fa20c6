//go:build linux && !amd64 && !arm64

package walls

import "errors"

// raiseSeccomp has a filter for amd64 and arm64 only.
func raiseSeccomp() error {
	return errors.New("keydesk has no filter for this kind of processor")
}
