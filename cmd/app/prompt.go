package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"keydesk/actions/files"
)

// MaxAnswer is the longest answer or piped secret, in bytes.
const MaxAnswer = 64 << 10

// Ask reads one line from the terminal. The question goes to standard error, because standard
// output may be a file.
func (a *App) Ask(ctx context.Context, question string) (string, error) {
	fmt.Fprint(a.Env.Stderr, question)
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := readLine(a.Env.Stdin)
		answers <- answer{line, err}
	}()
	select {
	case got := <-answers:
		return strings.TrimSpace(got.line), got.err
	case <-ctx.Done():
		fmt.Fprintln(a.Env.Stderr)
		return "", ctx.Err() // the read ends with the process
	}
}

// AskSecret reads one line that is not shown.
func (a *App) AskSecret(ctx context.Context, question string) (string, error) {
	secret, err := a.Env.ReadSecret(ctx, question)
	fmt.Fprintln(a.Env.Stderr)
	if err == nil && secret == "" {
		return "", Usage("nothing was typed; run keydesk login again")
	}
	return secret, err
}

// Confirm asks a yes-or-no question; anything but yes is no.
func (a *App) Confirm(ctx context.Context, question string) (bool, error) {
	answer, err := a.Ask(ctx, question+" [y/N] ")
	if err != nil {
		return false, err
	}
	answer = strings.ToLower(answer)
	return answer == "y" || answer == "yes", nil
}

// readLine reads byte by byte, so that nothing behind the line is taken from who reads next.
func readLine(r io.Reader) (string, error) {
	var line []byte
	one := make([]byte, 1)
	for len(line) < MaxAnswer {
		n, err := r.Read(one)
		if n == 1 {
			if one[0] == '\n' {
				return string(line), nil
			}
			line = append(line, one[0])
			continue
		}
		if errors.Is(err, io.EOF) && len(line) > 0 {
			return string(line), nil
		}
		if errors.Is(err, io.EOF) {
			return "", Usage("the input ended before the answer")
		}
		if err != nil {
			return "", fmt.Errorf("cannot read the answer: %w", err)
		}
	}
	return "", Usage("the answer is too long")
}

// ReadPiped reads a secret from standard input: everything, without the line end that echo adds.
func (a *App) ReadPiped(what string) (string, error) {
	data, err := io.ReadAll(io.LimitReader(a.Env.Stdin, MaxAnswer+1))
	if err != nil {
		return "", fmt.Errorf("cannot read the %s from standard input: %w", what, err)
	}
	secret := strings.TrimRight(string(data), "\r\n")
	if secret == "" {
		return "", Usage("standard input held no %s, for example: keydesk login --api-key-stdin < key.txt", what)
	}
	if len(data) > MaxAnswer || strings.ContainsAny(secret, "\r\n") {
		return "", Usage("standard input held more than one line, so it is no %s", what)
	}
	return secret, nil
}

// ReadInput reads a bounded file, or standard input for "-".
func (a *App) ReadInput(name string) ([]byte, error) {
	from := a.Env.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", name, WithoutPath(err))
		}
		defer f.Close()
		from = f
	}
	data, err := io.ReadAll(io.LimitReader(from, maxRunFile+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	if len(data) > maxRunFile {
		return nil, fmt.Errorf("%s is larger than %d MiB", name, maxRunFile>>20)
	}
	return files.PlainText(data), nil
}

// maxRunFile is the largest action or context file, in bytes.
const maxRunFile = 8 << 20
