package terminal

import (
	"context"
	"fmt"
	"os"

	"github.com/muesli/cancelreader"
	"golang.org/x/term"
)

// maxAnswers is the most that is read of a terminal that talks on and on, in bytes.
const maxAnswers = 16 << 10

// AskTerminal writes questions to the terminal of this process and reads what it answers until that is
// enough or ctx ends. The terminal's modes are put back, and what somebody typed meanwhile is lost.
func AskTerminal(ctx context.Context, questions string, enough func([]byte) bool) []byte {
	fd := int(os.Stdin.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return nil
	}
	defer func() { _ = term.Restore(fd, before) }()
	in, err := cancelreader.NewReader(os.Stdin)
	if err != nil {
		return nil
	}
	defer in.Close()
	defer context.AfterFunc(ctx, func() { in.Cancel() })()
	fmt.Fprint(os.Stdout, questions)
	var said []byte
	buffer := make([]byte, 1024)
	for len(said) < maxAnswers && !enough(said) {
		n, err := in.Read(buffer)
		said = append(said, buffer[:n]...)
		if err != nil {
			break
		}
	}
	return said
}

// TerminalSize is the size of the terminal on standard output.
func TerminalSize() (columns, rows int, err error) { return term.GetSize(int(os.Stdout.Fd())) }
