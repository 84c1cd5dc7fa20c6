package cmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"keydesk/client"
	"keydesk/config"
	"keydesk/ui/text"
)

// The exit codes; scripts rely on them.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitUnreachable = 3
	exitNotSignedIn = 4
)

// failure is an error with the exit code it leads to.
type failure struct {
	code int
	err  error
	told bool // the person has been told already, for example as JSON
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// usage is an error in how keydesk was called.
func usage(format string, args ...any) error {
	return &failure{code: exitUsage, err: fmt.Errorf(format, args...)}
}

// told marks an error that needs no further sentence.
func told(err error) error {
	return &failure{code: exitCode(err), err: err, told: true}
}

// exitCode says which exit code an error leads to.
func exitCode(err error) int {
	var f *failure
	if errors.As(err, &f) {
		return f.code
	}
	var problem config.Problem
	var problems config.Problems
	if errors.As(err, &problem) || errors.As(err, &problems) || errors.Is(err, config.ErrChooseProfile) {
		return exitUsage
	}
	if errors.Is(err, config.ErrNoPlatform) || errors.Is(err, config.ErrNoSecret) {
		return exitNotSignedIn
	}
	switch client.KindOf(err) {
	case client.KindUnreachable:
		return exitUnreachable
	case client.KindNotSignedIn:
		return exitNotSignedIn
	}
	return exitFailed
}

// fail tells an error in one sentence, made printable, and returns the exit code.
func (a *app) fail(err error) int {
	var f *failure
	if errors.As(err, &f) && f.told {
		return f.code
	}
	code := exitCode(err)
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	a.note("%s", err)
	return code
}

// note writes one line for the person to standard error; text from outside is made printable.
func (a *app) note(format string, args ...any) {
	fmt.Fprintln(a.env.Stderr, "keydesk: "+text.Line(fmt.Sprintf(format, args...)))
}

// withoutPath is the reason of a failed file operation; the name was said already.
func withoutPath(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
