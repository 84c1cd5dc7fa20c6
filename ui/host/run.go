package host

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"keydesk/ui/text"
)

// linger is how long a finished program's children may hold its error output.
// Clipboard tools leave one behind that keeps the selection.
const linger = 100 * time.Millisecond

// run runs a program to its end with input on its standard input.
func run(ctx context.Context, words []string, input string) error {
	if len(words) == 0 {
		return errors.New("the settings say \"command\" but name no program")
	}
	var told tail
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Stdin = strings.NewReader(input)
	cmd.Stderr = &told
	cmd.WaitDelay = linger
	cmd.SysProcAttr = apart()
	return failure(ctx, words[0], cmd.Run(), told.line())
}

// ask is the first line that a program prints.
func ask(ctx context.Context, words ...string) (string, error) {
	var told tail
	err := askInto(ctx, &told, words)
	return told.line(), err
}

// maxListing bounds what a program may list, in bytes.
const maxListing = 256 << 10

// askAll is all that a program prints, as it is: for reading, not for showing.
func askAll(ctx context.Context, words ...string) (string, error) {
	told := tail{most: maxListing}
	err := askInto(ctx, &told, words)
	return told.String(), err
}

func askInto(ctx context.Context, told *tail, words []string) error {
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Stdout = told
	cmd.WaitDelay = linger
	cmd.SysProcAttr = apart()
	return failure(ctx, words[0], cmd.Run(), "")
}

// detach starts a program that outlives the call, and watches it until it
// ends, until it has run for settle, or until ctx ends. It is reaped in any
// case.
func detach(ctx context.Context, words []string, settle time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	cmd := exec.Command(words[0], words[1:]...) // not bound to ctx: a browser stays
	cmd.SysProcAttr = apart()
	if err := cmd.Start(); err != nil {
		return failure(ctx, words[0], err, "")
	}
	done := make(chan error, 1)
	go func() { // ends with the program
		done <- cmd.Wait()
	}()
	settled := time.NewTimer(settle)
	defer settled.Stop()
	select {
	case err := <-done:
		return failure(ctx, words[0], err, "")
	case <-settled.C:
	case <-ctx.Done():
	}
	return nil
}

// failure is the sentence for a program that did not do its work.
func failure(ctx context.Context, program string, err error, told string) error {
	program = text.Line(program)
	var exit *exec.ExitError
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay):
		return nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%s did not end in time: %w", program, ctx.Err())
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("%s is not installed, or not in PATH", program)
	case errors.As(err, &exit) && told != "":
		return fmt.Errorf("%s failed: %s", program, told)
	}
	return fmt.Errorf("%s failed: %w", program, err)
}

// tail keeps the beginning of what a program says: as much as a reason for its
// failure may take, or most bytes.
type tail struct {
	bytes.Buffer
	most int
}

const maxTold = 4 << 10

func (t *tail) Write(p []byte) (int, error) {
	most := t.most
	if most == 0 {
		most = maxTold
	}
	t.Buffer.Write(p[:min(len(p), max(0, most-t.Len()))])
	return len(p), nil
}

// line is the first line that says something, made printable.
func (t *tail) line() string {
	first, _, _ := strings.Cut(strings.TrimSpace(t.String()), "\n")
	return text.Cut(text.Line(first), 160)
}
