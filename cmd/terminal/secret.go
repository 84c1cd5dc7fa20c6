package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"unicode/utf8"

	"golang.org/x/term"

	"keydesk/cmd/app"
)

// What keys send to a terminal that passes them on as they are.
const (
	keyInterrupt = 3
	keyEnd       = 4
	keyBackspace = 8
	keyKill      = 21
	keyDelete    = 127
)

// ReadSecret reads a line from the terminal of this process without showing it. The echo is off
// before the question is there, because people type ahead. The terminal's modes are changed and set
// back here, not in the goroutine that reads, so that they are right whatever ends first: the line,
// or ctx.
func ReadSecret(ctx context.Context, question string) (string, error) {
	fd := int(os.Stdin.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return "", err
	}
	fmt.Fprint(os.Stderr, question)
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() { // ends with its line, or with the process
		text, err := secretLine(func() (byte, error) {
			var one [1]byte
			_, err := os.Stdin.Read(one[:])
			return one[0], err
		})
		answers <- answer{text, err}
	}()
	var a answer
	select {
	case a = <-answers:
	case <-ctx.Done():
		a.err = ctx.Err()
	}
	return a.text, errors.Join(a.err, term.Restore(fd, before))
}

// secretLine reads keys up to enter. Backspace takes a character back, ctrl+u all of them, ctrl+c
// gives up.
func secretLine(next func() (byte, error)) (string, error) {
	var line []byte
	for {
		c, err := next()
		if err != nil {
			return "", err
		}
		switch c {
		case '\r', '\n':
			return string(line), nil
		case keyInterrupt:
			return "", context.Canceled
		case keyEnd:
			if len(line) == 0 {
				return "", context.Canceled
			}
		case keyBackspace, keyDelete:
			_, size := utf8.DecodeLastRune(line)
			line = line[:len(line)-size]
		case keyKill:
			line = line[:0]
		default:
			if len(line) == app.MaxAnswer {
				return "", app.Usage("the answer is too long")
			}
			line = append(line, c)
		}
	}
}
