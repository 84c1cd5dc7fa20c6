//go:build !unix

package config

import "io/fs"

// writers knows nothing here: permissions are no mode bits on this system.
func writers(fs.FileInfo) string { return "" }
