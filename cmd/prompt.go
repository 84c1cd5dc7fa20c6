package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"keydesk/actions/files"
)

// maxAnswer is the longest answer or piped secret, in bytes.
const maxAnswer = 64 << 10

// ask reads one line from the terminal. The question goes to standard error, because standard
// output may be a file.
func (a *app) ask(ctx context.Context, question string) (string, error) {
	fmt.Fprint(a.env.Stderr, question)
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := readLine(a.env.Stdin)
		answers <- answer{line, err}
	}()
	select {
	case got := <-answers:
		return strings.TrimSpace(got.line), got.err
	case <-ctx.Done():
		fmt.Fprintln(a.env.Stderr)
		return "", ctx.Err() // the read ends with the process
	}
}

// askSecret reads one line that is not shown.
func (a *app) askSecret(ctx context.Context, question string) (string, error) {
	secret, err := a.env.ReadSecret(ctx, question)
	fmt.Fprintln(a.env.Stderr)
	if err == nil && secret == "" {
		return "", usage("nothing was typed; run keydesk login again")
	}
	return secret, err
}

// confirm asks a yes-or-no question; anything but yes is no.
func (a *app) confirm(ctx context.Context, question string) (bool, error) {
	answer, err := a.ask(ctx, question+" [y/N] ")
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
	for len(line) < maxAnswer {
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
			return "", usage("the input ended before the answer")
		}
		if err != nil {
			return "", fmt.Errorf("cannot read the answer: %w", err)
		}
	}
	return "", usage("the answer is too long")
}

// readPiped reads a secret from standard input: everything, without the line end that echo adds.
func (a *app) readPiped(what string) (string, error) {
	data, err := io.ReadAll(io.LimitReader(a.env.Stdin, maxAnswer+1))
	if err != nil {
		return "", fmt.Errorf("cannot read the %s from standard input: %w", what, err)
	}
	secret := strings.TrimRight(string(data), "\r\n")
	if secret == "" {
		return "", usage("standard input held no %s, for example: keydesk login --api-key-stdin < key.txt", what)
	}
	if len(data) > maxAnswer || strings.ContainsAny(secret, "\r\n") {
		return "", usage("standard input held more than one line, so it is no %s", what)
	}
	return secret, nil
}

// readInput reads a bounded file, or standard input for "-".
func (a *app) readInput(name string) ([]byte, error) {
	from := a.env.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read %s: %w", name, withoutPath(err))
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
