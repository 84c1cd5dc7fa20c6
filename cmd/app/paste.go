package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/atotto/clipboard"
)

// pasteLimit is how long the desktop's clipboard may take to be read: its tool waits for the program
// that owns the text.
const pasteLimit = 2 * time.Second

// readClipboard reads the clipboard of this desktop, for a script that the profile allows it. Other
// ways of copying (through the terminal, by a command) lead in one direction only.
func readClipboard(way string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		if way != "auto" && way != "local" {
			return "", fmt.Errorf("clipboard = %q can only be written", way)
		}
		if clipboard.Unsupported {
			return "", errors.New("there is no clipboard tool; install wl-clipboard, xclip or xsel")
		}
		ctx, cancel := context.WithTimeout(ctx, pasteLimit)
		defer cancel()
		type answer struct {
			text string
			err  error
		}
		answers := make(chan answer, 1)
		go func() { // ends when the tool does; an answer that comes late is dropped
			text, err := clipboard.ReadAll()
			answers <- answer{text, err}
		}()
		select {
		case a := <-answers:
			return a.text, a.err
		case <-ctx.Done():
			return "", errors.New("it does not answer")
		}
	}
}
