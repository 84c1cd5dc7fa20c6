//go:build !unix

package cmd

// ignoreFileLimit has nothing to ignore: only Unix has such a signal.
func ignoreFileLimit() {}
