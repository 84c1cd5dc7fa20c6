package app

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
	ExitDone        = 0
	ExitFailed      = 1
	ExitUsage       = 2
	ExitUnreachable = 3
	ExitNotSignedIn = 4
)

// Failure is an error with the exit code it leads to.
type Failure struct {
	Code int
	Err  error
	told bool // the person has been told already, for example as JSON
}

func (f *Failure) Error() string { return f.Err.Error() }
func (f *Failure) Unwrap() error { return f.Err }

// Usage is an error in how keydesk was called.
func Usage(format string, args ...any) error {
	return &Failure{Code: ExitUsage, Err: fmt.Errorf(format, args...)}
}

// Told marks an error that needs no further sentence.
func Told(err error) error {
	return &Failure{Code: ExitCode(err), Err: err, told: true}
}

// ExitCode says which exit code an error leads to.
func ExitCode(err error) int {
	var f *Failure
	if errors.As(err, &f) {
		return f.Code
	}
	var problem config.Problem
	var problems config.Problems
	if errors.As(err, &problem) || errors.As(err, &problems) || errors.Is(err, config.ErrChooseProfile) {
		return ExitUsage
	}
	if errors.Is(err, config.ErrNoPlatform) || errors.Is(err, config.ErrNoSecret) {
		return ExitNotSignedIn
	}
	switch client.KindOf(err) {
	case client.KindUnreachable:
		return ExitUnreachable
	case client.KindNotSignedIn:
		return ExitNotSignedIn
	}
	return ExitFailed
}

// Fail tells an error in one sentence, made printable, and returns the exit code.
func (a *App) Fail(err error) int {
	var f *Failure
	if errors.As(err, &f) && f.told {
		return f.Code
	}
	code := ExitCode(err)
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	a.Note("%s", err)
	return code
}

// Note writes one line for the person to standard error; text from outside is made printable.
func (a *App) Note(format string, args ...any) {
	fmt.Fprintln(a.Env.Stderr, "keydesk: "+text.Line(fmt.Sprintf(format, args...)))
}

// WithoutPath is the reason of a failed file operation; the name was said already.
func WithoutPath(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
